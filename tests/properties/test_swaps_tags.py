"""Do tags hold together, and change only by what may change them? (invariants 5, 6 and 10 to 14 of swaps)"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models.swaps_model import closes, sides_up_to
from tests.models.swaps_model_counting import REASONS, Side
from tests.models.swaps_model_facts import DEFAULT_PARAMETERS, Facts
from tests.models.swaps_model_persons import (
    affiliated_with_swap_dealer,
    is_financial,
    significant_risk_subsidiary,
    us_guarantors,
    us_person,
)
from tests.models.swaps_model_schema import Event
from tests.models.swaps_model_terms import SWAP_FIELDS
from tests.properties.swaps_stories import (
    SOME,
    Story,
    Views,
    close,
    closed_at_the_end,
    folded,
    new_fact,
)

SUPPORT = ("KEEPWELL", "LIQUIDITY_PUT", "INDEMNITY", "MASTER_TRUST", "LOSS_SHARING", "ENDED")


def tags_of(views: Views) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Every tag, with its close, part and entity."""
    for day, parts in views["tags"].items():
        for part, entities in parts.items():
            for entity, tag in entities.items():
                yield day, part, entity, tag


def test_a_tag_has_one_reason_and_what_the_table_says_of_it(story: Story) -> None:
    """Invariant 5."""
    table = {reason: (counts, list(cites)) for reason, counts, cites, _ in REASONS}
    for _, _, _, tag in tags_of(story.views):
        assert (tag["counts"], tag["cites"]) == table[tag["reason"]]
        assert tag["counts"] or tag["counted_cents"] == 0


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_the_order_of_the_parties_has_no_meaning(story: Story) -> None:
    """Invariant 6."""
    turned = [
        {**event, "parties": event["parties"][::-1]} if "parties" in event else event
        for event in story.events
    ]
    assert turned != story.events
    assert story.views_of(turned) == story.views


def entities_of(story: Story) -> list[str]:
    """Everybody who has a tag in the end."""
    return sorted({entity for _, _, entity, _ in tags_of(story.views)})


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_a_further_guarantee_by_a_us_person_never_stops_a_swap_of_the_obligor_from_counting(
    story: Story,
) -> None:
    """Invariant 10."""
    home = {
        "organized_in": "US",
        "kind": "LEGAL_PERSON",
        "financial_entity": story.chance("bank").random() < 0.5,
    }
    guarantor = new_fact("entity_recorded", "new1", entity="LIBERTY", **home)
    for obligor in story.chance("obligors").sample(entities_of(story), 2):
        fields = {"guarantee": "brand-new", "guarantor": "LIBERTY", "obligor": obligor, "kind": "RECOURSE"}
        more = [guarantor, new_fact("guarantee_recorded", "new2", **fields), *story.events]
        after = story.views_of(more)["tags"]
        for day, part, entity, tag in tags_of(story.views):
            if entity == obligor and tag["counts"]:
                assert after[day][part][entity]["counts"]


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_support_that_gives_no_recourse_changes_nothing(story: Story) -> None:
    """Invariant 11."""
    chance = story.chance("support")
    more = [
        new_fact(
            "guarantee_recorded",
            f"new {kind}",
            guarantee=f"new-{kind}",
            guarantor=chance.choice(entities_of(story)),
            obligor=chance.choice(entities_of(story)),
            kind=kind,
        )
        for kind in SUPPORT
    ]
    assert story.views_of([*more, *story.events]) == story.views


def cancellation(swap: str, **fields: str) -> Event:
    """The swap, or an amendment of it, never existed."""
    return {"type": "swap_cancelled", "id": "cancelled", "at": "2021-01-01T00:00:00Z", "swap": swap, **fields}


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_a_cancelled_swap_is_as_if_its_events_had_never_been(story: Story) -> None:
    """Invariant 12, for swaps from which no other arose."""
    old = {event["swap"] for event in story.events if event["type"] == "swap_novated"}
    traded = sorted({event["swap"] for event in story.events if event["type"] == "swap_traded"} - old)
    swap = story.chance("cancelled").choice(traded)
    never = [
        event
        for event in story.events
        if not (event["type"].startswith("swap_") and swap in (event["swap"], event.get("new_swap")))
    ]
    assert len(never) < len(story.events)
    assert story.views_of([cancellation(swap), *story.events]) == story.views_of(never)


def test_a_cancelled_amendment_is_as_if_it_had_never_been(story: Story) -> None:
    """Invariant 12."""
    amendments = [event for event in story.events if event["type"] == "swap_amended"]
    if not amendments:
        return
    amendment = story.chance("amendment").choice(amendments)
    never = [
        event
        for event in story.events
        if event is not amendment and event.get("amendment") != amendment["id"]
    ]
    cancelled = [cancellation(amendment["swap"], amendment=amendment["id"]), *story.events]
    assert story.views_of(cancelled) == story.views_of(never)


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_a_swap_corrected_in_every_field_is_as_if_sent_so(story: Story) -> None:
    """Invariant 12."""
    chance = story.chance("corrected")
    corrections = [event for event in story.events if event["type"] == "swap_corrected"]
    corrected = {event["swap"] for event in corrections if "amendment" not in event}
    trades = [event for event in story.events if event["type"] == "swap_traded"]
    trade = chance.choice([event for event in trades if event["swap"] in corrected] or trades)
    other = chance.choice(trades)
    defaults = {"facility": "BILATERAL", "executed_anonymously": False, "clearing": "NOT_CLEARED"}
    fields = {name: other.get(name, defaults.get(name)) for name in SWAP_FIELDS}
    header = {"id": "corrected", "at": "2021-01-01T00:00:00Z", "swap": trade["swap"]}
    correction = {"type": "swap_corrected", **header, "version": 99, **fields}

    def is_of_the_swap_itself(event: Event) -> bool:
        is_report = event["type"] in ("swap_traded", "swap_corrected") and "amendment" not in event
        return is_report and event["swap"] == trade["swap"]

    sent_so = [
        {"type": "swap_traded", **header, **fields},
        *(event for event in story.events if not is_of_the_swap_itself(event)),
    ]
    again = [correction, trade, *(event for event in story.events if event is not trade)]
    assert story.views_of(again) == story.views_of(sent_so)


def answers_by_facts(side: Side) -> dict[str, tuple[bool | None, bool]]:
    """What facts alone say of a counterparty, for each statement; and whether a guarantor is financial."""
    facts, name, day = side.facts, side.counterparty["entity"], side.part.on
    guarantors = us_guarantors(facts, name, side.party["entity"], side.part.swap, day)
    financial = any(is_financial(facts, each, day) for each in guarantors)
    return {
        "US_PERSON": (us_person(facts, name, day), True),
        "SIGNIFICANT_RISK_SUBSIDIARY": (significant_risk_subsidiary(facts, name, day), True),
        "GUARANTEED_BY_US_PERSON": (bool(guarantors), financial),
        "AFFILIATED_WITH_SWAP_DEALER": (affiliated_with_swap_dealer(facts, name, day), True),
        "BELOW_DE_MINIMIS_THRESHOLD": (False, True),
    }


def test_a_usable_representation_equal_to_the_facts_changes_nothing(story: Story) -> None:
    """Invariant 13."""
    day = max(day for _, day, _ in closes(story.events))
    events = closed_at_the_end(story.events)
    facts = Facts(events, {**DEFAULT_PARAMETERS, **story.parameters})
    answers: dict[tuple[str, str], set[tuple[bool | None, bool]]] = {}
    for side in sides_up_to(facts, events, day):
        for statement, answer in answers_by_facts(side).items():
            answers.setdefault((side.counterparty["entity"], statement), set()).add(answer)
    said = {(by, statement) for by, _, statement in facts.keys("representation_recorded")}
    more = []
    for (by, statement), found in sorted(answers.items()):
        value, financial = next(iter(found))
        if (by, statement) not in said and len(found) == 1 and value is not None:
            more.append(
                new_fact(
                    "representation_recorded",
                    f"new {by} {statement}",
                    made_by=by,
                    statement=statement,
                    value=value,
                    guarantor_financial_entity=financial,
                    basis="FINAL_RULE",
                    made_on="2021-01-01",
                )
            )
    assert more != []
    assert story.views_of([*more, *events, close(day)]) == story.views_of([*events, close(day)])


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sets(st.integers(0, 6), min_size=1, max_size=3), min_size=1, max_size=7))
def test_the_only_top_of_a_control_tree_is_the_ultimate_controller_of_everyone(above: list[set[int]]) -> None:
    """Invariant 14; 0 is the top, and everybody else is controlled by some who stand before it."""
    events = []
    for number, controllers in enumerate(above, 1):
        names = sorted({f"E{controller % number}" for controller in controllers})
        events.append(new_fact("control_recorded", f"c{number}", entity=f"E{number}", controllers=names))
        events.append(
            {
                "type": "swap_traded",
                "id": f"s{number}",
                "at": "2022-01-01T00:00:00Z",
                "swap": f"S{number}",
                "traded_on": "2022-01-01",
                "product": "EQUITY_SWAP",
                "notionals": [{"currency": "USD", "notional_cents": 100}],
                "parties": [{"entity": f"E{each}", "dealing": True} for each in (number - 1, number)],
            }
        )
    views = folded([*events, close("2022-01-01")]).views
    assert {tuple(tag["groups"]) for _, _, _, tag in tags_of(views)} == {("E0",)}
    assert views["group_totals"]["2022-01-01"] == {"E0": 200 * len(above)}

"""Does each event publish what the contract says it publishes? (section 9.1 of the contract)"""

from collections import Counter
from typing import Any

import pytest

from tests.models.swaps_model import run
from tests.models.swaps_model_outcomes import novated, outcomes, rates_missing
from tests.properties.swaps_stories import SOME, Story, close, folded

CITED = ("swap_tagged", "event_refused")
"""The outcomes whose citations the contract names."""

END = "~end-of-log"


def plain(outcome: dict[str, Any]) -> dict[str, Any]:
    """An outcome without what the contract leaves to the product."""
    apart = {"law", "digest"}
    if outcome["type"] not in CITED:
        apart.add("cites")
    if outcome["type"] == "treatment_determined":
        apart.add("replaces")
    return {name: value for name, value in outcome.items() if name not in apart}


def test_what_is_published_of_swaps_without_novations_is_what_the_contract_names(story: Story) -> None:
    apart = novated(story.events)
    found = {
        outcome["id"]: plain(outcome)
        for outcome in story.by_the_product.outcomes()
        if outcome["type"] != "rate_missing" and outcome.get("part", "").split("#")[0] not in apart
    }
    at = story.events[-1]["at"]
    expected = outcomes([*story.records, {"type": "tick", "id": END, "at": at}], story.parameters)
    assert found == {outcome["id"]: outcome for outcome in expected}


def test_tags_that_nothing_replaced_are_the_tags_of_the_log(story: Story) -> None:
    """Of swaps with novations, too, which are told at marks."""
    found = story.by_the_product.outcomes()
    replaced = {outcome["replaces"] for outcome in found if "replaces" in outcome}
    standing: dict[str, Any] = {}
    for outcome in found:
        if outcome["type"] == "swap_tagged" and outcome["id"] not in replaced:
            standing.setdefault(outcome["part"], {})[outcome["entity"]] = tag_of(outcome)
    last = "9999-12-31"
    assert standing == run([*story.events, close(last)], story.parameters)["tags"].get(last, {})


def tag_of(outcome: dict[str, Any]) -> dict[str, Any]:
    """The fields of `tags` in an outcome."""
    apart = ("type", "id", "event", "at", "part", "entity", "replaces")
    return {name: value for name, value in plain(outcome).items() if name not in apart}


def test_each_close_names_the_parts_that_lack_a_rate(story: Story) -> None:
    found = Counter(
        (outcome["id"].split("/")[0], outcome["currency"], outcome["rate_on"], tuple(outcome["parts"]))
        for outcome in story.by_the_product.outcomes()
        if outcome["type"] == "rate_missing"
    )
    expected = Counter(
        (event["id"], currency, rate_on, tuple(sorted(parts)))
        for place, event in enumerate(story.events)
        if event["type"] == "day_closed"
        for (currency, rate_on), parts in rates_missing(story.events, place, story.parameters).items()
    )
    assert found == expected


def test_every_outcome_of_swaps_has_an_id_of_its_own_and_cites_something(story: Story) -> None:
    found = story.by_the_product.outcomes()
    assert len({outcome["id"] for outcome in found}) == len(found)
    assert all(outcome["cites"] and outcome["law"] for outcome in found)


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_outcomes_of_swaps_do_not_depend_on_partitions_but_in_their_order(story: Story) -> None:
    one, three = (
        sorted(folded(story.records, story.parameters, partitions).outcomes(), key=str)
        for partitions in (1, 3)
    )
    assert one == three


def test_a_tag_that_replaces_another_says_something_else_of_the_same_party_and_part(story: Story) -> None:
    found = {outcome["id"]: outcome for outcome in story.by_the_product.outcomes()}
    replacing = [outcome for outcome in found.values() if "replaces" in outcome]
    assert len({outcome["replaces"] for outcome in replacing}) == len(replacing)
    for outcome in replacing:
        before = found[outcome["replaces"]]
        assert (before["part"], before["entity"]) == (outcome["part"], outcome["entity"])
        assert outcome["type"] == "swap_tag_withdrawn" or tag_of(before) != tag_of(outcome)


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_marks_may_stand_anywhere_without_moving_a_view_of_swaps(story: Story) -> None:
    chance = story.chance("ticks")
    records = list(story.records)
    for number in range(12):
        tick = {"type": "tick", "id": f"tick {number}", "at": "2022-01-01T00:00:00Z"}
        records.insert(chance.randrange(len(records)), tick)
    assert story.views_of(records) == story.views

"""Do totals add up, exactly, and move the right way? (invariants 4, 7, 8, 9, 15, 16 and 18 of swaps)"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.models.swaps_model import closes
from tests.models.swaps_model_facts import DEFAULT_PARAMETERS
from tests.models.swaps_model_schema import Event
from tests.models.swaps_model_terms import parts_of
from tests.models.swaps_model_totals import window_start
from tests.properties.swaps_stories import SOME, Story, Views, close, folded, new_fact

DAY = "2022-01-10"


def test_an_entity_total_is_the_sum_of_its_tags_in_the_window(story: Story) -> None:
    """Invariant 4."""
    views = story.views
    for key, totals in views["entity_totals"].items():
        day = key.partition("#")[0]
        sums = dict.fromkeys(totals, 0)
        for entities in views["tags"].get(key, {}).values():
            for entity, tag in entities.items():
                if window_start(day) <= tag["traded_on"] <= day:
                    sums[entity] += tag["counted_cents"]
        assert sums == totals


def traded(cents: int, currency: str = "USD") -> Event:
    """A swap between somebody who deals and somebody unknown."""
    return {
        "type": "swap_traded",
        "id": "traded",
        "at": "2022-01-03T00:00:00Z",
        "swap": "S",
        "traded_on": "2022-01-03",
        "product": "EQUITY_SWAP",
        "notionals": [{"currency": currency, "notional_cents": cents}],
        "parties": [{"entity": "A", "dealing": True}, {"entity": "B", "dealing": False}],
    }


def amended(version: int, cents: int, currency: str) -> Event:
    """An amendment of that swap on the day closed."""
    header = {"id": f"amended{version}", "at": "2022-01-10T00:00:00Z", "swap": "S", "version": version}
    notionals = [{"currency": currency, "notional_cents": cents}]
    return {"type": "swap_amended", **header, "amended_on": DAY, "notionals": notionals}


def rate(ppb: int, on: str = DAY) -> Event:
    """A rate of the euro."""
    fields = {"currency": "EUR", "rate_on": on, "usd_per_unit_ppb": ppb}
    return {"type": "fx_rate_published", "id": f"rate{on}", "at": "2022-01-10T00:00:00Z", **fields}


CENTS = st.integers(0, 10**17)


@settings(max_examples=25, deadline=None)
@given(CENTS, CENTS, CENTS, st.integers(1, 3 * 10**9), st.sampled_from(["USD", "EUR"]))
def test_an_increase_in_two_steps_counts_as_one_up_to_a_cent_a_part(
    before: int, first: int, second: int, ppb: int, currency: str
) -> None:
    """Invariant 7."""
    log = [rate(ppb), rate(ppb, "2022-01-03"), traded(before, currency)]
    last = amended(3, before + first + second, currency)
    in_two = folded([*log, amended(2, before + first, currency), last, close(DAY)]).views
    in_one = folded([*log, last, close(DAY)]).views
    two, one = (views["entity_totals"][DAY]["A"] for views in (in_two, in_one))
    assert abs(two - one) <= 2


def rank(level: str) -> int:
    """How bad a level is."""
    return {"WITHIN": -1, "EXCEEDED": 1_000}.get(level) or int(level.removeprefix("WARNING_"))


LEVELS = ("level", "special_entity_level")
THRESHOLDS = ("swaps.de_minimis_threshold_cents", "swaps.special_entity_threshold_cents")


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_higher_thresholds_make_no_level_worse(story: Story) -> None:
    """Invariant 8."""
    parameters = {**DEFAULT_PARAMETERS, **story.parameters}
    raised = story.views_of(story.records, **{name: parameters[name] * 2 + 1 for name in THRESHOLDS})
    for day, persons in story.views["threshold_distance"].items():
        for person, row in persons.items():
            later = raised["threshold_distance"][day][person]
            assert [name for name in LEVELS if rank(later[name]) > rank(row[name])] == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.booleans())
def test_a_higher_threshold_makes_no_level_worse(cents: int, one: int, more: int, is_special: bool) -> None:
    """Invariant 8, where totals lie near the line."""
    special = new_fact("entity_recorded", "b", entity="B", kind="LEGAL_PERSON", special_entity=is_special)
    log = [special, traded(cents), close(DAY)]
    lower, higher = (
        folded(log, dict.fromkeys(THRESHOLDS, threshold)).views["threshold_distance"][DAY]["A"]
        for threshold in (one, one + more)
    )
    assert [name for name in LEVELS if rank(higher[name]) > rank(lower[name])] == []


def totals_of(views: Views) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every total, with the path to it."""
    for name in ("entity_totals", "group_totals", "person_totals"):
        for day, rows in views[name].items():
            for key, row in rows.items():
                fields = row.items() if isinstance(row, dict) else [("", row)]
                for field, cents in fields:
                    yield (name, day, key, field), cents


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_a_higher_notional_never_lowers_a_total_where_nothing_is_amended(story: Story) -> None:
    """Invariant 8."""
    events = [event for event in story.events if event["type"] != "swap_amended"]
    before = dict(totals_of(story.views_of(events)))
    for place in story.chance("raised").sample(range(len(events)), len(events)):
        if events[place]["type"] == "swap_traded":
            first, *others = events[place]["notionals"]
            higher = {**first, "notional_cents": first["notional_cents"] + 10**12}
            events[place] = {**events[place], "notionals": [higher, *others]}
    after = dict(totals_of(story.views_of(events)))
    assert before.keys() == after.keys()
    assert [path for path, cents in before.items() if after[path] < cents] == []
    assert [event for event in events if event not in story.events] != []


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_registering_somebody_never_raises_the_total_of_another(story: Story) -> None:
    """Invariant 9."""
    before = dict(totals_of(story.views))
    persons = sorted({path[2] for path in before if path[0] == "person_totals"})
    for name in story.chance("registered").sample(persons, 2):
        fields = {"entity": name, "category": "SWAP_DEALER", "status": "REGISTERED"}
        more = [new_fact("registration_recorded", "new", **fields), *story.events]
        after = dict(totals_of(story.views_of(more)))
        gone = {path for path in before if path[0] == "person_totals" and path[2] == name}
        assert before.keys() - after.keys() == gone
        assert [path for path, cents in after.items() if cents > before[path]] == []


def test_what_relies_on_an_exception_is_part_of_what_it_is_measured_by(story: Story) -> None:
    """Invariant 15."""
    for persons in story.views["cap_usage"].values():
        for exceptions in persons.values():
            for quarters in exceptions.values():
                for row in quarters.values():
                    assert 0 <= row["relying_cents"] <= row["total_cents"]


def floats_in(value: Any) -> list[float]:
    """Every float in a document."""
    if isinstance(value, dict):
        return [found for each in value.values() for found in floats_in(each)]
    if isinstance(value, list):
        return [found for each in value for found in floats_in(each)]
    return [value] if isinstance(value, float) else []


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_no_figure_of_swaps_is_a_float(story: Story) -> None:
    """Invariant 16."""
    found = story.by_the_product
    assert floats_in(found.views) == []
    assert floats_in(list(found.outcomes())) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**20), st.integers(1, 10**12))
def test_conversion_is_exact_to_the_last_cent(cents: int, ppb: int) -> None:
    """Invariant 16: half a cent and more is a cent."""
    views = folded([rate(ppb, "2022-01-03"), traded(cents, "EUR"), close(DAY)]).views
    counted = views["entity_totals"][DAY]["A"]
    assert 2 * 10**9 * counted - 10**9 <= 2 * cents * ppb < 2 * 10**9 * counted + 10**9


def test_ten_to_the_seventeenth_cents_are_converted_exactly() -> None:
    """Invariant 16."""
    views = folded([rate(1_160_050_000, "2022-01-03"), traded(10**17 + 1, "EUR"), close(DAY)]).views
    assert views["entity_totals"][DAY]["A"] == 116_005_000_000_000_001


def rates_of_all_days(story: Story) -> list[Event]:
    """A rate of each currency for each day on which a part is dated at any close."""
    days = {part.on for _, _, before in closes(story.events) for part in parts_of(before)}
    return [
        {**rate(1_000_000_001, day), "id": f"{currency} {day}", "currency": currency}
        for day in sorted(days)
        for currency in ("EUR", "JPY")
    ]


def test_with_every_rate_there_no_part_lacks_one(story: Story) -> None:
    """Invariant 18."""
    views = story.views_of([*rates_of_all_days(story), *story.events])
    rows = [row for persons in views["threshold_distance"].values() for row in persons.values()]
    assert {row["rate_missing_part_count"] for row in rows} == {0}

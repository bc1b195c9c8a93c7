"""Does the order in which entries are read matter to nobody but themselves? (invariant 4 of the contract)"""

import random
from collections import Counter

import pytest

from tests.properties.stories import (
    SEEDS,
    SOME,
    Event,
    Story,
    folded,
    root_of,
    stretches,
    tell,
)


def shuffled_roots(told: Story) -> Story:
    """The same log with what stands between two facts in another order of its entries."""
    chance = told.chance("roots")
    events: list[Event] = []
    for stretch in stretches(told.events):
        if len(stretch) == 1:
            events += stretch
            continue
        roots = list(dict.fromkeys(root_of(event) for event in stretch))
        chance.shuffle(roots)
        events += [event for root in roots for event in stretch if root_of(event) == root]
    return told.with_events(events)


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_entries_between_two_facts_may_be_read_in_any_order(told: Story) -> None:
    assert folded(shuffled_roots(told)).result == told.result


def shuffled_corrections(told: Story) -> Story:
    """The same log with corrections of one entry that follow each other read in another order."""
    chance = told.chance("corrections")
    times = Counter(str(event.get("id")) for event in told.events)
    events: list[Event] = []
    for stretch in stretches(told.events):
        of_root: dict[str, list[int]] = {}
        for place, event in enumerate(stretch):
            if len(stretch) > 1:
                of_root.setdefault(root_of(event), []).append(place)
        for places in of_root.values():
            _shuffle_runs(stretch, places, times, chance)
        events += stretch
    return told.with_events(events)


def _shuffle_runs(
    stretch: list[Event], places: list[int], times: Counter[str], chance: random.Random
) -> None:
    """Shuffle each run of corrections of one entry, whose ids came once, among its places."""
    run: list[int] = []
    for place in [*places, None]:
        event = None if place is None else stretch[place]
        if event is not None and event["type"] == "correction_submitted" and times[event["id"]] == 1:
            assert place is not None
            run.append(place)
            continue
        moved = [stretch[one] for one in run]
        chance.shuffle(moved)
        for one, other in zip(run, moved, strict=True):
            stretch[one] = other
        run = []


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_corrections_of_an_entry_may_be_read_in_any_order_without_moving_a_figure(told: Story) -> None:
    found = folded(shuffled_corrections(told)).result
    expected = told.result
    assert {**found, "verdicts": {}} == {**expected, "verdicts": {}}
    moved = [
        (one["verdict"], other["verdict"])
        for name, one in expected["verdicts"].items()
        if (other := found["verdicts"][name]) != one
    ]
    assert set(moved) <= {("ACCEPTED", "SUPERSEDED"), ("SUPERSEDED", "ACCEPTED")}


def test_there_is_something_to_shuffle() -> None:
    for shuffled in (shuffled_corrections, shuffled_roots):
        assert any(shuffled(one).events != one.events for one in map(tell, SEEDS[:5]))

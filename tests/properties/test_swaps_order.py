"""Does it matter to a close in which order its log was read, or how often? (invariants 1, 2, 3 and 17 of swaps)"""

import json

import pytest

from tests.models.swaps_model import closes
from tests.models.swaps_model_facts import FACT_KEYS
from tests.models.swaps_model_schema import Event, instant
from tests.properties.crashes import folded_with_crashes
from tests.properties.swaps_stories import (
    SOME,
    SWAPS,
    Story,
    close,
    closed_at_the_end,
    folded,
    log_of,
)


def with_distinct_stamps(story: Story) -> list[Event]:
    """The log with facts laid down in the same order, no two at one instant."""
    facts = [place for place, event in enumerate(story.events) if event["type"] in FACT_KEYS]
    facts.sort(key=lambda place: (instant(story.events[place]["at"]), place))
    events = list(story.events)
    for rank, place in enumerate(facts):
        at = f"2021-01-01T{rank // 3600:02}:{rank // 60 % 60:02}:{rank % 60:02}Z"
        events[place] = {**events[place], "at": at}
    return events


def test_swap_events_and_facts_between_two_closes_may_be_read_in_any_order(story: Story) -> None:
    """Invariant 1."""
    chance = story.chance("order")
    events: list[Event] = []
    stretch: list[Event] = []
    for event in [*with_distinct_stamps(story), None]:
        if event is not None and event["type"] != "day_closed":
            stretch.append(event)
            continue
        chance.shuffle(stretch)
        events += stretch if event is None else [*stretch, event]
        stretch = []
    assert events != story.events
    partitions = chance.choice((1, 2, 8))
    assert folded(events, story.parameters, partitions).views == story.views


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_reading_every_record_of_swaps_again_changes_nothing(story: Story) -> None:
    """Invariant 2."""
    assert story.views_of([each for record in story.records for each in (record, record)]) == story.views
    assert story.views_of([*story.records, *story.records]) == story.views


def test_a_day_closed_twice_without_news_has_the_same_views_under_two_keys(story: Story) -> None:
    """Invariant 3."""
    day = max(day for _, day, _ in closes(story.events))
    events = closed_at_the_end(story.events, close(day, "first"), close(day, "second"))
    for view in story.views_of(events).values():
        assert view[day] == view[f"{day}#2"]


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_a_close_depends_on_nothing_that_stands_behind_it(story: Story) -> None:
    """Invariant 17."""
    places = [place for place, event in enumerate(story.events) if event["type"] == "day_closed"]
    for place in places[:-1]:
        for name, view in story.views_of(story.events[: place + 1]).items():
            assert view == {key: story.views[name][key] for key in view}


@pytest.mark.parametrize("story", SOME, indirect=True)
def test_crashes_change_no_view_of_swaps_and_repeat_no_outcome(story: Story) -> None:
    """Section 10: any restart."""
    law = SWAPS.law.with_overrides(story.parameters)
    log = log_of(story.records)
    disk, process_count = folded_with_crashes(SWAPS, law, log, story.chance("crashes"))
    assert process_count > 5
    assert json.loads(json.dumps(disk.result())) == story.views
    found = [json.loads(outcome) for outcome in disk.outcomes]
    assert sorted(found, key=str) == sorted(story.by_the_product.outcomes(), key=str)

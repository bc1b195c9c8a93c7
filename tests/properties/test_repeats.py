"""Does sending anything again change only `repeats`? (invariant 5 of the contract)"""

import pytest

from tests.properties.stories import SOME, Event, Story, folded


def without_repeats(result: dict[str, object]) -> dict[str, object]:
    return {**result, "repeats": {}}


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_everything_twice_changes_only_the_repeats(told: Story) -> None:
    again = told.with_events([each for event in told.events for each in (event, event)])
    expected = without_repeats(told.result)
    assert without_repeats(folded(again).result) == expected


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_the_whole_log_behind_itself_changes_only_the_repeats(told: Story) -> None:
    again = told.with_events([*told.events, *told.events])
    assert without_repeats(folded(again).result) == without_repeats(told.result)


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_another_body_under_an_id_that_was_used_changes_only_the_repeats(told: Story) -> None:
    events: list[Event] = []
    for event in told.events:
        events.append(event)
        if event["type"] == "correction_submitted":
            events.append({**event, "value_cents": event["value_cents"] + 1})
        elif event["type"] == "entry_submitted":
            events.append({**event, "counterparty": event["made_by"]})
    assert len(events) > len(told.events)
    changed = folded(told.with_events(events)).result
    assert without_repeats(changed) == without_repeats(told.result)

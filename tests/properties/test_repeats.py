"""Does sending anything again change only `repeats`? (invariant 5 of the contract)"""

import pytest

from tests.properties.stories import SOME, Event, by_the_product, folded, story


def without_repeats(result: dict[str, object]) -> dict[str, object]:
    return {**result, "repeats": {}}


@pytest.mark.parametrize("seed", SOME)
def test_everything_twice_changes_only_the_repeats(seed: int) -> None:
    told = story(seed)
    again = told._replace(events=[each for event in told.events for each in (event, event)])
    expected = without_repeats(by_the_product(seed).result)
    assert without_repeats(folded(again).result) == expected


@pytest.mark.parametrize("seed", SOME)
def test_the_whole_log_behind_itself_changes_only_the_repeats(seed: int) -> None:
    told = story(seed)
    again = told._replace(events=[*told.events, *told.events])
    assert without_repeats(folded(again).result) == without_repeats(by_the_product(seed).result)


@pytest.mark.parametrize("seed", SOME)
def test_another_body_under_an_id_that_was_used_changes_only_the_repeats(seed: int) -> None:
    told = story(seed)
    events: list[Event] = []
    for event in told.events:
        events.append(event)
        if event["type"] == "correction_submitted":
            events.append({**event, "value_cents": event["value_cents"] + 1})
        elif event["type"] == "entry_submitted":
            events.append({**event, "counterparty": event["made_by"]})
    assert len(events) > len(told.events)
    changed = folded(told._replace(events=events)).result
    assert without_repeats(changed) == without_repeats(by_the_product(seed).result)

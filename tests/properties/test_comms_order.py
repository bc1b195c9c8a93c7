"""Does comms give the same when it is told again, in another order, with crashes, or cut short? (section 17)"""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.models.comms_model_schema import Event
from tests.properties.comms_stories import (
    COMMS,
    SOME,
    Story,
    folded,
    is_event,
    log_of,
    plain,
    tell,
    through_ticks,
)
from tests.properties.crashes import folded_with_crashes

FIRST_EVENTS = ("recording_made", "message_stored", "minutes_filed")


@pytest.mark.parametrize("seed", SOME)
def test_replaying_the_log_gives_byte_identical_results(seed: int) -> None:
    """Invariant I1."""
    told = tell(seed)
    one, other = (json.dumps(folded(told), sort_keys=True) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("seed", SOME)
def test_no_figure_of_a_result_has_a_fraction(seed: int) -> None:
    """Invariant I1: no float."""
    assert not [value for value in leaves(tell(seed).result) if isinstance(value, float)]


def leaves(value: Any) -> Iterator[Any]:
    """Every value of a document that holds no other."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    else:
        yield value


@pytest.mark.parametrize("seed", SOME)
def test_the_order_of_events_between_two_ticks_changes_nothing(seed: int) -> None:
    """Invariant I2."""
    told = tell(seed)
    shuffled = told.with_records(list(another_order(told, told.chance("order"))))
    assert shuffled.records != told.records
    assert folded(shuffled) == told.result


def another_order(told: Story, chance: random.Random) -> Iterator[Any]:
    """What stands between ticks, deletions and the records they wait for in another order, rivals in theirs."""
    waiting: set[str] = set()
    stretch: list[Any] = []
    for one in told.records:
        kind = one["type"] if is_event(one) else ""
        if kind == "record_deleted":
            waiting.add(one["record"])
        if kind in ("tick", "record_deleted") or (kind in FIRST_EVENTS and one["record"] in waiting):
            yield from shuffled(stretch, chance)
            yield one
            stretch = []
        else:
            stretch.append(one)
    yield from shuffled(stretch, chance)


def shuffled(stretch: list[Any], chance: random.Random) -> Iterator[Any]:
    """A stretch in a random order in which rivals keep theirs."""
    left = [(one, rivalries(one) if is_event(one) else set()) for one in stretch]
    while left:
        free = [
            place
            for place, (_, keys) in enumerate(left)
            if not any(keys & earlier for _, earlier in left[:place])
        ]
        yield left.pop(chance.choice(free))[0]


def rivalries(event: Event) -> set[tuple[Any, ...]]:
    """What an event may be the first of (section 3.4)."""
    keys: set[tuple[Any, ...]] = {("id", event["id"])}
    match event["type"]:
        case "communication_started" | "message_sent":
            keys.add(("start", event["communication"]))
        case "communication_ended":
            keys.add(("end", event["communication"]))
        case "recording_made" | "message_stored" | "minutes_filed":
            keys.add(("record", event["record"]))
        case "access_requested":
            keys.add(("request", event["request"]))
        case "access_provided":
            keys.add(("answer", event["request"]))
        case "hold_placed" | "hold_released":
            keys.add(("hold", event["hold"]))
    if "effective_at" in event:
        keys.add((event["type"], event["effective_at"]))
    return keys


@pytest.mark.parametrize("seed", SOME)
def test_delivering_every_event_twice_changes_nothing(seed: int) -> None:
    """Invariant I3."""
    told = tell(seed)
    again = told.with_records([each for one in told.records for each in (one, one)])
    assert folded(again) == told.result


@pytest.mark.parametrize("seed", SOME)
def test_delivering_the_whole_log_again_behind_itself_changes_nothing(seed: int) -> None:
    """Invariant I3."""
    told = tell(seed)
    assert folded(told.with_records([*told.records, *told.records])) == told.result


@pytest.mark.parametrize("seed", SOME)
def test_crashes_change_no_result_and_repeat_no_outcome(seed: int) -> None:
    """Invariant I4."""
    told = tell(seed)
    log = log_of(told.records)
    disk, process_count = folded_with_crashes(COMMS, told.law, log, told.chance("crashes"))
    assert process_count > 5
    assert plain(disk.result()) == told.result
    ids = [json.loads(value)["id"] for value in disk.outcomes]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("seed", SOME)
def test_a_result_at_a_tick_depends_on_no_event_after_it(seed: int) -> None:
    """Invariant I5."""
    told = tell(seed)
    for cut in list(through_ticks(told))[::3]:
        later = [
            one for one in told.records[len(cut.records) :] if not is_event(one) or one["type"] != "tick"
        ]
        assert folded(cut.with_records([*cut.records, *later])) == folded(cut)

"""Does the product say of market data what the literal reading of the contract says, however a log is folded?"""

import json
import random

import pytest

from tests.models.marketdata_histories import history
from tests.models.marketdata_model_schema import as_event, scope
from tests.properties.marketdata_stories import (
    MONTHS,
    SEEDS,
    Event,
    Result,
    Story,
    folded,
    stories,
    tell,
    tick,
)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_product_agrees_with_the_model(seed: int) -> None:
    assert text(tell(seed).result) == text(tell(seed).by_the_model)


def text(result: Result) -> str:
    """A result document as text: 1000 is not 1000.0 here, nor true 1."""
    return json.dumps(result, sort_keys=True)


def test_any_partitions_and_batches_give_the_same_bytes() -> None:
    """Invariants 10 and 24: counts of any partitioning add up to those of one direct computation."""
    for told in stories():
        chance = told.chance("batches")
        for partitions in (1, 3, chance.randrange(4, 12)):
            found = folded(told, partitions, batch=chance.choice((1, 5, 17, 1_000)))
            assert text(found.result) == text(told.by_the_model), (told, partitions)


@pytest.mark.parametrize("in_the_row", [1, 2, 5])
def test_it_does_not_matter_how_much_stands_in_the_row_of_a_user(
    in_the_row: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.domains.marketdata.stages.history.IN_THE_ROW", in_the_row)
    for seed in SEEDS:
        told = tell(seed)
        assert text(folded(told, partitions=2, batch=17).result) == text(told.by_the_model), told


def test_64_partitions_give_what_one_gives() -> None:
    """Invariant 10."""
    told = Story(0, *history(0, 12))
    assert text(folded(told, 64).result) == text(folded(told, 1).result) == text(told.by_the_model)


def test_outcomes_do_not_depend_on_partitions_but_in_their_order() -> None:
    for told in stories():
        one, five = (sorted(folded(told, partitions).outcomes(), key=str) for partitions in (1, 5))
        assert one == five, told


def test_a_log_folded_twice_gives_the_same_outcomes_in_the_same_order() -> None:
    """Invariant 10."""
    for told in stories():
        once, again = (list(folded(told, partitions=2, batch=9).outcomes()) for _ in range(2))
        assert once == again, told


def test_the_order_of_events_ahead_of_the_first_close_does_not_matter() -> None:
    """Invariant 1, events that share an identifier being kept in order."""
    for told in stories():
        chance = told.chance("order")
        first = next(
            (place for place, event in enumerate(told.events) if event["type"] == "month_closed"),
            len(told.events),
        )
        shuffled = told.with_events([*_shuffled(told.events[:first], chance), *told.events[first:]])
        assert shuffled.events != told.events
        assert shuffled.result == told.result, told


def _shuffled(events: list[Event], chance: random.Random) -> list[Event]:
    """The events in another order, those of one identifier keeping theirs among themselves."""
    places = [str(event["id"]) for event in events]
    chance.shuffle(places)
    waiting = {name: iter([event for event in events if str(event["id"]) == name]) for name in places}
    return [next(waiting[name]) for name in places]


def test_repeats_with_any_stamp_anywhere_behind_the_original_change_nothing() -> None:
    """Invariant 2."""
    for told in stories():
        chance = told.chance("repeats")
        events = list(told.events)
        for event in chance.sample(told.events, 12):
            first = next(place for place, each in enumerate(events) if each is event)
            stamp = chance.choice(told.events)["at"]
            again = {**event, "at": stamp}
            if as_event(event) is not None and as_event(again) is not None:
                events.insert(chance.randrange(first + 1, len(events) + 1), again)
        assert len(events) > len(told.events)
        assert told.with_events(events).result == told.result, told


def test_the_cadence_of_ticks_does_not_matter() -> None:
    """Section 5.3: a tick has no effect but that its month is reported, however often figures are worked out."""
    for told in stories():
        chance = told.chance("ticks")
        events = list(told.events)
        for number in range(15):
            beat = {**tick(chance.choice(MONTHS), told.zone), "id": f"beat {number}"}
            events.insert(chance.randrange(len(events)), beat)
        beats = [event for event in events if str(event["id"]).startswith("beat ")]
        at_the_end = told.with_events([*told.events, *beats])
        assert told.with_events(events).result == at_the_end.result == at_the_end.by_the_model, told


def test_the_same_identifier_in_another_scope_is_another_event() -> None:
    for told in stories():
        sound = told.sound()
        names = {scope(event) for event in sound.events}
        assert len(names) > 3
        numbers: dict[tuple[str, ...], int] = {}
        renamed: list[Event] = []
        for event in sound.events:
            # One greater number in each scope keeps the order of statements with equal stamps.
            number = numbers[scope(event)] = numbers.get(scope(event), 0) + 1
            renamed.append({**event, "id": f"{number:04}"})
        in_order = [{**event, "id": f"{place:04}"} for place, event in enumerate(sound.events)]
        assert sound.with_events(renamed).result == sound.with_events(in_order).result, told


def test_every_record_is_accounted_for_and_nobody_is_alarmed() -> None:
    """Invariant 11: nothing unexplained."""
    for told in stories():
        for commit in told.by_the_product.commits:
            assert commit.unit.books.difference() == 0
            assert not commit.unit.alarms, told


def test_dead_letters_are_counted_once_each() -> None:
    """Section 6.1: what cannot be read is kept with one of three reasons, and has no other effect."""
    for told in stories():
        dead = [event for event in told.events if as_event(event) is None]
        kept = [letter for commit in told.by_the_product.commits for letter in commit.unit.dead_letters]
        assert len(kept) == len(dead), told
        assert {letter.reason for letter in kept} <= {"UNKNOWN_TYPE", "SCHEMA"}
        without = told.with_events([event for event in told.events if as_event(event) is not None])
        assert without.result == told.result, told

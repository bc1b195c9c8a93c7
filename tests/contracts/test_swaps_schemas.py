"""Do the structs, the published schema and the normative schema of swaps take the same events?

Whether an altered event is sound says the normative schema; the other two must say the same.
"""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from schemas.publishing import CONTRACTS
from schemas.reading import Reader, Unreadable
from schemas.swaps import EVENT_STRUCTS
from tests.contracts.broken_events import Schema, types_of
from tests.contracts.test_schemas import EcmaValidator

CASES: Final = Path(__file__).parents[1] / "cases" / "swaps"
NORMATIVE: Final[Schema] = json.loads((CASES / "events.schema.json").read_text(encoding="utf-8"))
(_CONTRACT,) = [one for one in CONTRACTS if one.topic == "swaps.events.v1"]
PUBLISHED: Final[Schema] = json.loads(_CONTRACT.file.read_text(encoding="utf-8"))
TYPES: Final = types_of(NORMATIVE)
READER: Final = Reader(EVENT_STRUCTS)

WRONG: Final[tuple[Any, ...]] = (
    *(None, True, 7, -1, 7.5, 0),
    *("", "7", "A B", "us", "US", "USD", "A" * 65, "A\n"),
    *([], ["A", "A"], {}),
)
Event = dict[str, Any]


def takers(event: Event, event_type: str) -> set[str]:
    """Say who takes an event as one of this type."""
    taking = {name for name, one in validators(event_type).items() if one.is_valid(event)}
    answer = READER.read(json.dumps(event).encode())
    return taking if isinstance(answer, Unreadable) else taking | {"reader"}


@cache
def validators(event_type: str) -> dict[str, Any]:
    contracts = {"normative": NORMATIVE, "published": PUBLISHED}
    place = {"$ref": f"#/$defs/{event_type}"}
    return {name: EcmaValidator({"$defs": one["$defs"], **place}) for name, one in contracts.items()}


@cache
def events_of_cases() -> list[Event]:
    document = json.loads((CASES / "cases.json").read_text(encoding="utf-8"))
    return [event for case in document["cases"] for event in case["events"]]


def samples(event_type: str) -> list[Event]:
    """Events of a type from the cases that hold all its fields between them."""
    held: set[str] = set()
    found = []
    for event in events_of_cases():
        if event["type"] == event_type and not event.keys() <= held:
            held |= event.keys()
            found.append(event)
    return found


def altered(event: Event) -> Iterator[Event]:
    """An event changed in one place at a time, in its parts too."""
    for path in list(_paths(event)):
        holder, last = path[:-1], path[-1]
        for value in (*WRONG, ...):
            changed = copy.deepcopy(event)
            place: Any = changed
            for step in holder:
                place = place[step]
            if value is not ...:
                place[last] = value
            elif isinstance(place, dict):
                del place[last]
                place[f"{last}_"] = 1
                yield changed
                changed = copy.deepcopy(changed)
                continue
            else:
                del place[last]
            yield changed


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in an event, its type apart."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, held in inner:
        if step != "type":
            yield (*path, step)
            yield from _paths(held, (*path, step))


def without_each(event: Event) -> Iterator[Event]:
    """An event without one of its fields."""
    for name in event:
        if name != "type":
            yield {other: held for other, held in event.items() if other != name}


def disagreements(event_type: str, events: Iterator[Event]) -> list[tuple[set[str], Event]]:
    """The events on which the three are not of one mind."""
    judged = [(takers(event, event_type), event) for event in events]
    return [(taking, event) for taking, event in judged if len(taking) not in (0, 3)]


def test_the_contract_has_the_types_and_fields_of_the_normative_schema_in_its_order() -> None:
    fields = {
        str(struct.__struct_config__.tag): ["type", *struct.__struct_encode_fields__]
        for struct in EVENT_STRUCTS
    }
    assert list(fields) == TYPES
    assert fields == {name: list(NORMATIVE["$defs"][name]["properties"]) for name in TYPES}


def test_every_event_of_every_case_is_taken_by_all() -> None:
    assert {event["type"] for event in events_of_cases()} == set(TYPES)
    assert [event for event in events_of_cases() if len(takers(event, event["type"])) != 3] == []


def test_every_published_field_says_what_it_means() -> None:
    silent = [
        f"{name}.{field}"
        for name, definition in PUBLISHED["$defs"].items()
        for field, form in definition["properties"].items()
        if "description" not in form and "const" not in form
    ]
    assert silent == []


@pytest.mark.parametrize("event_type", TYPES)
def test_an_altered_event_is_taken_by_all_or_by_none(event_type: str) -> None:
    for event in samples(event_type):
        assert disagreements(event_type, altered(event)) == []
        assert disagreements(event_type, without_each(event)) == []


PARTY: Final = {"entity": "A", "dealing": True}
TRADE: Final = next(event for event in events_of_cases() if event["type"] == "swap_traded")


@pytest.mark.parametrize(
    ("parties", "words"),
    [
        ([PARTY, PARTY], "names the same entity twice"),
        ([PARTY], "wrong: expected `array` of length >= 2"),
        ([PARTY, {"entity": "B C", "dealing": True}], 'holds a "entity" that is not an identifier'),
        (
            [PARTY, {"entity": "B", "dealing": True, "booked_in_branch": True}],
            'holds "booked_in_branch" without a',
        ),
        ([PARTY, {"entity": "B", "dealing": True, "exclusions": ["CLEARING"] * 2}], "names one twice"),
    ],
)
def test_a_dead_letter_says_what_is_wrong_with_the_parties(parties: list[Event], words: str) -> None:
    answer = READER.read(json.dumps({**TRADE, "parties": parties}).encode())
    assert isinstance(answer, Unreadable)
    assert answer.reason == "SCHEMA"
    assert answer.detail.startswith('swap_traded: "parties" ')
    assert words in answer.detail


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "it corrects nothing"),
        ({"amended_on": "2022-01-01"}, '"amended_on" is not of a swap'),
        ({"amendment": "e1", "traded_on": "2022-01-01"}, '"traded_on" is not of an amendment'),
    ],
)
def test_a_correction_corrects_something_that_its_subject_has(changes: Event, words: str) -> None:
    correction = {"type": "swap_corrected", "id": "c", "at": TRADE["at"], "swap": "T1", "version": 2}
    answer = READER.read(json.dumps({**correction, **changes}).encode())
    assert isinstance(answer, Unreadable)
    assert words in answer.detail


def test_a_swap_has_no_hash_sign_in_its_name() -> None:
    answer = READER.read(json.dumps({**TRADE, "swap": "T1#inc1"}).encode())
    assert isinstance(answer, Unreadable)
    assert answer.reason == "SCHEMA"


def test_an_amount_of_any_size_is_read_and_digested() -> None:
    notionals = [{"currency": "USD", "notional_cents": 10**30}]
    assert not isinstance(READER.read(json.dumps({**TRADE, "notionals": notionals}).encode()), Unreadable)

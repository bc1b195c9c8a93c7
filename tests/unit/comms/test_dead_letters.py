"""What becomes of bytes that are no event of the contract, and what is kept of somebody named in clear?"""

import json

import pytest

from schemas.reading import Unreadable
from streams.kernel.destinations import Destinations
from streams.kernel.output import DeadLetter
from streams.kernel.refusal import refused
from streams.kernel.topics import TopicNames
from tests.unit.comms.events import COMMS, Told, call, message, tick

CLEAR = "+47 22 33 44 55"
HOLD = {
    "type": "hold_placed",
    "id": "h",
    "at": "2024-01-01T00:00:00Z",
    "hold": "H",
    "placed_at": "2024-01-01T00:00:00Z",
}


def letters_of(value: bytes) -> list[DeadLetter]:
    told = Told(value, tick("t", "2024-01-01T00:00:00Z"))
    return [letter for _, unit in told.units for letter in unit.dead_letters]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (b"\xff", "NOT_JSON"),
        (b"[]", "NOT_JSON"),
        (b"{}", "UNKNOWN_TYPE"),
        (json.dumps({"type": CLEAR, "client": CLEAR}).encode(), "UNKNOWN_TYPE"),
        (json.dumps(call(employee=CLEAR)).encode(), "CLEAR_IDENTIFIER"),
        (json.dumps(call(to_number="22334455")).encode(), "CLEAR_IDENTIFIER"),
        (json.dumps(call(parties=[{"kind": "CLIENT", "party": "a@b.no"}])).encode(), "CLEAR_IDENTIFIER"),
        (json.dumps(call(employee=CLEAR, medium="PIGEON")).encode(), "CLEAR_IDENTIFIER"),
        (json.dumps(HOLD).encode(), "SCHEMA"),
        (json.dumps({**HOLD, "record": "R", "why": "x"}).encode(), "SCHEMA"),
        (json.dumps({**HOLD, "record": None}).encode(), "SCHEMA"),
        (json.dumps(message(sent_at="2024-02-30T00:00:00Z")).encode(), "SCHEMA"),
        (json.dumps(message(services=[8])).encode(), "SCHEMA"),
        (json.dumps(message(services=[1, 1])).encode(), "SCHEMA"),
        (json.dumps(message(sent_at="2024-02-20T00:00:00.5Z")).encode(), "SCHEMA"),
    ],
)
def test_a_dead_letter_has_the_reason_of_the_contract(value: bytes, reason: str) -> None:
    assert [letter.reason for letter in letters_of(value)] == [reason]


def test_a_dead_letter_for_a_clear_identifier_holds_it_nowhere() -> None:
    event = call(employee=CLEAR, communication="C1", from_number=CLEAR, remark=f"call {CLEAR}")
    (letter,) = letters_of(json.dumps(event).encode())
    names = TopicNames("comms")
    partitions = {names.deadletter: 1, names.outcomes: 1, names.views: 1, names.attestations: 1}
    destinations = Destinations.of(names, COMMS.stages[0], 0, partitions)
    unit = next(unit for _, unit in Told(json.dumps(event).encode()).units if unit.dead_letters)
    written = repr(destinations.published(unit))
    assert CLEAR not in written
    assert b'"communication": "C1"' in (letter.record.value or b"")
    assert letter.detail.endswith("the text is not shown or kept")


def test_a_refused_line_shows_no_clear_identifier() -> None:
    line = json.dumps(call(employee=CLEAR)).encode()
    fault = COMMS.read(line)
    assert isinstance(fault, Unreadable)
    refusal = refused("day.jsonl", 1, line, fault)
    assert CLEAR not in f"{refusal} {refusal.as_json()}"


@pytest.mark.parametrize(
    "event", [{"type": CLEAR}, message(medium=CLEAR), message(**{CLEAR: "x"}), call(communication=CLEAR)]
)
def test_no_detail_quotes_what_was_written(event: dict[str, object]) -> None:
    fault = COMMS.read(json.dumps(event).encode())
    assert isinstance(fault, Unreadable)
    assert CLEAR not in fault.detail


@pytest.mark.parametrize(
    ("event", "reason"),
    [(call(to_number=4722334455), "SCHEMA"), ({"type": "pigeon", "client": CLEAR}, "UNKNOWN_TYPE")],
)
def test_what_is_refused_for_something_else_keeps_no_clear_identifier_either(
    event: dict[str, object], reason: str
) -> None:
    (letter,) = letters_of(json.dumps(event).encode())
    assert letter.reason == reason
    assert CLEAR.encode() not in (letter.record.value or b"")
    assert b"4722334455" not in (letter.record.value or b"")
    assert b"(withheld)" in (letter.record.value or b"")

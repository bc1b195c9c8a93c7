"""Which events have no effect, and until when? (section 13 of the contract)"""

from typing import Any

import pytest

from tests.unit.comms.events import FIRM, Event, Told, about, at, call, deleted, ended, recording, tick

LATER = tick("t", at("18:00:00"))


def change(time: str, identifier: str = "ch") -> Event:
    return {
        "type": "communication_changed",
        "id": identifier,
        "at": at("10:05:00"),
        "communication": "C1",
        "changed_at": at(time),
    }


def withdrawn(ref: str, identifier: str = "w") -> Event:
    return {"type": "fact_withdrawn", "id": identifier, "at": at("11:00:00"), "ref": ref}


def asked(identifier: str, request: str = "Q", record: str = "R1") -> Event:
    fields: dict[str, Any] = {"request": request, "requester": "CLIENT", "requested_at": at("11:00:00")}
    return about("access_requested", identifier, record, **fields)


def aside(*events: Event, partitions: int = 2) -> list[tuple[str, str]]:
    rows = Told(*FIRM, *events, LATER, partitions=partitions).result["set_aside"]
    return [(row["event"], row["reason"]) for row in rows]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([call(), call(at=at("10:00:01"))], [("start-C1", "ID_CONFLICT")]),
        ([call(), call(id="again")], [("again", "COMMUNICATION_ALREADY_STARTED")]),
        ([recording(), recording(id="again")], [("again", "RECORD_ALREADY_FILED")]),
        ([recording(), asked("q1"), asked("q2")], [("q2", "REQUEST_ALREADY_MADE")]),
        ([change("10:05:00")], [("ch", "UNKNOWN_COMMUNICATION")]),
        ([call(), ended(), ended(id="again")], [("again", "COMMUNICATION_ALREADY_ENDED")]),
        ([call(), ended(ended_at=at("09:59:59"))], [("end-C1", "OUTSIDE_COMMUNICATION")]),
        ([call(), ended(), change("10:10:00.001")], [("ch", "OUTSIDE_COMMUNICATION")]),
        ([asked("q1")], [("q1", "UNKNOWN_RECORD")]),
        ([recording(), deleted(), deleted("d2")], [("d2", "RECORD_ALREADY_DELETED")]),
        ([recording(), deleted(), asked("q1")], [("q1", "RECORD_ALREADY_DELETED")]),
        ([recording(), deleted(part="VIDEO"), deleted("d2", part="VIDEO"), asked("q1")], []),
        ([withdrawn("nothing")], [("w", "UNKNOWN_FACT")]),
        (
            [withdrawn("w0", "w"), withdrawn("nothing", "w0")],
            [("w", "NOT_WITHDRAWABLE"), ("w0", "UNKNOWN_FACT")],
        ),
    ],
)
def test_an_event_without_effect_stands_with_its_reason(
    events: list[Event], expected: list[tuple[str, str]]
) -> None:
    assert aside(*events) == expected


def test_a_change_exactly_at_the_end_opens_a_segment_without_length() -> None:
    told = Told(*FIRM, call(), ended(), change("10:10:00"), LATER)
    assert [row["segment"] for row in told.result["decisions"]] == [0, 1]


def test_an_event_is_taken_up_when_what_it_names_arrives() -> None:
    told = Told(*FIRM, ended(), tick("t0", at("17:00:00")), call(), LATER)
    assert told.result["set_aside"] == []
    kinds = [outcome["type"] for outcome in told.outcomes if outcome["event"] == "end-C1"]
    assert kinds == ["event_set_aside", "event_taken_up"]


def answered(identifier: str, request: str = "Q", record: str = "R1") -> Event:
    return about("access_provided", identifier, record, request=request, provided_at=at("12:00:00"))


def under_a_telephone(event: Event) -> Event:
    """The same event for a record that names a telephone and no communication."""
    return {**{name: value for name, value in event.items() if name != "communication"}, "telephone": "DESK"}


@pytest.mark.parametrize("partitions", [1, 3])
def test_an_answer_that_came_first_stays_aside_when_its_request_is_set_aside(partitions: int) -> None:
    answer, request = map(under_a_telephone, (answered("a1"), asked("q1")))
    told = Told(*FIRM, answer, tick("t0", at("17:00:00")), request, LATER, partitions=partitions)
    assert told.result["set_aside"] == [
        {"event": "a1", "reason": "UNKNOWN_REQUEST"},
        {"event": "q1", "reason": "UNKNOWN_RECORD"},
    ]
    assert [outcome["type"] for outcome in told.outcomes if outcome["event"] == "a1"] == ["event_set_aside"]


@pytest.mark.parametrize("partitions", [1, 3])
def test_an_answer_that_came_first_is_taken_up_with_its_request(partitions: int) -> None:
    filed, answer, request = map(under_a_telephone, (recording(), answered("a1"), asked("q1")))
    told = Told(*FIRM, filed, answer, tick("t0", at("17:00:00")), request, LATER, partitions=partitions)
    assert told.result["set_aside"] == []
    kinds = [outcome["type"] for outcome in told.outcomes if outcome["event"] == "a1"]
    assert kinds == ["event_set_aside", "event_taken_up"]


def test_a_withdrawal_read_before_its_fact_takes_effect_with_it() -> None:
    late = {**FIRM[0], "id": "late"}
    told = Told(*FIRM[1:], withdrawn("late"), late, call(), ended(), LATER)
    assert told.decision()["reason"] == "OUT_OF_SCOPE_FIRM"
    assert told.result["set_aside"] == []


def test_a_withdrawn_fact_lets_an_older_one_show_through() -> None:
    newer = {**FIRM[0], "id": "newer", "status": "THIRD_PARTY", "effective_at": "2021-01-01T00:00:00Z"}
    assert Told(*FIRM, newer, call(), LATER).decision()["reason"] == "OUT_OF_SCOPE_FIRM"
    told = Told(*FIRM, newer, call(), tick("t0", at("17:00:00")), withdrawn("newer"), LATER)
    assert told.decision()["reason"] == "SVC1_ORDER_RECEPTION"


def test_a_fact_set_aside_is_told_once_whatever_the_number_of_partitions() -> None:
    assert aside(withdrawn("nothing"), partitions=8) == [("w", "UNKNOWN_FACT")]
    told = Told(withdrawn("nothing"), LATER, partitions=8)
    assert [outcome["type"] for outcome in told.outcomes] == ["event_set_aside"]

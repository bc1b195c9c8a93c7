"""To which call does a tape belong that names a telephone only? (section 6.4 of the contract)"""

import pytest

from tests.unit.comms.events import FIRM, Told, about, at, call, deleted, ended, recording, tick

LATER = tick("t", at("18:00:00"))


@pytest.mark.parametrize(
    ("start", "end", "communication"),
    [
        (at("10:00:00"), at("10:10:00"), "C1"),
        (at("10:05:00"), at("10:10:00"), "C1"),
        (at("10:05:01"), at("10:10:00"), None),
        (at("09:00:00"), at("11:00:00"), "C1"),
        (at("10:10:00"), at("10:20:00"), None),
    ],
)
def test_half_of_a_segment_on_the_telephone_is_enough(
    start: str, end: str, communication: str | None
) -> None:
    tape = recording("R1", None, started_at=start, ended_at=end)
    told = Told(*FIRM, call(), ended(), tape, LATER)
    assert told.result["retention"]["R1"].get("communication") == communication


def test_two_calls_that_fit_are_none() -> None:
    second = call("C2", started_at=at("10:10:00")), ended("C2", ended_at=at("10:20:00"))
    tape = recording("R1", None, ended_at=at("10:20:00"))
    told = Told(*FIRM, call(), ended(), *second, tape, LATER)
    assert told.result["retention"]["R1"]["class"] == "PROVISIONAL"


def test_a_matched_tape_is_evidence_of_its_call() -> None:
    deadline = tick("t", at("10:10:00", "2024-05-28"))
    told = Told(*FIRM, call(), ended(), recording("R1", None), deadline, partitions=8)
    assert told.codes() == []
    assert told.result["register"]["R1"]["from_number"] == "NUMBER_FIRM"


def test_a_match_ends_when_a_second_call_fits_as_well() -> None:
    tape = recording("R1", None, ended_at=at("10:20:00"))
    second = call("C2", started_at=at("10:10:00")), ended("C2", ended_at=at("10:20:00"))
    told = Told(*FIRM, call(), ended(), tape, tick("t0", at("12:00:00")), *second, LATER, partitions=8)
    assert told.result["register"] == {}
    assert told.result["retention"]["R1"]["class"] == "PROVISIONAL"


def test_a_tape_deleted_before_the_tick_that_matches_it_was_provisional() -> None:
    away = {name: value for name, value in deleted().items() if name != "communication"} | {
        "telephone": "DESK"
    }
    told = Told(*FIRM, call(), ended(), recording("R1", None), away, LATER)
    assert told.result["deletion_receipts"]["d1"]["class"] == "PROVISIONAL"


def test_a_request_for_an_untied_tape_is_concerned_once_it_is_matched() -> None:
    named = {
        name: value for name, value in about("access_requested", "q1").items() if name != "communication"
    }
    asked = {
        **named,
        "telephone": "DESK",
        "request": "Q",
        "requester": "CLIENT",
        "requested_at": at("12:00:00"),
    }
    told = Told(recording("R1", None), asked, tick("t0", at("13:00:00")), *FIRM, call(), ended(), LATER)
    assert told.result["access_requests"]["Q"]["concerned"] is True

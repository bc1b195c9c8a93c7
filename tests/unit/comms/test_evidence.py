"""Did the evidence arrive, whole and in time? (section 8 of the contract)"""

from typing import Any

import pytest

from streams.domains.comms.rules.minutes import missing_items
from streams.domains.comms.rules.sound import sound
from streams.domains.comms.state.records import Tape
from tests.unit.comms.events import CHANNEL, FIRM, Told, about, at, call, ended, message, recording, tick

DEADLINE = tick("t1", at("10:10:00", "2024-05-28"))
BEFORE = tick("t0", at("10:09:59", "2024-05-28"))


def tape(start: int, end: int, *, is_sound: bool = True) -> Tape:
    return Tape("R", start, end, 0, is_sound, False)


def test_overlapping_tapes_count_once_and_silence_not_at_all() -> None:
    heard = sound([tape(-5, 4), tape(2, 6), tape(0, 10, is_sound=False)], 0, 10)
    assert heard == (6, 4)


@pytest.mark.parametrize(("uncovered_us", "seconds"), [(499_999, 0), (500_000, 1), (1_499_999, 1)])
def test_uncovered_seconds_are_rounded_half_up(uncovered_us: int, seconds: int) -> None:
    assert sound([tape(0, 1)], 0, 1 + uncovered_us).uncovered_seconds == seconds


def test_nothing_is_missing_before_the_deadline_and_something_is_at_it() -> None:
    assert Told(*FIRM, call(), ended(), BEFORE).codes() == []
    assert Told(*FIRM, call(), ended(), DEADLINE).codes() == ["NOT_RECORDED"]


def test_an_open_communication_misses_nothing() -> None:
    assert Told(*FIRM, call(), DEADLINE).codes() == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"ended_at": at("10:09:55")}, []),
        ({"ended_at": at("10:09:54.999")}, ["RECORDING_INCOMPLETE"]),
        ({"quality": "SILENT"}, ["NOT_RECORDED"]),
        ({"quality": "DEGRADED"}, ["RECORDING_DEGRADED"]),
        ({"media": ["VIDEO"]}, ["IMAGE_STORED", "NOT_RECORDED"]),
        ({"at": at("10:10:00.001", "2024-05-28")}, ["LATE_EVIDENCE"]),
    ],
)
def test_a_tape_is_judged_by_its_sound_its_length_and_its_arrival(
    changes: dict[str, Any], codes: list[str]
) -> None:
    assert Told(*FIRM, call(), ended(), recording(**changes), DEADLINE).codes() == codes


def test_a_late_second_copy_is_not_late_evidence() -> None:
    late = recording("R2", at=at("10:10:00", "2024-05-29"))
    assert Told(*FIRM, call(), ended(), recording(), late, DEADLINE).codes() == []


def test_a_firms_own_grace_wins() -> None:
    policy = {**FIRM[1], "recording_grace_hours": 48}
    facts = [policy if event["id"] == "f2" else event for event in FIRM]
    assert Told(*facts, call(), ended(), DEADLINE).codes() == []


def test_a_message_that_was_not_stored_is_missing() -> None:
    told = Told(*FIRM, CHANNEL, message(), tick("t", at("10:00:00", "2024-05-28")))
    assert told.codes() == ["NOT_STORED"]
    stored = about("message_stored", "s1", communication="M1", created_at=at("10:00:01"))
    assert Told(*FIRM, CHANNEL, message(), stored, tick("t", at("10:00:00", "2024-05-28"))).codes() == []


def test_minutes_of_an_order_name_its_terms() -> None:
    always = {"DATE_TIME", "LOCATION", "ATTENDEES", "INITIATOR", "CONTENT"}
    assert missing_items(always, is_order=False, is_voice=False) == []
    assert missing_items(always, is_order=True, is_voice=False)[0] == "PRICE"
    assert missing_items({"DATE_TIME", "ATTENDEES", "CONTENT"}, is_order=False, is_voice=True) == []

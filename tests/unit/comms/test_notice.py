"""Were the clients told in time? (section 8.1 of the contract)"""

from typing import Any

import pytest

from tests.unit.comms.events import FIRM, Event, Told, at, call, ended, recording, tick

UNTOLD = tuple(event for event in FIRM if event["id"] != "f7")
LATER = tick("t", at("11:00:00"))


def said(time: str) -> Event:
    return {
        "type": "in_call_notice_given",
        "id": f"said-{time}",
        "at": at("10:11:00"),
        "communication": "C1",
        "given_at": at(time),
    }


CHANGE: Event = {
    "type": "communication_changed",
    "id": "ch",
    "at": at("10:05:00"),
    "communication": "C1",
    "changed_at": at("10:05:00"),
    "services": [1],
}


@pytest.mark.parametrize(("time", "codes"), [("10:01:00", []), ("10:01:00.001", ["NO_CLIENT_NOTICE"])])
def test_words_at_the_beginning_of_a_call_are_in_time_for_a_minute(time: str, codes: list[str]) -> None:
    assert Told(*UNTOLD, call(), ended(), said(time), recording(), LATER).codes() == codes


def test_one_of_several_clients_who_was_not_told_is_enough() -> None:
    parties = [{"kind": "CLIENT", "party": "CLIENT"}, {"kind": "INVESTOR", "party": "STRANGER"}]
    assert "NO_CLIENT_NOTICE" in Told(*FIRM, call(parties=parties), ended(), recording(), LATER).codes()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"started_at": at("10:00:05")}, ["SURPLUS_SEGMENT"]),
        ({"started_at": at("10:00:05.001")}, ["MIDCALL_NO_NOTICE", "SURPLUS_SEGMENT"]),
    ],
)
def test_no_words_are_needed_where_the_line_ran_from_the_start(
    changes: dict[str, Any], codes: list[str]
) -> None:
    told = Told(*FIRM, call(services=[]), CHANGE, ended(), recording(**changes), LATER)
    assert [code for code in told.codes() if code != "SURPLUS_SEGMENT"] == [
        code for code in codes if code != "SURPLUS_SEGMENT"
    ]


@pytest.mark.parametrize(
    ("time", "codes"),
    [
        ("10:04:00", []),
        ("10:06:00", []),
        ("10:03:59.999", ["MIDCALL_NO_NOTICE"]),
        ("10:06:00.001", ["MIDCALL_NO_NOTICE"]),
    ],
)
def test_words_on_a_change_may_come_a_minute_before_or_after_it(time: str, codes: list[str]) -> None:
    from_the_change = recording(started_at=at("10:05:00"))
    told = Told(*FIRM, call(services=[]), CHANGE, ended(), said(time), from_the_change, LATER)
    assert told.codes() == codes


def test_a_firm_may_ask_for_the_words_all_the_same() -> None:
    told = Told(
        *FIRM,
        call(services=[]),
        CHANGE,
        ended(),
        recording(),
        LATER,
        change_notice_when_already_taped="NEEDED",
    )
    assert "MIDCALL_NO_NOTICE" in told.codes()


def test_a_notice_in_another_language_is_a_breach_of_the_client() -> None:
    english = {**FIRM[6], "language": "en"}
    facts = [english if event["id"] == "f7" else event for event in FIRM]
    told = Told(*facts, call(), ended(), recording(), LATER)
    assert [(row["code"], row["object"]) for row in told.result["breaches"]] == [
        ("NOTICE_LANGUAGE", "CLIENT")
    ]


def test_the_notice_on_criteria_must_be_written() -> None:
    spoken = {**FIRM[7], "written": False}
    facts = [spoken if event["id"] == "f8" else event for event in FIRM]
    told = Told(*facts, call(), ended(), recording(), LATER)
    assert told.codes() == ["NO_CRITERIA_NOTICE"]

"""By what is a record found, and who may see it? (section 10 of the contract)"""

from typing import Any

import pytest

from tests.unit.comms.events import (
    CHANNEL,
    FIRM,
    Event,
    Told,
    about,
    at,
    call,
    ended,
    message,
    recording,
    tick,
)

LATER = tick("t", at("18:00:00"))
STORED = about("message_stored", "s1", "R2", communication="M1", created_at=at("10:00:01"))
TALK = (*FIRM, CHANNEL, call(), ended(), recording(), message(), STORED)


def grant(identifier: str = "g1", role: str = "COMPLIANCE", **firm: str) -> Event:
    return {
        "type": "access_role_granted",
        "id": identifier,
        "at": at("09:00:00"),
        "actor": "ANN",
        "role": role,
        "effective_at": at("09:00:00"),
        **firm,
    }


def search(**criteria: Any) -> Event:
    return {
        "type": "register_searched",
        "id": "q1",
        "at": at("17:00:00"),
        "actor": "ANN",
        "purpose": "COMPLAINT",
        "searched_at": at("17:00:00"),
        **criteria,
    }


@pytest.mark.parametrize(
    ("criteria", "records"),
    [
        ({"from_number": "NUMBER_FIRM"}, ["R1"]),
        ({"to_number": "NUMBER_FIRM"}, []),
        ({"client": "CLIENT"}, ["R2"]),
        ({"employee": "BROKER"}, ["R1", "R2"]),
        ({"during_from_at": at("10:10:00")}, ["R1"]),
        ({"during_until": at("10:00:00")}, []),
        ({"employee": "BROKER", "firm": "ANOTHER"}, []),
    ],
)
def test_calls_are_found_by_number_and_the_rest_by_client(
    criteria: dict[str, Any], records: list[str]
) -> None:
    told = Told(*TALK, grant(), search(**criteria), LATER, partitions=3)
    assert told.result["searches"]["q1"] == {"authorised": True, "records": records}


def test_a_search_without_a_grant_is_logged_and_finds_nothing() -> None:
    told = Told(*TALK, search(employee="BROKER"), LATER)
    assert told.result["searches"]["q1"] == {"authorised": False, "records": []}
    assert told.result["access_log"]["q1"]["authorised"] is False
    assert [(row["code"], row["object"]) for row in told.result["breaches"]] == [
        ("ACCESS_UNAUTHORISED", "REGISTER:ANN")
    ]


def test_a_grant_that_reaches_the_log_late_heals_the_breach_and_not_the_answer() -> None:
    told = Told(*TALK, search(employee="BROKER"), tick("t0", at("17:30:00")), grant(), LATER)
    assert told.result["searches"]["q1"]["records"] == []
    assert told.result["access_log"]["q1"]["authorised"] is True
    assert [row["status"] for row in told.result["breaches"]] == ["CLOSED"]


def test_a_grant_for_another_firm_opens_nothing() -> None:
    told = Told(*TALK, grant(firm="ANOTHER"), search(employee="BROKER"), LATER)
    assert told.result["searches"]["q1"] == {"authorised": True, "records": []}


def test_only_compliance_and_legal_find_a_restricted_record() -> None:
    hold = {"type": "hold_placed", "id": "h", "at": at("11:00:00"), "hold": "H", "placed_at": at("11:00:00")}
    talk = (
        *FIRM,
        call(services=[]),
        ended(),
        recording(),
        {**hold, "record": "R1"},
        search(employee="BROKER"),
    )
    found = {
        role: Told(*talk, grant(role=role), LATER).result["searches"]["q1"]["records"]
        for role in ("LEGAL", "COMPLIANCE", "MANAGER", "AUDIT", "AUTHORITY")
    }
    assert found == {"LEGAL": ["R1"], "COMPLIANCE": ["R1"], "MANAGER": [], "AUDIT": [], "AUTHORITY": []}


def test_an_access_to_a_record_that_was_never_filed_takes_a_grant_without_a_firm() -> None:
    access = about(
        "record_accessed", "a1", "GHOST", actor="ANN", purpose="UNSTATED", accessed_at=at("12:00:00")
    )
    told = Told(*TALK, grant(firm="FIRM"), access, LATER)
    assert told.result["access_log"]["a1"]["authorised"] is False
    assert Told(*TALK, grant(), access, LATER).result["access_log"]["a1"]["authorised"] is True


def test_a_recording_that_ends_after_the_start_of_an_open_segment_is_under_it_however_short() -> None:
    transferred = {
        "type": "communication_transferred",
        "id": "tr",
        "at": at("10:02:00"),
        "communication": "C1",
        "transferred_at": at("10:02:00"),
        "to_employee": "ANN",
    }
    short = recording(started_at=at("10:03:00"), ended_at=at("10:03:00"))
    told = Told(*FIRM, call(), transferred, short, LATER)
    assert told.result["register"]["R1"]["employees"] == ["ANN"]

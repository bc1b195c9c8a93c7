"""How long is a record kept, and was it deleted too early? (sections 9 and 10 of the contract)"""

from typing import Any

import pytest

from tests.unit.comms.events import FIRM, Event, Told, about, at, call, deleted, ended, recording, tick

LATER = tick("t", at("18:00:00"))


def hold(identifier: str, name: str = "H", **scope: str) -> Event:
    return {
        "type": "hold_placed",
        "id": identifier,
        "at": at("11:00:00"),
        "hold": name,
        "placed_at": at("11:00:00"),
        **scope,
    }


def released(identifier: str, name: str = "H") -> Event:
    return {
        "type": "hold_released",
        "id": identifier,
        "at": at("11:30:00"),
        "hold": name,
        "released_at": at("11:30:00"),
    }


def asked(identifier: str = "q1", **changes: Any) -> Event:
    fields = {"request": "Q", "requester": "CLIENT", "requested_at": at("11:00:00"), **changes}
    return about("access_requested", identifier, **fields)


def kept(*events: Event, **parameters: Any) -> dict[str, Any]:
    told = Told(*FIRM, call(), ended(), recording(), *events, LATER, **parameters)
    found: dict[str, Any] = told.result["retention"]["R1"]
    return found


def causes(*events: Event) -> list[str] | None:
    told = Told(*FIRM, call(), ended(), recording(), *events, LATER)
    rows = [row for row in told.result["breaches"] if row["code"] == "EARLY_DELETION"]
    return rows[0]["causes"] if rows else None


def test_a_tape_under_the_duty_is_kept_for_five_years() -> None:
    assert kept()["retain_through"] == "2029-05-27"


def test_a_tape_created_on_a_leap_day_is_kept_to_1_march() -> None:
    told = Told(*FIRM, call(), ended(), recording(created_at="2028-02-29T12:00:00Z"), LATER)
    assert told.result["retention"]["R1"]["retain_through"] == "2033-03-01"


@pytest.mark.parametrize(
    "scope",
    [
        {"record": "R1"},
        {"client": "CLIENT"},
        {"employee": "BROKER"},
        {"firm": "FIRM"},
        {"client": "CLIENT", "firm": "FIRM"},
    ],
)
def test_a_hold_reaches_what_fits_all_its_fields(scope: dict[str, str]) -> None:
    assert kept(hold("h1", **scope))["holds"] == ["H"]
    assert kept(hold("h1", **{**scope, "employee": "ANOTHER"}))["holds"] == []


def test_a_hold_placed_again_holds_again() -> None:
    assert kept(hold("h1", record="R1"), released("x1"))["on_hold"] is False
    assert kept(hold("h1", record="R1"), released("x1"), hold("h2", record="R1"))["on_hold"] is True


def test_a_release_before_its_hold_ends_nothing_and_is_set_aside_for_good() -> None:
    told = Told(*FIRM, call(), ended(), recording(), released("x1"), hold("h1", record="R1"), LATER)
    assert told.result["retention"]["R1"]["on_hold"] is True
    assert told.result["set_aside"] == [{"event": "x1", "reason": "UNKNOWN_HOLD"}]


def test_a_deletion_in_time_is_early_for_every_reason_that_stood_before_it() -> None:
    assert causes(deleted()) == ["RETENTION"]
    assert causes(hold("h1", record="R1"), asked(), deleted()) == ["RETENTION", "HOLD", "ACCESS_REQUEST"]


def test_what_comes_after_a_deletion_does_not_change_how_it_was_judged() -> None:
    assert causes(deleted(), hold("h1", record="R1")) == ["RETENTION"]
    assert causes(hold("h1", record="R1"), released("x1"), deleted()) == ["RETENTION"]


def test_a_deletion_read_before_its_record_is_judged_when_that_comes() -> None:
    told = Told(*FIRM, call(), ended(), deleted(), hold("h1", record="R1"), recording(), LATER)
    (row,) = [row for row in told.result["breaches"] if row["code"] == "EARLY_DELETION"]
    assert row["causes"] == ["RETENTION", "HOLD"]


def test_the_picture_track_may_go_at_any_time() -> None:
    assert causes(deleted(part="VIDEO", reason="PICTURE")) is None


def test_the_last_permitted_day_is_the_term_itself() -> None:
    through = deleted(deleted_at="2029-05-27T21:59:59Z")
    after = deleted(deleted_at="2029-05-27T22:00:00Z")
    assert (causes(through), causes(after)) == (["RETENTION"], None)


@pytest.mark.parametrize(
    ("requester", "answer", "status"),
    [
        ("CLIENT", None, "OPEN"),
        ("CLIENT", at("12:00:00"), "PROVIDED"),
        ("CLIENT", "2024-06-27T22:00:00Z", "PROVIDED_LATE"),
        ("BROKER", None, "NOT_CONCERNED"),
        ("BROKER", at("12:00:00"), "PROVIDED_TO_WRONG_PARTY"),
    ],
)
def test_a_request_stands_by_who_asked_and_when_it_was_answered(
    requester: str, answer: str | None, status: str
) -> None:
    answers = [] if answer is None else [about("access_provided", "p1", request="Q", provided_at=answer)]
    told = Told(*FIRM, call(), ended(), recording(), asked(requester=requester), *answers, LATER)
    assert told.result["access_requests"]["Q"]["status"] == status


def test_a_record_is_due_on_the_day_after_its_term_and_late_thirty_days_later() -> None:
    talk = (*FIRM, call(), ended(), recording())
    assert Told(*talk, tick("t", "2029-05-27T21:59:59Z")).result["deletion_due"] == []
    assert Told(*talk, tick("t", "2029-05-27T22:00:00Z")).result["deletion_due"] == ["R1"]
    assert Told(*talk, tick("t", "2029-06-26T21:59:59Z")).codes() == []
    assert Told(*talk, tick("t", "2029-06-26T22:00:00Z")).codes() == ["DELETION_OVERDUE"]


def test_surplus_is_due_at_once_and_late_after_its_term() -> None:
    talk = (*FIRM, call(services=[]), ended(), recording())
    told = Told(*talk, LATER)
    assert told.result["deletion_due"] == ["R1"]
    assert "SURPLUS_OVERDUE" not in told.codes()
    assert "SURPLUS_OVERDUE" in Told(*talk, tick("t", "2024-06-26T22:00:00Z")).codes()


def test_a_record_that_names_no_known_communication_is_provisional_and_then_a_finding() -> None:
    lonely = Told(recording("R1", "NOBODY"), tick("t", at("10:09:59", "2024-05-28")))
    assert lonely.result["retention"]["R1"]["class"] == "PROVISIONAL"
    assert lonely.codes() == []
    assert Told(recording("R1", "NOBODY"), tick("t", at("10:10:00", "2024-05-28"))).codes() == [
        "UNLOGGED_RECORDING"
    ]

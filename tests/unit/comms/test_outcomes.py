"""What is told at a tick? (section 12.1 of the contract)"""

from tests.unit.comms.events import FIRM, Told, at, call, ended, recording, tick

FIRST = tick("t1", at("11:00:00"))
SECOND = tick("t2", at("10:10:00", "2024-05-28"))


def test_a_decision_is_told_at_the_first_tick_with_its_event_and_what_it_rests_on() -> None:
    told = Told(*FIRM, call(), FIRST)
    (decided,) = [outcome for outcome in told.outcomes if outcome["type"] == "duty_decided"]
    assert decided == decided | {
        "id": "duty_decided/C1/0@t1",
        "event": "start-C1",
        "at": at("11:00:00"),
        "cites": ["VPFF11/4.1"],
        "duty": "REQUIRED",
    }


def test_nothing_is_told_between_ticks_nor_again_at_a_tick_that_changes_nothing() -> None:
    assert Told(*FIRM, call(), ended(), recording()).outcomes == []
    told = Told(*FIRM, call(), ended(), recording(), FIRST, tick("t3", at("12:00:00")))
    assert {outcome["id"].rpartition("@")[2] for outcome in told.outcomes} == {"t1"}


def test_a_changed_decision_names_the_one_it_supersedes() -> None:
    recoded = {
        "type": "segment_recoded",
        "id": "rc",
        "at": at("11:30:00"),
        "communication": "C1",
        "ref": "start-C1",
        "recoded_at": at("11:30:00"),
        "recoded_by": "REVIEWER",
        "topic": "CREDIT",
    }
    told = Told(*FIRM, call(), FIRST, recoded, SECOND)
    decided = [outcome for outcome in told.outcomes if outcome["type"] == "duty_decided"]
    assert decided[1]["supersedes"] == decided[0]["id"]


def test_a_breach_opens_and_closes_once_each_and_hangs_on_the_opener() -> None:
    late = recording(at=at("10:20:00", "2024-05-28"))
    told = Told(*FIRM, call(), ended(), SECOND, late, tick("t3", at("11:00:00", "2024-05-28")))
    lines = [
        (outcome["type"], outcome["code"], outcome["event"], outcome["at"])
        for outcome in told.outcomes
        if outcome["type"].startswith("breach_")
    ]
    assert lines == [
        ("breach_opened", "NOT_RECORDED", "start-C1", at("10:10:00", "2024-05-28")),
        ("breach_opened", "LATE_EVIDENCE", "start-C1", at("11:00:00", "2024-05-28")),
        ("breach_closed", "NOT_RECORDED", "start-C1", at("11:00:00", "2024-05-28")),
    ]


def test_a_reopened_breach_keeps_its_first_day() -> None:
    holder = {**FIRM[4], "id": "again", "employee": "ANN"}
    call_without = {name: value for name, value in call().items() if name != "employee"}
    withdrawn = {"type": "fact_withdrawn", "id": "w", "at": at("12:00:00"), "ref": "again"}
    told = Told(
        *FIRM,
        holder,
        call_without,
        ended(),
        recording(),
        FIRST,
        withdrawn,
        tick("t2", at("12:00:00")),
        {**holder, "id": "third"},
        tick("t3", at("13:00:00")),
    )
    (row,) = told.result["breaches"]
    assert (row["code"], row["status"], row["opened_at"]) == (
        "SHARED_PHONE_AMBIGUOUS",
        "OPEN",
        at("11:00:00"),
    )
    assert "closed_at" not in row


def test_every_outcome_cites_a_provision_and_names_an_event() -> None:
    told = Told(*FIRM, call(), ended(), recording(), FIRST, SECOND)
    assert [outcome for outcome in told.outcomes if not outcome["cites"] or not outcome["event"]] == []


def test_a_breach_of_which_other_details_are_found_is_told_again() -> None:
    first = recording(ended_at=at("10:03:00"))
    second = recording("R2", id="made-R2", started_at=at("10:03:00"), ended_at=at("10:06:00"))
    told = Told(*FIRM, call(), ended(), first, SECOND, second, tick("t3", at("11:00:00", "2024-05-28")))
    lines = [
        (outcome["id"], outcome["opened_at"])
        for outcome in told.outcomes
        if outcome["type"] == "breach_opened" and outcome["code"] == "RECORDING_INCOMPLETE"
    ]
    opened_at = at("10:10:00", "2024-05-28")
    assert lines == [
        ("breach_opened/RECORDING_INCOMPLETE/C1/0@t2", opened_at),
        ("breach_opened/RECORDING_INCOMPLETE/C1/0@t3", opened_at),
    ]

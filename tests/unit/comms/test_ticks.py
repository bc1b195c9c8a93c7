"""Does the work of a tick grow with what changed, and is time what the ticks say?"""

from tests.unit.comms.events import FIRM, Told, at, call, ended, recording, tick

DAY = [event for number in range(40) for event in (call(f"C{number}"), ended(f"C{number}"))]


def test_a_tick_after_which_nothing_changed_tells_and_hands_on_nothing() -> None:
    told = Told(*FIRM, *DAY, tick("t1", at("11:00:00")))
    more = Told(*FIRM, *DAY, tick("t1", at("11:00:00")), tick("t2", at("12:00:00")))
    handed_on = [len(unit.forwards) for _, unit in told.units]
    handed_on_more = [len(unit.forwards) for _, unit in more.units]
    # Two partitions: a tick from each to each other stage, and on from there.
    assert sum(handed_on_more) - sum(handed_on) == 2 * 2 + 2 + 2 * 2 + 2 * 2
    assert len(more.outcomes) == len(told.outcomes)


def test_a_fact_decides_only_those_again_whom_it_may_concern() -> None:
    other = {**FIRM[5], "id": "other", "client": "SOMEBODY_ELSE"}
    told = Told(*FIRM, *DAY, tick("t1", at("11:00:00")), other, tick("t2", at("12:00:00")))
    assert [outcome for outcome in told.outcomes if outcome["id"].endswith("@t2")] == []


def test_a_tick_with_an_older_stamp_dates_nothing_back() -> None:
    told = Told(
        *FIRM,
        call(),
        ended(),
        tick("t1", at("10:10:00", "2024-05-28")),
        recording(at=at("10:20:00", "2024-05-28")),
        tick("t2", at("11:00:00")),
    )
    assert told.result["as_of_at"] == at("10:10:00", "2024-05-28")
    closed = {row["code"]: row.get("closed_at") for row in told.result["breaches"]}
    assert closed["NOT_RECORDED"] == at("10:10:00", "2024-05-28")


def test_a_tick_under_a_taken_id_is_no_tick() -> None:
    told = Told(tick("t1", at("10:00:00")), tick("t1", at("11:00:00")), tick("t2", at("10:30:00")))
    assert told.result["as_of_at"] == at("10:30:00")
    assert told.result["set_aside"] == [{"event": "t1", "reason": "ID_CONFLICT"}]


def test_what_only_the_passing_of_time_changes_is_found_at_the_first_tick_after_it() -> None:
    early = tick("t0", at("12:00:00"))
    told = Told(*FIRM, call(), ended(), early, tick("t1", at("10:10:00", "2024-05-28")))
    assert told.codes() == ["NOT_RECORDED"]
    lonely = recording("R1", None)
    told = Told(*FIRM, lonely, early, tick("t1", at("10:10:00", "2024-05-28")))
    assert told.codes() == ["UNLOGGED_RECORDING"]

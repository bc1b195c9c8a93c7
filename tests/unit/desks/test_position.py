"""How near is a group to the threshold, since when, and by which part of the log?"""

from pathlib import Path

import pytest

from streams.desks.swaps.answer import answer
from streams.desks.swaps.known import known
from streams.desks.swaps.position import course, expected
from streams.desks.swaps.totals import Totals
from streams.kernel.errors import UserError
from streams.ledger.reading import LedgerReader
from tests.unit.desks.small_log import (
    BILLION_CENTS,
    CIRCLE,
    NAMES,
    asked,
    closed,
    record,
    registered,
    traded,
)

LATE = traded("late", "2023-04-03", BILLION_CENTS // 2, "TRUST")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    events = [
        *CIRCLE,
        traded("old", "2022-05-10", 3 * BILLION_CENTS),
        traded("new", "2023-02-01", 4 * BILLION_CENTS, "TRUST"),
        closed("2023-04-28"),
        LATE,
        traded("more", "2023-05-02", BILLION_CENTS),
        closed("2023-05-02"),
        registered("TRUST", "2023-06-01", "2023-06-01T08:00:00Z"),
        closed("2023-06-02"),
        traded("unclosed", "2023-06-05", 17),
    ]
    return record(tmp_path_factory.mktemp("desk") / "small.ledger", events)


def test_a_group_has_the_total_of_all_its_members_and_the_headroom_that_is_left(ledger: Path) -> None:
    group = asked(ledger, known_on="2023-04-28")[2].groups[0]

    assert (group.group, group.total_cents, group.headroom_cents) == ("TOP", 7 * BILLION_CENTS, BILLION_CENTS)
    assert (group.level, group.exceeded_on) == ("WARNING_80", None)


def test_the_close_that_ends_what_was_known_is_the_answer(ledger: Path) -> None:
    assert asked(ledger, known_on="2023-04-30")[1].close == "close-2023-04-28-1"


def test_what_became_known_since_the_close_is_folded_again(ledger: Path) -> None:
    _, found, told = asked(ledger, on="2023-04-28")

    assert found.close is None
    assert told.groups[0].total_cents == 7 * BILLION_CENTS + BILLION_CENTS // 2


def test_a_day_that_nobody_closed_is_folded_again(ledger: Path) -> None:
    _, found, told = asked(ledger, on="2023-02-15", known_on="2023-04-28")

    assert (found.close, told.groups[0].total_cents) == (None, 7 * BILLION_CENTS)


@pytest.mark.parametrize("known_on", ["2023-04-28", "2023-05-02", "2023-06-02"])
def test_folding_again_gives_what_was_recorded(ledger: Path, known_on: str) -> None:
    with LedgerReader.open(ledger) as opened:
        what = known(opened, NAMES, known_on)
        recorded = answer(opened, NAMES, what, known_on)
        folded = answer(opened, NAMES, what._replace(close=None), known_on)

    assert (recorded.close is None, folded.close) == (False, None)
    assert recorded.views == folded.views


def test_the_first_day_above_the_threshold_and_the_deadline_are_told(ledger: Path) -> None:
    group = asked(ledger, known_on="2023-05-02")[2].groups[0]

    assert (group.exceeded_on, group.due_on) == ("2023-05-02", "2023-07-31")
    assert {one.entity for one in group.members} == {"TOP", "BANK", "TRUST"}


def test_who_has_registered_is_in_no_total(ledger: Path) -> None:
    group = asked(ledger, known_on="2023-06-02")[2].groups[0]

    assert group.total_cents == BILLION_CENTS
    assert {one.entity for one in group.members if one.registered} == {"TRUST"}


def test_what_leaves_within_thirty_days_is_told_with_its_day(ledger: Path) -> None:
    told = asked(ledger, known_on="2023-04-28")[2]

    assert [(one.part, one.leaves_on, one.counted_cents) for one in told.leaving] == [
        ("old", "2023-05-10", 3 * BILLION_CENTS)
    ]
    assert (told.groups[0].leaving_cents, told.groups[0].leaving_count) == (3 * BILLION_CENTS, 1)


def test_a_crossing_is_expected_at_the_pace_of_the_last_91_days_less_what_leaves(tmp_path: Path) -> None:
    # 91 dollars in 91 days are one a day; the window loses nothing before March.
    path = record(
        tmp_path / "pace.ledger",
        [
            *CIRCLE,
            traded("base", "2022-03-15", 8 * BILLION_CENTS - 10_000),
            traded("pace", "2023-01-02", 9_100),
            closed("2023-01-31"),
        ],
    )
    group = asked(path)[2].groups[0]

    assert (group.headroom_cents, group.pace_cents) == (900, 9_100)
    assert (group.crosses_on, group.would_be_due_on) == ("2023-02-10", "2023-04-30")


def test_the_course_ends_with_the_total_and_the_days_ahead_begin_with_it(ledger: Path) -> None:
    what, found, told = asked(ledger, known_on="2023-04-28")
    totals = Totals(found, what.facts)
    past, ahead = course(totals, told.on, "TOP"), expected(totals, told.on, "TOP")

    assert (past[0][0], past[-1]) == ("2022-04-29", ("2023-04-28", 7 * BILLION_CENTS))
    assert ahead[0][0] == "2023-04-29"


def test_the_totals_worked_out_are_those_of_the_close(ledger: Path) -> None:
    what, found, _ = asked(ledger, known_on="2023-05-02")

    assert Totals(found, what.facts).of_groups("2023-05-02") == found.views["group_totals"]


def test_a_day_before_the_log_says_when_it_begins(ledger: Path) -> None:
    with pytest.raises(UserError, match="The first close or tick is stamped 2023-04-28"):
        asked(ledger, known_on="2022-12-31")

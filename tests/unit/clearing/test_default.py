"""Which steps does the default of a clearer take, and in which order? (BL3/53 to BL3/57)"""

from typing import Any

import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.rules.default import (
    advance_suffices,
    expected_shortfall_cents,
    shortfall_after_section_55_cents,
)
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import (
    EVENING,
    LATER,
    TUESDAY,
    WEDNESDAY,
    advance,
    defaulted,
    deposit,
    deposits_closed,
    event,
    member,
    returns_closed,
    revoked,
    sealed,
    settled,
    shortfall,
)
from tests.unit.clearing.situations import TWO_CLEARERS, judged, reason

SEALED = (*TWO_CLEARERS, sealed())
REPORTED = (*SEALED, shortfall("B", 100))
FAILED = (*SEALED, *defaulted("B"))
AVERTED = (*REPORTED, advance("B", 100))
CLOSED = (*FAILED, returns_closed("B"))


def accrued(**fields: Any) -> events.RecoveryInterestAccrued:
    more = {"cycle": TUESDAY, "member": "B", "through_on": "2003-11-08", **fields}
    return event(events.RecoveryInterestAccrued, LATER, **more)


def ended(at: str = LATER, **fields: Any) -> events.DefaultEnded:
    return event(events.DefaultEnded, at, member="B", **fields)


def refusal(fact: Event, before: tuple[Event, ...]) -> tuple[Reason | None, tuple[str, ...]]:
    verdict = judged(fact, before)
    return verdict.reason, verdict.cites


# ---- steps in their order ----


def test_a_shortfall_is_reported_once_the_cycle_is_sealed() -> None:
    assert reason(shortfall("B", 100), SEALED) is None
    assert refusal(shortfall("B", 100), TWO_CLEARERS) == (Reason.CYCLE_STILL_OPEN, ("48",))


def test_a_shortfall_is_that_of_a_clearer_of_then_or_before() -> None:
    assert refusal(shortfall("C", 100), (*SEALED, member("C"))) == (Reason.NOT_A_CLEARER, ("53(1)",))
    assert reason(shortfall("B", 100), (*SEALED, revoked("B", at=EVENING))) is None


def test_a_case_is_opened_once() -> None:
    assert refusal(shortfall("B", 100), REPORTED) == (Reason.CASE_EXISTS, ("53(1)(a)",))


def test_an_advance_follows_a_report_once() -> None:
    assert reason(advance("B"), REPORTED) is None
    assert refusal(advance("B"), SEALED) == (Reason.NO_SHORTFALL_REPORTED, ("53(1)(b)",))
    assert refusal(advance("B"), FAILED) == (Reason.ADVANCE_ALREADY_REPORTED, ("53(1)(b)",))
    assert refusal(advance("B"), AVERTED) == (Reason.ADVANCE_ALREADY_REPORTED, ("53(1)(b)",))


@pytest.mark.parametrize(
    "step",
    [returns_closed("B"), deposit("B", "A", 1), deposits_closed("B"), accrued()],
    ids=lambda step: type(step).__name__,
)
@pytest.mark.parametrize("before", [SEALED, REPORTED, AVERTED], ids=["sealed", "reported", "averted"])
def test_no_step_is_taken_without_a_default(step: Event, before: tuple[Event, ...]) -> None:
    assert refusal(step, before) == (Reason.NOT_IN_DEFAULT, ("53(1)",))


def test_returns_are_closed_once() -> None:
    assert reason(returns_closed("B"), FAILED) is None
    assert refusal(returns_closed("B"), CLOSED) == (Reason.RETURNS_CLOSED, ("55",))


def test_deposits_are_closed_once_and_after_the_returns() -> None:
    assert refusal(deposits_closed("B"), FAILED) == (Reason.RETURNS_NOT_CLOSED, ("57(1)",))
    assert reason(deposits_closed("B"), CLOSED) is None
    closed_twice = refusal(deposits_closed("B"), (*CLOSED, deposits_closed("B")))
    assert closed_twice == (Reason.DEPOSITS_CLOSED, ("57(1)",))


def test_deposits_come_at_any_time_from_the_default_on() -> None:
    for before in (FAILED, CLOSED, (*CLOSED, deposits_closed("B"))):
        assert reason(deposit("B", "A", 1), before) is None


@pytest.mark.parametrize(
    "step",
    [shortfall("A", 1), advance("B"), returns_closed("B"), deposit("B", "A", 1), deposits_closed("B")],
    ids=lambda step: type(step).__name__,
)
def test_after_settlement_no_step_is_taken(step: Event) -> None:
    assert refusal(step, (*FAILED, settled())) == (Reason.SETTLEMENT_FINAL, ("52",))


@pytest.mark.parametrize(
    "step",
    [
        shortfall("A", 1, "2003-12-24"),
        advance("B", cycle="2003-12-24"),
        returns_closed("B", "2003-12-24"),
        deposit("B", "A", 1, cycle="2003-12-24"),
        deposits_closed("B", "2003-12-24"),
        accrued(cycle="2003-12-24"),
    ],
    ids=lambda step: type(step).__name__,
)
def test_no_step_is_taken_in_a_cycle_that_is_not_scheduled(step: Event) -> None:
    assert reason(step, FAILED) is Reason.UNKNOWN_CYCLE


def test_interest_is_accrued_also_after_settlement_once_a_rate_is_set() -> None:
    assert reason(accrued(), (*FAILED, settled())) is Reason.INTEREST_RATE_NOT_SET
    assert reason(accrued(), (*FAILED, settled()), recovery_interest_rate_ppm=()) is None


# ---- the end of a default (62) ----


def test_a_default_ends_once_every_cycle_of_it_is_settled() -> None:
    assert refusal(ended(), FAILED) == (Reason.CASE_STILL_OPEN, ("62",))
    assert reason(ended(), (*FAILED, settled())) is None
    both = (*FAILED, settled(), sealed(WEDNESDAY, at="2003-11-05T16:45:00Z"), *defaulted("B", 1, WEDNESDAY))
    assert reason(ended(), both) is Reason.CASE_STILL_OPEN


def test_a_case_without_a_default_does_not_stand_in_the_way() -> None:
    averted = (shortfall("B", 9, WEDNESDAY), advance("B", 9, WEDNESDAY))
    assert reason(ended(), (*FAILED, settled(), *averted)) is None


def test_only_what_runs_is_ended() -> None:
    assert refusal(ended(), AVERTED) == (Reason.NOT_IN_DEFAULT, ("53(1)",))
    over = (*FAILED, settled(), ended())
    assert reason(ended("2003-11-04T18:00:01Z"), over) is Reason.NOT_IN_DEFAULT


def test_a_default_is_ended_at_the_effect_instant() -> None:
    before = (*SEALED, *defaulted("B", at=LATER), settled())
    assert reason(ended(EVENING, effective_at=LATER), before) is None
    assert reason(ended(EVENING, effective_at="2003-11-04T17:59:59Z"), before) is Reason.NOT_IN_DEFAULT
    assert reason(ended(LATER, effective_at=EVENING), before) is Reason.BACKDATED


# ---- figures ----


@pytest.mark.parametrize(("advance_cents", "suffices"), [(99, False), (100, True), (101, True)])
def test_an_advance_averts_default_from_the_shortfall_on(advance_cents: int, suffices: bool) -> None:
    assert advance_suffices(advance_cents, 100) is suffices


@pytest.mark.parametrize(
    ("available", "balance", "expected"), [(30, -100, 70), (100, -100, 0), (130, -100, 0), (-5, 2, 3)]
)
def test_the_books_expect_what_is_missing_once_the_balance_is_posted(
    available: int, balance: int, expected: int
) -> None:
    assert expected_shortfall_cents(available, balance) == expected


def test_returns_of_its_own_lower_a_shortfall_and_those_of_another_raise_it() -> None:
    """Worked example 17.8: the two members in default of one cycle."""
    assert shortfall_after_section_55_cents(10_000_000, 0, 3_000_000, 250_000) == 7_250_000
    assert shortfall_after_section_55_cents(5_000_000, 0, 1_250_000, 1_000_000) == 4_750_000


def test_a_credited_advance_lowers_a_shortfall_which_may_fall_below_zero() -> None:
    assert shortfall_after_section_55_cents(100, 30, 80, 0) == -10

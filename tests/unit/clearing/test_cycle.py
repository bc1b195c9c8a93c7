"""Which cycles are there, and when does one close? (BL3/1, BL3/48)"""

import pytest

from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import BEGINS_AFTER, FINAL_ADJUSTMENT, TUESDAY, scheduled, sealed
from tests.unit.clearing.situations import judged, reason


def test_a_cycle_is_scheduled_once() -> None:
    assert reason(scheduled()) is None
    assert reason(scheduled(), [scheduled()]) is Reason.CYCLE_EXISTS


@pytest.mark.parametrize(
    ("exchange", "found"),
    [
        (FINAL_ADJUSTMENT, None),
        ("2003-11-04T16:00:01Z", Reason.BAD_CYCLE_TIMES),
        (BEGINS_AFTER, Reason.BAD_CYCLE_TIMES),
        ("2003-11-03T16:00:01Z", None),
    ],
)
def test_the_final_exchange_is_after_the_beginning_and_not_after_the_end(
    exchange: str, found: Reason | None
) -> None:
    assert reason(scheduled(final_exchange_at=exchange)) is found


def test_a_cycle_may_begin_where_another_ends_but_not_a_microsecond_before() -> None:
    next_one = {
        "begins_after_at": FINAL_ADJUSTMENT,
        "final_exchange_at": "2003-11-05T04:00:00Z",
        "final_adjustment_at": "2003-11-05T16:00:00Z",
    }
    assert reason(scheduled("2003-11-05", **next_one), [scheduled()]) is None
    earlier = {**next_one, "begins_after_at": "2003-11-04T15:59:59.999999Z"}
    assert reason(scheduled("2003-11-05", **earlier), [scheduled()]) is Reason.CYCLE_OVERLAP


def test_a_cycle_may_end_where_another_begins_but_not_a_microsecond_after() -> None:
    former = {
        "begins_after_at": "2003-11-02T16:00:00Z",
        "final_exchange_at": "2003-11-03T04:00:00Z",
        "final_adjustment_at": BEGINS_AFTER,
    }
    assert reason(scheduled("2003-11-03", **former), [scheduled()]) is None
    later = {**former, "final_adjustment_at": "2003-11-03T16:00:00.000001Z"}
    assert reason(scheduled("2003-11-03", **later), [scheduled()]) is Reason.CYCLE_OVERLAP


def test_a_cycle_is_sealed_from_its_final_adjustment_time_on() -> None:
    assert reason(sealed(at=FINAL_ADJUSTMENT), [scheduled()]) is None
    assert reason(sealed(at="2003-11-04T15:59:59Z"), [scheduled()]) is Reason.SEAL_TOO_EARLY


def test_a_cycle_is_sealed_once() -> None:
    verdict = judged(sealed(), [scheduled(), sealed()])
    assert (verdict.reason, verdict.cites) == (Reason.CYCLE_CLOSED, ("1(ACSS-cycle)",))


def test_only_a_scheduled_cycle_is_sealed() -> None:
    assert reason(sealed(TUESDAY)) is Reason.UNKNOWN_CYCLE

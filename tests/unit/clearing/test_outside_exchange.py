"""Is an exchange inside one clearer's circle taken? (BL3/3(1)(b), BL3/54(1)(b))"""

from typing import Any

import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.rules.outside_exchange import decide_outside_exchange
from streams.domains.clearing.rules.verdicts import Reason, Verdict
from tests.unit.clearing.events import (
    EVENING,
    FINAL_EXCHANGE,
    LATER,
    TUESDAY,
    WEDNESDAY,
    amalgamated,
    ceased,
    defaulted,
    designated,
    member,
    outside,
    returns_closed,
    sealed,
    settled,
)
from tests.unit.clearing.situations import A_CIRCLE, law, registry_of

DEFAULT_AT = "2003-11-04T17:30:00Z"
FAILED = (*A_CIRCLE, sealed(), *defaulted("A", at=DEFAULT_AT))


def decided(event: events.OutsideExchangeReported, facts: tuple[Event, ...] = A_CIRCLE) -> Verdict:
    return decide_outside_exchange(event, registry_of(*facts), law())[0]


def booked_in(event: events.OutsideExchangeReported, facts: tuple[Event, ...] = A_CIRCLE) -> str | None:
    return decide_outside_exchange(event, registry_of(*facts), law())[1].cycle_name


@pytest.mark.parametrize("pair", [("I1", "A"), ("A", "I1")])
def test_the_agent_and_whom_it_represents_may_exchange(pair: tuple[str, str]) -> None:
    verdict = decided(outside("A", *pair))
    assert (verdict.verdict, verdict.cites) == ("ACCEPTED", ("3(1)(b)",))


@pytest.mark.parametrize("bad", [{"cents": 0}, {"cents": -1}, {"item_count": 0}])
def test_value_and_count_must_be_positive(bad: dict[str, Any]) -> None:
    assert decided(outside("A", "I1", "A", **bad)).reason is Reason.BAD_VALUE


def test_nobody_exchanges_with_itself() -> None:
    assert decided(outside("A", "I1", "I1")).reason is Reason.SELF_ENTRY


def test_a_ceased_member_and_its_successor_are_two_names() -> None:
    facts = (*A_CIRCLE, member("M1"), amalgamated("M1", "I1"))
    assert decided(outside("A", "M1", "I1"), facts).verdict == "ACCEPTED"


def test_the_agent_must_be_a_member() -> None:
    verdict = decided(outside("Z", "I1", "A"))
    assert (verdict.reason, verdict.cites) == (Reason.UNKNOWN_MEMBER, ("3(1)(b)",))


@pytest.mark.parametrize("pair", [("A", "Z"), ("Z", "A")])
def test_both_institutions_must_be_known(pair: tuple[str, str]) -> None:
    assert decided(outside("A", *pair)).reason is Reason.UNKNOWN_INSTITUTION


@pytest.mark.parametrize("pair", [("I2", "A"), ("A", "I2")])
def test_both_must_belong_to_the_circle(pair: tuple[str, str]) -> None:
    assert decided(outside("A", *pair)).reason is Reason.NOT_REPRESENTED


def test_after_the_end_the_institution_still_pays_through_the_final_exchange() -> None:
    facts = (*A_CIRCLE, ceased("I1", "A", EVENING))
    assert decided(outside("A", "I1", "A", at=FINAL_EXCHANGE), facts).verdict == "ACCEPTED"
    late = outside("A", "I1", "A", at="2003-11-04T04:00:01Z")
    assert decided(late, facts).reason is Reason.REPRESENTATION_ENDED
    assert decided(outside("A", "A", "I1"), facts).reason is Reason.REPRESENTATION_ENDED


@pytest.mark.parametrize("pair", [("M1", "A"), ("A", "M1")])
def test_items_of_a_ceased_member_are_exchanged_through_its_period(pair: tuple[str, str]) -> None:
    in_time = (*A_CIRCLE, member("M1"), amalgamated("M1", "I1", amalgamated_on="2002-11-03"))
    over = (*A_CIRCLE, member("M1"), amalgamated("M1", "I1", amalgamated_on="2002-11-02"))
    assert decided(outside("A", *pair), in_time).verdict == "ACCEPTED"
    assert decided(outside("A", *pair), over).reason is Reason.AMALGAMATION_PERIOD_EXPIRED


# ---- its cycle ----


def test_it_belongs_to_the_cycle_of_its_stamp() -> None:
    assert booked_in(outside("A", "I1", "A")) == TUESDAY
    assert decided(outside("A", "I1", "A", cycle=TUESDAY)).verdict == "ACCEPTED"
    assert decided(outside("A", "I1", "A", at="2003-11-07T00:00:00Z")).reason is Reason.NO_OPEN_CYCLE


def test_another_cycle_cannot_be_named() -> None:
    assert decided(outside("A", "I1", "A", cycle=WEDNESDAY)).reason is Reason.CYCLE_NOT_OPEN
    assert decided(outside("A", "I1", "A", at=LATER, cycle=TUESDAY)).reason is Reason.CYCLE_CLOSED


def test_after_the_seal_it_is_late_and_after_settlement_final() -> None:
    assert decided(outside("A", "I1", "A"), (*A_CIRCLE, sealed())).reason is Reason.CYCLE_CLOSED
    final = (*A_CIRCLE, sealed(), settled())
    assert decided(outside("A", "I1", "A"), final).reason is Reason.SETTLEMENT_FINAL
    named = outside("A", "I1", "A", at=LATER, cycle=TUESDAY)
    assert decided(named, final).reason is Reason.SETTLEMENT_FINAL


# ---- items handed back in the agent's default ----


def handed_back(at: str = DEFAULT_AT, **fields: Any) -> events.OutsideExchangeReported:
    return outside("A", "A", "I1", at=at, ground="SECTION_54_1_B", **fields)


def test_in_a_default_items_are_handed_back_also_in_a_sealed_cycle() -> None:
    verdict = decided(handed_back(cycle=TUESDAY), FAILED)
    assert (verdict.verdict, verdict.cites) == ("ACCEPTED", ("54(1)(b)",))
    assert booked_in(handed_back(cycle=TUESDAY), FAILED) == TUESDAY


def test_without_a_name_the_cycle_of_the_stamp_is_meant() -> None:
    verdict = decided(handed_back(), FAILED)
    assert (verdict.reason, verdict.cites) == (Reason.NOT_IN_DEFAULT, ("53(1)",))
    assert decided(handed_back(at="2003-11-04T12:00:00Z"), FAILED).reason is Reason.NOT_IN_DEFAULT


def test_before_the_default_nothing_is_handed_back_on_that_ground() -> None:
    early = handed_back(at="2003-11-04T17:29:59Z", cycle=TUESDAY)
    assert decided(early, FAILED).reason is Reason.NOT_IN_DEFAULT


def test_a_cycle_that_is_not_scheduled_has_no_default() -> None:
    assert decided(handed_back(cycle="2003-12-24"), FAILED).reason is Reason.NOT_IN_DEFAULT


def test_once_the_returns_are_closed_nothing_is_handed_back() -> None:
    verdict = decided(handed_back(cycle=TUESDAY), (*FAILED, returns_closed("A")))
    assert (verdict.reason, verdict.cites) == (Reason.RETURNS_CLOSED, ("55",))


def test_closed_returns_leave_ordinary_exchanges_alone() -> None:
    facts = (*FAILED, returns_closed("A"), designated("I2", "A"))
    assert decided(outside("A", "I1", "I2", at=LATER), facts).verdict == "ACCEPTED"

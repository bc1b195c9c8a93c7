"""Is an entry taken into the ACSS? (BL3/3, BL3/6, BL3/25, BL3/35, BL3/46, BL3/47)"""

from datetime import date
from typing import Any

import pytest

from schemas import clearing as events
from streams.domains.clearing.rules.entry import decide_entry
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import (
    BEGINS_AFTER,
    EVENING,
    FINAL_ADJUSTMENT,
    FINAL_EXCHANGE,
    TUESDAY,
    WEDNESDAY,
    amalgamated,
    appointed,
    ceased,
    defaulted,
    entry,
    event,
    local,
    member,
    revoked,
    scheduled,
    sealed,
)
from tests.unit.clearing.situations import A_CIRCLE, TWO_CLEARERS, entry_reason, law, registry_of, taken

JUST_BEFORE = "2003-11-03T19:59:59.999999Z"
NEXT_CYCLE = "2003-11-04T16:00:00.000001Z"
NOON = "2003-11-04T12:00:00Z"


def test_an_entry_between_two_participants_is_taken() -> None:
    verdict, booked = decide_entry(entry("A", "B"), registry_of(*TWO_CLEARERS), law())
    assert (verdict.verdict, verdict.cites) == ("ACCEPTED", ("47(1)",))
    assert booked is not None


@pytest.mark.parametrize("bad", [{"cents": 0}, {"cents": -1}, {"item_count": 0}, {"item_count": -1}])
def test_value_and_count_must_be_positive(bad: dict[str, Any]) -> None:
    assert entry_reason(entry("A", "B", **bad)) is Reason.BAD_VALUE
    assert entry_reason(entry("A", "B", 1, item_count=1)) is None


def test_nobody_enters_against_itself() -> None:
    assert entry_reason(entry("A", "A")) is Reason.SELF_ENTRY


# ---- who takes part ----


@pytest.mark.parametrize("pair", [("A", "Z"), ("Z", "A")])
def test_both_sides_must_be_members(pair: tuple[str, str]) -> None:
    assert entry_reason(entry(*pair)) is Reason.UNKNOWN_MEMBER


def test_a_member_is_known_from_its_registration_on() -> None:
    facts = (*TWO_CLEARERS, member("C", EVENING), appointed("C", at=EVENING))
    assert entry_reason(entry("A", "C", at=JUST_BEFORE), facts) is Reason.UNKNOWN_MEMBER
    assert entry_reason(entry("A", "C", at=EVENING), facts) is None


def test_the_bank_of_canada_always_takes_part() -> None:
    assert entry_reason(entry("BANK_OF_CANADA", "A")) is None
    assert entry_reason(entry("A", "BANK_OF_CANADA")) is None


def test_a_maker_takes_part_until_the_instant_before_it_is_revoked() -> None:
    facts = (*TWO_CLEARERS, revoked("A", at=EVENING))
    assert entry_reason(entry("A", "B", at=JUST_BEFORE), facts) is None
    assert entry_reason(entry("A", "B", at=EVENING), facts) is Reason.NOT_A_PARTICIPANT


def test_a_maker_takes_part_from_its_appointment_on() -> None:
    facts = (*TWO_CLEARERS, member("C"), appointed("C", effective_at=EVENING))
    assert entry_reason(entry("C", "B", at=JUST_BEFORE), facts) is Reason.NOT_A_PARTICIPANT
    assert entry_reason(entry("C", "B", at=EVENING), facts) is None


def test_a_maker_in_default_enters_nothing_from_the_instant_of_default_on() -> None:
    facts = (*TWO_CLEARERS, *defaulted("A", at=EVENING))
    assert entry_reason(entry("A", "B", at=JUST_BEFORE), facts) is None
    assert entry_reason(entry("A", "B", at=EVENING), facts) is Reason.DEFAULTER_PROHIBITED


def test_others_may_enter_against_a_member_in_default() -> None:
    assert entry_reason(entry("B", "A"), (*TWO_CLEARERS, *defaulted("A", at=EVENING))) is None


def test_the_end_of_a_default_counts_from_its_effect_on() -> None:
    ended = event(events.DefaultEnded, member="A", effective_at=NOON)
    facts = (*TWO_CLEARERS, *defaulted("A", at=EVENING), ended)
    just_before_noon = "2003-11-04T11:59:59.999999Z"
    assert entry_reason(entry("A", "B", at=just_before_noon), facts) is Reason.DEFAULTER_PROHIBITED
    assert entry_reason(entry("A", "B", at=NOON), facts) is None


def test_a_counterparty_must_take_part() -> None:
    facts = (*TWO_CLEARERS, revoked("B", at=EVENING))
    assert entry_reason(entry("A", "B"), facts) is Reason.COUNTERPARTY_NOT_PARTICIPANT


def test_a_revoked_agent_still_takes_items_drawn_on_whom_it_represented() -> None:
    facts = (*A_CIRCLE, revoked("A", at=EVENING))
    assert entry_reason(entry("B", "A", at=FINAL_EXCHANGE, drawn_on="I1"), facts) is None
    late = entry("B", "A", at="2003-11-04T04:00:01Z", drawn_on="I1")
    assert entry_reason(late, facts) is Reason.COUNTERPARTY_NOT_PARTICIPANT


def test_a_revoked_agent_takes_no_credits_and_nothing_drawn_on_itself() -> None:
    facts = (*A_CIRCLE, revoked("A", at=EVENING))
    credit = entry("B", "A", direction="CREDIT", payable_to="I1")
    assert entry_reason(credit, facts) is Reason.COUNTERPARTY_NOT_PARTICIPANT
    assert entry_reason(entry("B", "A"), facts) is Reason.COUNTERPARTY_NOT_PARTICIPANT


# ---- which cycle ----


def test_a_cycle_begins_immediately_after_and_ends_at_its_times() -> None:
    assert entry_reason(entry("A", "B", at=BEGINS_AFTER)) is Reason.NO_OPEN_CYCLE
    assert taken(entry("A", "B", at="2003-11-03T16:00:00.000001Z")).cycle == TUESDAY
    assert taken(entry("A", "B", at=FINAL_ADJUSTMENT)).cycle == TUESDAY
    assert taken(entry("A", "B", at=NEXT_CYCLE)).cycle == WEDNESDAY


def test_a_cycle_counts_from_the_stamp_of_its_scheduling_on() -> None:
    facts = (*TWO_CLEARERS[2:], scheduled(TUESDAY, at=EVENING))
    assert entry_reason(entry("A", "B", at=JUST_BEFORE), facts) is Reason.NO_OPEN_CYCLE
    assert entry_reason(entry("A", "B", at=EVENING), facts) is None


def test_a_cycle_may_be_named() -> None:
    assert entry_reason(entry("A", "B", cycle=TUESDAY)) is None


@pytest.mark.parametrize("named", [WEDNESDAY, "2003-12-24"])
def test_another_cycle_that_has_not_ended_cannot_be_meant(named: str) -> None:
    assert entry_reason(entry("A", "B", cycle=named)) is Reason.CYCLE_NOT_OPEN


def test_a_cycle_that_ended_cannot_be_meant_any_more() -> None:
    assert entry_reason(entry("A", "B", at=NEXT_CYCLE, cycle=TUESDAY)) is Reason.CYCLE_CLOSED


def test_a_cycle_scheduled_after_the_stamp_is_unknown_although_it_has_ended() -> None:
    late = scheduled("2003-11-03", at=NOON)
    assert entry_reason(entry("A", "B", cycle="2003-11-03"), (*TWO_CLEARERS, late)) is Reason.CYCLE_NOT_OPEN


def test_what_is_read_after_the_seal_is_late_whatever_its_stamp() -> None:
    assert entry_reason(entry("A", "B"), (*TWO_CLEARERS, sealed())) is Reason.CYCLE_CLOSED


# ---- through whom ----


def test_payer_and_payee_must_be_known() -> None:
    assert entry_reason(entry("A", "B", drawn_on="Z")) is Reason.UNKNOWN_INSTITUTION
    assert entry_reason(entry("A", "B", payable_to="Z")) is Reason.UNKNOWN_INSTITUTION


def test_each_side_must_be_represented_by_its_clearer() -> None:
    assert entry_reason(entry("A", "B", payable_to="I1"), A_CIRCLE) is None
    assert entry_reason(entry("B", "A", payable_to="I1"), A_CIRCLE) is Reason.NOT_REPRESENTED
    assert entry_reason(entry("A", "B", drawn_on="I1"), A_CIRCLE) is Reason.NOT_REPRESENTED


def test_a_credit_is_drawn_on_the_side_of_its_maker() -> None:
    assert entry_reason(entry("A", "B", direction="CREDIT", drawn_on="I1"), A_CIRCLE) is None
    wrong = entry("A", "B", direction="CREDIT", payable_to="I1")
    assert entry_reason(wrong, A_CIRCLE) is Reason.NOT_REPRESENTED


def test_a_representation_that_ended_is_refused_for_that() -> None:
    facts = (*A_CIRCLE, ceased("I1", "A", EVENING))
    assert entry_reason(entry("A", "B", payable_to="I1"), facts) is Reason.REPRESENTATION_ENDED
    assert entry_reason(entry("B", "A", drawn_on="I1"), facts) is None


def test_items_drawn_on_a_non_member_deposit_taker_are_taken_through_a_day() -> None:
    facts = (*TWO_CLEARERS, local("N2", "B", kind="DEPOSIT_TAKING_ENTITY"))
    last, over = date(2003, 11, 3), date(2003, 11, 2)
    drawn = entry("A", "B", drawn_on="N2")
    assert entry_reason(drawn, facts, non_member_payers_through_on=last) is None
    assert entry_reason(drawn, facts, non_member_payers_through_on=over) is Reason.PAYER_NOT_ELIGIBLE
    admitted = {"section_6_2_item_classes": frozenset({"E"}), "non_member_payers_through_on": over}
    assert entry_reason(drawn, facts, **admitted) is None


def test_a_deposit_taker_may_be_paid_and_a_local_may_pay_without_end() -> None:
    facts = (*TWO_CLEARERS, local("N2", "B", kind="DEPOSIT_TAKING_ENTITY"), local("N1", "B"))
    over = date(2003, 1, 1)
    assert entry_reason(entry("A", "B", drawn_on="N1"), facts, non_member_payers_through_on=over) is None
    assert entry_reason(entry("B", "A", payable_to="N2"), facts, non_member_payers_through_on=over) is None


def test_items_of_a_ceased_member_are_taken_through_the_anniversary() -> None:
    drawn = entry("A", "B", drawn_on="M1")
    on_the_day = (*TWO_CLEARERS, member("M1"), amalgamated("M1", "B", amalgamated_on="2002-11-03"))
    assert entry_reason(drawn, on_the_day) is None
    day_after = (*TWO_CLEARERS, member("M1"), amalgamated("M1", "B", amalgamated_on="2002-11-02"))
    assert entry_reason(drawn, day_after) is Reason.AMALGAMATION_PERIOD_EXPIRED
    paid = entry("B", "A", payable_to="M1")
    assert entry_reason(paid, day_after) is Reason.AMALGAMATION_PERIOD_EXPIRED


# ---- as it is booked ----


def test_a_debit_is_paid_by_the_counterparty_and_a_credit_by_the_maker() -> None:
    debit, credit = taken(entry("A", "B")), taken(entry("A", "B", direction="CREDIT"))
    assert (debit.paying_clearer, debit.payer, debit.receiving_clearer, debit.payee) == ("B", "B", "A", "A")
    assert (credit.paying_clearer, credit.payer, credit.receiving_clearer, credit.payee) == (
        "A",
        "A",
        "B",
        "B",
    )


def test_a_ceased_member_stands_for_its_successor() -> None:
    booked = taken(entry("A", "B", drawn_on="M1"), (*TWO_CLEARERS, member("M1"), amalgamated("M1", "B")))
    assert booked.payer == "B"


def test_the_payer_belongs_to_the_group_at_the_stamp() -> None:
    assert taken(entry("A", "G", drawn_on="L1"), A_CIRCLE).payer_in_group
    assert not taken(entry("A", "G"), A_CIRCLE).payer_in_group
    left = event(events.GroupLeft, EVENING, group_clearer="G", entity="L1")
    assert not taken(entry("A", "G", drawn_on="L1"), (*A_CIRCLE, left)).payer_in_group


def test_the_maker_acts_as_agent_for_the_payee_only_where_it_is_paid() -> None:
    assert taken(entry("A", "B", payable_to="I1"), A_CIRCLE).made_as_agent
    assert not taken(entry("A", "B"), A_CIRCLE).made_as_agent
    assert not taken(entry("B", "A", direction="CREDIT", payable_to="I1"), A_CIRCLE).made_as_agent


def test_the_items_are_at_first_with_the_counterparty() -> None:
    assert taken(entry("A", "B")).holder == "B"

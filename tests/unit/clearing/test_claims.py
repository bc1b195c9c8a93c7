"""Who pays back an amount because of a bad endorsement? (BL3/11 to BL3/13)"""

import pytest

from schemas.wire import Event
from streams.domains.clearing.rules.claims import decide_claim, value_is_bad
from streams.domains.clearing.rules.verdicts import Reason, Verdict
from streams.domains.clearing.state.entries import Entry
from tests.unit.clearing.events import EVENING, LATER, ceased, claimed, designated, entry
from tests.unit.clearing.situations import A_CIRCLE, about, taken


def decided(
    booked: Entry, cents: int = 100, made_by: str = "B", facts: tuple[Event, ...] = A_CIRCLE
) -> Verdict:
    return decide_claim(about(claimed(booked.id, made_by, cents, LATER), booked, facts))


def test_the_counterparty_of_a_debit_claims_from_its_maker() -> None:
    verdict = decided(taken(entry("A", "B")))
    assert (verdict.verdict, verdict.cites) == ("ACCEPTED", ("12",))


@pytest.mark.parametrize(("cents", "is_bad"), [(1, False), (0, True), (-1, True)])
def test_a_claim_is_for_a_positive_amount(cents: int, is_bad: bool) -> None:
    assert value_is_bad(claimed("e", "B", cents)) is is_bad


def test_nobody_else_claims() -> None:
    assert decided(taken(entry("A", "B")), made_by="A").reason is Reason.NOT_ITEM_RECEIVER


def test_a_credit_has_no_endorsement() -> None:
    assert decided(taken(entry("A", "B", direction="CREDIT"))).reason is Reason.GROUND_MISMATCH


def test_returns_and_claims_together_stay_within_the_value() -> None:
    booked = taken(entry("A", "B"))
    booked.returned_cents, booked.claimed_cents = 30, 20
    assert decided(booked, 50).verdict == "ACCEPTED"
    assert decided(booked, 51).reason is Reason.EXCEEDS_ORIGINAL


def test_an_agent_answers_while_it_acts() -> None:
    assert decided(taken(entry("A", "B", payable_to="I1"), A_CIRCLE)).verdict == "ACCEPTED"


def test_an_agent_that_ceased_to_act_is_exempt() -> None:
    booked = taken(entry("A", "B", payable_to="I1"), A_CIRCLE)
    verdict = decided(booked, facts=(*A_CIRCLE, ceased("I1", "A", LATER)))
    assert (verdict.reason, verdict.cites) == (Reason.AGENT_EXEMPT, ("13",))


def test_an_agent_that_acts_again_answers_again() -> None:
    booked = taken(entry("A", "B", payable_to="I1"), A_CIRCLE)
    again = (*A_CIRCLE, ceased("I1", "A", EVENING), designated("I1", "A", LATER))
    assert decided(booked, facts=again).verdict == "ACCEPTED"


def test_a_maker_that_presented_for_itself_answers_whatever_it_ceased() -> None:
    assert decided(taken(entry("A", "B")), facts=(*A_CIRCLE, ceased("I1", "A", LATER))).reason is None

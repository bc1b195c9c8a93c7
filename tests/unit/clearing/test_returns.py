"""May items be returned, and in which cycle is the return booked? (BL3/14, BL3/17, BL3/54, BL3/60, BL3/61)"""

from typing import Any

import msgspec
import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.rules.returns import decide_return, value_is_bad
from streams.domains.clearing.rules.verdicts import Reason, Verdict
from streams.domains.clearing.state.entries import Entry
from tests.unit.clearing.events import (
    EVENING,
    FOUNDED,
    LATER,
    TUESDAY,
    WEDNESDAY,
    defaulted,
    entry,
    event,
    returned,
    returns_closed,
    scheduled,
    sealed,
    settled,
)
from tests.unit.clearing.situations import A_CIRCLE, TWO_CLEARERS, about, taken

DEFAULT_AT = "2003-11-04T17:30:00Z"
FAILED = (*TWO_CLEARERS, sealed(), *defaulted("B", at=DEFAULT_AT))
"""B is in default in the cycle of Tuesday."""


def debit(**fields: Any) -> Entry:
    """An entry by A that B pays."""
    return taken(entry("A", "B", **fields), A_CIRCLE)


def decided(
    booked: Entry,
    cents: int = 100,
    ground: str = "RULES",
    at: str = LATER,
    facts: tuple[Event, ...] = TWO_CLEARERS,
    made_by: str = "B",
    **fields: Any,
) -> Verdict:
    values = {name: fields.pop(name) for name in ("return_reasons",) if name in fields}
    return decide_return(
        about(returned(booked.id, made_by, cents, ground, at, **fields), booked, facts, **values)
    )


def booked_in(verdict: Verdict) -> object:
    return dict(verdict.more).get("booked_in_cycle", verdict.reason)


def test_a_return_under_the_rules_is_booked_when_it_is_made() -> None:
    assert booked_in(decided(debit(), at=EVENING)) == TUESDAY
    assert booked_in(decided(debit(), at=LATER)) == WEDNESDAY


def test_an_ordinary_return_reaches_no_cycle_back_after_settlement() -> None:
    assert booked_in(decided(debit(), facts=(*TWO_CLEARERS, sealed(), settled()))) == WEDNESDAY


@pytest.mark.parametrize(("cents", "count", "is_bad"), [(1, 1, False), (0, 1, True), (1, 0, True)])
def test_value_and_count_must_be_positive(cents: int, count: int, is_bad: bool) -> None:
    assert value_is_bad(returned("e", "B", cents, item_count=count)) is is_bad


def test_only_the_counterparty_returns() -> None:
    assert decided(debit(), made_by="A").reason is Reason.NOT_ITEM_RECEIVER


def test_only_who_holds_the_items_returns_them() -> None:
    passed_on = debit()
    passed_on.holder = "I1"
    assert decided(passed_on).reason is Reason.NOT_IN_POSSESSION


@pytest.mark.parametrize(("cents", "count", "fits"), [(60, 2, True), (61, 2, False), (60, 3, False)])
def test_no_more_is_returned_than_is_left_in_value_and_count(cents: int, count: int, fits: bool) -> None:
    booked = debit(item_count=5)
    booked.returned_cents, booked.returned_count = 40, 3
    found = decided(booked, cents, item_count=count).reason
    assert found is (None if fits else Reason.EXCEEDS_ORIGINAL)


# ---- default ----


def test_a_member_in_default_makes_no_ordinary_return() -> None:
    assert decided(debit(), at="2003-11-04T17:29:59Z", facts=FAILED).reason is None
    assert decided(debit(), at=DEFAULT_AT, facts=FAILED).reason is Reason.DEFAULTER_PROHIBITED


def test_a_member_in_default_returns_what_is_drawn_on_itself() -> None:
    verdict = decided(debit(), ground="SECTION_54_1_A", at=DEFAULT_AT, facts=FAILED)
    assert (verdict.verdict, verdict.cites, booked_in(verdict)) == ("ACCEPTED", ("54(1)(a)",), TUESDAY)


@pytest.mark.parametrize("ground", ["SECTION_54_1_A", "SECTION_54_1_C"])
def test_who_is_not_in_default_cannot_return_on_that_ground(ground: str) -> None:
    early = decided(debit(), ground=ground, at="2003-11-04T17:29:59Z", facts=FAILED)
    assert (early.reason, early.cites) == (Reason.NOT_IN_DEFAULT, ("53(1)",))


def test_items_drawn_on_another_do_not_fit_section_54_1_a() -> None:
    facts = (*A_CIRCLE, sealed(), *defaulted("A", at=DEFAULT_AT))
    booked = taken(entry("B", "A", drawn_on="I1"), A_CIRCLE)
    found = decided(booked, ground="SECTION_54_1_A", facts=facts, made_by="A").reason
    assert found is Reason.GROUND_MISMATCH


def test_items_drawn_on_an_entity_of_the_group_are_returned_under_section_54_1_c() -> None:
    facts = (*A_CIRCLE, sealed(), *defaulted("G", at=DEFAULT_AT))
    of_entity = taken(entry("A", "G", drawn_on="L1"), A_CIRCLE)
    verdict = decided(of_entity, ground="SECTION_54_1_C", facts=facts, made_by="G")
    assert (verdict.cites, booked_in(verdict)) == (("54(1)(c)",), TUESDAY)
    of_itself = taken(entry("A", "G"), A_CIRCLE)
    found = decided(of_itself, ground="SECTION_54_1_C", facts=facts, made_by="G").reason
    assert found is Reason.GROUND_MISMATCH


def test_credits_of_a_maker_in_default_are_returned_by_their_receiver() -> None:
    facts = (*TWO_CLEARERS, sealed(), *defaulted("A", at=DEFAULT_AT))
    verdict = decided(debit(direction="CREDIT"), ground="SECTION_54_2", facts=facts)
    assert (verdict.cites, booked_in(verdict)) == (("54(2)",), TUESDAY)
    assert decided(debit(), ground="SECTION_54_2", facts=facts).reason is Reason.GROUND_MISMATCH


def test_credits_payable_by_an_entity_are_not_returned_under_section_54_2() -> None:
    facts = (*A_CIRCLE, sealed(), *defaulted("G", at=DEFAULT_AT))
    credit = taken(entry("G", "B", direction="CREDIT", drawn_on="L1"), A_CIRCLE)
    assert decided(credit, ground="SECTION_54_2", facts=facts).reason is Reason.GROUND_MISMATCH


def test_a_receiver_in_default_itself_makes_no_return_under_section_54_2() -> None:
    both = (*FAILED, *defaulted("A", at=DEFAULT_AT))
    found = decided(debit(direction="CREDIT"), ground="SECTION_54_2", facts=both).reason
    assert found is Reason.DEFAULTER_PROHIBITED


def test_an_item_of_another_cycle_is_booked_when_it_is_returned() -> None:
    younger = debit(at="2003-11-04T16:30:00Z")
    assert younger.cycle == WEDNESDAY
    assert booked_in(decided(younger, ground="SECTION_54_1_A", facts=FAILED)) == WEDNESDAY


def test_once_the_returns_of_a_case_are_closed_nothing_reaches_back() -> None:
    verdict = decided(debit(), ground="SECTION_54_1_A", facts=(*FAILED, returns_closed("B")))
    assert (verdict.reason, verdict.cites) == (Reason.RETURNS_CLOSED, ("55",))


def test_the_closed_returns_of_one_cycle_leave_items_of_another_alone() -> None:
    younger = debit(at="2003-11-04T16:30:00Z")
    facts = (*FAILED, returns_closed("B"))
    assert booked_in(decided(younger, ground="SECTION_54_1_A", facts=facts)) == WEDNESDAY


# ---- section 60 ----

INDIRECT = (
    *A_CIRCLE,
    event(
        events.IndirectShortfallReported,
        cycle=TUESDAY,
        agent="A",
        indirect_clearer="I1",
        shortfall_cents=100,
    ),
    event(
        events.IndirectAdvanceReported,
        EVENING,
        cycle=TUESDAY,
        agent="A",
        indirect_clearer="I1",
        advance_cents=0,
    ),
)


def test_an_agent_returns_items_drawn_on_an_indirect_clearer_in_default() -> None:
    drawn = taken(entry("B", "A", drawn_on="I1"), A_CIRCLE)
    verdict = decided(drawn, ground="SECTION_60", at=EVENING, facts=INDIRECT, made_by="A")
    assert (verdict.verdict, verdict.cites) == ("ACCEPTED", ("60",))


def test_before_the_default_of_the_indirect_clearer_the_ground_does_not_fit() -> None:
    drawn = taken(entry("B", "A", drawn_on="I1"), A_CIRCLE)
    early = "2003-11-03T19:59:59Z"
    found = decided(drawn, ground="SECTION_60", at=early, facts=INDIRECT, made_by="A").reason
    assert found is Reason.GROUND_MISMATCH


def test_items_drawn_on_the_agent_itself_or_credits_do_not_fit_section_60() -> None:
    own = taken(entry("B", "A"), A_CIRCLE)
    credit = taken(entry("B", "A", direction="CREDIT"), A_CIRCLE)
    credit.payer = "I1"
    for booked in (own, credit):
        found = decided(booked, ground="SECTION_60", at=EVENING, facts=INDIRECT, made_by="A").reason
        assert found is Reason.GROUND_MISMATCH


# ---- what is irrevocable ----


@pytest.mark.parametrize(("ground", "cites"), [("RULES", ("14", "17")), ("SECTION_54_1_A", ("14", "61"))])
def test_from_its_time_on_an_exchange_is_irrevocable(ground: str, cites: tuple[str, ...]) -> None:
    at = DEFAULT_AT if ground != "RULES" else "2003-11-04T17:00:00Z"
    facts = FAILED
    later = debit(irrevocable_at="2003-11-04T17:45:00Z")
    assert decided(later, ground=ground, at=at, facts=facts).reason is None
    now = debit(irrevocable_at=at)
    verdict = decided(now, ground=ground, at=at, facts=facts)
    assert (verdict.reason, verdict.cites) == (Reason.IRREVOCABLE, cites)


def test_without_a_time_it_is_irrevocable_once_settlement_is_effected() -> None:
    settled_too = (*FAILED, settled())
    found = decided(debit(), ground="SECTION_54_1_A", facts=settled_too)
    assert (found.reason, found.cites) == (Reason.IRREVOCABLE, ("14", "61"))


def test_a_time_that_has_not_come_holds_also_after_settlement() -> None:
    booked = debit(irrevocable_at="2003-12-01T00:00:00Z")
    verdict = decided(booked, ground="SECTION_54_1_A", facts=(*FAILED, settled()))
    assert booked_in(verdict) == WEDNESDAY


# ---- what the rules say ----


def test_a_return_under_the_rules_is_in_time_through_its_last_instant() -> None:
    booked = debit(returnable_through_at=LATER)
    assert decided(booked, at=LATER).reason is None
    assert decided(booked, at="2003-11-04T18:00:00.000001Z").reason is Reason.RETURN_TOO_LATE


def test_a_return_in_a_default_asks_for_no_time_of_the_rules() -> None:
    booked = debit(returnable_through_at=EVENING)
    assert decided(booked, ground="SECTION_54_1_A", facts=FAILED).reason is None


def test_the_rules_may_limit_the_reasons() -> None:
    reasons = frozenset({"NSF"})
    not_admitted = Reason.RETURN_REASON_NOT_ADMITTED
    assert decided(debit(), rules_reason="NSF", return_reasons=reasons).reason is None
    assert decided(debit(), rules_reason="STOP", return_reasons=reasons).reason is not_admitted
    assert decided(debit(), return_reasons=reasons).reason is not_admitted
    assert decided(debit(), ground="SECTION_54_1_A", facts=FAILED, return_reasons=reasons).reason is None


# ---- where a return is booked by its stamp ----


def test_a_return_booked_by_its_stamp_needs_a_cycle() -> None:
    assert decided(debit(), at="2003-11-06T00:00:00Z").reason is Reason.NO_OPEN_CYCLE
    assert decided(debit(), at=EVENING, facts=(*TWO_CLEARERS, sealed())).reason is Reason.CYCLE_CLOSED


def test_a_return_into_the_failed_cycle_needs_none() -> None:
    facts = (*(fact for fact in FAILED if fact.id != TWO_CLEARERS[1].id),)
    assert booked_in(decided(debit(), ground="SECTION_54_1_A", facts=facts)) == TUESDAY


def test_a_return_into_the_failed_cycle_asks_not_for_the_seal_of_its_stamp() -> None:
    facts = (*FAILED, sealed(WEDNESDAY, at="2003-11-05T16:00:00Z"))
    assert booked_in(decided(debit(), ground="SECTION_54_1_A", facts=facts)) == TUESDAY


def test_an_entry_in_a_cycle_that_is_not_scheduled_is_a_fault_of_the_program() -> None:
    booked = msgspec.structs.replace(debit(), cycle="2003-12-24")
    with pytest.raises(LookupError, match="2003-12-24"):
        about(returned(booked.id, "B"), booked, (scheduled(at=FOUNDED),))

"""May items be returned, and in which cycle is the return booked? (BL3/14, BL3/17, BL3/54, BL3/60, BL3/61)"""

from typing import Final

from schemas.clearing import ReturnSubmitted
from streams.domains.clearing.rules.reference import ReferringSituation
from streams.domains.clearing.rules.verdicts import Check, Reason, Verdict, refusal
from streams.domains.clearing.state.defaults import DefaultCase
from streams.domains.clearing.state.entries import CREDIT, DEBIT
from streams.domains.clearing.state.totals import RULES, SECTION_54, SECTION_60
from streams.kernel.citation import cites

Situation = ReferringSituation[ReturnSubmitted]

PRIMARY: Final = {
    "RULES": "17",
    "SECTION_54_1_A": "54(1)(a)",
    "SECTION_54_1_C": "54(1)(c)",
    "SECTION_54_2": "54(2)",
    "SECTION_60": "60",
}
"""The provision that each ground of return names."""

BOOKED_AS: Final = {
    "RULES": RULES,
    "SECTION_54_1_A": SECTION_54,
    "SECTION_54_1_C": SECTION_54,
    "SECTION_54_2": SECTION_54,
    "SECTION_60": SECTION_60,
}
"""The figure of a returned cell that each ground moves."""

RETURNED_BY_THE_DEFAULTER: Final = ("SECTION_54_1_A", "SECTION_54_1_C")


@cites("BL3/6(1)(b)(iii)")
def value_is_bad(event: ReturnSubmitted) -> bool:
    """Whether the value or the count is not positive."""
    return event.value_cents <= 0 or event.item_count <= 0


@cites("BL3/54(1)", "BL3/54(2)")
def member_in_default(of: Situation) -> str | None:
    """The member that must be in default for a return under section 54, or None for other grounds."""
    if of.event.ground in RETURNED_BY_THE_DEFAULTER:
        return of.event.made_by
    return of.entry.made_by if of.event.ground == "SECTION_54_2" else None


@cites("BL3/54(1)", "BL3/54(2)", "BL3/55")
def own_case(of: Situation) -> DefaultCase | None:
    """The case in the entry's own cycle, begun at or before the return's stamp, of the member in default."""
    member = member_in_default(of)
    case = None if member is None else of.registry.defaults.case(of.entry.cycle, member)
    return case if case is not None and case.has_begun(of.at_us) else None


@cites("BL3/54(1)", "BL3/54(2)", "BL3/55")
def is_booked_in_own_cycle(of: Situation) -> bool:
    """Whether the return reaches back into the entry's own cycle, where it lowers the shortfall."""
    return own_case(of) is not None and not of.entry_cycle.is_settled


@cites("BL3/17", "BL3/54", "BL3/60")
def _is_not_by_the_receiver(of: Situation) -> bool:
    return of.event.made_by != of.entry.counterparty


@cites("BL3/62")
def _maker_is_in_default(of: Situation) -> bool:
    if of.event.ground in RETURNED_BY_THE_DEFAULTER:
        return False
    return of.registry.defaults.is_in_default(of.event.made_by, of.at_us)


@cites("BL3/14", "BL3/61")
def _is_irrevocable(of: Situation) -> bool:
    return of.event.ground != "RULES" and _became_irrevocable(of, otherwise=of.entry_cycle.is_settled)


@cites("BL3/14", "BL3/17")
def _is_irrevocable_under_the_rules(of: Situation) -> bool:
    return of.event.ground == "RULES" and _became_irrevocable(of, otherwise=False)


@cites("BL3/14")
def _became_irrevocable(of: Situation, *, otherwise: bool) -> bool:
    """Whether the time set for irrevocability has come at the stamp; `otherwise` where none is set."""
    irrevocable_us = of.entry.irrevocable_us
    return otherwise if irrevocable_us is None else of.at_us >= irrevocable_us


@cites("BL3/59")
def _items_are_elsewhere(of: Situation) -> bool:
    return of.entry.holder != of.event.made_by


@cites("BL3/17", "BL3/54", "BL3/60")
def _exceeds_what_is_left(of: Situation) -> bool:
    event, entry = of.event, of.entry
    return (
        entry.returned_cents + event.value_cents > entry.value_cents
        or entry.returned_count + event.item_count > entry.item_count
    )


@cites("BL3/53(1)")
def _nobody_is_in_default(of: Situation) -> bool:
    member = member_in_default(of)
    return member is not None and not of.registry.defaults.is_in_default(member, of.at_us)


@cites("BL3/54(1)(a)", "BL3/54(1)(c)", "BL3/54(2)", "BL3/60")
def _ground_does_not_fit(of: Situation) -> bool:
    event, entry = of.event, of.entry
    match event.ground:
        case "RULES":
            return False
        case "SECTION_54_1_A":
            return not (entry.direction == DEBIT and entry.payer == event.made_by)
        case "SECTION_54_1_C":
            return not (entry.direction == DEBIT and entry.payer_in_group)
        case "SECTION_54_2":
            return not (entry.direction == CREDIT and entry.payer == entry.made_by)
        case _:
            newest = of.registry.defaults.newest_indirect(event.made_by, entry.payer, of.at_us)
            return entry.direction != DEBIT or newest is None


@cites("BL3/55")
def _returns_are_closed(of: Situation) -> bool:
    case = own_case(of)
    return case is not None and case.returns_closed


@cites("BL3/17")
def _reason_is_not_admitted(of: Situation) -> bool:
    reasons = of.law.return_reasons
    return of.event.ground == "RULES" and reasons is not None and (of.event.rules_reason or "") not in reasons


@cites("BL3/17")
def _comes_too_late(of: Situation) -> bool:
    through_us = of.entry.returnable_through_us
    return of.event.ground == "RULES" and through_us is not None and of.at_us > through_us


@cites("BL3/1(ACSS-cycle)")
def _no_cycle_is_open(of: Situation) -> bool:
    return not is_booked_in_own_cycle(of) and of.stamp_cycle is None


@cites("BL3/1(ACSS-cycle)", "BL3/48")
def _cycle_is_closed(of: Situation) -> bool:
    return not is_booked_in_own_cycle(of) and of.stamp_cycle is not None and of.stamp_cycle.is_sealed


CHECKS: tuple[Check[Situation], ...] = (
    Check(Reason.NOT_ITEM_RECEIVER, _is_not_by_the_receiver),
    Check(Reason.DEFAULTER_PROHIBITED, _maker_is_in_default, ("62",)),
    Check(Reason.IRREVOCABLE, _is_irrevocable, ("14", "61")),
    Check(Reason.IRREVOCABLE, _is_irrevocable_under_the_rules, ("14", "17")),
    Check(Reason.NOT_IN_POSSESSION, _items_are_elsewhere, ("59",)),
    Check(Reason.EXCEEDS_ORIGINAL, _exceeds_what_is_left),
    Check(Reason.NOT_IN_DEFAULT, _nobody_is_in_default, ("53(1)",)),
    Check(Reason.GROUND_MISMATCH, _ground_does_not_fit),
    Check(Reason.RETURNS_CLOSED, _returns_are_closed, ("55",)),
    Check(Reason.RETURN_REASON_NOT_ADMITTED, _reason_is_not_admitted),
    Check(Reason.RETURN_TOO_LATE, _comes_too_late),
    Check(Reason.NO_OPEN_CYCLE, _no_cycle_is_open, ("1(ACSS-cycle)",)),
    Check(Reason.CYCLE_CLOSED, _cycle_is_closed, ("1(ACSS-cycle)",)),
)
"""The checks on a return whose entry is there, in order of precedence."""


@cites("BL3/17", "BL3/18", "BL3/54(1)(a)", "BL3/54(1)(c)", "BL3/54(2)", "BL3/60", "BL3/61")
def decide_return(of: Situation) -> Verdict:
    """Whether a return is taken, and in which cycle it is booked."""
    primary = (PRIMARY[of.event.ground],)
    refused = refusal(CHECKS, of, primary)
    if refused is not None:
        return refused
    booked_in = of.entry_cycle if is_booked_in_own_cycle(of) or of.stamp_cycle is None else of.stamp_cycle
    return Verdict("ACCEPTED", primary, more=(("booked_in_cycle", booked_in.name),))

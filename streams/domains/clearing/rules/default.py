"""Which steps does the default of a clearer take, and in which order? (BL3/53 to BL3/57)"""

from schemas.clearing import (
    AdvanceReported,
    DefaultDepositsClosed,
    DefaultEnded,
    DefaultReturnsClosed,
    DepositReceived,
    RecoveryInterestAccrued,
    ShortfallReported,
)
from streams.domains.clearing.rules.fact import (
    BACKDATED,
    CYCLE_STILL_OPEN,
    SETTLEMENT_FINAL,
    UNKNOWN_CYCLE,
    FactSituation,
)
from streams.domains.clearing.rules.settlement import was_never_a_clearer
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.domains.clearing.state.defaults import DefaultCase
from streams.kernel.citation import cites

CaseFact = (
    ShortfallReported
    | AdvanceReported
    | DefaultReturnsClosed
    | DepositReceived
    | DefaultDepositsClosed
    | RecoveryInterestAccrued
)


def case_of(of: FactSituation[CaseFact]) -> DefaultCase | None:
    """The case that a fact is about."""
    return of.registry.defaults.case(of.fact.cycle, of.fact.member)


@cites("BL3/53(1)(a)")
def _case_exists(of: FactSituation[ShortfallReported]) -> bool:
    return case_of(of) is not None


@cites("BL3/53(1)(b)")
def _no_shortfall_was_reported(of: FactSituation[AdvanceReported]) -> bool:
    return case_of(of) is None


@cites("BL3/53(1)(b)")
def _advance_was_reported(of: FactSituation[AdvanceReported]) -> bool:
    case = case_of(of)
    return case is not None and case.advance_cents is not None


@cites("BL3/53(1)")
def _case_led_to_no_default(of: FactSituation[CaseFact]) -> bool:
    case = case_of(of)
    return case is None or case.default_us is None


@cites("BL3/55")
def _returns_are_closed(of: FactSituation[DefaultReturnsClosed]) -> bool:
    case = case_of(of)
    return case is not None and case.returns_closed


@cites("BL3/55", "BL3/56")
def _returns_are_open(of: FactSituation[DefaultDepositsClosed]) -> bool:
    case = case_of(of)
    return case is None or not case.returns_closed


@cites("BL3/56")
def _deposits_are_closed(of: FactSituation[DefaultDepositsClosed]) -> bool:
    case = case_of(of)
    return case is not None and case.deposits_closed


@cites("BL3/62")
def _member_is_not_in_default(of: FactSituation[DefaultEnded]) -> bool:
    return not of.registry.defaults.is_in_default(of.fact.member, of.effect_us)


@cites("BL3/62")
def _a_cycle_is_not_settled(of: FactSituation[DefaultEnded]) -> bool:
    """Whether a cycle in which the member defaulted is not settled."""
    calendar = of.registry.calendar
    for case in of.registry.defaults.cases_of(of.fact.member):
        cycle = calendar.named(case.cycle)
        if case.default_us is not None and cycle is not None and not cycle.is_settled:
            return True
    return False


@cites("BL3/57(2)")
def _rate_is_not_set(of: FactSituation[RecoveryInterestAccrued]) -> bool:
    return of.law.recovery_interest_rate_ppm is None


SHORTFALL_REPORTED: tuple[Check[FactSituation[ShortfallReported]], ...] = (
    UNKNOWN_CYCLE,
    Check(Reason.NOT_A_CLEARER, was_never_a_clearer, ("53(1)",)),
    CYCLE_STILL_OPEN,
    SETTLEMENT_FINAL,
    Check(Reason.CASE_EXISTS, _case_exists),
)
ADVANCE_REPORTED: tuple[Check[FactSituation[AdvanceReported]], ...] = (
    UNKNOWN_CYCLE,
    SETTLEMENT_FINAL,
    Check(Reason.NO_SHORTFALL_REPORTED, _no_shortfall_was_reported),
    Check(Reason.ADVANCE_ALREADY_REPORTED, _advance_was_reported),
)
DEFAULT_RETURNS_CLOSED: tuple[Check[FactSituation[DefaultReturnsClosed]], ...] = (
    UNKNOWN_CYCLE,
    SETTLEMENT_FINAL,
    Check(Reason.NOT_IN_DEFAULT, _case_led_to_no_default, ("53(1)",)),
    Check(Reason.RETURNS_CLOSED, _returns_are_closed, ("55",)),
)
DEPOSIT_RECEIVED: tuple[Check[FactSituation[DepositReceived]], ...] = (
    UNKNOWN_CYCLE,
    SETTLEMENT_FINAL,
    Check(Reason.NOT_IN_DEFAULT, _case_led_to_no_default, ("53(1)",)),
)
DEFAULT_DEPOSITS_CLOSED: tuple[Check[FactSituation[DefaultDepositsClosed]], ...] = (
    UNKNOWN_CYCLE,
    SETTLEMENT_FINAL,
    Check(Reason.NOT_IN_DEFAULT, _case_led_to_no_default, ("53(1)",)),
    Check(Reason.RETURNS_NOT_CLOSED, _returns_are_open),
    Check(Reason.DEPOSITS_CLOSED, _deposits_are_closed),
)
DEFAULT_ENDED: tuple[Check[FactSituation[DefaultEnded]], ...] = (
    BACKDATED,
    Check(Reason.NOT_IN_DEFAULT, _member_is_not_in_default, ("53(1)",)),
    Check(Reason.CASE_STILL_OPEN, _a_cycle_is_not_settled),
)
RECOVERY_INTEREST_ACCRUED: tuple[Check[FactSituation[RecoveryInterestAccrued]], ...] = (
    UNKNOWN_CYCLE,
    Check(Reason.NOT_IN_DEFAULT, _case_led_to_no_default, ("53(1)",)),
    Check(Reason.INTEREST_RATE_NOT_SET, _rate_is_not_set),
)


@cites("BL3/53(1)", "BL3/53(1)(b)")
def advance_suffices(advance_cents: int, shortfall_cents: int) -> bool:
    """Whether an advance averts default: it does from the shortfall on."""
    return advance_cents >= shortfall_cents


@cites("BL3/53(1)(a)")
def expected_shortfall_cents(available_cents: int, balance_cents: int) -> int:
    """What the shortfall should be by the books: what is missing once the balance is posted."""
    return max(0, -(available_cents + balance_cents))


@cites("BL3/54(1)", "BL3/54(2)", "BL3/55")
def shortfall_after_section_55_cents(
    shortfall_cents: int, advance_credited_cents: int, credits_cents: int, debits_cents: int
) -> int:
    """What is left of a shortfall after the returns under section 54; below zero where they exceed it.

    Args:
        credits_cents: returns that the member gained since the shortfall was reported.
        debits_cents: returns by another member in default that it lost since then.
    """
    return shortfall_cents - advance_credited_cents - credits_cents + debits_cents

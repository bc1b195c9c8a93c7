"""When is an indirect clearer in default towards its agent, and what follows? (BL3/58 to BL3/60)"""

from schemas.clearing import IndirectAdvanceReported, IndirectShortfallReported, SubAccountReported
from streams.domains.clearing.rules.fact import UNKNOWN_CYCLE, FactSituation
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.domains.clearing.state.defaults import IndirectDefaultCase
from streams.kernel.citation import cites


def case_of(
    of: FactSituation[IndirectShortfallReported | IndirectAdvanceReported],
) -> IndirectDefaultCase | None:
    """The case that a fact is about."""
    fact = of.fact
    return of.registry.defaults.indirect_case(fact.cycle, fact.agent, fact.indirect_clearer)


@cites("BL3/58(a)")
def _case_exists(of: FactSituation[IndirectShortfallReported]) -> bool:
    return case_of(of) is not None


@cites("BL3/35", "BL3/58(a)")
def _was_never_represented(of: FactSituation[IndirectShortfallReported]) -> bool:
    fact = of.fact
    return not of.registry.representations.was_ever(fact.indirect_clearer, fact.agent, of.at_us)


@cites("BL3/58(b)")
def _no_shortfall_was_reported(of: FactSituation[IndirectAdvanceReported]) -> bool:
    return case_of(of) is None


@cites("BL3/58(b)")
def _advance_was_reported(of: FactSituation[IndirectAdvanceReported]) -> bool:
    case = case_of(of)
    return case is not None and case.advance_cents is not None


@cites("BL3/35", "BL3/56")
def _institution_was_never_represented(of: FactSituation[SubAccountReported]) -> bool:
    fact = of.fact
    return not of.registry.representations.was_ever(fact.institution, fact.agent, of.at_us)


INDIRECT_SHORTFALL_REPORTED: tuple[Check[FactSituation[IndirectShortfallReported]], ...] = (
    UNKNOWN_CYCLE,
    Check(Reason.CASE_EXISTS, _case_exists),
    Check(Reason.NOT_REPRESENTED, _was_never_represented, ("35",)),
)
INDIRECT_ADVANCE_REPORTED: tuple[Check[FactSituation[IndirectAdvanceReported]], ...] = (
    UNKNOWN_CYCLE,
    Check(Reason.NO_SHORTFALL_REPORTED, _no_shortfall_was_reported),
    Check(Reason.ADVANCE_ALREADY_REPORTED, _advance_was_reported),
)
SUB_ACCOUNT_REPORTED: tuple[Check[FactSituation[SubAccountReported]], ...] = (
    UNKNOWN_CYCLE,
    Check(Reason.NOT_REPRESENTED, _institution_was_never_represented, ("35",)),
)


@cites("BL3/58", "BL3/60")
def agent_residual_cents(shortfall_cents: int, returned_cents: int, *, in_default: bool) -> int:
    """The agent's own loss: what its returns leave of the shortfall; nothing while there is no default."""
    return max(0, shortfall_cents - returned_cents) if in_default else 0

"""When is a cycle settled, and what is each clearer's instruction? (BL3/48, BL3/50 to BL3/52)"""

from collections.abc import Mapping

from schemas.clearing import (
    SettlementAccountReported,
    SettlementEffected,
    SettlementRequested,
    SettlementReversalRequested,
    ShortfallReported,
)
from streams.domains.clearing.rules.fact import (
    CYCLE_STILL_OPEN,
    SETTLEMENT_FINAL,
    UNKNOWN_CYCLE,
    FactSituation,
)
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.domains.clearing.state.parties import BANK_OF_CANADA
from streams.kernel.citation import cites


@cites("BL3/53(1)")
def was_never_a_clearer(of: FactSituation[SettlementAccountReported | ShortfallReported]) -> bool:
    """Whether the member reported on never had a clearer role, and so no settlement account that matters."""
    return not of.registry.roles.was_ever_clearer(of.fact.member, of.at_us)


@cites("BL3/52")
def _cycle_is_not_settled(of: FactSituation[SettlementReversalRequested]) -> bool:
    cycle = of.registry.calendar.named(of.fact.cycle)
    return cycle is None or not cycle.is_settled


SETTLEMENT_ACCOUNT_REPORTED: tuple[Check[FactSituation[SettlementAccountReported]], ...] = (
    UNKNOWN_CYCLE,
    Check(Reason.NOT_A_CLEARER, was_never_a_clearer, ("53(1)",)),
)
SETTLEMENT_REQUESTED: tuple[Check[FactSituation[SettlementRequested]], ...] = (
    UNKNOWN_CYCLE,
    CYCLE_STILL_OPEN,
    SETTLEMENT_FINAL,
)
SETTLEMENT_EFFECTED: tuple[Check[FactSituation[SettlementEffected]], ...] = (
    UNKNOWN_CYCLE,
    CYCLE_STILL_OPEN,
    SETTLEMENT_FINAL,
)
SETTLEMENT_REVERSAL_REQUESTED: tuple[Check[FactSituation[SettlementReversalRequested]], ...] = (
    UNKNOWN_CYCLE,
    SETTLEMENT_FINAL,
    Check(Reason.NOT_SETTLED, _cycle_is_not_settled),
)


@cites("BL3/50")
def instructions(balances_cents: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """The entry into the settlement account of each clearer with a balance: clearer, DEBIT or CREDIT, cents.

    The Bank of Canada has no entry of its own: its figure is minus the sum of the others.
    """
    return [
        (clearer, "CREDIT" if cents > 0 else "DEBIT", abs(cents))
        for clearer, cents in sorted(balances_cents.items())
        if cents and clearer != BANK_OF_CANADA
    ]

"""What stops exchange for a while? (BL3/9, BL3/23, BL3/46, BL3/47(2))"""

from schemas.clearing import (
    ExchangeSuspended,
    ItemDisputeResolved,
    NationalFailureDeclared,
    NationalFailureEnded,
)
from streams.domains.clearing.rules.fact import FactSituation
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.kernel.citation import cites


@cites("BL3/46(1)")
def _no_cycle_is_open(of: FactSituation[ExchangeSuspended]) -> bool:
    return of.registry.calendar.at(of.at_us) is None


@cites("BL3/9")
def _no_dispute_is_open(of: FactSituation[ItemDisputeResolved]) -> bool:
    return not of.registry.interruptions.dispute_about(of.fact.item).runs()


@cites("BL3/47(2)")
def _failure_runs(of: FactSituation[NationalFailureDeclared]) -> bool:
    return of.registry.interruptions.national_failure.runs()


@cites("BL3/47(2)")
def _no_failure_runs(of: FactSituation[NationalFailureEnded]) -> bool:
    return not of.registry.interruptions.national_failure.runs()


EXCHANGE_SUSPENDED: tuple[Check[FactSituation[ExchangeSuspended]], ...] = (
    Check(Reason.NO_OPEN_CYCLE, _no_cycle_is_open, ("1(ACSS-cycle)",)),
)
ITEM_DISPUTE_RESOLVED: tuple[Check[FactSituation[ItemDisputeResolved]], ...] = (
    Check(Reason.NOT_IN_DISPUTE, _no_dispute_is_open),
)
NATIONAL_FAILURE_DECLARED: tuple[Check[FactSituation[NationalFailureDeclared]], ...] = (
    Check(Reason.ALREADY_DECLARED, _failure_runs),
)
NATIONAL_FAILURE_ENDED: tuple[Check[FactSituation[NationalFailureEnded]], ...] = (
    Check(Reason.NOT_IN_NATIONAL_FAILURE, _no_failure_runs, ("47(2)",)),
)

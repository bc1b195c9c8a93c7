"""Which cycles are there, and when does one close? (BL3/1, BL3/48)"""

from schemas.clearing import CycleScheduled, CycleSealed
from schemas.instants import instant_us
from streams.domains.clearing.rules.fact import UNKNOWN_CYCLE, FactSituation
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.kernel.citation import cites


@cites("BL3/1(ACSS-cycle)")
def _cycle_exists(of: FactSituation[CycleScheduled]) -> bool:
    return of.registry.calendar.named(of.fact.cycle) is not None


@cites("BL3/1(ACSS-cycle)")
def _times_are_out_of_order(of: FactSituation[CycleScheduled]) -> bool:
    begins, exchange = instant_us(of.fact.begins_after_at), instant_us(of.fact.final_exchange_at)
    return not begins < exchange <= instant_us(of.fact.final_adjustment_at)


@cites("BL3/1(ACSS-cycle)")
def _cycle_overlaps(of: FactSituation[CycleScheduled]) -> bool:
    begins_after_us = instant_us(of.fact.begins_after_at)
    final_adjustment_us = instant_us(of.fact.final_adjustment_at)
    return any(cycle.overlaps(begins_after_us, final_adjustment_us) for cycle in of.registry.calendar)


@cites("BL3/48")
def _cycle_is_sealed(of: FactSituation[CycleSealed]) -> bool:
    cycle = of.registry.calendar.named(of.fact.cycle)
    return cycle is not None and cycle.is_sealed


@cites("BL3/48")
def _comes_before_the_final_adjustment(of: FactSituation[CycleSealed]) -> bool:
    cycle = of.registry.calendar.named(of.fact.cycle)
    return cycle is not None and of.at_us < cycle.final_adjustment_us


CYCLE_SCHEDULED: tuple[Check[FactSituation[CycleScheduled]], ...] = (
    Check(Reason.CYCLE_EXISTS, _cycle_exists),
    Check(Reason.BAD_CYCLE_TIMES, _times_are_out_of_order),
    Check(Reason.CYCLE_OVERLAP, _cycle_overlaps),
)
CYCLE_SEALED: tuple[Check[FactSituation[CycleSealed]], ...] = (
    UNKNOWN_CYCLE,
    Check(Reason.CYCLE_CLOSED, _cycle_is_sealed, ("1(ACSS-cycle)",)),
    Check(Reason.SEAL_TOO_EARLY, _comes_before_the_final_adjustment),
)

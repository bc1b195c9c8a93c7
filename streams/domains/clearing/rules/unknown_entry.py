"""What becomes of an event that names an entry which is not there? (BL3/47(1))"""

from typing import assert_never

from schemas import clearing as events
from streams.domains.clearing.rules import claims, correction, returns
from streams.domains.clearing.rules.reference import ReferringEvent
from streams.domains.clearing.rules.verdicts import Reason, Verdict
from streams.domains.clearing.state.calendar import Cycle
from streams.kernel.citation import cites


def primary_citation(event: ReferringEvent) -> str:
    """The provision that the verdicts on an event cite unless a check names another."""
    match event:
        case events.CorrectionSubmitted():
            return "49"
        case events.ReturnSubmitted():
            return returns.PRIMARY[event.ground]
        case events.ReimbursementClaimed():
            return "12"
        case events.ItemForwarded() | events.ItemRemitted():
            return "59"
        case _:
            assert_never(event)


@cites("BL3/6(1)(b)(iii)")
def before_the_entry(event: ReferringEvent) -> Verdict | None:
    """The refusal by the one check that needs no entry, a bad value, or None."""
    match event:
        case events.CorrectionSubmitted():
            is_bad = correction.value_is_bad(event)
        case events.ReturnSubmitted():
            is_bad = returns.value_is_bad(event)
        case events.ReimbursementClaimed():
            is_bad = claims.value_is_bad(event)
        case events.ItemForwarded() | events.ItemRemitted():
            is_bad = False
        case _:
            assert_never(event)
    return Verdict("REFUSED", ("6(1)(b)(iii)",), Reason.BAD_VALUE) if is_bad else None


@cites("BL3/47(1)")
def without_entry(*, entry_refused: bool, cycle: Cycle | None) -> Verdict | None:
    """The refusal of an event whose entry is not there, or None while it is held.

    Args:
        entry_refused: whether the entry was read and refused.
        cycle: the cycle of the event's stamp, or None.
    """
    if entry_refused:
        return Verdict("REFUSED", ("47(1)",), Reason.ORIGINAL_REFUSED)
    if cycle is not None and cycle.is_sealed:
        return Verdict("REFUSED", ("47(1)",), Reason.UNKNOWN_REFERENCE)
    return None

"""May an entry be given another value? (BL3/49)"""

from schemas.clearing import CorrectionSubmitted
from schemas.instants import instant_us
from streams.domains.clearing.rules.reference import ReferringSituation
from streams.domains.clearing.rules.verdicts import Check, Reason, Verdict, refusal
from streams.kernel.citation import cites

Situation = ReferringSituation[CorrectionSubmitted]


@cites("BL3/49")
def value_is_bad(event: CorrectionSubmitted) -> bool:
    """Whether the new value or count is negative, or exactly one of the two is 0."""
    value_cents, item_count = event.value_cents, event.item_count
    return value_cents < 0 or item_count < 0 or (value_cents == 0) != (item_count == 0)


@cites("BL3/52")
def _cycle_is_settled(of: Situation) -> bool:
    return of.entry_cycle.is_settled


@cites("BL3/49")
def _comes_late(of: Situation) -> bool:
    return of.at_us >= of.entry_cycle.final_adjustment_us or of.entry_cycle.is_sealed


@cites("BL3/49")
def _is_not_by_the_maker(of: Situation) -> bool:
    return of.event.made_by != of.entry.made_by


@cites("BL3/62")
def _maker_is_in_default(of: Situation) -> bool:
    return of.registry.defaults.is_in_default(of.event.made_by, of.at_us)


@cites("BL3/49")
def _is_below_what_was_returned(of: Situation) -> bool:
    event, entry = of.event, of.entry
    return event.value_cents < entry.returned_cents or event.item_count < entry.returned_count


CHECKS: tuple[Check[Situation], ...] = (
    Check(Reason.SETTLEMENT_FINAL, _cycle_is_settled, ("52",)),
    Check(Reason.LATE_CORRECTION, _comes_late, ("49",)),
    Check(Reason.NOT_ENTRY_OWNER, _is_not_by_the_maker, ("49",)),
    Check(Reason.DEFAULTER_PROHIBITED, _maker_is_in_default, ("62",)),
    Check(Reason.BELOW_RETURNED, _is_below_what_was_returned, ("49",)),
)
"""The checks on a correction whose entry is there, in order of precedence."""


@cites("BL3/49")
def decide_correction(of: Situation) -> Verdict:
    """Whether a correction is taken: of several, the one with the greatest stamp and id wins whatever the order."""
    refused = refusal(CHECKS, of, ("49",))
    if refused is not None:
        return refused
    newest = of.entry.corrected
    if newest is not None and newest > (instant_us(of.event.at), of.event.id):
        return Verdict("SUPERSEDED", ("49",))
    return Verdict("ACCEPTED", ("49",))

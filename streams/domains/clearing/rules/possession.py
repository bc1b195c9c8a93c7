"""Who holds the items of an entry, and who may pass them on? (BL3/59)"""

from schemas.clearing import ItemForwarded, ItemRemitted
from streams.domains.clearing.rules.reference import ReferringSituation
from streams.domains.clearing.rules.verdicts import Check, Reason, Verdict, refusal
from streams.domains.clearing.state.entries import DEBIT, Entry
from streams.kernel.citation import cites

Situation = ReferringSituation[ItemForwarded] | ReferringSituation[ItemRemitted]


@cites("BL3/59")
def _items_are_elsewhere(of: Situation) -> bool:
    return of.entry.holder != of.event.made_by


CHECKS: tuple[Check[Situation], ...] = (Check(Reason.NOT_IN_POSSESSION, _items_are_elsewhere, ("59",)),)
"""The check on a hand-over whose entry is there."""


@cites("BL3/59")
def decide_possession(of: Situation) -> Verdict:
    """Whether a hand-over of items is taken: only the holder gives them away."""
    return refusal(CHECKS, of, ("59",)) or Verdict("ACCEPTED", ("59",))


@cites("BL3/59")
def new_holder(event: ItemForwarded | ItemRemitted, entry: Entry) -> str:
    """Who holds the items after an accepted hand-over."""
    return event.to if isinstance(event, ItemForwarded) else entry.counterparty


@cites("BL3/59")
def is_held_by_payer(entry: Entry) -> bool:
    """Whether the institution on which the items of a DEBIT entry are drawn holds them itself."""
    return entry.direction == DEBIT and entry.holder == entry.payer != entry.counterparty

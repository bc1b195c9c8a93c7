"""What did a check of an event that names an entry look at?"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas import clearing as events
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.findings import cycle_said, default_said
from streams.domains.clearing.rules.reference import ReferringSituation
from streams.domains.clearing.rules.returns import is_booked_in_own_cycle, member_in_default
from streams.domains.clearing.rules.verdicts import Reason

# A situation is of one kind of event; each function reads the fields that its own kind has.
Situation = ReferringSituation[Any]


def _entry_said(of: Situation) -> str:
    entry = of.entry
    return (
        f"entry {entry.id} is a {entry.direction} by {words.party(entry.made_by)} against "
        f"{words.party(entry.counterparty)}, payable by {words.party(entry.payer)}"
    )


def _adjustment(of: Situation) -> str:
    end = words.instant_of(of.entry_cycle.final_adjustment_us)
    return f"stamped {words.instant_of(of.at_us)}; final adjustment time {end}"


def _finality(of: Situation) -> str:
    at_us = of.entry.irrevocable_us
    if at_us is not None:
        return f"stamped {words.instant_of(of.at_us)}; final from {words.instant_of(at_us)} on"
    settled = "was" if of.entry_cycle.is_settled else "was not"
    return f"no time is set for the entry, and its cycle {settled} settled"


def left_cents(of: Situation) -> int:
    """What is left of the entry in value, before the event."""
    return of.entry.value_cents - of.entry.returned_cents


def _left(of: Situation) -> str:
    entry, event = of.entry, of.event
    if isinstance(event, events.ReimbursementClaimed):
        left = words.money(left_cents(of) - entry.claimed_cents)
        return f"left {left}, claimed {words.money(event.value_cents)}"
    left = f"{words.money(left_cents(of))} and {words.items(entry.item_count - entry.returned_count)}"
    return f"left {left}; asked for {words.money(event.value_cents)} and {words.items(event.item_count)}"


def _returned(of: Situation) -> str:
    entry, event = of.entry, of.event
    return (
        f"sent back already {words.money(entry.returned_cents)} and {words.items(entry.returned_count)}; new value "
        f"{words.money(event.value_cents)} and {words.items(event.item_count)}"
    )


def _whose_default(of: Situation) -> str:
    member = member_in_default(of)
    if member is None:
        return ""
    return f"{words.party(member)}: {default_said(of.registry, member, of.at_us) or 'never in default'}"


def _time_for_returns(of: Situation) -> str:
    through_us = of.entry.returnable_through_us
    if of.event.ground != "RULES":
        return ""
    if through_us is None:
        return "no time is set for the entry"
    return f"stamped {words.instant_of(of.at_us)}; possible through {words.instant_of(through_us)}"


def _booking(of: Situation) -> str:
    if is_booked_in_own_cycle(of):
        return f"it reaches back into {words.cycle(of.entry.cycle)}, in which the default is"
    return cycle_said(of.stamp_cycle, of.at_us)


def _admitted(of: Situation) -> str:
    if of.event.ground != "RULES":
        return ""
    reasons = of.law.return_reasons
    given = of.event.rules_reason if isinstance(of.event.rules_reason, str) else "no reason given"
    rules = (
        "the rules that were read list none, so any is taken"
        if reasons is None
        else words.listed(sorted(reasons))
    )
    return f"{given}; allowed: {rules}"


REFERENCE: Final[Mapping[Reason, Callable[[Situation], str]]] = {
    Reason.SETTLEMENT_FINAL: lambda of: cycle_said(of.entry_cycle, of.at_us),
    Reason.LATE_CORRECTION: _adjustment,
    Reason.NOT_ENTRY_OWNER: _entry_said,
    Reason.NOT_ITEM_RECEIVER: _entry_said,
    Reason.DEFAULTER_PROHIBITED: lambda of: default_said(of.registry, of.event.made_by, of.at_us),
    Reason.IRREVOCABLE: _finality,
    Reason.NOT_IN_POSSESSION: lambda of: f"the items were with {words.party(of.entry.holder)}",
    Reason.BELOW_RETURNED: _returned,
    Reason.EXCEEDS_ORIGINAL: _left,
    Reason.NOT_IN_DEFAULT: _whose_default,
    Reason.GROUND_MISMATCH: _entry_said,
    Reason.RETURN_REASON_NOT_ADMITTED: _admitted,
    Reason.RETURN_TOO_LATE: _time_for_returns,
    Reason.NO_OPEN_CYCLE: _booking,
    Reason.CYCLE_CLOSED: _booking,
}
"""What these checks look at, where the sentence alone does not say it."""

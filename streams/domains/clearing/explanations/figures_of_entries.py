"""How did an entry, or an event that names one, move the figures?"""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas import clearing as events
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.words import money, party, signed_money, whole
from streams.domains.clearing.rules.entry_situation import EntrySituation
from streams.domains.clearing.rules.outside_exchange import OutsideSituation
from streams.domains.clearing.rules.reference import ReferringSituation
from streams.domains.clearing.state.entries import Entry
from streams.kernel.explanation import Step

Outcome = Mapping[str, Any]


def moved(situation: object, outcome: Outcome) -> list[Step]:
    """The steps by which an accepted business event moved figures; none where it moved nothing.

    Args:
        situation: what its checks looked at, as it stood before it.
        outcome: its verdict as it was published.
    """
    if isinstance(situation, EntrySituation):
        return list(_entered(situation))
    if isinstance(situation, OutsideSituation):
        return list(_outside(situation, outcome))
    if isinstance(situation, ReferringSituation):
        return list(_referring(situation, outcome))
    return []


def _entered(of: EntrySituation) -> Iterator[Step]:
    event = of.event
    cents, cycle = event.value_cents, of.cycle.name if of.cycle else ""
    yield Step(
        f"Added to what {party(event.made_by)} entered in {event.direction} against {party(event.counterparty)} in "
        f"{words.cycle(cycle)}.",
        f"+ {whole(cents)} cents, + {words.items(event.item_count)}",
        signed_money(cents),
    )
    yield Step(
        f"The balance of {party(of.receiving)} rises and that of {party(of.paying)} falls by the same amount, so that "
        "all balances together stay at zero.",
        f"{party(of.receiving)} + {whole(cents)}, {party(of.paying)} - {whole(cents)}",
        money(cents),
    )
    yield from _positions(of.receiving, of.ultimate_payee, of.paying, of.ultimate_payer, cents)


def _positions(receiving: str, payee: str, paying: str, payer: str, cents: int) -> Iterator[Step]:
    """What moves inside the circles of the two clearers."""
    if payee != receiving:
        yield _position(receiving, payee, cents)
    if payer != paying:
        yield _position(paying, payer, -cents)


def _position(clearer: str, institution: str, cents: int) -> Step:
    rises = "rises" if cents > 0 else "falls"
    return Step(
        f"Inside the circle of {party(clearer)}, what {party(institution)} is owed {rises}.",
        f"{'+' if cents > 0 else '-'} {whole(abs(cents))} cents",
        signed_money(cents),
    )


def _outside(of: OutsideSituation, outcome: Outcome) -> Iterator[Step]:
    event = of.event
    for institution, cents in (
        (of.ultimate_payer, -event.value_cents),
        (of.ultimate_payee, event.value_cents),
    ):
        if institution != event.agent:
            yield _position(event.agent, institution, cents)
    yield Step(
        f"No clearing balance of {words.cycle(str(outcome['cycle']))} moves: nobody outside the circle is concerned."
    )


def _referring(of: ReferringSituation[Any], outcome: Outcome) -> Iterator[Step]:
    entry = of.entry
    match of.event:
        case events.CorrectionSubmitted() if outcome["type"] == "correction_accepted":
            yield from _corrected(entry, of.event)
        case events.ReturnSubmitted():
            yield from _returned(entry, of.event, outcome)
        case events.ReimbursementClaimed():
            left = entry.value_cents - entry.returned_cents - entry.claimed_cents
            yield Step(
                "What is left of the entry to be claimed: its value, less what was sent back and what was claimed "
                "before, less this claim.",
                f"{whole(entry.value_cents)} - {whole(entry.returned_cents)} - {whole(entry.claimed_cents)} - "
                f"{whole(of.event.value_cents)} = {whole(left - of.event.value_cents)}",
                money(left - of.event.value_cents),
            )


def _corrected(entry: Entry, event: events.CorrectionSubmitted) -> Iterator[Step]:
    change = event.value_cents - entry.value_cents
    yield Step(
        "The totals receive the difference between the new value and the one before.",
        f"{whole(event.value_cents)} - {whole(entry.value_cents)} = {whole(change)} cents; "
        f"{event.item_count:,} - {entry.item_count:,} = {event.item_count - entry.item_count:,} items",
        signed_money(change),
    )
    yield from _positions(entry.receiving_clearer, entry.payee, entry.paying_clearer, entry.payer, change)


def _returned(entry: Entry, event: events.ReturnSubmitted, outcome: Outcome) -> Iterator[Step]:
    left = entry.value_cents - entry.returned_cents - event.value_cents
    yield Step(
        "What is left of the entry: its value, less what was sent back before, less this return.",
        f"{whole(entry.value_cents)} - {whole(entry.returned_cents)} - {whole(event.value_cents)} = {whole(left)}",
        money(left),
    )
    yield Step(
        f"The value moves back in {words.cycle(str(outcome['booked_in_cycle']))}: {party(str(outcome['gainer']))} "
        f"gains it, {party(str(outcome['loser']))} loses it.",
        f"{party(str(outcome['gainer']))} + {whole(event.value_cents)}, {party(str(outcome['loser']))} - "
        f"{whole(event.value_cents)}",
        money(event.value_cents),
    )
    receiving, paying = entry.receiving_clearer, entry.paying_clearer
    yield from _positions(receiving, entry.payee, paying, entry.payer, -event.value_cents)

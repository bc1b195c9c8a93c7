"""How is an explanation put together from what was found?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.explanations.happenings import happening
from streams.domains.clearing.rules import (
    agency,
    case,
    claims,
    correction,
    default,
    deposits,
    eligibility,
    entry,
    facts,
    indirect_default,
    interest,
    notices,
    outside_exchange,
    possession,
    returns,
    settlement,
    sharing,
)
from streams.domains.clearing.state.totals import clearing_balances_cents
from streams.kernel.citation import CITED_RULES
from streams.kernel.evidence import Evidence
from streams.kernel.explanation import CheckShown, EventShown, RuleShown, rule_shown

MOST_EVENTS: Final = 30
"""So many events are listed at most."""

_parsed = msgspec.json.decode

DECIDED_BY: Final[Mapping[type[Event], tuple[Callable[..., object], ...]]] = {
    events.EntrySubmitted: (entry.decide_entry,),
    events.CorrectionSubmitted: (correction.decide_correction,),
    events.ReturnSubmitted: (returns.decide_return, returns.is_booked_in_own_cycle),
    events.OutsideExchangeReported: (outside_exchange.decide_outside_exchange,),
    events.ItemForwarded: (possession.decide_possession, possession.new_holder),
    events.ItemRemitted: (possession.decide_possession, possession.new_holder),
    events.ReimbursementClaimed: (claims.decide_claim,),
    events.ApplicationCompleted: (eligibility.assess, eligibility.has_volume),
    events.AgentCeaseNoticeGiven: (agency.deferral, notices.notices),
    events.AgentActNoticeGiven: (notices.notices,),
    events.AgentCeasedImmediately: (agency.notice_is_owed, notices.notices),
    events.RoleRevoked: (notices.notices,),
    events.ExchangeSuspended: (notices.notices,),
    events.CycleSealed: (clearing_balances_cents,),
    events.ShortfallReported: (default.expected_shortfall_cents,),
    events.AdvanceReported: (default.advance_suffices, notices.notices),
    events.DefaultReturnsClosed: (
        default.shortfall_after_section_55_cents,
        deposits.section_56_obligations_cents,
    ),
    events.DepositReceived: (case.standing,),
    events.DefaultDepositsClosed: (sharing.base_cents, sharing.shares_cents),
    events.RecoveryInterestAccrued: (interest.recovery_interest_cents,),
    events.SettlementRequested: (case.blocks, settlement.instructions),
    events.SettlementEffected: (case.state_after_settlement,),
    events.IndirectAdvanceReported: (default.advance_suffices, indirect_default.agent_residual_cents),
}
"""The functions that decide each kind of event, or work out what follows; checks alone decide any other fact."""


def rules_shown(event: Event, failed: Sequence[CheckShown]) -> list[RuleShown]:
    """The functions that decided an event; for a refusal the check that failed, and who made it."""
    rules = [rule_shown(rule) for rule in DECIDED_BY.get(type(event), (facts.decide_fact,))]
    if not failed:
        return rules
    decides = rule_shown(facts.decide_fact) if isinstance(event, events.Fact) else rules[0]
    return [failed[0].rule, decides]


def cited_by_rules(event: Event) -> Iterator[str]:
    """The provisions that these functions carry out."""
    for rule in DECIDED_BY.get(type(event), ()):
        yield from CITED_RULES.get(rule, ())


def kind_of(event: Event) -> str:
    """What an event is, in words: Entry submitted."""
    return str(event.__struct_config__.tag).replace("_", " ").capitalize()


def said_at(event: Event) -> str:
    """What an event says, and when."""
    return f"{words.sentence(words.instant(event.at))}: {happening(event)}"


def event_shown(evidence: Evidence, one: RecordedEvent) -> EventShown:
    """An event with its places: a fact stands in every partition."""
    event, record = one
    found = evidence.events(event.id) if isinstance(event, events.Fact | events.Tick) else [record]
    first = {place.partition: place for place in reversed([record.place for record in found])}
    return EventShown(
        id=event.id,
        type=str(event.__struct_config__.tag),
        at=event.at,
        words=happening(event),
        places=[first[partition] for partition in sorted(first)],
        body=_parsed(record.value),
    )


def events_shown(
    evidence: Evidence, asked: RecordedEvent | None, others: Iterable[RecordedEvent]
) -> tuple[list[EventShown], int]:
    """The event that was asked for, then the others in the order of their stamps; and how many are left out.

    Where there are too many, the facts are shown rather than the business events.
    """
    rest = {one.event.id: one for one in others if asked is None or one.event.id != asked.event.id}
    by_rank = sorted(
        rest.values(), key=lambda one: (isinstance(one.event, events.BusinessEvent), *_order(one))
    )
    kept = sorted(by_rank[:MOST_EVENTS], key=_order)
    first = [] if asked is None else [asked]
    return [event_shown(evidence, one) for one in (*first, *kept)], len(rest) - len(kept)


def _order(one: RecordedEvent) -> tuple[str, int]:
    return one.event.at, one.record.place.offset

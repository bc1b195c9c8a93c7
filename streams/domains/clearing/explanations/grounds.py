"""Which other events does a decision rest on?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.rules.verdicts import Reason

_REPRESENTATION: Final = (
    events.NonMemberEntityRegistered,
    events.AgentDesignated,
    events.AgentCeased,
    events.AgentCeasedImmediately,
    events.GroupJoined,
    events.GroupLeft,
    events.MembersAmalgamated,
)
_MEMBERSHIP: Final = (
    *_REPRESENTATION,
    events.MemberRegistered,
    events.RoleAppointed,
    events.RoleRevoked,
    events.AgentActNoticeGiven,
    events.AgentCeaseNoticeGiven,
    events.GroupLeaveNoticeGiven,
)
CAUSES: Final[Mapping[str, tuple[type[Event], ...]]] = {
    Reason.DEFAULTER_PROHIBITED: (events.ShortfallReported, events.AdvanceReported, events.DefaultEnded),
    Reason.NOT_IN_DEFAULT: (events.AdvanceReported, events.DefaultEnded),
    Reason.EXCHANGE_SUSPENDED: (events.ExchangeSuspended,),
    Reason.ITEM_IN_DISPUTE: (events.ItemDisputed, events.ItemDisputeResolved),
    Reason.NATIONAL_FAILURE: (events.NationalFailureDeclared, events.NationalFailureEnded),
    Reason.NOT_IN_NATIONAL_FAILURE: (events.NationalFailureDeclared, events.NationalFailureEnded),
    Reason.CYCLE_CLOSED: (events.CycleSealed,),
    Reason.LATE_CORRECTION: (events.CycleSealed,),
    Reason.UNKNOWN_REFERENCE: (events.CycleSealed,),
    Reason.SETTLEMENT_FINAL: (events.SettlementEffected,),
    Reason.IRREVOCABLE: (events.SettlementEffected,),
    Reason.RETURNS_CLOSED: (events.AdvanceReported, events.DefaultReturnsClosed),
    Reason.UNKNOWN_MEMBER: (events.MemberRegistered,),
    Reason.UNKNOWN_INSTITUTION: (events.MemberRegistered,),
}
"""What besides roles, representations and the calendar a refusal of a business event rests on."""

_PARTY_FIELDS: Final = (
    "made_by",
    "counterparty",
    "drawn_on",
    "payable_to",
    "agent",
    "payer",
    "payee",
    "to",
    "member",
    "entity",
    "responsible_member",
    "group_clearer",
    "indirect_clearer",
    "ceased_member",
    "successor",
    "institution",
)
_FAILURES: Final = (events.NationalFailureDeclared, events.NationalFailureEnded)


def parties_of(event: object) -> set[str]:
    """The institutions that an event, or an entry, names."""
    named = (getattr(event, field, None) for field in _PARTY_FIELDS)
    return {name for name in named if isinstance(name, str)}


def grounds_of_business_event(
    facts: Sequence[RecordedEvent], event: Event, entry: object, cycles: set[str], reason: str | None
) -> Iterator[RecordedEvent]:
    """The facts that matter to a business event: calendar, roles, representations, and what refused it.

    Args:
        entry: that the event names, or None.
        cycles: of the event's stamp, of its entry, and those that it names.
    """
    parties = parties_of(event) | parties_of(entry)
    actors = {
        getattr(one, field, None) for one in (event, entry) for field in ("made_by", "counterparty", "agent")
    }
    wanted = _wanted(event, reason)
    for fact in facts:
        one = fact.event
        if isinstance(one, events.CycleScheduled):
            matters = one.cycle in cycles
        elif isinstance(one, events.RoleAppointed | events.RoleRevoked):
            matters = one.member in actors
        elif isinstance(one, _REPRESENTATION):
            matters = parties_of(one) <= parties
        elif isinstance(one, wanted):
            matters = _shares(one, event, parties, cycles)
        else:
            matters = False
        if matters:
            yield fact


def _wanted(event: Event, reason: str | None) -> tuple[type[Event], ...]:
    wanted = CAUSES.get(reason, ()) if reason is not None else ()
    if isinstance(event, events.ReturnSubmitted | events.OutsideExchangeReported):
        if event.ground == "SECTION_60":
            return (*wanted, events.IndirectAdvanceReported)
        if event.ground.startswith("SECTION_54"):
            return (*wanted, events.AdvanceReported)
    return wanted


def _shares(fact: Event, event: Event, parties: set[str], cycles: set[str]) -> bool:
    """Whether a fact of a wanted kind is about what the event is about."""
    if isinstance(fact, _FAILURES):
        return True
    if isinstance(fact, events.ItemDisputed | events.ItemDisputeResolved | events.ExchangeSuspended):
        field = "regional_exchange_point" if isinstance(fact, events.ExchangeSuspended) else "item"
        return bool(getattr(fact, field) == getattr(event, field, None))
    if isinstance(fact, events.CycleSealed | events.SettlementEffected):
        return fact.cycle in cycles
    return bool(parties_of(fact) & parties)


def grounds_of_fact(facts: Sequence[RecordedEvent], fact: events.Fact) -> Iterator[RecordedEvent]:
    """The earlier facts that matter to a fact: those of its cycle and member, of its parties, of its item."""
    cycle, member = getattr(fact, "cycle", None), getattr(fact, "member", None)
    for one in facts:
        other = one.event
        if isinstance(fact, _FAILURES):
            matters = isinstance(other, _FAILURES)
        elif isinstance(fact, events.ItemDisputed | events.ItemDisputeResolved):
            matters = getattr(other, "item", None) == fact.item
        elif cycle is not None and not isinstance(fact, events.CycleScheduled):
            matters = getattr(other, "cycle", None) == cycle and _of_same_case(fact, other, member)
        elif isinstance(fact, events.DefaultEnded):
            matters = isinstance(other, events.AdvanceReported | events.SettlementEffected) and (
                getattr(other, "member", fact.member) == fact.member
            )
        else:
            matters = isinstance(other, _MEMBERSHIP) and _about(other, fact)
        if matters:
            yield one


def _of_same_case(fact: Event, other: Event, member: object) -> bool:
    """Whether an earlier fact of the cycle is about the member of a fact, or about everybody."""
    if isinstance(
        fact, events.SubAccountReported | events.IndirectShortfallReported | events.IndirectAdvanceReported
    ):
        return parties_of(fact) <= parties_of(other) or isinstance(other, events.CycleScheduled)
    if member is None:
        return not isinstance(other, events.SettlementAccountReported | events.SubAccountReported)
    if isinstance(other, events.SubAccountReported):
        return other.agent == member
    return getattr(other, "member", member) == member


def _about(other: Event, fact: Event) -> bool:
    """Whether an earlier fact is about nobody but parties of a fact."""
    parties = parties_of(fact)
    return bool(parties) and parties_of(other) <= parties

"""Which facts move which part of the registry, and which aggregate is a fact about?"""

from collections.abc import Mapping
from typing import Final

from schemas import clearing as events

RegistryFact = (
    events.MemberRegistered
    | events.NonMemberEntityRegistered
    | events.RoleAppointed
    | events.RoleRevoked
    | events.ApplicationCompleted
    | events.GroupJoined
    | events.GroupLeaveNoticeGiven
    | events.GroupLeft
    | events.AgentActNoticeGiven
    | events.AgentDesignated
    | events.AgentCeaseNoticeGiven
    | events.AgentCeased
    | events.AgentCeasedImmediately
    | events.MembersAmalgamated
)
CycleFact = (
    events.CycleScheduled
    | events.CycleSealed
    | events.ExchangeSuspended
    | events.ItemDisputed
    | events.ItemDisputeResolved
    | events.NationalFailureDeclared
    | events.NationalFailureEnded
    | events.SettlementAccountReported
    | events.SubAccountReported
    | events.SettlementRequested
    | events.SettlementEffected
    | events.SettlementReversalRequested
)
DefaultFact = (
    events.ShortfallReported
    | events.AdvanceReported
    | events.DefaultReturnsClosed
    | events.DepositReceived
    | events.DefaultDepositsClosed
    | events.DefaultEnded
    | events.RecoveryInterestAccrued
    | events.IndirectShortfallReported
    | events.IndirectAdvanceReported
)
Barrier = (
    events.CycleSealed
    | events.ShortfallReported
    | events.DefaultReturnsClosed
    | events.DefaultDepositsClosed
    | events.SettlementRequested
    | events.SettlementEffected
)
"""Facts that need the global figures as they stand at their place in the log."""

_AGGREGATE_FIELDS: Final = ("cycle", "indirect_clearer", "entity", "member", "ceased_member")
_KEY_OF_KIND: Final[Mapping[type, str]] = {
    events.ExchangeSuspended: "regional_exchange_point",
    events.ItemDisputed: "item",
    events.ItemDisputeResolved: "item",
}


def aggregate_id(fact: events.Fact | events.Tick) -> str:
    """The record key of a fact: the aggregate that section 4 of the contract names for its type."""
    if isinstance(fact, events.Tick):
        return "tick"
    if isinstance(fact, events.NationalFailureDeclared | events.NationalFailureEnded):
        return "national_failure"
    field = _KEY_OF_KIND.get(type(fact))
    if field is not None:
        return str(getattr(fact, field))
    return next(str(getattr(fact, name)) for name in _AGGREGATE_FIELDS if hasattr(fact, name))

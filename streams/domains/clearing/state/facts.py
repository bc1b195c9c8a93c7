"""Which facts move which part of the registry?"""

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

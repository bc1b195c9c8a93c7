"""What is decided about each kind of fact, from the facts before it alone?

Two kinds ask for the global figures besides: the clearing house goes on from here (`streams.domains.clearing.house`).
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Never, cast

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.law.values import Values
from streams.domains.clearing.rules import (
    agency,
    appointment,
    cycle,
    default,
    eligibility,
    group,
    indirect_default,
    interruption,
    membership,
    settlement,
)
from streams.domains.clearing.rules.fact import FactSituation
from streams.domains.clearing.rules.verdicts import Check, Verdict, refusal
from streams.domains.clearing.state.registry import Registry
from streams.kernel.citation import cites


class FactRule(NamedTuple):
    """How one kind of fact is judged.

    Attributes:
        primary: the provision that its verdicts cite; for some kinds it depends on a field: see `primary_citation`.
        checks: in order of precedence.
    """

    primary: str
    checks: Sequence[Check[Never]] = ()


FACT_RULES: Final[Mapping[type[Event], FactRule]] = {
    events.MemberRegistered: FactRule("25", membership.MEMBER_REGISTERED),
    events.NonMemberEntityRegistered: FactRule("4", membership.NON_MEMBER_ENTITY_REGISTERED),
    events.RoleAppointed: FactRule("26, 29(1) or 33", appointment.ROLE_APPOINTED),
    events.RoleRevoked: FactRule("27(1), 30(1) or 34(1)", appointment.ROLE_REVOKED),
    events.ApplicationCompleted: FactRule("26, 29(2) or 33", eligibility.APPLICATION_COMPLETED),
    events.GroupJoined: FactRule("28(1)", group.GROUP_JOINED),
    events.GroupLeaveNoticeGiven: FactRule("43", group.GROUP_LEAVE_NOTICE_GIVEN),
    events.GroupLeft: FactRule("44", group.GROUP_LEFT),
    events.AgentActNoticeGiven: FactRule("37(1)", agency.AGENT_ACT_NOTICE_GIVEN),
    events.AgentDesignated: FactRule("35", agency.AGENT_DESIGNATED),
    events.AgentCeaseNoticeGiven: FactRule("38(1)", agency.AGENT_CEASE_NOTICE_GIVEN),
    events.AgentCeased: FactRule("38(1)", agency.AGENT_CEASED),
    events.AgentCeasedImmediately: FactRule("39(1)", agency.AGENT_CEASED_IMMEDIATELY),
    events.MembersAmalgamated: FactRule("36(1)", membership.MEMBERS_AMALGAMATED),
    events.CycleScheduled: FactRule("1(ACSS-cycle)", cycle.CYCLE_SCHEDULED),
    events.CycleSealed: FactRule("48", cycle.CYCLE_SEALED),
    events.ExchangeSuspended: FactRule("46(1)", interruption.EXCHANGE_SUSPENDED),
    events.ItemDisputed: FactRule("9"),
    events.ItemDisputeResolved: FactRule("9", interruption.ITEM_DISPUTE_RESOLVED),
    events.NationalFailureDeclared: FactRule("47(2)", interruption.NATIONAL_FAILURE_DECLARED),
    events.NationalFailureEnded: FactRule("47(2)", interruption.NATIONAL_FAILURE_ENDED),
    events.SettlementAccountReported: FactRule("53(1)(a)", settlement.SETTLEMENT_ACCOUNT_REPORTED),
    events.SubAccountReported: FactRule("56", indirect_default.SUB_ACCOUNT_REPORTED),
    events.ShortfallReported: FactRule("53(1)(a)", default.SHORTFALL_REPORTED),
    events.AdvanceReported: FactRule("53(1)(b)", default.ADVANCE_REPORTED),
    events.DefaultReturnsClosed: FactRule("55", default.DEFAULT_RETURNS_CLOSED),
    events.DepositReceived: FactRule("56 or 57(1)", default.DEPOSIT_RECEIVED),
    events.DefaultDepositsClosed: FactRule("57(1)", default.DEFAULT_DEPOSITS_CLOSED),
    events.DefaultEnded: FactRule("62", default.DEFAULT_ENDED),
    events.SettlementRequested: FactRule("50", settlement.SETTLEMENT_REQUESTED),
    events.SettlementEffected: FactRule("50", settlement.SETTLEMENT_EFFECTED),
    events.SettlementReversalRequested: FactRule("52", settlement.SETTLEMENT_REVERSAL_REQUESTED),
    events.RecoveryInterestAccrued: FactRule("57(2)", default.RECOVERY_INTEREST_ACCRUED),
    events.IndirectShortfallReported: FactRule("58(a)", indirect_default.INDIRECT_SHORTFALL_REPORTED),
    events.IndirectAdvanceReported: FactRule("58(b)", indirect_default.INDIRECT_ADVANCE_REPORTED),
}
"""Every kind of fact, as the contract's tables of verdicts and of refusals list them."""


def primary_citation(fact: events.Fact) -> str:
    """The provision that a fact's verdicts cite unless a check or a verdict names another."""
    match fact:
        case events.RoleAppointed():
            return appointment.APPOINTED_UNDER[fact.role]
        case events.RoleRevoked():
            return appointment.REVOKED_UNDER[fact.role]
        case events.ApplicationCompleted():
            return eligibility.primary_citation(fact)
        case events.DepositReceived():
            return "56" if fact.basis == "SECTION_56" else "57(1)"
        case _:
            return FACT_RULES[type(fact)].primary


@cites("BL3/15")
def decide_fact(fact: events.Fact, registry: Registry, law: Values) -> Verdict:
    """What the facts before it say about a fact: refused, taken, or the verdict that its kind has instead of taken."""
    situation = FactSituation(fact, registry, law)
    primary = (primary_citation(fact),)
    checks = cast("Sequence[Check[FactSituation[Event]]]", FACT_RULES[type(fact)].checks)
    refused = refusal(checks, situation, primary)
    if refused is not None:
        return refused
    if isinstance(fact, events.ApplicationCompleted):
        return eligibility.assess(FactSituation(fact, registry, law))
    if isinstance(fact, events.AgentCeaseNoticeGiven):
        return agency.deferral(fact) or Verdict("ACCEPTED", primary)
    return Verdict("ACCEPTED", primary)

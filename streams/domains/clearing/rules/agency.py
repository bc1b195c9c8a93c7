"""When does a clearing agent begin and cease to act? (BL3/16, BL3/35, BL3/37 to BL3/41)"""

from typing import Final

from schemas.clearing import (
    AgentActNoticeGiven,
    AgentCeased,
    AgentCeasedImmediately,
    AgentCeaseNoticeGiven,
    AgentDesignated,
)
from schemas.instants import instant_us
from streams.domains.clearing.rules.fact import BACKDATED, FactSituation
from streams.domains.clearing.rules.notice_period import is_too_short, is_waived
from streams.domains.clearing.rules.verdicts import Check, Reason, Verdict
from streams.domains.clearing.state.parties import GENERAL_MANAGER, NEVER
from streams.domains.clearing.state.registry import deferred_until
from streams.domains.clearing.state.representations import AGENT
from streams.domains.clearing.state.roles import CLEARING_AGENT
from streams.kernel.citation import cites

GROUNDS: Final = frozenset({"RISK", "BREACH"})


@cites("BL3/37(1)")
def _indirect_clearer_is_unknown(of: FactSituation[AgentActNoticeGiven]) -> bool:
    return not of.registry.parties.is_member(of.fact.indirect_clearer, of.at_us)


@cites("BL3/41(1)")
def _giver_is_no_agent(of: FactSituation[AgentActNoticeGiven]) -> bool:
    return not of.registry.roles.holds(of.fact.agent, CLEARING_AGENT, of.at_us)


@cites("BL3/37(1)", "BL3/41(1)")
def _act_notice_is_too_short(of: FactSituation[AgentActNoticeGiven]) -> bool:
    fact = of.fact
    return (
        is_too_short(fact.given_on, fact.effective_on, of.law.notice_period_days)
        and not is_waived(fact.waived_by, GENERAL_MANAGER)
        and not fact.replaces_former_agent
    )


@cites("BL3/35")
def _either_is_unknown(of: FactSituation[AgentDesignated]) -> bool:
    parties = of.registry.parties
    return not all(
        parties.is_member(member, of.at_us) for member in (of.fact.indirect_clearer, of.fact.agent)
    )


@cites("BL3/41(1)")
def _designated_is_no_agent(of: FactSituation[AgentDesignated]) -> bool:
    return not of.registry.roles.holds(of.fact.agent, CLEARING_AGENT, of.effect_us)


@cites("BL3/16(1)")
def _settlement_account_is_missing(of: FactSituation[AgentDesignated]) -> bool:
    return of.fact.settlement_account_with_agent is False


@cites("BL3/16(2)")
def _loan_facility_is_missing(of: FactSituation[AgentDesignated]) -> bool:
    return of.fact.loan_facility_with_agent is False


@cites("BL3/35")
def _pair_is_represented(of: FactSituation[AgentDesignated]) -> bool:
    pair = of.registry.representations.of_pair(of.fact.indirect_clearer, of.fact.agent)
    return any(one.ends_us > of.effect_us for one in pair)


@cites("BL3/38(1)")
def _agent_does_not_act(of: FactSituation[AgentCeaseNoticeGiven]) -> bool:
    fact = of.fact
    return not of.registry.representations.is_in_force(fact.indirect_clearer, fact.agent, AGENT, of.at_us)


@cites("BL3/38(1)")
def _cease_notice_is_too_short(of: FactSituation[AgentCeaseNoticeGiven]) -> bool:
    fact = of.fact
    return is_too_short(fact.given_on, fact.effective_on, of.law.notice_period_days) and not is_waived(
        fact.waived_by, fact.indirect_clearer, GENERAL_MANAGER
    )


@cites("BL3/38(1)")
def _agent_has_ceased(of: FactSituation[AgentCeased]) -> bool:
    fact = of.fact
    return not of.registry.representations.is_in_force(fact.indirect_clearer, fact.agent, AGENT, of.effect_us)


@cites("BL3/38(1)", "BL3/38(3)")
def _no_notice_has_come(of: FactSituation[AgentCeased]) -> bool:
    fact = of.fact
    return not of.registry.notice_has_come(AGENT, fact.agent, fact.indirect_clearer, of.effect_day)


@cites("BL3/39(1)")
def _no_open_agency_is_in_force(of: FactSituation[AgentCeasedImmediately]) -> bool:
    """An agency whose end is already fixed, even for later, cannot be ended at once."""
    pair = of.registry.representations.of_pair(of.fact.indirect_clearer, of.fact.agent)
    return not any(
        one.kind == AGENT and one.is_in_force(of.effect_us) and one.ends_us == NEVER for one in pair
    )


@cites("BL3/39(1)")
def _ground_is_invalid(of: FactSituation[AgentCeasedImmediately]) -> bool:
    return of.fact.ground not in GROUNDS


@cites("BL3/39(2)")
def notice_is_owed(of: FactSituation[AgentCeasedImmediately]) -> bool:
    """Whether there are other agents that have not all waived their notice."""
    agents = of.registry.representations.agents_of(of.fact.indirect_clearer, of.effect_us)
    others = [agent for agent in agents if agent != of.fact.agent]
    return bool(others) and not is_waived(of.fact.waived_by, *others)


@cites("BL3/39(2)")
def _notice_is_under_an_hour(of: FactSituation[AgentCeasedImmediately]) -> bool:
    given_us = instant_us(of.fact.notice_given_at)
    return notice_is_owed(of) and of.effect_us - given_us < of.law.section_39_notice_seconds * 1_000_000


@cites("BL3/39(2)")
def _notice_is_after_the_cutoff(of: FactSituation[AgentCeasedImmediately]) -> bool:
    cutoff_time = of.law.section_39_notice_cutoff_time
    return cutoff_time is not None and notice_is_owed(of) and of.fact.notice_given_at[11:16] >= cutoff_time


AGENT_ACT_NOTICE_GIVEN: tuple[Check[FactSituation[AgentActNoticeGiven]], ...] = (
    Check(Reason.UNKNOWN_MEMBER, _indirect_clearer_is_unknown),
    Check(Reason.NOT_A_CLEARING_AGENT, _giver_is_no_agent, ("41(1)",)),
    Check(Reason.NOTICE_TOO_SHORT, _act_notice_is_too_short),
)
AGENT_DESIGNATED: tuple[Check[FactSituation[AgentDesignated]], ...] = (
    BACKDATED,
    Check(Reason.UNKNOWN_MEMBER, _either_is_unknown),
    Check(Reason.NOT_A_CLEARING_AGENT, _designated_is_no_agent, ("41(1)",)),
    Check(Reason.NO_SETTLEMENT_ACCOUNT_WITH_AGENT, _settlement_account_is_missing, ("16(1)",)),
    Check(Reason.NO_LOAN_FACILITY_WITH_AGENT, _loan_facility_is_missing, ("16(2)",)),
    Check(Reason.ALREADY_REPRESENTED, _pair_is_represented),
)
AGENT_CEASE_NOTICE_GIVEN: tuple[Check[FactSituation[AgentCeaseNoticeGiven]], ...] = (
    Check(Reason.NOT_REPRESENTED, _agent_does_not_act, ("35",)),
    Check(Reason.NOTICE_TOO_SHORT, _cease_notice_is_too_short),
)
AGENT_CEASED: tuple[Check[FactSituation[AgentCeased]], ...] = (
    BACKDATED,
    Check(Reason.NOT_REPRESENTED, _agent_has_ceased, ("35",)),
    Check(Reason.NO_ACCEPTED_NOTICE, _no_notice_has_come),
)
AGENT_CEASED_IMMEDIATELY: tuple[Check[FactSituation[AgentCeasedImmediately]], ...] = (
    BACKDATED,
    Check(Reason.NOT_REPRESENTED, _no_open_agency_is_in_force, ("35",)),
    Check(Reason.INVALID_GROUND, _ground_is_invalid),
    Check(Reason.NOTICE_TOO_SHORT, _notice_is_under_an_hour, ("39(2)",)),
    Check(Reason.NOTICE_AFTER_CUTOFF, _notice_is_after_the_cutoff, ("39(2)",)),
)


@cites("BL3/38(3)")
def deferral(fact: AgentCeaseNoticeGiven) -> Verdict | None:
    """The verdict on an accepted notice whose replacement starts later than it would cease, else None."""
    day = deferred_until(fact)
    return None if day is None else Verdict("DEFERRED", ("38(3)",), more=(("deferred_until_on", day),))

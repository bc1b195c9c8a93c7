"""Who belongs to a group, and when may an entity leave it? (BL3/28, BL3/31, BL3/43, BL3/44)"""

from schemas.clearing import GroupJoined, GroupLeaveNoticeGiven, GroupLeft
from streams.domains.clearing.rules.fact import BACKDATED, FactSituation
from streams.domains.clearing.rules.notice_period import is_too_short, is_waived
from streams.domains.clearing.rules.verdicts import Check, Reason
from streams.domains.clearing.state.parties import GENERAL_MANAGER
from streams.domains.clearing.state.representations import GROUP
from streams.domains.clearing.state.roles import GROUP_CLEARER
from streams.kernel.citation import cites


@cites("BL3/28(1)")
def _entity_is_unknown(of: FactSituation[GroupJoined]) -> bool:
    return not of.registry.parties.is_known(of.fact.entity, of.at_us)


@cites("BL3/28(1)")
def _clearer_is_no_group_clearer(of: FactSituation[GroupJoined]) -> bool:
    return not of.registry.roles.holds(of.fact.group_clearer, GROUP_CLEARER, of.effect_us)


@cites("BL3/28(1)")
def _entity_is_in_a_group(of: FactSituation[GroupJoined]) -> bool:
    return of.registry.representations.in_group(of.fact.entity, of.effect_us)


@cites("BL3/43")
def _entity_is_not_in_the_group(of: FactSituation[GroupLeaveNoticeGiven]) -> bool:
    fact = of.fact
    return not of.registry.representations.is_in_force(fact.entity, fact.group_clearer, GROUP, of.at_us)


@cites("BL3/43")
def _notice_is_too_short(of: FactSituation[GroupLeaveNoticeGiven]) -> bool:
    fact = of.fact
    return is_too_short(fact.given_on, fact.effective_on, of.law.notice_period_days) and not is_waived(
        fact.waived_by, GENERAL_MANAGER
    )


@cites("BL3/44")
def _entity_has_left(of: FactSituation[GroupLeft]) -> bool:
    fact = of.fact
    return not of.registry.representations.is_in_force(fact.entity, fact.group_clearer, GROUP, of.effect_us)


@cites("BL3/43")
def _no_notice_has_come(of: FactSituation[GroupLeft]) -> bool:
    fact = of.fact
    return not of.registry.notice_has_come(GROUP, fact.group_clearer, fact.entity, of.effect_day)


GROUP_JOINED: tuple[Check[FactSituation[GroupJoined]], ...] = (
    BACKDATED,
    Check(Reason.UNKNOWN_MEMBER, _entity_is_unknown),
    Check(Reason.NOT_A_GROUP_CLEARER, _clearer_is_no_group_clearer, ("28(1)",)),
    Check(Reason.ALREADY_IN_GROUP, _entity_is_in_a_group),
)
GROUP_LEAVE_NOTICE_GIVEN: tuple[Check[FactSituation[GroupLeaveNoticeGiven]], ...] = (
    Check(Reason.NOT_REPRESENTED, _entity_is_not_in_the_group, ("35",)),
    Check(Reason.NOTICE_TOO_SHORT, _notice_is_too_short),
)
GROUP_LEFT: tuple[Check[FactSituation[GroupLeft]], ...] = (
    BACKDATED,
    Check(Reason.NOT_REPRESENTED, _entity_has_left, ("35",)),
    Check(Reason.NO_ACCEPTED_NOTICE, _no_notice_has_come),
)

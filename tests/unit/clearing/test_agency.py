"""When does a clearing agent begin and cease to act? (BL3/16, BL3/35, BL3/37 to BL3/41)"""

from typing import Any

import pytest

from schemas import clearing as events
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import (
    AGENT,
    EVENING,
    FOUNDED,
    appointed,
    ceased,
    designated,
    event,
    member,
    revoked,
)
from tests.unit.clearing.situations import A_CIRCLE, judged, reason

DAY = "2003-11-03"
AFTER_29_DAYS, AFTER_30_DAYS = "2003-12-02", "2003-12-03"


def act_notice(agent: str = "A", indirect_clearer: str = "I2", **fields: Any) -> events.AgentActNoticeGiven:
    more = {"given_on": DAY, "effective_on": AFTER_30_DAYS, **fields}
    return event(events.AgentActNoticeGiven, EVENING, agent=agent, indirect_clearer=indirect_clearer, **more)


def cease_notice(
    agent: str = "A", indirect_clearer: str = "I1", **fields: Any
) -> events.AgentCeaseNoticeGiven:
    more = {"given_on": DAY, "effective_on": AFTER_30_DAYS, **fields}
    return event(
        events.AgentCeaseNoticeGiven, EVENING, agent=agent, indirect_clearer=indirect_clearer, **more
    )


# ---- notice of acting (37) ----


def test_notice_of_acting_comes_from_a_clearing_agent_about_a_member() -> None:
    assert reason(act_notice(), A_CIRCLE) is None
    assert reason(act_notice(indirect_clearer="Z"), A_CIRCLE) is Reason.UNKNOWN_MEMBER
    verdict = judged(act_notice(agent="B"), A_CIRCLE)
    assert (verdict.reason, verdict.cites) == (Reason.NOT_A_CLEARING_AGENT, ("41(1)",))


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, Reason.NOTICE_TOO_SHORT),
        ({"waived_by": ("GENERAL_MANAGER",)}, None),
        ({"waived_by": ("I2",)}, Reason.NOTICE_TOO_SHORT),
        ({"replaces_former_agent": True}, None),
        ({"replaces_former_agent": False}, Reason.NOTICE_TOO_SHORT),
    ],
)
def test_a_short_notice_of_acting_is_waived_by_the_general_manager_or_for_a_successor(
    fields: dict[str, Any], found: Reason | None
) -> None:
    assert reason(act_notice(effective_on=AFTER_29_DAYS, **fields), A_CIRCLE) is found


# ---- designation (16, 35, 41) ----


def test_a_clearing_agent_is_designated() -> None:
    assert reason(designated("I2", "A"), A_CIRCLE) is None


@pytest.mark.parametrize("pair", [("Z", "A"), ("I2", "Z")])
def test_both_must_be_members(pair: tuple[str, str]) -> None:
    assert reason(designated(*pair), A_CIRCLE) is Reason.UNKNOWN_MEMBER


def test_the_designated_must_be_an_agent_at_the_effect_instant() -> None:
    before = (*A_CIRCLE, appointed("B", AGENT, effective_at=EVENING))
    assert reason(designated("I2", "B", effective_at=EVENING), before) is None
    early = designated("I2", "B", effective_at="2003-11-03T19:59:59Z")
    assert reason(early, before) is Reason.NOT_A_CLEARING_AGENT


def test_an_agent_keeps_an_account_and_a_loan_facility_for_whom_it_represents() -> None:
    no_account = judged(designated("I2", "A", settlement_account_with_agent=False), A_CIRCLE)
    no_facility = judged(designated("I2", "A", loan_facility_with_agent=False), A_CIRCLE)
    assert (no_account.reason, no_account.cites) == (Reason.NO_SETTLEMENT_ACCOUNT_WITH_AGENT, ("16(1)",))
    assert (no_facility.reason, no_facility.cites) == (Reason.NO_LOAN_FACILITY_WITH_AGENT, ("16(2)",))
    both = designated("I2", "A", settlement_account_with_agent=True, loan_facility_with_agent=True)
    assert reason(both, A_CIRCLE) is None


def test_a_pair_is_represented_once_at_a_time() -> None:
    assert reason(designated("I1", "A"), A_CIRCLE) is Reason.ALREADY_REPRESENTED
    before = (*A_CIRCLE, ceased("I1", "A", EVENING))
    assert reason(designated("I1", "A"), before) is Reason.ALREADY_REPRESENTED
    assert reason(designated("I1", "A", EVENING), before) is None


def test_a_member_may_have_several_agents() -> None:
    assert reason(designated("I1", "B"), (*A_CIRCLE, appointed("B", AGENT))) is None


def test_a_designation_may_not_have_effect_before_its_stamp() -> None:
    fact = designated("I2", "A", EVENING, effective_at=FOUNDED)
    assert reason(fact, A_CIRCLE) is Reason.BACKDATED


# ---- notice of ceasing (38) ----


def test_notice_of_ceasing_comes_from_an_agent_that_acts() -> None:
    assert reason(cease_notice(), A_CIRCLE) is None
    for pair in (("A", "I2"), ("G", "L1")):
        verdict = judged(cease_notice(*pair), A_CIRCLE)
        assert (verdict.reason, verdict.cites) == (Reason.NOT_REPRESENTED, ("35",))


@pytest.mark.parametrize(
    ("waived_by", "found"),
    [
        (("GENERAL_MANAGER", "I1"), None),
        (("GENERAL_MANAGER",), Reason.NOTICE_TOO_SHORT),
        (("I1",), Reason.NOTICE_TOO_SHORT),
        ((), Reason.NOTICE_TOO_SHORT),
    ],
)
def test_a_short_notice_of_ceasing_is_waived_by_both_who_are_entitled(
    waived_by: tuple[str, ...], found: Reason | None
) -> None:
    assert reason(cease_notice(effective_on=AFTER_29_DAYS, waived_by=waived_by), A_CIRCLE) is found


def test_the_period_of_notice_is_a_value_of_the_law() -> None:
    assert reason(cease_notice(effective_on=AFTER_29_DAYS), A_CIRCLE, notice_period_days=29) is None
    assert reason(cease_notice(), A_CIRCLE, notice_period_days=31) is Reason.NOTICE_TOO_SHORT


def test_ceasing_is_deferred_until_a_replacement_that_starts_later() -> None:
    verdict = judged(cease_notice(replacement_starts_on="2003-12-04"), A_CIRCLE)
    assert (verdict.verdict, verdict.cites) == ("DEFERRED", ("38(3)",))
    assert dict(verdict.more) == {"deferred_until_on": "2003-12-04"}
    assert judged(cease_notice(replacement_starts_on=AFTER_30_DAYS), A_CIRCLE).verdict == "ACCEPTED"


def test_an_agent_ceases_on_the_day_of_an_accepted_notice() -> None:
    before = (*A_CIRCLE, cease_notice())
    assert reason(ceased("I1", "A", "2003-12-03T00:00:00Z"), before) is None
    assert reason(ceased("I1", "A", "2003-12-02T23:59:59Z"), before) is Reason.NO_ACCEPTED_NOTICE
    assert reason(ceased("I1", "A", "2003-12-04T00:00:00Z"), before) is None


def test_the_day_is_that_of_the_effect_instant() -> None:
    fact = ceased("I1", "A", "2003-12-02T00:00:00Z", effective_at="2003-12-03T00:00:00Z")
    assert reason(fact, (*A_CIRCLE, cease_notice())) is None


def test_after_a_deferred_notice_it_ceases_on_the_later_day() -> None:
    before = (*A_CIRCLE, cease_notice(replacement_starts_on="2003-12-05"))
    assert reason(ceased("I1", "A", "2003-12-04T00:00:00Z"), before) is Reason.NO_ACCEPTED_NOTICE
    assert reason(ceased("I1", "A", "2003-12-05T00:00:00Z"), before) is None


def test_only_an_agent_that_acts_ceases() -> None:
    verdict = judged(ceased("I2", "A", EVENING), A_CIRCLE)
    assert (verdict.reason, verdict.cites) == (Reason.NOT_REPRESENTED, ("35",))


def test_an_end_fixed_for_later_may_be_brought_forward() -> None:
    before = (*A_CIRCLE, cease_notice(), ceased("I1", "A", effective_at="2003-12-10T00:00:00Z"))
    assert reason(ceased("I1", "A", "2003-12-04T00:00:00Z"), before) is None
    assert reason(ceased("I1", "A", "2003-12-10T00:00:00Z"), before) is Reason.NOT_REPRESENTED


def test_ceasing_may_not_have_effect_before_its_stamp() -> None:
    assert reason(ceased("I1", "A", EVENING, effective_at=FOUNDED), A_CIRCLE) is Reason.BACKDATED


# ---- ceasing at once (39) ----

TWO_AGENTS = (*A_CIRCLE, member("C"), appointed("B", AGENT), designated("I1", "B"))
NINE_PM = "2003-11-03T21:00:00Z"


def at_once(
    effective_at: str = NINE_PM, given_at: str = EVENING, **fields: Any
) -> events.AgentCeasedImmediately:
    more = {"agent": "A", "indirect_clearer": "I1", "ground": "RISK", **fields}
    return event(
        events.AgentCeasedImmediately, EVENING, effective_at=effective_at, notice_given_at=given_at, **more
    )


@pytest.mark.parametrize(
    ("ground", "found"), [("RISK", None), ("BREACH", None), ("CONVENIENCE", Reason.INVALID_GROUND)]
)
def test_an_agent_ceases_at_once_for_risk_or_breach_only(ground: str, found: Reason | None) -> None:
    verdict = judged(at_once(ground=ground), A_CIRCLE)
    assert (verdict.reason, verdict.cites) == (found, ("39(1)",))


def test_one_hours_notice_is_enough_and_a_second_less_is_not() -> None:
    assert reason(at_once(NINE_PM), TWO_AGENTS) is None
    verdict = judged(at_once("2003-11-03T20:59:59Z"), TWO_AGENTS)
    assert (verdict.reason, verdict.cites) == (Reason.NOTICE_TOO_SHORT, ("39(2)",))


def test_without_other_agents_nobody_is_owed_a_notice() -> None:
    assert reason(at_once(EVENING), A_CIRCLE) is None


def test_an_agent_that_has_ceased_itself_is_no_other_agent() -> None:
    assert reason(at_once(EVENING), (*TWO_AGENTS, ceased("I1", "B", EVENING))) is None


def test_all_other_agents_must_waive() -> None:
    three = (*TWO_AGENTS, appointed("C"), appointed("C", AGENT), designated("I1", "C"))
    assert reason(at_once(EVENING, waived_by=("B", "C")), three) is None
    assert reason(at_once(EVENING, waived_by=("B",)), three) is Reason.NOTICE_TOO_SHORT


def test_the_rules_may_ask_for_a_longer_notice() -> None:
    assert reason(at_once(), TWO_AGENTS, section_39_notice_seconds=3601) is Reason.NOTICE_TOO_SHORT


def test_the_rules_may_set_a_time_of_day_before_which_notice_is_given() -> None:
    assert reason(at_once(), TWO_AGENTS, section_39_notice_cutoff_time="20:01") is None
    late = judged(at_once(), TWO_AGENTS, section_39_notice_cutoff_time="20:00")
    assert (late.reason, late.cites) == (Reason.NOTICE_AFTER_CUTOFF, ("39(2)",))
    waived = at_once(waived_by=("B",))
    assert reason(waived, TWO_AGENTS, section_39_notice_cutoff_time="20:00") is None


def test_an_agency_whose_end_is_fixed_for_later_is_not_ended_at_once() -> None:
    fixed = (*A_CIRCLE, ceased("I1", "A", effective_at="2003-12-10T00:00:00Z"))
    verdict = judged(at_once(), fixed)
    assert (verdict.reason, verdict.cites) == (Reason.NOT_REPRESENTED, ("35",))


def test_an_agency_that_rests_on_a_role_with_a_fixed_end_is_not_ended_at_once() -> None:
    before = (*A_CIRCLE, revoked("A", effective_at="2003-12-10T00:00:00Z"))
    assert reason(at_once(), before) is Reason.NOT_REPRESENTED


def test_only_an_agency_is_ended_at_once() -> None:
    assert reason(at_once(agent="G", indirect_clearer="L1"), A_CIRCLE) is Reason.NOT_REPRESENTED
    assert reason(at_once(indirect_clearer="I2"), A_CIRCLE) is Reason.NOT_REPRESENTED

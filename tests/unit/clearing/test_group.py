"""Who belongs to a group, and when may an entity leave it? (BL3/28, BL3/31, BL3/43, BL3/44)"""

from typing import Any

import pytest

from schemas import clearing as events
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import EVENING, FOUNDED, GROUP, appointed, event, joined, local
from tests.unit.clearing.situations import A_CIRCLE, judged, reason

DAY = "2003-11-03"


def leave_notice(entity: str = "L1", **fields: Any) -> events.GroupLeaveNoticeGiven:
    more = {"given_on": DAY, "effective_on": "2003-12-03", "kind": "ENTITY_WITHDRAWS", **fields}
    return event(events.GroupLeaveNoticeGiven, EVENING, **{"group_clearer": "G", "entity": entity, **more})


def left(at: str, entity: str = "L1", **fields: Any) -> events.GroupLeft:
    return event(events.GroupLeft, at, group_clearer="G", entity=entity, **fields)


def test_a_member_or_a_non_member_entity_joins_a_group() -> None:
    before = (*A_CIRCLE, local("N1", "A"))
    assert reason(joined("I2", "G"), before) is None
    assert reason(joined("N1", "G"), before) is None
    assert reason(joined("Z", "G"), before) is Reason.UNKNOWN_MEMBER


def test_it_joins_a_group_clearer_at_the_effect_instant() -> None:
    verdict = judged(joined("I2", "A"), A_CIRCLE)
    assert (verdict.reason, verdict.cites) == (Reason.NOT_A_GROUP_CLEARER, ("28(1)",))
    before = (*A_CIRCLE, appointed("A", GROUP, effective_at=EVENING))
    assert reason(joined("I2", "A"), before) is Reason.NOT_A_GROUP_CLEARER
    assert reason(joined("I2", "A", effective_at=EVENING), before) is None


def test_it_belongs_to_one_group_at_a_time() -> None:
    before = (*A_CIRCLE, appointed("A", GROUP))
    assert reason(joined("L1", "A"), before) is Reason.ALREADY_IN_GROUP
    assert reason(joined("L1", "G"), before) is Reason.ALREADY_IN_GROUP
    assert reason(joined("L1", "A", EVENING), (*before, left(EVENING))) is None
    just_before = joined("L1", "A", effective_at="2003-11-03T19:59:59Z")
    assert reason(just_before, (*before, left(EVENING))) is Reason.ALREADY_IN_GROUP


def test_an_agent_of_the_entity_does_not_stand_in_the_way() -> None:
    assert reason(joined("I1", "G"), A_CIRCLE) is None


def test_joining_may_not_have_effect_before_its_stamp() -> None:
    assert reason(joined("I2", "G", EVENING, effective_at=FOUNDED), A_CIRCLE) is Reason.BACKDATED


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, None),
        ({"effective_on": "2003-12-02"}, Reason.NOTICE_TOO_SHORT),
        ({"effective_on": "2003-12-02", "waived_by": ("GENERAL_MANAGER",)}, None),
        ({"effective_on": "2003-12-02", "waived_by": ("L1", "G")}, Reason.NOTICE_TOO_SHORT),
    ],
)
def test_thirty_days_notice_of_leaving_unless_the_general_manager_waives_it(
    fields: dict[str, Any], found: Reason | None
) -> None:
    assert reason(leave_notice(**fields), A_CIRCLE) is found


def test_notice_of_leaving_is_about_an_entity_in_the_group() -> None:
    for fact in (leave_notice("I2"), leave_notice("I1", group_clearer="A")):
        verdict = judged(fact, A_CIRCLE)
        assert (verdict.reason, verdict.cites) == (Reason.NOT_REPRESENTED, ("35",))


def test_an_entity_leaves_on_the_day_of_an_accepted_notice() -> None:
    before = (*A_CIRCLE, leave_notice())
    assert reason(left("2003-12-03T00:00:00Z"), before) is None
    assert reason(left("2003-12-02T23:59:59Z"), before) is Reason.NO_ACCEPTED_NOTICE
    assert reason(left("2003-12-03T00:00:00Z"), A_CIRCLE) is Reason.NO_ACCEPTED_NOTICE


def test_only_an_entity_in_the_group_leaves_it() -> None:
    assert reason(left(EVENING, "I2"), A_CIRCLE) is Reason.NOT_REPRESENTED
    assert reason(left(EVENING, effective_at=FOUNDED), A_CIRCLE) is Reason.BACKDATED

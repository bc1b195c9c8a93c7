"""When is an indirect clearer in default towards its agent, and what follows? (BL3/58 to BL3/60)"""

from typing import Any

import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.rules.indirect_default import agent_residual_cents
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import EVENING, FOUNDED, LATER, TUESDAY, ceased, designated, event
from tests.unit.clearing.situations import A_CIRCLE, judged, reason


def reported(**fields: Any) -> events.IndirectShortfallReported:
    more = {"cycle": TUESDAY, "agent": "A", "indirect_clearer": "I1", "shortfall_cents": 100, **fields}
    return event(events.IndirectShortfallReported, EVENING, **more)


def advanced(cents: int = 0, **fields: Any) -> events.IndirectAdvanceReported:
    more = {"cycle": TUESDAY, "agent": "A", "indirect_clearer": "I1", "advance_cents": cents, **fields}
    return event(events.IndirectAdvanceReported, EVENING, **more)


def sub_account(agent: str = "A", institution: str = "I1", **fields: Any) -> events.SubAccountReported:
    more = {"cycle": TUESDAY, "balance_cents": 0, "settled": False, **fields}
    return event(events.SubAccountReported, EVENING, agent=agent, institution=institution, **more)


def test_a_case_is_opened_once_for_a_pair_in_a_cycle() -> None:
    assert reason(reported(), A_CIRCLE) is None
    assert reason(reported(), (*A_CIRCLE, reported())) is Reason.CASE_EXISTS
    assert reason(reported(cycle="2003-11-05"), (*A_CIRCLE, reported())) is None
    assert reason(reported(cycle="2003-12-24"), A_CIRCLE) is Reason.UNKNOWN_CYCLE


@pytest.mark.parametrize("fact", [reported(), sub_account()], ids=["shortfall", "sub-account"])
def test_reports_are_about_someone_the_clearer_represented_at_some_time(fact: Event) -> None:
    without = tuple(one for one in A_CIRCLE if not isinstance(one, events.AgentDesignated))
    verdict = judged(fact, without)
    assert (verdict.reason, verdict.cites) == (Reason.NOT_REPRESENTED, ("35",))
    assert reason(fact, (*without, designated("I1", "A", effective_at=EVENING))) is None
    assert reason(fact, (*without, designated("I1", "A", effective_at=LATER))) is Reason.NOT_REPRESENTED
    assert reason(fact, (*A_CIRCLE, ceased("I1", "A", FOUNDED))) is None


def test_an_account_kept_with_a_group_clearer_is_reported_too() -> None:
    assert reason(sub_account("G", "L1"), A_CIRCLE) is None
    assert reason(sub_account("G", "I1"), A_CIRCLE) is Reason.NOT_REPRESENTED


def test_an_advance_follows_a_report_once() -> None:
    assert reason(advanced(), A_CIRCLE) is Reason.NO_SHORTFALL_REPORTED
    assert reason(advanced(), (*A_CIRCLE, reported())) is None
    for cents in (0, 100):
        before = (*A_CIRCLE, reported(), advanced(cents))
        assert reason(advanced(), before) is Reason.ADVANCE_ALREADY_REPORTED


def test_the_agent_bears_what_its_returns_leave() -> None:
    """Worked example 17.9."""
    assert agent_residual_cents(3_500_000, 2_200_000, in_default=True) == 1_300_000
    assert agent_residual_cents(100, 130, in_default=True) == 0


def test_without_a_default_the_agent_bears_nothing() -> None:
    assert agent_residual_cents(100, 0, in_default=False) == 0

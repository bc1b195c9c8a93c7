"""Who must tell whom? (BL3/27(2), BL3/30(2), BL3/34(3), BL3/37(2), BL3/38(2), BL3/39, BL3/46(3), BL3/53(2))"""

from typing import cast

import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.rules.notices import Notice, notices
from streams.domains.clearing.rules.verdicts import Reason, Verdict
from tests.unit.clearing.events import (
    AGENT,
    DIRECT,
    EVENING,
    GROUP,
    TUESDAY,
    advance,
    appointed,
    designated,
    event,
    revoked,
)
from tests.unit.clearing.situations import A_CIRCLE, registry_of

MANAGER, BANK = "GENERAL_MANAGER", "BANK_OF_CANADA"
CLEARERS = ["A", "B", "G"]


def due(fact: Event, verdict: str = "ACCEPTED", before: tuple[Event, ...] = A_CIRCLE) -> list[Notice]:
    return notices(cast("events.Fact", fact), Verdict(verdict, ()), registry_of(*before, fact))


def receivers(found: list[Notice], cite: str, sender: str, manner: str = "NOTICE") -> list[str]:
    return [one.receiver for one in found if (one.cite, one.sender, one.manner) == (cite, sender, manner)]


@pytest.mark.parametrize(
    ("name", "role", "cite"), [("B", DIRECT, "27(2)"), ("G", GROUP, "30(2)"), ("A", AGENT, "34(3)")]
)
def test_a_revocation_is_told_to_every_other_member(name: str, role: str, cite: str) -> None:
    found = due(revoked(name, role))
    everybody = {"A", BANK, "B", "G", "I1", "I2", "L1"}
    assert receivers(found, cite, MANAGER) == sorted(everybody - {name})
    assert len(found) == len(everybody) - 1


@pytest.mark.parametrize(
    ("kind", "cite"), [(events.AgentActNoticeGiven, "37(2)"), (events.AgentCeaseNoticeGiven, "38(2)")]
)
def test_a_notice_of_acting_or_ceasing_is_told_to_every_clearer(kind: type[Event], cite: str) -> None:
    fields = {"agent": "A", "given_on": "2003-11-03", "effective_on": "2003-12-03"}
    found = due(event(kind, EVENING, indirect_clearer="I1", **fields))
    assert found == [Notice(cite, MANAGER, clearer, "NOTICE") for clearer in CLEARERS]


def test_a_deferred_notice_is_told_too_and_a_refused_one_to_nobody() -> None:
    fact = event(
        events.AgentCeaseNoticeGiven,
        agent="A",
        indirect_clearer="I1",
        given_on="2003-11-03",
        effective_on="2003-12-03",
    )
    assert len(due(fact, "DEFERRED")) == len(CLEARERS)
    assert notices(fact, Verdict("REFUSED", (), Reason.NOTICE_TOO_SHORT), registry_of(*A_CIRCLE)) == []


def test_a_suspension_is_told_to_every_participant() -> None:
    found = due(event(events.ExchangeSuspended, EVENING, regional_exchange_point="TOR"))
    assert receivers(found, "46(3)", MANAGER) == ["A", "B", BANK, "G"]


def test_a_default_is_told_to_the_general_manager_and_by_it_to_the_other_clearers() -> None:
    assert due(advance("B"), "DEFAULT") == [
        Notice("53(2)", BANK, MANAGER, "NOTICE"),
        Notice("53(2)", MANAGER, "A", "NOTICE"),
        Notice("53(2)", MANAGER, "G", "NOTICE"),
    ]


def test_an_advance_that_averts_default_is_told_to_nobody() -> None:
    assert due(advance("B"), "NO_DEFAULT") == []


def test_a_revoked_clearer_has_no_notice_as_a_clearer() -> None:
    found = due(advance("B"), "DEFAULT", (*A_CIRCLE, revoked("A", effective_at=EVENING)))
    assert receivers(found, "53(2)", MANAGER) == ["G"]


# ---- ceasing at once (39) ----

AT_ONCE = event(
    events.AgentCeasedImmediately,
    EVENING,
    agent="A",
    indirect_clearer="I1",
    ground="RISK",
    notice_given_at=EVENING,
    effective_at=EVENING,
)
TWO_AGENTS = (*A_CIRCLE, appointed("B", AGENT), designated("I1", "B"), designated("I2", "A"))
FOUND = due(AT_ONCE, before=TWO_AGENTS)


def test_the_agent_tells_each_other_agent_an_hour_before() -> None:
    assert receivers(FOUND, "39(2)", "A") == ["B"]


def test_the_agent_writes_to_whom_it_no_longer_acts_for() -> None:
    assert receivers(FOUND, "39(3)(a)", "A", "WRITTEN_NOTICE") == ["I1"]


def test_the_agent_tells_the_manager_its_other_indirect_clearers_and_the_other_agents() -> None:
    assert receivers(FOUND, "39(3)(b)", "A") == ["B", MANAGER, "I2"]


def test_the_agent_tries_to_tell_every_clearer_that_is_no_other_agent() -> None:
    assert receivers(FOUND, "39(3)(b)", "A", "ATTEMPTED_NOTICE") == ["G"]


def test_the_manager_tells_every_other_clearer() -> None:
    assert receivers(FOUND, "39(4)", MANAGER) == ["B", "G"]


def test_every_other_clearer_tells_its_own_circle() -> None:
    assert receivers(FOUND, "39(5)", "B") == ["I1"]
    assert receivers(FOUND, "39(5)", "G") == ["L1"]
    assert receivers(FOUND, "39(5)", "A") == []


def test_nobody_tells_itself_and_nothing_is_told_twice() -> None:
    assert len(set(FOUND)) == len(FOUND) == 10
    assert all(one.sender != one.receiver for one in FOUND)


def test_other_facts_are_told_to_nobody() -> None:
    sealed = event(events.CycleSealed, "2003-11-04T16:00:00Z", cycle=TUESDAY)
    assert notices(sealed, Verdict("ACCEPTED", ()), registry_of(*A_CIRCLE)) == []

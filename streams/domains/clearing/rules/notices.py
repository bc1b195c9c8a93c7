"""Who must tell whom? (BL3/2(1), BL3/27(2), BL3/30(2), BL3/34(3), BL3/37 to BL3/39, BL3/46(3), BL3/53(2))"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from schemas import clearing as events
from streams.domains.clearing.rules.verdicts import Verdict
from streams.domains.clearing.state.parties import BANK_OF_CANADA, GENERAL_MANAGER
from streams.domains.clearing.state.registry import Registry, effect_us
from streams.domains.clearing.state.representations import AGENT, GROUP
from streams.kernel.citation import cites

NOTICE: Final = "NOTICE"
WRITTEN_NOTICE: Final = "WRITTEN_NOTICE"
ATTEMPTED_NOTICE: Final = "ATTEMPTED_NOTICE"

REVOCATION: Final = {"DIRECT_CLEARER": "27(2)", "GROUP_CLEARER": "30(2)", "CLEARING_AGENT": "34(3)"}


class Notice(NamedTuple):
    """A notice that an event gives rise to; `cite` without its corpus."""

    cite: str
    sender: str
    receiver: str
    manner: str


def notices(fact: events.Fact, verdict: Verdict, registry: Registry) -> list[Notice]:
    """Every notice that a fact gives rise to, each once, in order; nobody notifies itself.

    Args:
        verdict: on the fact; what is refused gives rise to none.
        registry: with the fact in it.
    """
    if verdict.is_refused:
        return []
    match fact:
        case events.RoleRevoked():
            due = _of_revocation(fact, registry)
        case events.AgentActNoticeGiven():
            due = _of_notice("37(2)", fact, registry)
        case events.AgentCeaseNoticeGiven():
            due = _of_notice("38(2)", fact, registry)
        case events.AgentCeasedImmediately():
            due = _of_immediate_ceasing(fact, registry)
        case events.ExchangeSuspended():
            due = _of_suspension(fact, registry)
        case events.AdvanceReported() if verdict.verdict == "DEFAULT":
            due = _of_default(fact, registry)
        case _:
            return []
    return sorted({notice for notice in due if notice.sender != notice.receiver})


def _fan_out(cite: str, sender: str, receivers: Iterable[str], manner: str = NOTICE) -> Iterator[Notice]:
    return (Notice(cite, sender, receiver, manner) for receiver in receivers)


@cites("BL3/2(1)", "BL3/27(2)", "BL3/30(2)", "BL3/34(3)")
def _of_revocation(fact: events.RoleRevoked, registry: Registry) -> Iterator[Notice]:
    others = (member for member in registry.parties.members() if member != fact.member)
    return _fan_out(REVOCATION[fact.role], GENERAL_MANAGER, others)


@cites("BL3/37(2)", "BL3/38(2)")
def _of_notice(
    cite: str, fact: events.AgentActNoticeGiven | events.AgentCeaseNoticeGiven, registry: Registry
) -> Iterator[Notice]:
    return _fan_out(cite, GENERAL_MANAGER, registry.roles.clearers(effect_us(fact)))


@cites("BL3/39(2)", "BL3/39(3)(a)", "BL3/39(3)(b)", "BL3/39(4)", "BL3/39(5)")
def _of_immediate_ceasing(fact: events.AgentCeasedImmediately, registry: Registry) -> Iterator[Notice]:
    agent, indirect, at_us = fact.agent, fact.indirect_clearer, effect_us(fact)
    representations = registry.representations
    clearers = registry.roles.clearers(at_us)
    other_agents = [one for one in representations.agents_of(indirect, at_us) if one != agent]
    other_indirect = [
        one for one in representations.represented_by(agent, (AGENT,), at_us) if one != indirect
    ]
    yield from _fan_out("39(2)", agent, other_agents)
    yield Notice("39(3)(a)", agent, indirect, WRITTEN_NOTICE)
    yield from _fan_out("39(3)(b)", agent, [GENERAL_MANAGER, *other_indirect, *other_agents])
    rest = [clearer for clearer in clearers if clearer not in other_agents]
    yield from _fan_out("39(3)(b)", agent, rest, ATTEMPTED_NOTICE)
    yield from _fan_out("39(4)", GENERAL_MANAGER, (clearer for clearer in clearers if clearer != agent))
    for clearer in clearers:
        if clearer != agent:
            circle = representations.represented_by(clearer, (AGENT, GROUP), at_us)
            yield from _fan_out("39(5)", clearer, circle)


@cites("BL3/46(3)")
def _of_suspension(fact: events.ExchangeSuspended, registry: Registry) -> Iterator[Notice]:
    participants = [*registry.roles.clearers(effect_us(fact)), BANK_OF_CANADA]
    return _fan_out("46(3)", GENERAL_MANAGER, participants)


@cites("BL3/53(2)")
def _of_default(fact: events.AdvanceReported, registry: Registry) -> Iterator[Notice]:
    yield Notice("53(2)", BANK_OF_CANADA, GENERAL_MANAGER, NOTICE)
    clearers = registry.roles.clearers(effect_us(fact))
    yield from _fan_out("53(2)", GENERAL_MANAGER, (clearer for clearer in clearers if clearer != fact.member))

"""The notices that an accepted event gives rise to (section 7.8)."""

from __future__ import annotations

from typing import Any

from .clearing_model_registry import BANK, GENERAL_MANAGER, Fact, Registry
from .clearing_model_rules import cites

Row = tuple[str, str, list[str], str]


def notices(registry: Registry, fact: Fact) -> list[dict[str, Any]]:
    """The notices of one fact, each row once for every receiver, and none to the sender itself."""
    return [
        {"event": fact.body["id"], "cites": cites(citation), "from": sender, "to": receiver, "manner": manner}
        for citation, sender, receivers, manner in _rows(registry, fact)
        for receiver in sorted(set(receivers) - {sender})
    ]


def _rows(registry: Registry, fact: Fact) -> list[Row]:
    """The rows of the table of section 7.8 that apply to a fact."""
    body, moment = fact.body, fact.effect
    clearers = registry.clearers(moment)
    match body["type"]:
        case "role_revoked":
            citation = {"DIRECT_CLEARER": "27(2)", "GROUP_CLEARER": "30(2)", "CLEARING_AGENT": "34(3)"}[
                body["role"]
            ]
            others = [name for name in registry.members() if name != body["member"]]
            return [(citation, GENERAL_MANAGER, others, "NOTICE")]
        case "agent_act_notice_given":
            return [("37(2)", GENERAL_MANAGER, clearers, "NOTICE")]
        case "agent_cease_notice_given":
            return [("38(2)", GENERAL_MANAGER, clearers, "NOTICE")]
        case "agent_ceased_immediately":
            return _immediate(registry, fact, clearers)
        case "exchange_suspended":
            participants = [name for name in registry.members() if registry.is_participant(name, moment)]
            return [("46(3)", GENERAL_MANAGER, participants, "NOTICE")]
        case "advance_reported" if fact.verdict == "DEFAULT":
            others = [name for name in clearers if name != body["member"]]
            return [
                ("53(2)", BANK, [GENERAL_MANAGER], "NOTICE"),
                ("53(2)", GENERAL_MANAGER, others, "NOTICE"),
            ]
        case _:
            return []


def _immediate(registry: Registry, fact: Fact, clearers: list[str]) -> list[Row]:
    """The rows of an immediate ceasing under section 39 of the law."""
    agent, institution, moment = fact.body["agent"], fact.body["indirect_clearer"], fact.effect
    other_agents = [name for name in registry.agents_of(institution, moment) if name != agent]
    other_clearers = [name for name in clearers if name != agent]
    others_represented = [
        name for name in registry.represented_by(agent, moment, "AGENT") if name != institution
    ]
    told = [GENERAL_MANAGER, *others_represented, *other_agents]
    attempted = [name for name in other_clearers if name not in other_agents]
    return [
        ("39(2)", agent, other_agents, "NOTICE"),
        ("39(3)(a)", agent, [institution], "WRITTEN_NOTICE"),
        ("39(3)(b)", agent, told, "NOTICE"),
        ("39(3)(b)", agent, attempted, "ATTEMPTED_NOTICE"),
        ("39(4)", GENERAL_MANAGER, other_clearers, "NOTICE"),
        *[
            ("39(5)", clearer, registry.represented_by(clearer, moment, "AGENT", "GROUP"), "NOTICE")
            for clearer in other_clearers
        ],
    ]

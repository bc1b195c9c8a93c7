"""What did a check of a fact look at?"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.instants import date_of, instant_us
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.findings import default_said, roles_said
from streams.domains.clearing.rules.fact import FactSituation
from streams.domains.clearing.rules.verdicts import Reason
from streams.domains.clearing.state.parties import NEVER

# A situation is of one kind of fact; each function reads the fields that its own kind has.
Situation = FactSituation[Any]


def _effect(of: Situation) -> str:
    if of.effect_us == of.at_us:
        return ""
    return f"reported {words.instant_of(of.at_us)}, effective {words.instant_of(of.effect_us)}"


def _roles(of: Situation) -> str:
    return roles_said(of.registry, of.fact.member)


def _cycle_state(of: Situation) -> str:
    cycle = of.registry.calendar.named(of.fact.cycle)
    if cycle is None:
        return ""
    state = "settled" if cycle.is_settled else "closed, not settled" if cycle.is_sealed else "open"
    return f"{words.cycle(cycle.name)} is {state}"


def _notice(of: Situation) -> str:
    if hasattr(of.fact, "notice_given_at"):
        given_us = instant_us(of.fact.notice_given_at)
        return (
            f"told {words.instant(of.fact.notice_given_at)}, stopped {words.instant_of(of.effect_us)}: "
            f"{words.duration(of.effect_us - given_us)}; asked for: "
            f"{words.duration(of.law.section_39_notice_seconds * 1_000_000)}; {_waivers(of)}"
        )
    length = (date_of(of.fact.effective_on) - date_of(of.fact.given_on)).days
    return (
        f"from {words.day(of.fact.given_on)} to {words.day(of.fact.effective_on)}: {words.days(length)}; asked for: "
        f"{words.days(of.law.notice_period_days)}; {_waivers(of)}"
    )


def _waivers(of: Situation) -> str:
    waived_by = of.fact.waived_by
    return f"waived by {words.listed(waived_by if isinstance(waived_by, tuple) else ())}"


def _cutoff(of: Situation) -> str:
    cutoff = of.law.section_39_notice_cutoff_time
    if cutoff is None:
        return "the rules that were read set no time of day"
    return f"told at {of.fact.notice_given_at[11:16]} UTC, allowed before {cutoff} UTC"


def _sealing(of: Situation) -> str:
    cycle = of.registry.calendar.named(of.fact.cycle)
    if cycle is None:
        return ""
    return f"closed {words.instant_of(of.at_us)}; final adjustment time {words.instant_of(cycle.final_adjustment_us)}"


def _times(of: Situation) -> str:
    fact = of.fact
    return (
        f"begins after {words.instant(fact.begins_after_at)}, final exchange {words.instant(fact.final_exchange_at)}, "
        f"final adjustment {words.instant(fact.final_adjustment_at)}"
    )


def _overlapping(of: Situation) -> str:
    bounds = instant_us(of.fact.begins_after_at), instant_us(of.fact.final_adjustment_at)
    return "; ".join(words.cycle(cycle.name) for cycle in of.registry.calendar if cycle.overlaps(*bounds))


def _pair(of: Situation) -> str:
    fact = of.fact
    institution = getattr(fact, "indirect_clearer", None) or getattr(fact, "entity", None) or fact.institution
    clearer = getattr(fact, "agent", None) or fact.group_clearer
    spans = [
        f"from {words.instant_of(one.from_us)}"
        + ("" if one.ends_us == NEVER else f" until {words.instant_of(one.ends_us)}")
        for one in of.registry.representations.of_pair(institution, clearer)
    ]
    return f"{clearer} represents {institution} {', '.join(spans)}" if spans else ""


def _class_of(of: Situation) -> str:
    return of.registry.parties.member_class(of.fact.member)


def _default(of: Situation) -> str:
    return default_said(of.registry, of.fact.member, of.effect_us)


FACT: Final[Mapping[Reason, Callable[[Situation], str]]] = {
    Reason.BACKDATED: _effect,
    Reason.CLASS_EXCLUDED: _class_of,
    Reason.NOT_A_CLEARER: _roles,
    Reason.ALREADY_APPOINTED: _roles,
    Reason.ROLE_NOT_HELD: _roles,
    Reason.NOT_A_GROUP_CLEARER: lambda of: roles_said(of.registry, of.fact.group_clearer),
    Reason.NOT_A_CLEARING_AGENT: lambda of: roles_said(of.registry, of.fact.agent),
    Reason.ALREADY_REPRESENTED: _pair,
    Reason.NOT_REPRESENTED: _pair,
    Reason.CYCLE_STILL_OPEN: _cycle_state,
    Reason.SETTLEMENT_FINAL: _cycle_state,
    Reason.NOT_SETTLED: _cycle_state,
    Reason.CYCLE_CLOSED: _cycle_state,
    Reason.NOT_IN_DEFAULT: _default,
    Reason.SEAL_TOO_EARLY: _sealing,
    Reason.BAD_CYCLE_TIMES: _times,
    Reason.CYCLE_OVERLAP: _overlapping,
    Reason.NOTICE_TOO_SHORT: _notice,
    Reason.NOTICE_AFTER_CUTOFF: _cutoff,
}
"""What the checks of a fact look at, where the sentence alone does not say it."""

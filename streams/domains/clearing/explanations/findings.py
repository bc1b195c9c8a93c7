"""What did a check of an entry, or of an exchange outside the ACSS, look at?"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from streams.domains.clearing.explanations import words
from streams.domains.clearing.rules.entry_situation import EntrySituation
from streams.domains.clearing.rules.outside_exchange import OutsideSituation
from streams.domains.clearing.rules.verdicts import Reason
from streams.domains.clearing.state.calendar import Cycle
from streams.domains.clearing.state.parties import BANK_OF_CANADA, NEVER
from streams.domains.clearing.state.registry import Registry


def roles_said(registry: Registry, member: str) -> str:
    """Which roles a member holds or held, and from when until when."""
    if member == BANK_OF_CANADA:
        return "the Bank of Canada always takes part"
    spans = [
        f"{member} is {words.role(name)} from {words.instant_of(held.from_us)}"
        + ("" if held.ends_us == NEVER else f" until {words.instant_of(held.ends_us)}")
        for name, held in registry.roles.of(member).items()
    ]
    return "; ".join(spans) or f"{member} never held a role"


def default_said(registry: Registry, member: str, at_us: int) -> str:
    """Since when a member was in default at an instant; empty where it never was."""
    cases = registry.defaults.cases_of(member)
    begun = [case for case in cases if case.default_us is not None]
    if not begun:
        return ""
    begun_at = ", ".join(
        f"{words.instant_of(case.default_us)} (in {words.cycle(case.cycle)})"
        for case in begun
        if case.default_us is not None
    )
    return f"in default from {begun_at} on; the event is stamped {words.instant_of(at_us)}"


def cycle_said(cycle: Cycle | None, at_us: int) -> str:
    """The bounds of the cycle of a stamp, and how far it has come."""
    if cycle is None:
        return f"stamped {words.instant_of(at_us)}"
    return (
        f"stamped {words.instant_of(at_us)}; {words.cycle(cycle.name)} runs from after "
        f"{words.instant_of(cycle.begins_after_us)} through {words.instant_of(cycle.final_adjustment_us)} "
        f"and was {_state(cycle)}"
    )


def _state(cycle: Cycle) -> str:
    return "settled" if cycle.is_settled else "closed" if cycle.is_sealed else "open"


def _not_known(registry: Registry, names: tuple[str, ...], at_us: int) -> str:
    """Who was not registered; empty where everybody was."""
    unknown = [name for name in names if not registry.parties.is_known(name, at_us)]
    return f"not registered: {words.listed(unknown)}" if unknown else ""


def _no_members(registry: Registry, names: tuple[str, ...], at_us: int) -> str:
    """Who was no registered member; empty where everybody was."""
    unknown = [name for name in names if not registry.parties.is_member(name, at_us)]
    return f"no registered member: {words.listed(unknown)}" if unknown else ""


def _standing_said(registry: Registry, clearer: str, institution: str, at_us: int) -> str:
    """Since when, and until when, a clearer represents an institution."""
    if clearer == institution:
        return f"{words.party(clearer)} acts for itself"
    spans = []
    for one in registry.representations.of_pair(institution, clearer):
        span = f"from {words.instant_of(one.from_us)}"
        if one.ends_us != NEVER:
            span += f" until {words.instant_of(one.ends_us)}"
            taken_us = registry.calendar.run_off_end_us(one.ends_us, one.from_us, at_us)
            if taken_us is not None:
                span += f", and what it has to pay is taken through {words.instant_of(taken_us)}"
        spans.append(span)
    if not spans:
        return f"{words.party(clearer)} never represented {words.party(institution)}"
    return f"{words.party(clearer)} represents {words.party(institution)} {' and '.join(spans)}"


def _standings_said(registry: Registry, pairs: Iterable[tuple[str, str]], at_us: int) -> str:
    said = [_standing_said(registry, clearer, institution, at_us) for clearer, institution in pairs]
    return "; ".join([*dict.fromkeys(said), f"the event is stamped {words.instant_of(at_us)}"])


def _entry_standings(of: EntrySituation) -> str:
    pairs = ((of.paying, of.ultimate_payer), (of.receiving, of.ultimate_payee))
    return _standings_said(of.registry, pairs, of.at_us)


def _outside_standings(of: OutsideSituation) -> str:
    pairs = ((of.event.agent, of.ultimate_payer), (of.event.agent, of.ultimate_payee))
    return _standings_said(of.registry, pairs, of.at_us)


def _merged(of: EntrySituation) -> str:
    pairs = ((of.payer, of.ultimate_payer), (of.payee, of.ultimate_payee))
    return "; ".join(f"{name} stands for {successor}" for name, successor in pairs if name != successor)


def _listed_values(allowed: frozenset[str] | None, given: str) -> str:
    rules = (
        "the rules that were read list none, so any is taken"
        if allowed is None
        else words.listed(sorted(allowed))
    )
    return f"{given}; allowed: {rules}"


def _value(of: EntrySituation | OutsideSituation) -> str:
    return f"{words.money(of.event.value_cents)} for {words.items(of.event.item_count)}"


def _meant(named: object) -> str:
    return f"means {words.cycle(named)}" if isinstance(named, str) else "names no cycle"


def _how_far(cycle: Cycle | None) -> str:
    return "" if cycle is None else f"{words.cycle(cycle.name)} was {_state(cycle)}"


def _payer_kind(of: EntrySituation) -> str:
    kind = of.registry.parties.entity_kind(of.payer)
    if kind is None:
        return ""
    if kind == "LOCAL":
        return f"{of.payer} is a local"
    through = words.day(of.law.non_member_payers_through_on)
    return f"{of.payer} is a deposit taker outside the Association; its items are taken through {through}"


ENTRY: Final[Mapping[Reason, Callable[[EntrySituation], str]]] = {
    Reason.BAD_VALUE: _value,
    Reason.UNKNOWN_MEMBER: lambda of: _no_members(
        of.registry, (of.event.made_by, of.event.counterparty), of.at_us
    ),
    Reason.NOT_A_PARTICIPANT: lambda of: roles_said(of.registry, of.event.made_by),
    Reason.DEFAULTER_PROHIBITED: lambda of: default_said(of.registry, of.event.made_by, of.at_us),
    Reason.COUNTERPARTY_NOT_PARTICIPANT: lambda of: roles_said(of.registry, of.event.counterparty),
    Reason.NO_OPEN_CYCLE: lambda of: cycle_said(of.cycle, of.at_us),
    Reason.CYCLE_NOT_OPEN: lambda of: _meant(of.event.cycle),
    Reason.CYCLE_CLOSED: lambda of: f"{_meant(of.event.cycle)}; {_how_far(of.cycle)}",
    Reason.UNKNOWN_REGIONAL_EXCHANGE_POINT: lambda of: _listed_values(
        of.law.regional_exchange_points, of.event.regional_exchange_point
    ),
    Reason.ITEM_CLASS_NOT_ELIGIBLE: lambda of: _listed_values(
        of.law.eligible_item_classes, of.event.item_class
    ),
    Reason.ITEM_IN_DISPUTE: lambda of: f"item {of.event.item}" if isinstance(of.event.item, str) else "",
    Reason.EXCHANGE_SUSPENDED: lambda of: (
        f"class {of.event.item_class} at {of.event.regional_exchange_point}"
    ),
    Reason.UNKNOWN_INSTITUTION: lambda of: _not_known(of.registry, (of.payer, of.payee), of.at_us),
    Reason.PAYER_NOT_ELIGIBLE: _payer_kind,
    Reason.AMALGAMATION_PERIOD_EXPIRED: _merged,
    Reason.NOT_REPRESENTED: _entry_standings,
    Reason.REPRESENTATION_ENDED: _entry_standings,
}
"""What the checks of an entry look at, where the sentence alone does not say it."""

OUTSIDE: Final[Mapping[Reason, Callable[[OutsideSituation], str]]] = {
    Reason.BAD_VALUE: _value,
    Reason.UNKNOWN_MEMBER: lambda of: _no_members(of.registry, (of.event.agent,), of.at_us),
    Reason.NOT_IN_DEFAULT: lambda of: (
        default_said(of.registry, of.event.agent, of.at_us) if of.handed_back else ""
    ),
    Reason.NO_OPEN_CYCLE: lambda of: cycle_said(of.stamp_cycle, of.at_us),
    Reason.CYCLE_NOT_OPEN: lambda of: _meant(of.event.cycle),
    Reason.CYCLE_CLOSED: lambda of: f"{_meant(of.event.cycle)}; {_how_far(of.stamp_cycle)}",
    Reason.UNKNOWN_INSTITUTION: lambda of: _not_known(
        of.registry, (of.event.payer, of.event.payee), of.at_us
    ),
    Reason.NOT_REPRESENTED: _outside_standings,
    Reason.REPRESENTATION_ENDED: _outside_standings,
}
"""The same for an exchange outside the ACSS."""

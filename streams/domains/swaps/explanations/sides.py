"""Why does a side count or not, on which facts does that rest, and which single one would change it?"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import UNSET

from schemas import swaps as events
from streams.domains.swaps.explanations.swap_asked import registry_of
from streams.domains.swaps.explanations.words import REASONS_IN_WORDS
from streams.domains.swaps.law.values import Values
from streams.domains.swaps.rules.counting import REASONS, Reason, reason_for
from streams.domains.swaps.rules.side import Side
from streams.domains.swaps.rules.tagging import tagged
from streams.domains.swaps.state.facts_on_day import FactsOnDay
from streams.domains.swaps.state.registry import Registry
from streams.domains.swaps.state.tags import PartRow
from streams.domains.swaps.state.terms import USD, Part
from streams.kernel.explanation import PASSED, CheckShown, rule_shown

Facts = Sequence[events.Fact]


class Again(NamedTuple):
    """A part that was tagged again, and the facts that it rests on.

    Attributes:
        used: in the order in which they were read.
    """

    tags: PartRow
    used: list[events.Fact]


def tagged_again(part: Part, facts: Facts, law: Values) -> Again:
    """Tag a part again with all that is known, and find what was looked up and answered."""
    registry = registry_of(facts)
    about = FactsOnDay(registry, part.dated_on), FactsOnDay(registry, part.dated_on)
    tags = tagged(part, about, law)
    answers = {id(fact) for one in about for fact in _answers(one, registry)}
    answers |= {id(fact) for fact in _rates(part, registry, law)}
    return Again(tags, [fact for fact in facts if id(fact) in answers and not _is_foreign(fact, part)])


def _answers(about: FactsOnDay, registry: Registry) -> Iterator[events.Fact]:
    for key in about.looked_up:
        for laid in registry.laid_under(key, about.day):
            yield laid.fact


def _is_foreign(fact: events.Fact, part: Part) -> bool:
    """Whether a fact is a representation to somebody who is no party."""
    if not isinstance(fact, events.RepresentationRecorded) or fact.made_to is UNSET:
        return False
    return fact.made_to not in {party.entity for party in part.parties}


def _rates(part: Part, registry: Registry, law: Values) -> Iterator[events.Fact]:
    for currency, _ in part.positions:
        rate = (
            None
            if currency == USD
            else registry.rates.usable(currency, part.dated_on, law.fx_rate_usable_days)
        )
        if rate is not None:
            yield rate


def reason_of(part: Part, place: int, facts: Facts, law: Values) -> Reason:
    """The reason of a side, with these facts."""
    registry = registry_of(facts)
    about = FactsOnDay(registry, part.dated_on), FactsOnDay(registry, part.dated_on)
    return reason_for(Side(part, place, about, law))


def branch_taken(part: Part, place: int, facts: Facts, law: Values) -> list[CheckShown]:
    """The reasons that were tried for a side, in the contract's order, through the one that fits."""
    registry = registry_of(facts)
    about = FactsOnDay(registry, part.dated_on), FactsOnDay(registry, part.dated_on)
    side = Side(part, place, about, law)
    party = side.party.entity
    shown = []
    for reason in REASONS:
        fits = reason.fits(side)
        says = REASONS_IN_WORDS[reason.name]
        answer = f"Yes, so it {'counts' if reason.counts else 'does not count'}." if fits else "No."
        words = f"{party}: {says}? {answer}"
        cites = list(reason.cites) if fits else []
        shown.append(CheckShown(words, PASSED, "", reason.name, cites, rule_shown(reason.fits)))
        if fits:
            break
    return shown


def what_would_change(part: Part, place: int, facts: Facts, used: Facts, law: Values) -> list[str]:
    """Each fact without which the reason of a side would be another, in sentences."""
    party = part.parties[place].entity
    reason = reason_of(part, place, facts, law)
    found = []
    for fact in used:
        other = reason_of(part, place, [one for one in facts if one is not fact], law)
        if other.name != reason.name:
            counts = "count" if other.counts else "not count"
            found.append(f"Without {fact.id} it would {counts} for {party}, as {other.name}.")
    return found

"""Whose obligations in a swap does a U.S. person guarantee? (17CFR23.23/(a)(9), XB2020/4)"""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import UNSET

from streams.domains.swaps.law.values import Values
from streams.domains.swaps.rules.us_person import is_us_person
from streams.domains.swaps.state.facts_on_day import FactsOnDay, is_set
from streams.kernel.citation import cites


class Guaranteed(NamedTuple):
    """Whose obligations, towards whom, in which swap."""

    entity: str
    counterparty: str
    swap: str


@cites("17CFR23.23/(a)(9)", "XB2020/4")
def us_guarantors(of: Guaranteed, facts: FactsOnDay, law: Values) -> list[str]:
    """The U.S. persons against whom somebody has recourse for the obligations of a non-U.S. person in a swap.

    Reading: recourse against a guarantor's own claim on another guarantor is recourse, through any number of them,
    also through somebody without a record.
    """
    if is_us_person(of.entity, facts, law):
        return []
    return [person for person in _reached(of, facts) if is_us_person(person, facts, law)]


def _reached(of: Guaranteed, facts: FactsOnDay) -> Iterator[str]:
    """Everybody against whom recourse leads, each once, the entity itself left out."""
    seen = {of.entity}
    first = _guarantors(of.entity, of.swap, facts, (None, of.counterparty))
    waiting = list(first)
    while waiting:
        person = waiting.pop()
        if person in seen:
            continue
        seen.add(person)
        yield person
        waiting += _guarantors(person, of.swap, facts)
        waiting += _guarantors(of.entity, of.swap, facts, (person,))


def _guarantors(
    obligor: str, swap: str, facts: FactsOnDay, towards: tuple[str | None, ...] | None = None
) -> list[str]:
    """Who guarantees an obligor in a swap towards one of the beneficiaries given; None for whoever it is."""
    found = []
    for fact in facts.recourse_guarantees(obligor):
        if fact.swap is not UNSET and fact.swap != swap:
            continue
        beneficiary = None if fact.beneficiary is UNSET else fact.beneficiary
        if towards is None or beneficiary in towards:
            found.append(fact.guarantor)
    return found


@cites("17CFR23.23/(b)(2)(iii)")
def has_financial_guarantor(guarantors: list[str], facts: FactsOnDay) -> bool:
    """Say whether one of the U.S. guarantors is a financial entity.

    Reading R6: one is enough. Whoever is not recorded to be non-financial is financial.
    """
    for guarantor in guarantors:
        record = facts.entity(guarantor)
        if record is None or is_set(record.financial_entity, default=True):
            return True
    return False

"""What does each group add up to on any day, by the tags and facts that one answer rests on?

The rules of the domain add up; in here they are only given what the answer shows.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from schemas.swaps import Fact
from streams.desks.swaps.answer import Answer
from streams.domains.swaps.domain import SWAPS
from streams.domains.swaps.law.values import SwapsLaw, Values
from streams.domains.swaps.rules.affiliates import names_on
from streams.domains.swaps.rules.aggregation import Aggregation
from streams.domains.swaps.state.cells import COUNTED_CENTS, DIGEST, SIDES, WIDTH
from streams.domains.swaps.state.registry import Registry

_ONE_DAY: Final = timedelta(days=1)


class Totals:
    """The totals of groups on any day, past or to come, if nothing more were traded."""

    def __init__(self, answer: Answer, facts: Iterable[Fact]) -> None:
        self.registry = Registry()
        for fact in facts:
            self.registry.lay_down(fact)
        self._law = SwapsLaw(SWAPS.law)
        self._aggregation = Aggregation(self.registry, self._law)
        sums: dict[tuple[str, str], list[int]] = {}
        for key, tag in answer.views["tags"].items():
            entity, traded_on = key.rpartition("/")[2], str(tag["traded_on"])
            figures = sums.setdefault((entity, traded_on), [0] * WIDTH)
            figures[SIDES] += 1
            figures[COUNTED_CENTS] += int(tag["counted_cents"])
            figures[DIGEST] = 0
        for (entity, traded_on), figures in sorted(sums.items()):
            self._aggregation.days.set(entity, traded_on, figures)
            self._aggregation.affiliates.add(entity)

    def law(self, day: str) -> Values:
        """The values of the law on a day."""
        return self._law.on_date(day)

    def of_groups(self, day: str) -> dict[str, int]:
        """The twelve-month total of each group on a day, in cents, registered swap dealers left out."""
        return self._aggregation.group_totals(day)

    def counted_since(self, first: str, day: str) -> dict[str, int]:
        """What each group counted from a day on, through another, by those not registered on the latter."""
        found: dict[str, int] = {}
        for entity in self._aggregation.days.entities():
            if self.registry.is_swap_dealer_on(entity, day):
                continue
            cents = self._aggregation.days.sum(entity, first, f"{day}~").counted_cents
            for group in self.groups_of(entity, day):
                found[group] = found.get(group, 0) + cents
        return found

    def groups_of(self, entity: str, day: str) -> frozenset[str]:
        """The groups to which an entity belongs on a day."""
        return names_on(self._aggregation.affiliates.ultimate_controllers(entity), day)


def days_between(first: str, last: str) -> list[str]:
    """All days from one through another."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    found = []
    while day <= end:
        found.append(day.isoformat())
        day += _ONE_DAY
    return found


def days_after(day: str, count: int) -> str:
    """The day that comes so many days after one; before it, if below zero."""
    return (date.fromisoformat(day) + count * _ONE_DAY).isoformat()

"""How much of a quarter relies on an exception that is capped? (17CFR23.23/(e)(4), (5))"""

from typing import NamedTuple

from streams.domains.swaps.law.values import SwapsLaw
from streams.domains.swaps.rules.affiliates import Affiliates
from streams.domains.swaps.rules.aggregation import after
from streams.domains.swaps.rules.exceptions import FOREIGN_BRANCH, LIMITED_SWAP_ENTITY
from streams.domains.swaps.rules.window import quarter_span
from streams.domains.swaps.state import cells
from streams.domains.swaps.state.person_days import PersonDays
from streams.kernel.citation import cites


class CapUsage(NamedTuple):
    """How much of a quarter relies on an exception."""

    relying_cents: int
    total_cents: int
    within_cap: bool


class Caps:
    """The use of the capped exceptions, from what each person added on each date."""

    def __init__(self, days: PersonDays, affiliates: Affiliates, law: SwapsLaw) -> None:
        self._days = days
        self._affiliates = affiliates
        self._law = law

    @cites("17CFR23.23/(e)(4)", "17CFR23.23/(e)(5)")
    def of(self, entity: str, quarter: str, day: str) -> dict[str, CapUsage]:
        """The use of each capped exception by an entity in the parts of a quarter dated through a day.

        Returns:
            Nothing where the entity has no treatment in them. Reading R13: information, not a gate.
        """
        first, last = quarter_span(quarter)
        until = after(min(last, day))
        own = self._add_up(
            entity,
            first,
            until,
            (cells.TREATED, cells.SWAP_CENTS, cells.FOREIGN_BRANCH_CENTS, cells.LIMITED_RELYING_CENTS),
        )
        treated, total_cents, foreign_branch_cents, limited_cents = own
        if not treated:
            return {}
        others_total_cents, others_limited_cents = self._of_affiliates(entity, first, until)
        return {
            FOREIGN_BRANCH: self._usage(foreign_branch_cents, total_cents, day),
            LIMITED_SWAP_ENTITY: self._usage(
                limited_cents + others_limited_cents, total_cents + others_total_cents, day
            ),
        }

    def _of_affiliates(self, entity: str, first: str, until: str) -> tuple[int, int]:
        """What affiliates add: the sides on which each is itself a swap entity of the limited kind."""
        total_cents = limited_cents = 0
        for name, begins, ends in self._affiliates.of(entity).members:
            if name != entity:
                span = max(first, begins), min(until, ends)
                sums = self._add_up(name, *span, (cells.LIMITED_CENTS, cells.LIMITED_RELYING_CENTS))
                total_cents += sums[0]
                limited_cents += sums[1]
        return total_cents, limited_cents

    def _add_up(self, entity: str, first: str, until: str, places: tuple[int, ...]) -> list[int]:
        sums = [0] * len(places)
        if first < until:
            figures = self._days.figures(entity)
            for day in self._days.dates(entity, first, until):
                for index, place in enumerate(places):
                    sums[index] += figures[day][place]
        return sums

    def _usage(self, relying_cents: int, total_cents: int, day: str) -> CapUsage:
        cap_ppm = self._law.on_date(day).exception_cap_ppm
        within_cap = relying_cents * 1_000_000 <= cap_ppm * total_cents
        return CapUsage(relying_cents, total_cents, within_cap)

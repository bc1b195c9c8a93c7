"""On which day did a person first exceed a line? (17CFR1.3/swap-dealer(4)(i)(A), (iii))"""

from collections.abc import Iterable

from streams.domains.swaps.law.values import SwapsLaw
from streams.domains.swaps.rules.aggregation import Aggregation, after
from streams.domains.swaps.rules.exceeding import ExceedingDays
from streams.domains.swaps.state.registry import Registry
from streams.kernel.citation import cites


class _Search:
    """How far the days of one person were looked at.

    Attributes:
        next_first: no day before it needs to be looked at again.
        exceeded_on: the first day found; None as long as there is none before `next_first`.
    """

    __slots__ = ("exceeded_on", "next_first")

    def __init__(self) -> None:
        self.next_first = ""
        self.exceeded_on: str | None = None


class Crossings:
    """The first day on which each person exceeded a line, as now known.

    A day is looked at once, and again only when something that may move its total is dated on it or before.
    """

    def __init__(self, aggregation: Aggregation, registry: Registry, law: SwapsLaw) -> None:
        self._registry = registry
        self._exceeding = ExceedingDays(aggregation, law)
        self._searches: dict[str, _Search] = {}

    def changed(self, persons: Iterable[str] | None, first: str) -> None:
        """Take notice that totals may be others from a day on.

        Args:
            persons: whose; None for everybody.
        """
        for person in list(self._searches) if persons is None else persons:
            search = self._searches.get(person)
            if search is None:
                continue
            if search.exceeded_on is None or first <= search.exceeded_on:
                search.exceeded_on = None
                search.next_first = min(search.next_first, first)

    def news(self) -> None:
        """Forget what was worked out of groups before facts or figures changed."""
        self._exceeding.news()

    def searched(self) -> list[str]:
        """Everybody whose days were looked at."""
        return list(self._searches)

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "17CFR1.3/swap-dealer(4)(i)(B)", "17CFR1.3/swap-dealer(4)(iii)")
    def exceeded_on(self, person: str, day: str) -> str | None:
        """The first day through a day on which a person's total exceeded either line; None where there is none.

        Days on which the person is a registered swap dealer are left out.
        """
        search = self._searches.setdefault(person, _Search())
        until = after(day)
        if search.exceeded_on is None and search.next_first < until:
            search.exceeded_on = next(
                (
                    exceeding
                    for exceeding in self._exceeding.of(person, search.next_first, until)
                    if not self._registry.is_swap_dealer_on(person, exceeding)
                ),
                None,
            )
            search.next_first = until if search.exceeded_on is None else after(search.exceeded_on)
        found = search.exceeded_on
        return found if found is not None and found <= day else None

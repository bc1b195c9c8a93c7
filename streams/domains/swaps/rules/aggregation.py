"""What do a person and its affiliates add up to within twelve months? (17CFR1.3/swap-dealer(4)(i)(A), XB2020/5)"""

from collections.abc import Iterator
from typing import Final

from streams.domains.swaps.law.values import SwapsLaw
from streams.domains.swaps.rules.affiliates import Affiliates, Group, names_on
from streams.domains.swaps.rules.window import window_first
from streams.domains.swaps.state.person_days import PersonDays, Sum
from streams.domains.swaps.state.registry import OPEN, Registry
from streams.kernel.citation import cites

DAY_CLOSED: Final = "DAY_CLOSED"


def after(day: str) -> str:
    """Sorts behind a day and before the next one."""
    return f"{day}{OPEN}"


class Aggregation:
    """The totals of persons and of groups, from what each person added on each date.

    Attributes:
        days: what each person added.
        affiliates: whose swaps are added up.
    """

    def __init__(self, registry: Registry, law: SwapsLaw) -> None:
        self._registry = registry
        self._law = law
        self.days = PersonDays()
        self.affiliates = Affiliates(registry)
        self._known: dict[tuple[Group, str], Sum] = {}
        self._dealers: dict[str, frozenset[str]] = {}
        self._days: dict[tuple[frozenset[str], str, str], list[str]] = {}

    def news(self) -> None:
        """Forget totals that were worked out before facts or figures changed."""
        self._known.clear()
        self._days.clear()
        self._dealers.clear()

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "XB2020/5")
    def own_total(self, entity: str, day: str) -> Sum:
        """What a person counted itself in the twelve months through a day."""
        return self.days.sum(entity, window_first(day), after(day))

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "XB2020/5")
    def person_total(self, person: str, day: str) -> Sum:
        """What a person and its affiliates counted in the twelve months through a day, registered dealers left out.

        Reading R7: affiliated on the date of each part, or by parameter on the day itself. Reading R8: whoever is
        registered on the day is left out with all its past swaps.
        """
        group = self.affiliates.of(person)
        total = self._known.get((group, day))
        if total is None:
            total = self._known[group, day] = self._group_total(group, day)
        return total

    def _group_total(self, group: Group, day: str) -> Sum:
        window, end = window_first(day), after(day)
        is_of_day = self._law.on_date(day).group_membership == DAY_CLOSED
        dealers = self.dealers_on(day)
        counted_cents = special_entity_cents = rate_missing_count = 0
        for entity, first, until in group.members:
            if is_of_day:
                if not first <= day < until:
                    continue
                first, until = window, end
            if entity in dealers:
                continue
            added = self.days.sum(entity, max(window, first), min(end, until))
            counted_cents += added[0]
            special_entity_cents += added[1]
            rate_missing_count += added[2]
        return Sum(counted_cents, special_entity_cents, rate_missing_count)

    def dealers_on(self, day: str) -> frozenset[str]:
        """Every registered swap dealer of a day."""
        dealers = self._dealers.get(day)
        if dealers is None:
            registry = self._registry
            dealers = frozenset(one for one in registry.swap_dealers if registry.is_swap_dealer_on(one, day))
            self._dealers[day] = dealers
        return dealers

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "XB2020/5")
    def group_totals(self, day: str) -> dict[str, int]:
        """What the entities under each ultimate controller counted in the twelve months through a day.

        Every ultimate controller of a party of a part dated through the day is in it, also with nothing. Each of
        several controllers gets an entity in full.
        """
        totals: dict[str, int] = {}
        for entity in self.days.entities():
            is_left_out = entity in self.dealers_on(day)
            for first, until, tops in self._control_of(entity, day):
                in_window = self.days.sum(entity, max(first, window_first(day)), min(until, after(day)))
                for top in tops:
                    totals[top] = totals.get(top, 0) + (0 if is_left_out else in_window.counted_cents)
        return totals

    def _control_of(self, entity: str, day: str) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Who controls an entity ultimately while it has parts, dated through a day."""
        tops = self.affiliates.ultimate_controllers(entity)
        if self._law.on_date(day).group_membership == DAY_CLOSED:
            if self.days.has_sides(entity, "", after(day)):
                yield "", after(day), names_on(tops, day)
            return
        for first, until, names in tops:
            if self.days.has_sides(entity, first, min(until, after(day))):
                yield first, until, names

    def candidate_days(self, person: str, first: str, until: str) -> list[str]:
        """The days from the first on and before `until` on which the total of a person can rise."""
        names = self.affiliates.of(person).names
        days = self._days.get((names, first, until))
        if days is None:
            dates = {day for name in names for day in self.days.dates(name, first, until)}
            days = sorted(dates.union(self._registry.boundaries_between(first, until)))
            self._days[names, first, until] = days
        return days

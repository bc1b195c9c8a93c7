"""On which days does what a group adds up to exceed a line?"""

from bisect import bisect_left
from itertools import accumulate
from typing import Final, NamedTuple

from streams.domains.swaps.law.values import SwapsLaw
from streams.domains.swaps.rules.affiliates import Affiliation
from streams.domains.swaps.rules.aggregation import DAY_CLOSED, Aggregation, after
from streams.domains.swaps.rules.threshold import exceeds
from streams.domains.swaps.rules.window import window_first
from streams.domains.swaps.state.person_days import Sum
from streams.kernel.citation import cites

_FEW_DAYS: Final = 10
"""For so many days it is quicker to add up twelve months each time than to lay all dates out in running sums."""


class _Series(NamedTuple):
    """What a group added on each date, in running sums; one longer than the dates, from 0 on."""

    dates: list[str]
    counted_cents: list[int]
    special_entity_cents: list[int]

    def total(self, first: str, until: str) -> Sum:
        """What was added on the dates from the first on and before `until`."""
        low, high = bisect_left(self.dates, first), bisect_left(self.dates, until)
        return Sum(
            self.counted_cents[high] - self.counted_cents[low],
            self.special_entity_cents[high] - self.special_entity_cents[low],
        )


class ExceedingDays:
    """The days on which the total of a group exceeds either line, worked out once for all its members."""

    def __init__(self, aggregation: Aggregation, law: SwapsLaw) -> None:
        self._aggregation = aggregation
        self._law = law
        self._found: dict[tuple[tuple[Affiliation, ...], str, str], list[str]] = {}

    def news(self) -> None:
        """Forget what was worked out before facts or figures changed."""
        self._found.clear()

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "17CFR1.3/swap-dealer(4)(i)(B)")
    def of(self, person: str, first: str, until: str) -> list[str]:
        """The days from the first on and before `until` on which the total of a person's group exceeds either line."""
        candidates = self._aggregation.candidate_days(person, first, until)
        if not candidates:
            return []
        window, end = window_first(candidates[0]), after(candidates[-1])
        # The members of a group see each other alike, as far as they are affiliated throughout.
        members = self._aggregation.affiliates.of(person).within(window, end)
        days = self._found.get((members, first, until))
        if days is None:
            days = self._found[members, first, until] = self._exceeding(person, members, candidates)
        return days

    def _exceeding(self, person: str, members: tuple[Affiliation, ...], candidates: list[str]) -> list[str]:
        window, end = window_first(candidates[0]), after(candidates[-1])
        if not self._may_exceed(members, window, end, candidates):
            return []
        few = len(candidates) <= _FEW_DAYS
        series: dict[frozenset[str], _Series] = {}
        found = []
        for day in candidates:
            if few or self._law.on_date(day).group_membership == DAY_CLOSED:
                total = self._aggregation.person_total(person, day)
            else:
                dealers = self._aggregation.dealers_on(day)
                if dealers not in series:
                    series[dealers] = self._series(members, dealers, window, end)
                total = series[dealers].total(window_first(day), after(day))
            if self._exceeds(total, day):
                found.append(day)
        return found

    def _may_exceed(self, members: tuple[Affiliation, ...], first: str, until: str, days: list[str]) -> bool:
        """Whether all that the members ever added from the first date of a window on is above the lowest line."""
        sums = [
            self._aggregation.days.sum(entity, first, until) for entity in {one.entity for one in members}
        ]
        laws = [self._law.on_date(day) for day in days]
        return exceeds(
            sum(one.counted_cents for one in sums), min(law.de_minimis_threshold_cents for law in laws)
        ) or exceeds(
            sum(one.special_entity_cents for one in sums),
            min(law.special_entity_threshold_cents for law in laws),
        )

    def _exceeds(self, total: Sum, day: str) -> bool:
        law = self._law.on_date(day)
        return exceeds(total.counted_cents, law.de_minimis_threshold_cents) or exceeds(
            total.special_entity_cents, law.special_entity_threshold_cents
        )

    def _series(
        self, members: tuple[Affiliation, ...], dealers: frozenset[str], first: str, until: str
    ) -> _Series:
        """What the members added on each date, registered dealers left out."""
        days = self._aggregation.days
        counted: dict[str, int] = {}
        special: dict[str, int] = {}
        for entity, since, before in members:
            if entity in dealers:
                continue
            for date, sum_ in days.added(entity, max(first, since), min(until, before)):
                counted[date] = counted.get(date, 0) + sum_.counted_cents
                special[date] = special.get(date, 0) + sum_.special_entity_cents
        dates = sorted(counted)
        return _Series(
            dates,
            list(accumulate((counted[date] for date in dates), initial=0)),
            list(accumulate((special[date] for date in dates), initial=0)),
        )

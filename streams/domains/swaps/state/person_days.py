"""What did each person add to its totals, date by date?"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from streams.domains.swaps.state.cells import COUNTED_CENTS, DIGEST, RATE_MISSING, SIDES, SPECIAL_ENTITY_CENTS

_NO_SUM = (0, 0, 0, 0)


class Sum(NamedTuple):
    """What a stretch of dates adds up to."""

    counted_cents: int = 0
    special_entity_cents: int = 0
    rate_missing_count: int = 0


NOTHING: Final = Sum()


class _Days:
    """The dates of one person, with running sums that are worked out again from the first changed date on."""

    def __init__(self) -> None:
        self.dates: list[str] = []
        self.figures: dict[str, list[int]] = {}
        self._running: list[tuple[int, int, int, int]] = [_NO_SUM]

    def set(self, day: str, figures: list[int]) -> None:
        place = bisect_left(self.dates, day)
        if day not in self.figures:
            self.dates.insert(place, day)
        self.figures[day] = figures
        del self._running[place + 1 :]

    def running(self, count: int) -> list[tuple[int, int, int, int]]:
        """The sums over the first dates, at least `count`: sides, counted, special entities, without a rate."""
        running = self._running
        while len(running) <= count:
            figures = self.figures[self.dates[len(running) - 1]]
            before = running[-1]
            running.append(
                (
                    before[0] + figures[SIDES],
                    before[1] + figures[COUNTED_CENTS],
                    before[2] + figures[SPECIAL_ENTITY_CENTS],
                    before[3] + figures[RATE_MISSING],
                )
            )
        return running


class PersonDays:
    """The cells of all persons, for sums over stretches of dates."""

    def __init__(self) -> None:
        self._of: dict[str, _Days] = {}
        self._digests: dict[str, int] = {}
        self._dates: list[str] = []
        self._digest = 0

    def clear(self) -> None:
        """Forget everything."""
        self.__init__()  # type: ignore[misc]

    def set(self, entity: str, day: str, figures: list[int]) -> None:
        """Take the newest figures of a person and date in the place of the former ones."""
        days = self._of.setdefault(entity, _Days())
        former = days.figures.get(day)
        change = figures[DIGEST] - (0 if former is None else former[DIGEST])
        if day not in self._digests:
            self._dates.insert(bisect_left(self._dates, day), day)
        self._digests[day] = self._digests.get(day, 0) + change
        self._digest += change
        days.set(day, list(figures))

    def __contains__(self, entity: str) -> bool:
        return entity in self._of

    def entities(self) -> Iterator[str]:
        """Everybody who ever had a side."""
        return iter(self._of)

    def digest_through(self, day: str) -> int:
        """The sum of the digests of all tags and treatments dated through a day."""
        later = self._dates[bisect_right(self._dates, day) :]
        return self._digest - sum(self._digests[one] for one in later)

    def sum(self, entity: str, first: str, until: str) -> Sum:
        """What a person added on the dates from the first on and before `until`."""
        days = self._of.get(entity)
        if days is None:
            return NOTHING
        low, high = bisect_left(days.dates, first), bisect_left(days.dates, until)
        if low >= high:
            return NOTHING
        running = days.running(high)
        before, through = running[low], running[high]
        return Sum(through[1] - before[1], through[2] - before[2], through[3] - before[3])

    def has_sides(self, entity: str, first: str, until: str) -> bool:
        """Whether a person is party of a part dated from the first date on and before `until`."""
        days = self._of.get(entity)
        if days is None:
            return False
        low, high = bisect_left(days.dates, first), bisect_left(days.dates, until)
        return low < high and days.running(high)[high][0] > days.running(high)[low][0]

    def dates(self, entity: str, first: str, until: str) -> list[str]:
        """The dates from the first on and before `until` on which a person ever had a side."""
        days = self._of.get(entity)
        if days is None:
            return []
        return days.dates[bisect_left(days.dates, first) : bisect_left(days.dates, until)]

    def added(self, entity: str, first: str, until: str) -> Iterator[tuple[str, Sum]]:
        """What a person added on each of these dates."""
        days = self._of.get(entity)
        if days is not None:
            for date in self.dates(entity, first, until):
                figures = days.figures[date]
                yield date, Sum(figures[COUNTED_CENTS], figures[SPECIAL_ENTITY_CENTS], figures[RATE_MISSING])

    def figures(self, entity: str) -> Mapping[str, list[int]]:
        """The figures of a person by date."""
        days = self._of.get(entity)
        return {} if days is None else days.figures

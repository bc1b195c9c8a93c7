"""Which events make up the year, from the first fact to the last close, in log order?"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final

from streams.demo.line import line
from streams.demo.swaps import calendar, circle
from streams.demo.swaps.books import terms
from streams.demo.swaps.sequels import Agenda, Traded
from streams.demo.swaps.turns import turns

SWAPS_A_YEAR: Final = 20_000
LEAST_SWAPS: Final = 1_000
SEED: Final = 2023
_OPENING_PERCENT: Final = 35
"""How many of the swaps were traded in the year before: they leave the window as the year goes on."""
_FIRST_SECOND: Final = 8 * 3600
_SECONDS: Final = 9 * 3600
_OPENED_AT: Final = "2023-01-02T12:00:00Z"


class Year:
    """A year of trading, the same for the same size and seed; it can be written once.

    Attributes:
        swaps: how many are traded; what becomes of them comes on top.
        days: the days that are closed, in order.
    """

    def __init__(self, swaps: int = SWAPS_A_YEAR, seed: int = SEED) -> None:
        """Prepare a year.

        Raises:
            ValueError: it is too small to cross the threshold.
        """
        if swaps < LEAST_SWAPS:
            raise ValueError(f"a year has at least {LEAST_SWAPS} swaps, not {swaps}")
        self.swaps = swaps
        self.days = list(calendar.business_days(calendar.FIRST_DAY, calendar.LAST_DAY))
        self._random = Random(seed)
        self._rates = calendar.Rates(self._random)
        self._agenda = Agenda(self._random)
        self._turns = turns()
        self._traded = 0

    def lines(self) -> Iterator[bytes]:
        """Every event of the year, a line each; a close ends each business day."""
        for _, events in self.by_day():
            yield from events

    def by_day(self) -> Iterator[tuple[date, list[bytes]]]:
        """The events of each business day, the close last; the first has all that was known before."""
        opening = [*circle.known_from_the_beginning(), *self._opening()]
        in_the_year = self.swaps - self._traded
        before = calendar.OPENING_FROM
        for number, day in enumerate(self.days, 1):
            upto = in_the_year * number // len(self.days)
            count = upto - in_the_year * (number - 1) // len(self.days)
            yield day, [*opening, *self._day(day, before, count)]
            opening, before = [], day

    def _opening(self) -> Iterator[bytes]:
        """The swaps of the year before, with the rates of their days, as they were brought in."""
        days = list(calendar.business_days(calendar.OPENING_FROM, date(2022, 12, 30)))
        count = self.swaps * _OPENING_PERCENT // 100
        for number, day in enumerate(days, 1):
            yield from self._rates.of(day, _OPENED_AT)
            for _ in range(count * number // len(days) - count * (number - 1) // len(days)):
                swap = self._trade(day)
                self._agenda.consider(swap, calendar.FIRST_DAY)
                yield self._line(swap, _OPENED_AT)

    def _day(self, day: date, before: date, count: int) -> Iterator[bytes]:
        yield from self._turns.get(day, [])
        yield from (event for _, event in sorted(self._business(day, before, count), key=lambda one: one[0]))
        yield from self._rates.of(day, f"{day}T18:00:00Z")
        yield line("day_closed", f"close-{day}", f"{day}T20:00:00Z", day_on=day.isoformat())

    def _business(self, day: date, before: date, count: int) -> Iterator[tuple[str, bytes]]:
        """What happens to swaps of days before, and what is traded, each with its instant."""
        happenings = self._agenda.due(before, day)
        for place, (swap, make) in enumerate(happenings):
            at = _at(day, place, len(happenings))
            yield at, make(swap, day, at, self._random)
        for place in range(count):
            swap, at = self._trade(day), _at(day, place, count)
            self._agenda.consider(swap, day)
            yield at, self._line(swap, at)

    def _trade(self, day: date) -> Traded:
        self._traded += 1
        return Traded(f"swap-{self._traded:06d}", day, terms(self._random, self.swaps))

    def _line(self, swap: Traded, at: str) -> bytes:
        return line("swap_traded", swap.name, at, swap=swap.name, traded_on=swap.on.isoformat(), **swap.terms)


def _at(day: date, place: int, count: int) -> str:
    """The instant of one of some events that are spread over a day."""
    second = _FIRST_SECOND + _SECONDS * place // count
    return f"{day}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z"

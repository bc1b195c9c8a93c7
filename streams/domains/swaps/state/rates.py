"""What was a currency worth on a day?"""

from bisect import bisect_right, insort
from typing import NamedTuple

from schemas.instants import date_of, instant_us
from schemas.swaps import FxRatePublished


class Rate(NamedTuple):
    """A rate as it was laid down last for its day.

    Attributes:
        known: the instant in microseconds since 1970 and the place in the log that decide which rate stands.
    """

    known: tuple[int, int]
    fact: FxRatePublished


class Rates:
    """The conversion rates read so far, in U.S. dollars per unit."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, Rate]] = {}
        self._days: dict[str, list[str]] = {}

    def lay_down(self, fact: FxRatePublished, place: int) -> None:
        """Take a rate; of several for one day the last in order of instant and place stands."""
        known = (instant_us(fact.at), place)
        days = self._of.setdefault(fact.currency, {})
        former = days.get(fact.rate_on)
        if former is None:
            insort(self._days.setdefault(fact.currency, []), fact.rate_on)
        if former is None or former.known < known:
            days[fact.rate_on] = Rate(known, fact)

    def usable(self, currency: str, day: str, usable_days: int) -> FxRatePublished | None:
        """The rate of a day, else that of the nearest day before, at most so many calendar days back; None: none."""
        days = self._days.get(currency)
        place = bisect_right(days, day) if days else 0
        if not days or not place:
            return None
        nearest = days[place - 1]
        if nearest != day and (date_of(day) - date_of(nearest)).days > usable_days:
            return None
        return self._of[currency][nearest].fact

    def next_day(self, currency: str, day: str) -> str | None:
        """The first day after a day that has a rate of its own; None where there is none."""
        days = self._days.get(currency, [])
        place = bisect_right(days, day)
        return days[place] if place < len(days) else None

"""Which billing month does an instant or a day fall into, and where does a month begin?

A month is counted from the month of year 0: 2015-04 is 2015 * 12 + 3.
"""

from datetime import date
from zoneinfo import ZoneInfo

from streams.kernel.citation import cites
from streams.kernel.time_zone import first_day, local_day, midnight_us, year_and_month


def month_of_text(text: str) -> int:
    """The month that a text of the form 2015-04 names."""
    return int(text[:4]) * 12 + int(text[5:]) - 1


def month_text(month: int) -> str:
    """A month as the contract writes it."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def month_of_day(day: date) -> int:
    """The month of a local day."""
    return day.year * 12 + day.month - 1


class BillingMonths:
    """The calendar months of a time zone; of most instants the month is that of the one asked for before."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._starts: dict[int, int] = {}
        self._last = (0, 0, 0)

    def start_us(self, month: int) -> int:
        """The instant with which a month begins, in microseconds from 1970-01-01T00:00:00Z."""
        start = self._starts.get(month)
        if start is None:
            start = midnight_us(self._zone, first_day(month // 12, month % 12 + 1))
            self._starts[month] = start
        return start

    @cites("MARKETDATA/R19")
    def of(self, at_us: int) -> int:
        """The month of an instant."""
        month, start_us, end_us = self._last
        if not start_us <= at_us < end_us:
            year, number = year_and_month(local_day(self._zone, at_us))
            month = year * 12 + number - 1
            # Where clocks are set back over midnight, they show the last hours of a month twice.
            while at_us < self.start_us(month):
                month -= 1
            while at_us >= self.start_us(month + 1):
                month += 1
            self._last = (month, self.start_us(month), self.start_us(month + 1))
        return month

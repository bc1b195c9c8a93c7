"""On which days is there business, and what is a currency worth on each?"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from streams.demo.line import line

FIRST_DAY: Final = date(2023, 1, 3)
LAST_DAY: Final = date(2023, 12, 29)
OPENING_FROM: Final = date(2022, 6, 1)
"""The first day of the swaps that were traded before the year and are in its window."""

UNPUBLISHED_CURRENCY: Final = "TRY"
UNPUBLISHED_FROM: Final = date(2023, 5, 8)
UNPUBLISHED_THROUGH: Final = date(2023, 5, 26)
PUBLISHED_LATE_ON: Final = date(2023, 6, 5)
"""When the rates that were missing since UNPUBLISHED_FROM arrive."""

RATES_PPB: Final = {
    "EUR": 1_060_000_000,
    "GBP": 1_205_000_000,
    "JPY": 7_650_000,
    "CHF": 1_070_000_000,
    "CAD": 735_000_000,
    "AUD": 680_000_000,
    "HKD": 128_000_000,
    "BRL": 188_000_000,
    "MXN": 51_000_000,
    UNPUBLISHED_CURRENCY: 53_000_000,
}
"""U.S. dollars for a unit in parts per billion, where they begin."""

_HOLIDAYS: Final = {
    date(2023, 4, 7),
    date(2023, 5, 1),
    date(2023, 7, 4),
    date(2023, 11, 23),
    date(2023, 12, 25),
}
_HIGHEST_MOVE: Final = 40
"""In ten-thousandths a day."""


def business_days(first: date, last: date) -> Iterator[date]:
    """The days of business, both ends included."""
    day = first
    while day <= last:
        if day.weekday() < 5 and day not in _HOLIDAYS:
            yield day
        day += timedelta(days=1)


class Rates:
    """The rates of each business day, which move a little from day to day."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._newest = dict(RATES_PPB)
        self._held: list[bytes] = []

    def of(self, day: date, at: str) -> Iterator[bytes]:
        """The rates that are published for a day, and those of days before that arrive now."""
        for currency, ppb in self._newest.items():
            moved = ppb + ppb * self._random.randint(-_HIGHEST_MOVE, _HIGHEST_MOVE) // 10_000
            self._newest[currency] = moved
            is_late = currency == UNPUBLISHED_CURRENCY and UNPUBLISHED_FROM <= day <= UNPUBLISHED_THROUGH
            fields: dict[str, object] = {
                "currency": currency,
                "rate_on": day.isoformat(),
                "usd_per_unit_ppb": moved,
            }
            late_at = f"{PUBLISHED_LATE_ON}T18:00:00Z"
            published = line(
                "fx_rate_published", f"rate-{currency}-{day}", late_at if is_late else at, **fields
            )
            if is_late:
                self._held.append(published)
            else:
                yield published
        if day == PUBLISHED_LATE_ON:
            yield from self._held
            self._held.clear()

"""On which days is data provided, and when is a month billed?"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

MONTHS: Final = ("2015-04", "2015-05", "2015-06")
_NAMES: Final = dict(zip(MONTHS, ("April", "May", "June"), strict=True))
FIRST_DAY: Final = date(2015, 4, 1)
LAST_ACCESS_ON: Final = date(2015, 6, 30)
CLOSED_ON: Final = {
    date(2015, 5, 16): MONTHS[0],
    date(2015, 6, 16): MONTHS[1],
    date(2015, 7, 16): MONTHS[2],
}
"""The month that is closed on a day: half a month after its end, so that Distributors can report."""
LAST_DAY: Final = max(CLOSED_ON)

REGISTERED_AT: Final = "2015-03-20T13:00:00Z"
"""When the facts about everybody are recorded."""
KNOWN_AT: Final = "2015-03-23T13:00:00Z"
"""When the users of the first day are recorded."""

MIDNIGHT: Final = 4 * 3600
"""Of New York, in seconds of a day of UTC, in these months."""
OPEN: Final = 13 * 3600 + 1800
SESSION_SECONDS: Final = 6 * 3600 + 1800
EVENING: Final = 20 * 3600 + 1800

_HOLIDAYS: Final = {date(2015, 4, 3), date(2015, 5, 25)}


def days() -> Iterator[date]:
    """Every day through the last close."""
    day = FIRST_DAY
    while day <= LAST_DAY:
        yield day
        day += timedelta(days=1)


def is_trading_day(day: date) -> bool:
    """Whether the markets are open, and data is provided."""
    return day <= LAST_ACCESS_ON and day.weekday() < 5 and day not in _HOLIDAYS


TRADING_DAYS: Final = tuple(day for day in days() if is_trading_day(day))


def instant(day: date, second: int) -> str:
    """An instant by its day and second of UTC."""
    return f"{day}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z"


def name_of(month: str) -> str:
    """The name of one of the months; another, or none, as it is."""
    return _NAMES.get(month, month)

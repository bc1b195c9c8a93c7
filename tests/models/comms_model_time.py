"""Instants in milliseconds and days in Oslo, without an end of the calendar (sections 4, 9.2 and 10.1)."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Day = tuple[int, int, int]

HOUR = 3_600_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CALENDAR_CYCLE = timedelta(days=146_097)


@lru_cache(maxsize=100_000)
def milliseconds(text: str) -> int:
    """An instant as milliseconds since 1970 in UTC."""
    fraction = int(text[20:23]) if "." in text else 0
    moment = datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    return (moment - EPOCH) // timedelta(milliseconds=1) + fraction


def printed(moment: int) -> str:
    """Section 4: an instant without fraction when that is zero, else with three digits."""
    at = EPOCH + timedelta(milliseconds=moment)
    whole = f"{at.year:04}-{at.month:02}-{at.day:02}T{at.hour:02}:{at.minute:02}:{at.second:02}"
    return f"{whole}.{moment % 1000:03}Z" if moment % 1000 else f"{whole}Z"


@lru_cache(maxsize=100_000)
def day_of(moment: int, zone: str) -> Day:
    """The date of an instant on the clocks of a zone."""
    at = EPOCH + timedelta(milliseconds=moment)
    cycles = 0 if at.year < 9_900 else 1
    local = (at - cycles * CALENDAR_CYCLE).astimezone(ZoneInfo(zone))
    return local.year + 400 * cycles, local.month, local.day


def midnight(day: Day, zone: str) -> int:
    """The instant at which a day begins on the clocks of a zone."""
    local = datetime(*day, tzinfo=ZoneInfo(zone))
    return (local.astimezone(UTC) - EPOCH) // timedelta(milliseconds=1)


def day(text: str) -> Day:
    """A date as year, month and day."""
    year, month, of_month = text.split("-")
    return int(year), int(month), int(of_month)


def shown(date: Day) -> str:
    """A date as it is printed."""
    return f"{date[0]:04}-{date[1]:02}-{date[2]:02}"


def month_of(date: Day) -> str:
    """The month of a date as it stands in the keys of the coverage."""
    return f"{date[0]:04}-{date[1]:02}"


def plus_years(date: Day, years: int) -> Day:
    """Section 9.2: 29 February and a number of years is 1 March in a common year."""
    year, month, of_month = date[0] + years, date[1], date[2]
    if (month, of_month) == (2, 29) and _days(year, 2) == 28:
        return year, 3, 1
    return year, month, of_month


def plus_months(date: Day, months: int) -> Day:
    """Section 10.1: a month later, at most the last day of that month."""
    index = date[0] * 12 + date[1] - 1 + months
    year, month = index // 12, index % 12 + 1
    return year, month, min(date[2], _days(year, month))


def plus_days(date: Day, days: int) -> Day:
    """A number of days later."""
    year, month, of_month = date
    of_month += days
    while of_month > _days(year, month):
        of_month -= _days(year, month)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return year, month, of_month


def _days(year: int, month: int) -> int:
    """How many days a month has, in years without end."""
    return monthrange(2000 + year % 400, month)[1]

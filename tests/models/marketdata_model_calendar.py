"""Instants, billing months and the scales on which the contract of market data compares them (sections 5.2, 7.1)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

INSTANT_FORM = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?Z", re.ASCII)
LAST_MONTH = "9999-12"
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@lru_cache(maxsize=200_000)
def instant(text: str) -> datetime:
    """Section 5.2: reads an instant in UTC, and raises ValueError when no calendar has it."""
    parts = INSTANT_FORM.fullmatch(text)
    if parts is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part) for part in parts.groups()[:6])
    microsecond = int((parts.group(7) or "").ljust(6, "0"))
    return datetime(year, month, day, hour, minute, second, microsecond, UTC)


def printed(moment: datetime) -> str:
    """An instant as text, without fraction when it is zero."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def ordinal(month: str) -> int:
    """Counts months, so that two of them can be subtracted."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def later(month: str, count: int) -> str:
    """The month so many months after a month."""
    year, index = divmod(ordinal(month) + count, 12)
    return f"{year:04}-{index + 1:02}"


@lru_cache(maxsize=200_000)
def month_of(moment: datetime, zone: str) -> str:
    """Section 7.1: the calendar month of an instant in the billing time zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.year:04}-{local.month:02}"


@lru_cache(maxsize=1_000)
def bounds(month: str, zone: str) -> tuple[datetime, datetime]:
    """Section 7.1: [lo, hi) of a month, from local midnight on the 1st to local midnight on the next 1st."""
    if month != LAST_MONTH:
        return _midnight(month, zone), _midnight(later(month, 1), zone)
    try:
        return _midnight(month, zone), _midnight(month, zone) + timedelta(days=31)
    except OverflowError:
        return _midnight(month, zone), END_OF_TIME


def days(month: str) -> tuple[date, date]:
    """The first day of a month and that of the next."""
    end = date.max if month == LAST_MONTH else date.fromisoformat(f"{later(month, 1)}-01")
    return date.fromisoformat(f"{month}-01"), end


def _midnight(month: str, zone: str) -> datetime:
    """Local midnight on the 1st."""
    return datetime(int(month[:4]), int(month[5:]), 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)

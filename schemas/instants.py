"""Which moment or day does a text of the wire name?"""

import datetime
import re
from functools import lru_cache
from typing import Final

INSTANT_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
DATE_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

_MINUTE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_MINUTE_LENGTH: Final = len("2003-11-03T20:00")
_SECONDS: Final = re.compile(r":([0-9]{2})(?:\.([0-9]{1,6}))?Z")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH: Final = datetime.datetime(1970, 1, 1)
_SECOND_SPAN: Final = datetime.timedelta(seconds=1)
_US_PER_SECOND: Final = 1_000_000


@lru_cache(maxsize=4_096)
def instant_us(text: str) -> int:
    """Count the microseconds from 1970-01-01T00:00:00Z to an instant.

    Args:
        text: an RFC 3339 instant in UTC that ends in `Z`, with at most six digits of a fraction.

    Returns:
        Exact microseconds, below zero before 1970.

    Raises:
        ValueError: the text has another form, or no calendar has the instant (30 February, hour 24, second 60,
            year 0). Its words follow the name of a field.
    """
    rest = text[_MINUTE_LENGTH:]
    found = _SECONDS.fullmatch(rest)
    if found is None:
        raise ValueError("is not an instant of the form 2003-11-03T20:00:00Z")
    seconds, fraction = found.groups()
    if seconds > "59":
        _minute_us(text[:_MINUTE_LENGTH])
        raise ValueError("names an instant that no calendar has")
    us = _minute_us(text[:_MINUTE_LENGTH]) + int(seconds) * _US_PER_SECOND
    return us if fraction is None else us + int(fraction.ljust(6, "0"))


@lru_cache(maxsize=4_096)
def _minute_us(text: str) -> int:
    """Count the microseconds to a whole minute, which many instants of a log share."""
    if _MINUTE.fullmatch(text) is None:
        raise ValueError("is not an instant of the form 2003-11-03T20:00:00Z")
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("names an instant that no calendar has") from None
    return (moment - _EPOCH) // _SECOND_SPAN * _US_PER_SECOND


def instant_text(us: int) -> str:
    """Write an instant in its shortest form: no fraction when it is zero, else none of its trailing zeros.

    Args:
        us: microseconds from 1970-01-01T00:00:00Z, within the years 1 to 9999.

    Raises:
        OverflowError: the instant lies outside those years.
    """
    text = (_EPOCH + datetime.timedelta(microseconds=us)).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


@lru_cache(maxsize=4_096)
def date_of(text: str) -> datetime.date:
    """Find the day that a text of the form 2003-11-03 names.

    Raises:
        ValueError: the text has another form, or no calendar has the day. Its words follow a field's name.
    """
    if _DATE.fullmatch(text) is None:
        raise ValueError("is not a date of the form 2003-11-03")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError("names a day that no calendar has") from None

"""What time do the clocks of a zone show, by the time zone database that is installed with the product?

The database of the machine is not asked: its age would decide figures.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

_US: Final = timedelta(microseconds=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST_US: Final = (datetime(1, 1, 3, tzinfo=UTC) - _EPOCH) // _US
_LATEST_US: Final = (datetime(9999, 12, 29, tzinfo=UTC) - _EPOCH) // _US
_EPOCH_DAY: Final = datetime(1970, 1, 1).toordinal()
_DAY_US: Final = 86_400_000_000
_CALENDAR_DAYS: Final = 146_097
"""Days after which the calendar repeats itself, 400 years."""


@lru_cache(maxsize=32)
def time_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as America/New_York.

    Raises:
        ValueError: the database has no zone of that name.
    """
    file = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    if not name or ".." in name or not file.is_file():
        raise ValueError(f"{name!r} is no time zone of the IANA database")
    with file.open("rb") as content:
        try:
            return ZoneInfo.from_file(content, key=name)
        except ValueError:
            raise ValueError(f"{name!r} is no time zone of the IANA database") from None


def offset_us(zone: ZoneInfo, at_us: int) -> int:
    """How far the clocks of a zone are ahead of UTC at an instant, in microseconds.

    Args:
        at_us: microseconds from 1970-01-01T00:00:00Z; beyond the years 1 to 9999 the offset of their ends counts.
    """
    moment = _EPOCH + min(max(at_us, _EARLIEST_US), _LATEST_US) * _US
    offset = moment.astimezone(zone).utcoffset()
    return 0 if offset is None else offset // _US


def local_day(zone: ZoneInfo, at_us: int) -> int:
    """The day that the calendars of a zone show at an instant, counted from 1970-01-01."""
    return (at_us + offset_us(zone, at_us)) // _DAY_US


def midnight_us(zone: ZoneInfo, day: int) -> int:
    """The instant with which a day begins in a zone.

    Args:
        day: counted from 1970-01-01.

    Returns:
        Microseconds from 1970-01-01T00:00:00Z. A midnight that the clocks skip is the moment of the skip; of one that
        they show twice it is the first.
    """
    local_us = day * _DAY_US
    before, after = (offset_us(zone, local_us + shift) for shift in (-_DAY_US, _DAY_US))
    is_before, is_after = (offset_us(zone, local_us - one) == one for one in (before, after))
    return local_us - after if is_after and not is_before else local_us - before


def year_and_month(day: int) -> tuple[int, int]:
    """The year and month of a day that is counted from 1970-01-01; years before 1 and after 9999 count on."""
    ordinal, years = day + _EPOCH_DAY, 0
    while ordinal < 1:
        ordinal, years = ordinal + _CALENDAR_DAYS, years - 400
    while ordinal > datetime.max.toordinal():
        ordinal, years = ordinal - _CALENDAR_DAYS, years + 400
    date = datetime.fromordinal(ordinal)
    return date.year + years, date.month


def first_day(year: int, month: int) -> int:
    """The first day of a month, counted from 1970-01-01; years before 1 and after 9999 count on."""
    turns = 0
    while year < 1:
        year, turns = year + 400, turns - 1
    while year > datetime.max.year:
        year, turns = year - 400, turns + 1
    return datetime(year, month, 1).toordinal() - _EPOCH_DAY + turns * _CALENDAR_DAYS

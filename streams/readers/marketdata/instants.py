"""When is it that a report tells in local time?"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from streams.readers.columns import Row
from streams.readers.marketdata.lacks import Reason, lack

_MONTH: Final = re.compile(r"(\d{4})[-/]?(\d{2})|(\d{2})[-/](\d{4})")
_DAY: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")


class Told(NamedTuple):
    """An instant in UTC, and whether only its day was told."""

    at: datetime
    is_day: bool


class Month(NamedTuple):
    """A month in a time zone."""

    year: int
    number: int
    zone: ZoneInfo

    def begins_at(self) -> datetime:
        """The instant with which it begins, in UTC."""
        return midnight(date(self.year, self.number, 1), self.zone)

    def ends_at(self) -> datetime:
        """The instant with which the next one begins, in UTC."""
        year, number = (self.year + 1, 1) if self.number == 12 else (self.year, self.number + 1)
        return midnight(date(year, number, 1), self.zone)


def month(row: Row, zone: ZoneInfo) -> Month:
    """The month of a row: 2015-04, 201504, 04/2015.

    Raises:
        LacksError: it is empty, or no month.
    """
    found = _MONTH.fullmatch(row["month"])
    if found is None:
        raise lack(Reason.MONTH_UNREADABLE, "month", f'"{row["month"]}" is no month such as 2015-04')
    year, number = (found[1], found[2]) if found[1] else (found[4], found[3])
    if not (1 <= int(number) <= 12 and 1 <= int(year) < 9999):
        raise lack(Reason.MONTH_UNREADABLE, "month", f'"{row["month"]}" is no month of a calendar')
    return Month(int(year), int(number), zone)


def instant(row: Row, element: str, zone: ZoneInfo) -> Told:
    """When a column says that something was.

    An instant with its offset is taken as it stands; without one it is local time. Days are 2015-04-03, 20150403 or
    4/3/2015 (month first, as in the United States).

    Raises:
        LacksError: it is empty or none, or the clock of the zone showed it twice or not at all.
    """
    text = row[element]
    day = _day(text)
    if day is not None:
        return Told(midnight(day, zone), is_day=True)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        why = (
            "it is empty" if not text else f'"{text}" is no instant such as 2015-04-03T14:30:00Z, and no day'
        )
        raise lack(Reason.INSTANT_UNREADABLE, element, why) from None
    if found.tzinfo is not None:
        return Told(found.astimezone(UTC), is_day=False)
    return Told(_local(found, row, element, zone), is_day=False)


def _local(found: datetime, row: Row, element: str, zone: ZoneInfo) -> datetime:
    earlier, later = (found.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier != later:
        raise lack(
            Reason.INSTANT_AMBIGUOUS,
            element,
            f'"{row[element]}" in {zone.key}: give its offset from UTC, as in {earlier:%Y-%m-%dT%H:%M:%SZ}',
        )
    return earlier


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, number, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[4], found[5])
    try:
        return date(int(year), int(number), int(day))
    except ValueError:
        return None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant with which a day begins, in UTC; where midnight is left out, the first instant of the day."""
    local = datetime.combine(day, time(), zone)
    found = local.astimezone(UTC)
    # Where clocks go forward over midnight, the day begins when they show what comes after it.
    return found if found.astimezone(zone).date() == day else found + timedelta(hours=1)


def text(at: datetime) -> str:
    """An instant as the contract writes it."""
    written = at.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{written}.{at.microsecond:06d}Z" if at.microsecond else f"{written}Z"

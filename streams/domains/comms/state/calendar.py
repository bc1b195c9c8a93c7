"""On which day does an instant fall, where the days of the firm begin at midnight in its zone?"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from schemas.instants import instant_text
from streams.kernel.time_zone import midnight_us, offset_us, time_zone

DAY_US: Final = 86_400_000_000
HOUR_US: Final = 3_600_000_000
SECOND_US: Final = 1_000_000
MILLISECOND_US: Final = 1_000
_QUARTER_US: Final = 900_000_000
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
_LAST_DAY: Final = date.max.toordinal() - _EPOCH_DAY
_FIRST_DAY: Final = date.min.toordinal() - _EPOCH_DAY


class Calendar:
    """The days and months of one zone."""

    def __init__(self, zone: str) -> None:
        """Read the zone of an IANA name such as Europe/Oslo.

        Raises:
            ValueError: there is none of that name.
        """
        time_zone(zone)
        self._zone = zone

    def day(self, at_us: int) -> date:
        """The day that the calendar shows at an instant."""
        # A zone changes its offset at a quarter of an hour at the earliest.
        return _date(_local_day(self._zone, at_us // _QUARTER_US, at_us))

    def month(self, at_us: int) -> str:
        """The month that the calendar shows at an instant, as 2024-05."""
        return self.day(at_us).isoformat()[:7]

    def begin_us(self, day: date) -> int:
        """The instant with which a day begins."""
        return _midnight_us(self._zone, day.toordinal() - _EPOCH_DAY)

    def end_us(self, day: date) -> int:
        """The instant with which the day after a day begins."""
        return _midnight_us(self._zone, day.toordinal() - _EPOCH_DAY + 1)


def _local_day(zone: str, quarter: int, at_us: int) -> int:
    return (at_us + _offset_us(zone, quarter)) // DAY_US


@lru_cache(maxsize=4_096)
def _offset_us(zone: str, quarter: int) -> int:
    return offset_us(time_zone(zone), quarter * _QUARTER_US)


@lru_cache(maxsize=4_096)
def _midnight_us(zone: str, day: int) -> int:
    return midnight_us(time_zone(zone), day)


@lru_cache(maxsize=4_096)
def _date(day: int) -> date:
    """A day counted from 1970-01-01; what lies beyond all calendars is their last or first day."""
    return date.fromordinal(min(max(day, _FIRST_DAY), _LAST_DAY) + _EPOCH_DAY)


def plus_years(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March where there is none."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def plus_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    for shorter in range(4):
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def plus_days(day: date, days: int) -> date:
    """Some days later."""
    if day.toordinal() + days > date.max.toordinal():
        return date.max
    return day + timedelta(days=days)


@lru_cache(maxsize=8_192)
def shown_at(us: int) -> str:
    """Write an instant as results show it: without a fraction when it is zero, else with three digits."""
    text = instant_text(us)
    if "." not in text:
        return text
    whole, _, fraction = text.rstrip("Z").partition(".")
    return f"{whole}.{fraction.ljust(3, '0')}Z"

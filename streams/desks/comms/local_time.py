"""What did the clocks of Oslo show, for whoever reads?"""

from typing import Final

from schemas.instants import instant_text, instant_us
from streams.kernel.time_zone import offset_us, time_zone

ZONE: Final = "Europe/Oslo"
_DAY_LENGTH: Final = len("2024-05-27")
_MINUTE_LENGTH: Final = len("2024-05-27T08:00")
_SECOND_LENGTH: Final = len("2024-05-27T08:00:00")


def oslo(instant: str) -> str:
    """An instant as a clock in Oslo showed it, to the second: 2024-05-27 10:00:00."""
    at_us = instant_us(instant)
    local = instant_text(at_us + offset_us(time_zone(ZONE), at_us))
    return local[:_SECOND_LENGTH].replace("T", " ")


def oslo_day(instant: str) -> str:
    """The day that a calendar in Oslo showed at an instant."""
    return oslo(instant)[:_DAY_LENGTH]


def utc(instant: str) -> str:
    """The time of an instant in UTC, to the minute: 08:00Z. The seconds are those of Oslo."""
    return f"{instant[_DAY_LENGTH + 1 : _MINUTE_LENGTH]}Z"


def both(instant: str) -> str:
    """An instant in Oslo, with UTC beside it."""
    return f"{oslo(instant)} ({utc(instant)})"

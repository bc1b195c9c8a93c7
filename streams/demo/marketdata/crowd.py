"""Who are the many users whose course is not told: of which firm, of which class, with which feed, since when?"""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final, NamedTuple

from streams.demo.marketdata.calendar import EVENING, KNOWN_AT, MIDNIGHT, TRADING_DAYS, instant
from streams.demo.marketdata.circle import AMBER, JADE, OPAL, TOPAZ, Firm
from streams.demo.marketdata.statements import (
    MOBILE,
    NON_PROFESSIONAL,
    PREMIUM,
    PROFESSIONAL,
    SUMMARY,
    TERMINAL,
    WEB_PAGE,
    Seat,
    Timed,
    Way,
)

UNKNOWN: Final = ""
"""The class of a user that gave no evidence."""

_JOINING_PERCENT: Final = 12
"""How many of the users come after the first day."""
_LEAVING_PERCENT: Final = 4


class Group(NamedTuple):
    """Users who are alike.

    Attributes:
        percent: of the users that the size gives.
        fixed: how many there are at every size, beside them.
    """

    firm: Firm
    as_: str
    feed: str
    way: Way
    percent: int
    fixed: int = 0


GROUPS: Final = (
    Group(AMBER, NON_PROFESSIONAL, SUMMARY, MOBILE, 54),
    Group(AMBER, NON_PROFESSIONAL, PREMIUM, MOBILE, 6),
    Group(AMBER, PROFESSIONAL, SUMMARY, TERMINAL, 2),
    # Fewer readers would cost less than the license that is advised.
    Group(OPAL, PROFESSIONAL, SUMMARY, WEB_PAGE, 0, 1_950),
    Group(OPAL, NON_PROFESSIONAL, SUMMARY, WEB_PAGE, 0, 220),
    Group(OPAL, UNKNOWN, SUMMARY, WEB_PAGE, 0, 30),
    Group(TOPAZ, NON_PROFESSIONAL, SUMMARY, MOBILE, 12),
    Group(TOPAZ, NON_PROFESSIONAL, PREMIUM, MOBILE, 4),
    Group(TOPAZ, PROFESSIONAL, SUMMARY, TERMINAL, 7),
    Group(TOPAZ, PROFESSIONAL, PREMIUM, TERMINAL, 3),
    Group(JADE, PROFESSIONAL, SUMMARY, TERMINAL, 5),
    Group(JADE, PROFESSIONAL, PREMIUM, TERMINAL, 7),
)


class User(NamedTuple):
    """One of the many.

    Attributes:
        since_on: the first day; None for one who was there before the first.
        until_on: the day in whose evening it leaves; None for one who stays.
    """

    seat: Seat
    as_: str
    feed: str
    since_on: date | None
    until_on: date | None

    def arrival(self) -> Iterator[Timed]:
        """What is stated of it when it comes."""
        at = KNOWN_AT if self.since_on is None else instant(self.since_on, MIDNIGHT + 3600)
        if self.as_:
            yield self.seat.classified(self.as_, at)
        yield self.seat.granted(self.feed, at)

    def departure(self) -> Iterator[Timed]:
        """What is stated of it when it leaves."""
        if self.until_on is not None:
            yield self.seat.revoked(self.feed, instant(self.until_on, EVENING))


def crowd(count: int, random: Random) -> Iterator[User]:
    """So many users, and those that there are at every size."""
    number = 0
    for group in GROUPS:
        for _ in range(count * group.percent // 100 + group.fixed):
            number += 1
            seat = Seat(f"{group.firm.name.lower()}-{number:06d}", group.firm, group.way)
            since_on, until_on = _stay(random)
            yield User(seat, group.as_, group.feed, since_on, until_on)


def _stay(random: Random) -> tuple[date | None, date | None]:
    place = random.randrange(100)
    if place < _JOINING_PERCENT:
        return random.choice(TRADING_DAYS[1:]), None
    if place < _JOINING_PERCENT + _LEAVING_PERCENT:
        return None, random.choice(TRADING_DAYS)
    return None, None

"""Which events make up the three months, from the first fact to the last close, in log order?"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from streams.demo.line import line
from streams.demo.marketdata import circle
from streams.demo.marketdata.calendar import (
    CLOSED_ON,
    EVENING,
    OPEN,
    SESSION_SECONDS,
    TRADING_DAYS,
    days,
    instant,
    is_trading_day,
)
from streams.demo.marketdata.crowd import User, crowd
from streams.demo.marketdata.statements import Timed
from streams.demo.marketdata.story import known_before, story

ACCESSES: Final = 100_000
LEAST_ACCESSES: Final = 1_000
SEED: Final = 2015
_ACCESSES_FOR_A_USER: Final = 25
"""How many accesses of the size give one more user."""
_LATE_PERMILLE: Final = 20
"""How many accesses are reported up to three days late."""
_REPEATED_PERMILLE: Final = 5
_NOON: Final = 12 * 3600


class Quarter:
    """Three months of metering, the same for the same size and seed; it can be written once.

    Attributes:
        accesses: how many of them the many users have.
    """

    def __init__(self, accesses: int = ACCESSES, seed: int = SEED) -> None:
        """Prepare a quarter.

        Raises:
            ValueError: it is too small to be told.
        """
        if accesses < LEAST_ACCESSES:
            raise ValueError(f"a quarter has at least {LEAST_ACCESSES} accesses, not {accesses}")
        self.accesses = accesses
        self._random = Random(seed)
        self._users = list(crowd(accesses // _ACCESSES_FOR_A_USER, self._random))
        self._story = story()
        self._late: dict[date, list[Timed]] = {}
        self._accessed = 0

    @property
    def user_count(self) -> int:
        """How many users there are, those whose course is told left out."""
        return len(self._users)

    def lines(self) -> Iterator[bytes]:
        """Every event of the quarter, a line each; the last one closes the last month."""
        yield from circle.known_from_the_beginning()
        active = [user for user in self._users if user.since_on is None]
        for user in active:
            yield from (event for _, event in user.arrival())
        yield from (event for _, event in known_before())
        coming, leaving = _by_day(self._users)
        for day in days():
            joined = coming.get(day, [])
            active += joined
            events = [*self._story.pop(day, []), *self._late.pop(day, [])]
            events += [event for user in joined for event in user.arrival()]
            if is_trading_day(day):
                events += self._accesses_on(day, active)
            events += [event for user in leaving.get(day, []) for event in user.departure()]
            active = [user for user in active if user.until_on != day]
            # Of one instant, what a day ends with comes last.
            yield from (event for _, event in sorted([*events, *_ends(day)], key=lambda one: one[0]))

    def _accesses_on(self, day: date, active: list[User]) -> Iterator[Timed]:
        """The accesses of a day; some of them are reported late, some twice."""
        place = TRADING_DAYS.index(day)
        count = self.accesses * (place + 1) // len(TRADING_DAYS) - self.accesses * place // len(TRADING_DAYS)
        for number in range(count):
            user = self._random.choice(active)
            self._accessed += 1
            id_ = f"access-{self._accessed:07d}"
            accessed_at = instant(day, OPEN + SESSION_SECONDS * number // count)
            chance = self._random.randrange(1000)
            if chance < _LATE_PERMILLE:
                on = day + timedelta(days=1 + self._random.randrange(3))
                late = user.seat.accessed(user.feed, id_, accessed_at, instant(on, _NOON))
                self._late.setdefault(on, []).append(late)
                continue
            yield user.seat.accessed(user.feed, id_, accessed_at)
            if chance >= 1000 - _REPEATED_PERMILLE:
                yield user.seat.accessed(user.feed, id_, accessed_at, instant(day, EVENING))


def _by_day(users: list[User]) -> tuple[dict[date, list[User]], dict[date, list[User]]]:
    """Who comes and who leaves on a day."""
    coming: dict[date, list[User]] = {}
    leaving: dict[date, list[User]] = {}
    for user in users:
        if user.since_on is not None:
            coming.setdefault(user.since_on, []).append(user)
        if user.until_on is not None:
            leaving.setdefault(user.until_on, []).append(user)
    return coming, leaving


def _ends(day: date) -> Iterator[Timed]:
    """The tick that ends a trading day, and the close of a month."""
    if is_trading_day(day):
        at = instant(day, EVENING)
        yield at, line("tick", f"tick-{day}", at)
    if day in CLOSED_ON:
        at = instant(day, _NOON)
        yield at, line("month_closed", f"close-{CLOSED_ON[day]}", at, month=CLOSED_ON[day])

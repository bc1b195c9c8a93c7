"""Which events make up the month, from the first fact to the last tick, in log order?"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from operator import itemgetter
from random import Random
from typing import Final

from streams.demo.comms import story
from streams.demo.comms.circle import CLIENTS, PERSONS, WITH_MOBILE, client, known_from_the_beginning
from streams.demo.comms.talk import Call, Dated, meeting, message, minutes, stamp
from streams.demo.line import line

COMMUNICATIONS: Final = 20_000
LEAST_COMMUNICATIONS: Final = 500
MONTH: Final = "2024-06"
SEED: Final = 6
_FIRST: Final = date(2024, 6, 3)
_LAST: Final = date(2024, 6, 28)
_OPENS: Final = timedelta(hours=6)
_OPEN_SECONDS: Final = 9 * 3600
_TICK_HOURS: Final = (8, 10, 12, 14, 16, 22)
LAST_TICK: Final = "tick-last"

_MESSAGE_PERCENT: Final = 45
_MEETING_PERCENT: Final = 1
_MOBILE_PERCENT: Final = 12
_TURN_PERCENT: Final = 20


class Month:
    """A month of talk, the same for the same size and seed.

    Attributes:
        communications: how many there are; what the story tells comes on top.
    """

    def __init__(self, communications: int = COMMUNICATIONS, seed: int = SEED) -> None:
        """Prepare a month.

        Raises:
            ValueError: it is too small to be one.
        """
        if communications < LEAST_COMMUNICATIONS:
            raise ValueError(
                f"a month has at least {LEAST_COMMUNICATIONS} communications, not {communications}"
            )
        self.communications = communications
        self._random = Random(seed)
        self.days = [day for day in _days(_FIRST, _LAST) if day.weekday() < 5]

    def lines(self) -> Iterator[bytes]:
        """Every event, a line each; the last one is a tick."""
        yield from known_from_the_beginning()
        told = sorted((dated for tale in story.TALES for dated in tale.events()), key=itemgetter(0))
        talk = sorted(self._talk(), key=itemgetter(0))
        for _, event in merge(told, talk, self._ticks(), key=itemgetter(0)):
            yield event
        yield line("tick", LAST_TICK, "2024-06-30T22:00:00Z")

    def _ticks(self) -> Iterator[Dated]:
        for day in self.days:
            for hour in _TICK_HOURS:
                at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
                yield at, line("tick", f"tick-{at:%d-%H}", stamp(at))

    def _talk(self) -> Iterator[Dated]:
        count = self.communications
        for number in range(count):
            day = self.days[number * len(self.days) // count]
            midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
            at = midnight + _OPENS + timedelta(seconds=self._random.randrange(_OPEN_SECONDS))
            yield from self._communication(number, at)

    def _communication(self, number: int, at: datetime) -> Iterator[Dated]:
        random, whom = self._random, client(self._random.randrange(CLIENTS))
        kind = random.randrange(100)
        if kind < _MESSAGE_PERCENT:
            channel, medium = random.choice((("EMAIL", "EMAIL"), ("TERMINAL_CHAT", "CHAT")))
            sender = random.choice(PERSONS)
            yield from message(f"W{number}", sender, whom, at, channel=channel, medium=medium)
        elif kind < _MESSAGE_PERCENT + _MEETING_PERCENT:
            yield from meeting(f"T{number}", random.choice(PERSONS), whom, at)
            yield minutes(f"T{number}", at + timedelta(hours=random.randrange(2, 60)))
        elif kind < _MESSAGE_PERCENT + _MEETING_PERCENT + _MOBILE_PERCENT:
            call = Call(f"C{number}", random.choice(WITH_MOBILE), whom, at, self._seconds(), is_mobile=True)
            # A mobile tape comes over the operator's platform, one in a hundred only after the deadline.
            hours = random.randrange(26, 50) if random.randrange(100) == 0 else random.randrange(1, 20)
            yield from call.events(timedelta(hours=hours))
        else:
            turn = random.randrange(10, 60) if random.randrange(100) < _TURN_PERCENT else None
            seconds = self._seconds()
            yield from Call(
                f"C{number}", random.choice(PERSONS), whom, at, seconds, turns_to_order=turn
            ).events()

    def _seconds(self) -> int:
        return self._random.randrange(60, 900)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)

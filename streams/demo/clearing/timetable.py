"""When does what happen on the day? Two cycles, eight exchanges, and the hours after the last entry."""

from collections.abc import Iterator
from typing import Final

from streams.demo.line import line

CYCLE: Final = "2003-11-04"
"""The cycle that the day fills."""
NEXT_CYCLE: Final = "2003-11-05"
"""The cycle of whatever is stamped too late."""

_SCHEDULED_AT: Final = "2003-10-23T13:00:00Z"
_EVE: Final = "2003-11-03"
_FIRST_SECOND: Final = 16 * 3600 + 30 * 60
_EXCHANGES: Final = (
    (19 * 3600, 60),
    (21 * 3600, 190),
    (22 * 3600, 170),
    (23 * 3600, 160),
    (25 * 3600, 150),
    (28 * 3600, 110),
    (36 * 3600, 80),
    (40 * 3600 - 60, 80),
)
"""Until which second after the eve's midnight an exchange lasts, and its part of the day's entries in thousandths."""
_LATE_FROM: Final = 40 * 3600 + 1
_LATE_UNTIL: Final = 40 * 3600 + 40 * 60

DISPUTED_AT: Final = f"{_EVE}T20:00:00Z"
SUSPENDED_AT: Final = f"{CYCLE}T10:00:00Z"

SEALED_AT: Final = f"{CYCLE}T16:45:00Z"
ACCOUNTS_AT: Final = f"{CYCLE}T16:50:00Z"
SHORTFALL_AT: Final = f"{CYCLE}T17:00:00Z"
BEFORE_DEFAULT_AT: Final = f"{CYCLE}T17:29:59Z"
DEFAULT_AT: Final = f"{CYCLE}T17:30:00Z"
RETURNS_AT: Final = f"{CYCLE}T18:00:00Z"
RETURNS_CLOSED_AT: Final = f"{CYCLE}T19:00:00Z"
SECTION_56_AT: Final = f"{CYCLE}T19:30:00Z"
DEPOSITS_CLOSED_AT: Final = f"{CYCLE}T20:00:00Z"
SECTION_57_AT: Final = f"{CYCLE}T20:30:00Z"
REQUESTED_AT: Final = f"{CYCLE}T21:00:00Z"
SETTLED_AT: Final = f"{CYCLE}T21:05:00Z"


def schedule() -> Iterator[bytes]:
    """The facts that set the times of both cycles."""
    for cycle, eve in ((CYCLE, _EVE), (NEXT_CYCLE, CYCLE)):
        yield line(
            "cycle_scheduled",
            f"schedule-{cycle}",
            _SCHEDULED_AT,
            cycle=cycle,
            begins_after_at=f"{eve}T16:00:00Z",
            final_exchange_at=f"{cycle}T04:00:00Z",
            final_adjustment_at=f"{cycle}T16:00:00Z",
        )


def stamps(count: int) -> Iterator[str]:
    """The stamps of the day's entries in order, all before the final adjustment time."""
    begin, placed, part = _FIRST_SECOND, 0, 0
    for end, permille in _EXCHANGES:
        part += permille
        upto = count * part // 1000
        yield from _spread(begin, end, upto - placed)
        begin, placed = end, upto


def late_stamps(count: int) -> Iterator[str]:
    """Stamps in order after the final adjustment time and before the seal."""
    return _spread(_LATE_FROM, _LATE_UNTIL, count)


def _spread(begin: int, end: int, count: int) -> Iterator[str]:
    """`count` stamps, evenly between two seconds after the eve's midnight, the second one excluded."""
    shown, text = -1, ""
    for index in range(count):
        second = begin + (end - begin) * index // count
        if second != shown:
            shown, text = second, _stamp(second)
        yield text


def _stamp(second: int) -> str:
    """The instant that many seconds after the eve's midnight."""
    days, rest = divmod(second, 24 * 3600)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{CYCLE if days else _EVE}T{hours:02d}:{minutes:02d}:{seconds:02d}Z"

"""Which part of a recorded log was known through a day, and what did it say of facts and marks?"""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.reading import Unreadable
from schemas.swaps import DayClosed, Fact, Mark, Tick
from streams.domains.swaps.domain import SWAPS
from streams.kernel.errors import UserError
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.replay.recorded import records_from


class Known(NamedTuple):
    """A beginning of the log.

    Attributes:
        through: of each partition of the input, the offset before which it was known.
        at: the stamp of the last fact or mark in it.
        facts: every fact in order, each id once.
        close: the last close in it, if nothing but ticks stands behind that; None if anything does, or there is none.
        last_day: the day of the last close in it, whatever stands behind; None where there is none.
    """

    through: list[int]
    at: str
    facts: list[Fact]
    close: DayClosed | None
    last_day: str | None


class _Scan:
    """What partition 0, which has every fact and mark, says up to some place."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.closes: list[DayClosed] = []
        self.at = ""
        self._ids: set[str] = set()

    def take(self, event: object) -> None:
        if isinstance(event, Fact) and self._is_new(event):
            self.facts.append(event)
        elif isinstance(event, DayClosed) and self._is_new(event):
            self.closes.append(event)
        elif isinstance(event, Tick):
            self._is_new(event)

    def _is_new(self, event: Fact | Mark) -> bool:
        if event.id in self._ids:
            return False
        self._ids.add(event.id)
        self.at = event.at
        return True


def known(ledger: LedgerReader, names: TopicNames, known_on: str | None) -> Known:
    """What was known through a day.

    Args:
        known_on: a day; None for all that is recorded.

    Raises:
        UserError: no mark is stamped on that day or before.
    """
    mark = None if known_on is None else _last_mark(ledger, names, known_on)
    partitions = range(ledger.topic(names.events).partitions)
    if mark is None:
        through = [ledger.span(names.events, one).end for one in partitions]
    else:
        places = _places(ledger, names, mark)
        through = [places[one] + 1 for one in partitions]
    scan = _Scan()
    for record in records_from(ledger, names.events, 0, ledger.span(names.events, 0).start):
        if record.offset < through[0]:
            scan.take(SWAPS.read(record.value))
    last = scan.closes[-1] if scan.closes else None
    is_fresh = last is not None and _only_ticks_behind(ledger, names, last.id, through)
    return Known(
        through, scan.at, scan.facts, last if is_fresh else None, None if last is None else last.day_on
    )


def _last_mark(ledger: LedgerReader, names: TopicNames, known_on: str) -> str:
    """The id of the last mark that is stamped on a day or before."""
    found, first_at = "", ""
    seen: set[str] = set()
    for record in records_from(ledger, names.events, 0, ledger.span(names.events, 0).start):
        event = SWAPS.read(record.value)
        if isinstance(event, DayClosed | Tick) and event.id not in seen:
            seen.add(event.id)
            first_at = first_at or event.at
            if event.at[: len(known_on)] <= known_on:
                found = event.id
    if not found:
        since = (
            f"The first close or tick is stamped {first_at}."
            if first_at
            else "It holds no close and no tick."
        )
        raise UserError(f"{ledger.path} says nothing of what was known on {known_on}. {since}")
    return found


def _places(ledger: LedgerReader, names: TopicNames, mark: str) -> Mapping[int, int]:
    """Where a mark stands for the first time in each partition."""
    places: dict[int, int] = {}
    for found in ledger.find(mark):
        if found.topic == names.events:
            places[found.partition] = min(found.offset, places.get(found.partition, found.offset))
    return places


def _only_ticks_behind(ledger: LedgerReader, names: TopicNames, close: str, through: list[int]) -> bool:
    """Whether nothing that a close could show stands behind one, in any partition."""
    places = _places(ledger, names, close)
    for partition, end in enumerate(through):
        if partition not in places:
            return False
        for record in records_from(ledger, names.events, partition, places[partition] + 1):
            if record.offset >= end:
                break
            if not isinstance(SWAPS.read(record.value), Tick | Unreadable):
                return False
    return True

"""When may a receiver act on what all senders handed on?"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from schemas import marketdata as events
from streams.domains.marketdata.stages.fact_book import READER
from streams.domains.marketdata.stages.handover import MARKS, FactRead, Handover, MarkReached, Passed
from streams.kernel.mark import MarkGate
from streams.kernel.output import Output
from streams.kernel.table import StoredTable, Table


class QueueRow(msgspec.Struct, array_like=True, gc=False):
    """Which facts wait: from a number on, up to another."""

    first: int = 0
    end: int = 0


class Turn(NamedTuple):
    """A fact whose turn it is, and what was handed on with it where it is a mark."""

    number: int
    fact: events.Fact
    parts: list[Passed]


class Inbox:
    """Keeps facts and parts until the mark behind them has come from every sender; then they have their turn.

    Args:
        sender_count: how many senders there are.
        silent_count: how many of them hand nothing on yet, not even marks, as the facts taken so far stand.
    """

    def __init__(self, sender_count: int, silent_count: Callable[[], int], output: Output) -> None:
        self._output = output
        self._silent_count = silent_count
        self._queue: Table[str] = Table("queue", str)
        self._about: Table[QueueRow] = Table("queued", QueueRow, resident=True)
        self._row = QueueRow()
        self._parts: Table[Passed] = Table("parts", Passed)
        marks: Table[int] = Table("marks", int, resident=True)
        self._gate = MarkGate(marks, sender_count)
        self.tables: tuple[StoredTable, ...] = (self._queue, self._about, self._parts, marks)

    def resume(self) -> None:
        """Go on after a restart."""
        self._row = self._about.get("row") or QueueRow()
        self._gate.resume()

    def take(self, handover: Handover) -> bool:
        """Take what was handed on; False for what was taken before, which changes nothing."""
        match handover:
            case FactRead():
                if handover.number < self._row.end:
                    return False
                self._queue.put(_number(handover.number), bytes(handover.body).decode())
                self._row.end = handover.number + 1
                self._about.put("row", self._row)
            case Passed():
                if handover.mark < self._row.first:
                    return False
                self._parts.put(_part_key(handover.mark, handover.sender, handover.number), handover)
            case MarkReached():
                if handover.mark < self._row.first:
                    return False
                self._gate.arrive(_number(handover.mark), handover.sender, handover.parts)
        return True

    def turns(self) -> Iterator[Turn]:
        """The facts whose turn it is, strictly in order, up to the first mark that a sender has not reached."""
        while self._row.first < self._row.end:
            number = self._row.first
            fact = self._fact(number)
            parts: list[Passed] = []
            if isinstance(fact, MARKS):
                missing = self._gate.missing_count(_number(number)) - self._silent_count()
                self._output.gauges["marks_missing", ""] = missing
                if missing:
                    return
                parts = self._parts_of(number)
            self._queue.delete(_number(number))
            self._row.first += 1
            self._about.put("row", self._row)
            yield Turn(number, fact, parts)

    def _fact(self, number: int) -> events.Fact:
        fact = READER.read((self._queue.get(_number(number)) or "").encode())
        if not isinstance(fact, events.Fact):
            raise LookupError(f"fact {number} cannot be read: {fact}")
        return fact

    def _parts_of(self, mark: int) -> list[Passed]:
        parts: list[Passed] = []
        for sender, count in self._gate.take(_number(mark)):
            for number in range(count):
                key = _part_key(mark, sender, number)
                part = self._parts.get(key)
                if part is None:
                    raise LookupError(
                        f"part {number} of {count} that {sender} handed on with fact {mark} is missing"
                    )
                parts.append(part)
                self._parts.delete(key)
        return parts


def _number(number: int) -> str:
    return f"{number:012d}"


def _part_key(mark: int, sender: str, number: int) -> str:
    return f"{sender}/{mark}/{number}"

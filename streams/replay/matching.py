"""Does a recorded topic hold exactly what was folded again, byte for byte, however the stages took turns?

What one partition of a stage publishes stands in the order in which it decided; how the records of several stand among
each other is Kafka's choice, and may be another one every time.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from streams.kernel.destinations import Entry, Target
from streams.kernel.record import Record
from streams.replay.recorded import AT_ONCE, Recorded

MOST_AHEAD: Final = 4_000
"""So many records of a partition may be read before they are folded, if no more than that wait for theirs."""
_MOST_UNMET: Final = 100_000

Lane = tuple[str, int]
"""A stage and a partition of its source."""
Content = tuple[bytes | None, bytes | None, tuple[tuple[str, bytes], ...]]
"""Key, value and headers of a record."""

_NO_HEADERS: Final[tuple[tuple[str, bytes], ...]] = ()


class Due(NamedTuple):
    """What was folded again; `number` counts what its lane published into the topic's partition."""

    lane: Lane
    number: int
    content: Content


class Met(NamedTuple):
    """What is recorded where."""

    offset: int
    content: Content


class Matching:
    """Pairs what is folded again with what one partition of a topic holds, as both go on.

    Attributes:
        matched: how many pairs there are.
        out_of_order: the first record of each lane that stands in the wrong order.
    """

    def __init__(self, recorded: Recorded, target: Target) -> None:
        self.target = target
        self.matched = 0
        self.out_of_order: dict[Lane, Met] = {}
        self._recorded = recorded
        self._end = recorded.span(*target).end
        self._next = recorded.span(*target).start
        self._due: dict[Content, deque[Due]] = {}
        self._ahead: dict[Content, deque[int]] = {}
        self._numbers: dict[Lane, int] = {}
        self._last: dict[Lane, tuple[int, int]] = {}
        self._settled: dict[Lane, int] = {}

    @property
    def is_hopeless(self) -> bool:
        """Whether so much has no counterpart, on both sides, that waiting for more makes no sense."""
        return min(len(self._due), len(self._ahead)) > _MOST_UNMET

    def fold(self, lane: Lane, entries: Sequence[Entry]) -> None:
        """Take what a lane publishes."""
        number = self._numbers.get(lane, 0)
        ahead, due = self._ahead, self._due
        for key, value, headers in entries:
            content = (key, value, tuple(headers) if headers else _NO_HEADERS)
            offsets = ahead.get(content)
            if offsets is None:
                due.setdefault(content, deque()).append(Due(lane, number, content))
            else:
                self._match(Due(lane, number, content), offsets.popleft())
                if not offsets:
                    del ahead[content]
            number += 1
        self._numbers[lane] = number

    def catch_up(self) -> None:
        """Read on in the record, as long as something waits for its counterpart."""
        while self._due and self._next < self._end:
            if len(self._ahead) > MOST_AHEAD >= len(self._due):
                return
            self._read()

    def settle(self) -> None:
        """Say that everything folded so far must be recorded; what is folded after it may still be on its way."""
        self._settled = dict(self._numbers)

    def finish(self) -> None:
        """Read the rest of the record."""
        while self._next < self._end and not self.is_hopeless:
            self._read()

    def _read(self) -> None:
        records = self._recorded.read_range(*self.target, self._next, AT_ONCE)
        self._next = records[-1].offset + 1 if len(records) == AT_ONCE else self._end
        due, ahead = self._due, self._ahead
        for record in records:
            content = content_of(record)
            waiting = due.get(content)
            if waiting is None:
                ahead.setdefault(content, deque()).append(record.offset)
            else:
                self._match(waiting.popleft(), record.offset)
                if not waiting:
                    del due[content]

    def _match(self, due: Due, offset: int) -> None:
        """Pair two; what a lane published earlier stands earlier."""
        self.matched += 1
        number, after = self._last.get(due.lane, (-1, -1))
        if (due.number > number) is (offset > after):
            if due.number > number:
                self._last[due.lane] = due.number, offset
        else:
            self.out_of_order.setdefault(due.lane, Met(offset, due.content))

    def missing(self) -> Iterator[Due]:
        """What was folded again, must be recorded, and is not, in the order of each lane."""
        return (due for due in self._unmet() if due.number < self._settled.get(due.lane, 0))

    @property
    def pending_count(self) -> int:
        """How much was folded again that may still be on its way into the record."""
        return sum(due.number >= self._settled.get(due.lane, 0) for due in self._unmet())

    def _unmet(self) -> Iterator[Due]:
        for waiting in self._due.values():
            yield from waiting

    def unexpected(self) -> Iterator[Met]:
        """What is recorded and was not folded again, in the order of the record."""
        found = [Met(offset, content) for content, offsets in self._ahead.items() for offset in offsets]
        return iter(sorted(found, key=lambda met: met.offset))


def content_of(record: Record) -> Content:
    """What of a record must be as it was."""
    headers = record.headers
    return (record.key, record.value, tuple((n, c) for n, c in headers) if headers else _NO_HEADERS)

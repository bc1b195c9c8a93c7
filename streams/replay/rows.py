"""Did each row of a view have only the values that it has when it is folded again, and does it end with the same?

A worker publishes the last value that a row had in a batch, and compaction keeps the last of all. So what is recorded
of a row is a part of what is folded again: in the same order, and with the same end.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

from streams.kernel.destinations import Target
from streams.replay.matching import MOST_AHEAD
from streams.replay.recorded import AT_ONCE, Recorded

_DIGEST_BYTES: Final = 16
_DELETED: Final = b""


class RowDifference(NamedTuple):
    """A row whose recorded value is not, or no longer, what was folded again.

    Attributes:
        row: view/row key.
        offset: of the recorded value; None where the newest one is missing.
        expected: the newest value that was folded again; None for a deleted row.
        is_known: whether the row was folded again at all.
    """

    row: str
    offset: int | None
    expected: bytes | None
    is_known: bool


class Rows:
    """Pairs the values of the rows in one partition of a topic of views, as folding and reading go on.

    Attributes:
        matched: how many recorded values were met.
    """

    def __init__(self, recorded: Recorded, target: Target) -> None:
        self.target = target
        self.matched = 0
        self._recorded = recorded
        self._end = recorded.span(*target).end
        self._next = recorded.span(*target).start
        # Digests of values that were folded and are not recorded yet, or recorded and not folded yet.
        self._folded: dict[str, list[bytes]] = {}
        self._ahead: dict[str, deque[tuple[bytes, int]]] = {}
        # The newest folded value of each of these rows.
        self._newest: dict[str, bytes | None] = {}
        # Up to which value, and how many of the folded digests that are, a row must be recorded.
        self._owed: dict[str, tuple[int, bytes | None]] = {}

    def fold(self, row: str, value: bytes | None) -> None:
        """Take the next value of a row."""
        digest = _digest(value)
        ahead = self._ahead.get(row)
        if ahead is None:
            folded = self._folded.setdefault(row, [])
            if self._next >= self._end:
                # Nothing more is recorded, so that only the newest value counts.
                folded.clear()
            folded.append(digest)
            self._newest[row] = value
        elif ahead[0][0] == digest:
            self.matched += 1
            self._newest.pop(row, None)
            ahead.popleft()
            if not ahead:
                del self._ahead[row]
        else:
            self._newest[row] = value

    def catch_up(self) -> None:
        """Read on in the record, as long as something waits for its counterpart."""
        while self._folded and self._next < self._end:
            if len(self._ahead) > MOST_AHEAD >= len(self._folded):
                return
            self._read()

    def settle(self) -> None:
        """Say that everything folded so far must be recorded; what is folded after it may still be on its way."""
        self._owed = {row: (len(digests), self._newest[row]) for row, digests in self._folded.items()}

    def finish(self) -> None:
        """Read the rest of the record."""
        while self._next < self._end:
            self._read()

    def _read(self) -> None:
        records = self._recorded.read_range(*self.target, self._next, AT_ONCE)
        self._next = records[-1].offset + 1 if len(records) == AT_ONCE else self._end
        for record in records:
            self._meet((record.key or b"").decode(errors="replace"), _digest(record.value), record.offset)

    def _meet(self, row: str, digest: bytes, offset: int) -> None:
        folded = self._folded.get(row)
        if folded is None:
            self._ahead.setdefault(row, deque()).append((digest, offset))
        elif digest in folded:
            self.matched += 1
            met = folded.index(digest) + 1
            del folded[:met]
            self._pay(row, met)
            if not folded:
                del self._folded[row], self._newest[row]
        else:
            # What it passed by was never recorded, or was compacted away; it may be folded later.
            del self._folded[row]
            self._owed.pop(row, None)
            self._ahead[row] = deque([(digest, offset)])

    def _pay(self, row: str, met: int) -> None:
        if row in self._owed:
            count, value = self._owed.pop(row)
            if count > met:
                self._owed[row] = count - met, value

    def differences(self, recorded_newest: Mapping[str, bytes | None]) -> Iterator[RowDifference]:
        """The rows that differ, after everything was folded and read.

        Args:
            recorded_newest: the recorded values of the rows of `owed`.
        """
        for row, values in self._ahead.items():
            yield RowDifference(row, values[0][1], self._newest.get(row), row in self._newest)
        for row in self.owed:
            expected = self._owed[row][1]
            if recorded_newest.get(row) != expected:
                yield RowDifference(row, None, expected, is_known=True)

    @property
    def owed(self) -> list[str]:
        """The rows of which a value must be recorded that was folded after all that was met of them."""
        return [row for row in self._owed if row in self._folded]


def _digest(value: bytes | None) -> bytes:
    return _DELETED if value is None else blake2b(value, digest_size=_DIGEST_BYTES).digest()

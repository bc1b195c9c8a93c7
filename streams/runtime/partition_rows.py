"""Which of the rows on disk are those of one partition of a stage, and which records do they come from?"""

from collections.abc import Iterator
from hashlib import sha256
from heapq import merge
from itertools import takewhile
from operator import itemgetter
from typing import Final, Self

import msgspec
from sortedcontainers import SortedDict

from streams.kernel.folding import POSITION_KEY
from streams.kernel.record import Record
from streams.runtime.disk_rows import DiskRows

# The name of a partition ends with NUL, which no name holds; what is not a row stands under another one.
_END: Final = b"\0"
_BEYOND: Final = b"\1"
_ABOUT: Final = b"\0about"
_KEY: Final = itemgetter(0)


class Trace(msgspec.Struct, frozen=True, array_like=True):
    """By which a record of a state topic is known again: no other log holds the same at the same offset."""

    offset: int
    timestamp: int
    digest: bytes

    @classmethod
    def of(cls, offset: int, timestamp: int, value: bytes | None) -> Self:
        """The trace of a record with such a value."""
        return cls(offset, timestamp, sha256(value or b"").digest())


class _About(msgspec.Struct, array_like=True):
    """What is known of the rows of a partition.

    Attributes:
        counts: how many rows each table has.
        through: the last record of the state topic whose rows are all here; None where there is no topic.
    """

    counts: dict[str, int] = {}
    through: Trace | None = None


class PartitionRows:
    """The rows of one partition of a stage; what was put since the last `save` is in memory alone."""

    def __init__(self, disk: DiskRows, name: str, *, is_whole: bool = True) -> None:
        """Take up what is there under the name of the partition.

        Args:
            is_whole: whether the rows of resident tables are kept too.
        """
        self.disk: Final = disk
        self.is_whole: Final = is_whole
        self.prefix: Final = name.encode() + _END
        self.unsaved: Final[SortedDict[bytes, bytes | None]] = SortedDict()
        self.is_there: Final[dict[bytes, bool]] = {}
        about = disk.get(self.prefix + _ABOUT)
        self._about = _About() if about is None else msgspec.msgpack.decode(about, type=_About)

    @property
    def through(self) -> Trace | None:
        """The last record of the state topic whose rows are all here; later ones may be here as well."""
        return self._about.through

    @property
    def position(self) -> bytes | None:
        """The row that says how far the partition was folded."""
        return self.get(self.prefix + POSITION_KEY)

    def put_position(self, value: bytes) -> None:
        """Set the row that says how far the partition was folded."""
        self.unsaved[self.prefix + POSITION_KEY] = value

    def of(self, table: str) -> "TableRows":
        """The rows of a table."""
        return TableRows(self, table, self._about.counts)

    def take(self, record: Record) -> None:
        """Take a row as a record of the state topic has it."""
        key = record.key or b""
        if key == POSITION_KEY:
            self.put_position(record.value or b"")
            return
        table, _, row = key.decode().partition("/")
        if record.value is None:
            self.of(table).delete(row)
        else:
            self.of(table).put(row, record.value)

    def get(self, key: bytes) -> bytes | None:
        """What stands under a full key."""
        if key in self.unsaved:
            return self.unsaved[key]
        value = self.disk.get(key)
        self.is_there[key] = value is not None
        return value

    def has(self, key: bytes) -> bool:
        """Whether something stands under a full key."""
        if key in self.unsaved:
            return self.unsaved[key] is not None
        known = self.is_there.get(key)
        return self.get(key) is not None if known is None else known

    def under(
        self, prefix: bytes, start: bytes = b"", end: bytes | None = None
    ) -> Iterator[tuple[bytes, bytes]]:
        """What stands under full keys that begin with a prefix, in order; see `Rows`."""
        last = None if end is None else prefix + end
        keys = self.unsaved.irange(prefix + start, last, inclusive=(True, False))
        unsaved = {key: self.unsaved[key] for key in takewhile(lambda key: key.startswith(prefix), keys)}
        saved = (item for item in self.disk.under(prefix, start, end) if item[0] not in unsaved)
        added = ((key, value) for key, value in unsaved.items() if value is not None)
        return merge(saved, added, key=_KEY)

    def save(self, through: Trace | None = None) -> None:
        """Put on disk what was put since the last time.

        Args:
            through: the record of the state topic up to which that is; None where it is as before.
        """
        if through is not None:
            self._about.through = through
        self.unsaved[self.prefix + _ABOUT] = msgspec.msgpack.encode(self._about)
        self.disk.write(self.unsaved)
        self.unsaved.clear()
        self.is_there.clear()

    def clear(self) -> None:
        """Throw everything away."""
        self.unsaved.clear()
        self.is_there.clear()
        self._about.counts.clear()
        self._about.through = None
        self.disk.clear(self.prefix, self.prefix[: -len(_END)] + _BEYOND)


class TableRows:
    """The rows of one table of a partition."""

    def __init__(self, rows: PartitionRows, table: str, counts: dict[str, int]) -> None:
        self._rows = rows
        self._table = table
        self._prefix = rows.prefix + f"{table}/".encode()
        self._counts = counts
        self._unsaved = rows.unsaved
        self._is_there = rows.is_there
        self._read = rows.disk.get

    def get(self, key: str, /) -> bytes | None:
        """The packed row, or None where there is none."""
        # Asked for each event: `PartitionRows.get`, without the call.
        full = self._prefix + key.encode()
        if full in self._unsaved:
            return self._unsaved[full]
        value = self._read(full)
        self._is_there[full] = value is not None
        return value

    def put(self, key: str, value: bytes, /) -> None:
        """Set a packed row."""
        full = self._prefix + key.encode()
        if not self._rows.has(full):
            self._counts[self._table] = len(self) + 1
        self._rows.unsaved[full] = value

    def delete(self, key: str, /) -> None:
        """Take a row out; nothing happens where there is none."""
        full = self._prefix + key.encode()
        if self._rows.has(full):
            self._counts[self._table] = len(self) - 1
            self._rows.unsaved[full] = None

    def under(self, prefix: str, start: str = "", end: str | None = None) -> Iterator[tuple[str, bytes]]:
        """The rows whose keys begin with a prefix, in order, as they stand when the first is asked for."""
        until = None if end is None else end.encode()
        for key, value in self._rows.under(self._prefix + prefix.encode(), start.encode(), until):
            yield key[len(self._prefix) :].decode(), value

    def __len__(self) -> int:
        return self._counts.get(self._table, 0)

"""What does a ledger hold?

with LedgerReader.open(Path("day.ledger")) as ledger:
    for record in ledger.read_range("clearing.outcomes.v1", partition=0, from_offset=0, limit=100):
        print(record.offset, record.value)
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self, cast

import msgspec

from streams.kernel.errors import UserError
from streams.kernel.record import LogRecord
from streams.ledger import opening, schema
from streams.ledger.faults import told
from streams.ledger.schema import Kind

_NO_HEADERS: Final[list[tuple[str, bytes]]] = []
_LAST_CHARACTER: Final = "\U0010ffff"


def settled_name(topic: str, partition: int) -> str:
    """Under which name a ledger keeps up to where a partition was folded when it was archived."""
    return f"{schema.SETTLED}/{topic}/{partition}"


# A header of Kafka may be without a value.
unpack_headers = cast(
    "Callable[[bytes], list[tuple[str, bytes]]]",
    msgspec.msgpack.Decoder(list[tuple[str, bytes | None]]).decode,
)


class Topic(NamedTuple):
    """A topic that a ledger holds."""

    id: int
    name: str
    domain: str
    kind: Kind
    partitions: int


class Span(NamedTuple):
    """Which offsets of a partition a ledger holds.

    Attributes:
        start: the first one.
        end: the one after the last.
        records: how many of them hold a record; fewer than there are where Kafka put a marker of its own.
    """

    start: int = 0
    end: int = 0
    records: int = 0


class Found(NamedTuple):
    """Where an event or an outcome stands."""

    id: str
    topic: str
    partition: int
    offset: int


class LedgerReader:
    """The topics of one or more domains in a SQLite file.

    Attributes:
        path: of the file.
        topics: what it holds, by name.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self.topics: Mapping[str, Topic] = {}
        self._spans: dict[tuple[int, int], Span] = {}
        with told(path):
            self._load()

    @classmethod
    def open(cls, path: Path, *, thorough: bool = True) -> Self:
        """Open a ledger for reading alone; what is read is as it stood at this moment.

        Args:
            thorough: see first that nothing is missing in it, which takes as long as reading all of it.

        Raises:
            UserError: there is none, or it is damaged, foreign, of another version, or being written.
        """
        return cls(path, opening.connect_to_read(path, thorough=thorough))

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _load(self) -> None:
        """Read what is asked for all the time."""
        rows = self._connection.execute(schema.TOPICS).fetchall()
        self.topics = {
            name: Topic(id_, name, domain, Kind(kind), partitions)
            for id_, name, domain, kind, partitions in rows
        }
        self._names = {topic.id: name for name, topic in self.topics.items()}
        spans = self._connection.execute(schema.SPANS).fetchall()
        self._spans = {(topic, partition): Span(*span) for topic, partition, *span in spans}

    @property
    def domains(self) -> list[str]:
        """The names of the domains whose topics are here."""
        return sorted({topic.domain for topic in self.topics.values()})

    def topic(self, name: str) -> Topic:
        """A topic by its name.

        Raises:
            UserError: the ledger does not hold it.
        """
        topic = self.topics.get(name)
        if topic is None:
            there = ", ".join(self.topics) or "none"
            raise UserError(f"{self.path} holds no topic {name}. It holds: {there}.")
        return topic

    def span(self, name: str, partition: int) -> Span:
        """Which offsets of a partition are here."""
        return self._spans.get((self.topic(name).id, partition), Span())

    @property
    def is_partial(self) -> bool:
        """Whether the copying of an archive was interrupted, so that its topics belong to different moments."""
        with told(self.path):
            row = self._connection.execute(schema.ABOUT, (schema.PARTIAL,)).fetchone()
        return row is not None and bool(row[0])

    def settled(self, name: str, partition: int) -> int:
        """The offset before which all of a partition was folded when it was archived; the end where a run wrote it."""
        with told(self.path):
            row = self._connection.execute(schema.ABOUT, (settled_name(name, partition),)).fetchone()
        return self.span(name, partition).end if row is None else int(row[0])

    def has_begun(self, name: str, partition: int) -> bool:
        """Whether anything is known of a partition, if only where it begins."""
        return (self.topic(name).id, partition) in self._spans

    def last_record(self, name: str, partition: int) -> LogRecord | None:
        """The last record of a partition, or None where there is none."""
        with told(self.path):
            (offset,) = self._connection.execute(
                schema.LAST_OFFSET, (self.topic(name).id, partition)
            ).fetchone()
        return None if offset is None else self.read_range(name, partition, offset, 1)[0]

    def count_before(self, name: str, partition: int, offset: int) -> int:
        """How many records of a partition stand before an offset."""
        place = (self.topic(name).id, partition, offset)
        with told(self.path):
            (count,) = self._connection.execute(schema.COUNT_BEFORE, place).fetchone()
        return int(count)

    def read_range(self, name: str, partition: int, from_offset: int, limit: int) -> list[LogRecord]:
        """The records of a partition from an offset on, at most `limit`; fewer only where no more are here."""
        place = (self.topic(name).id, partition, from_offset, limit)
        with told(self.path):
            rows = self._connection.execute(schema.READ_RANGE, place).fetchall()
        return [
            LogRecord(
                offset, key, value, timestamp, _NO_HEADERS if headers is None else unpack_headers(headers)
            )
            for offset, key, value, timestamp, headers in rows
        ]

    def newest(self, name: str, prefix: str = "") -> Iterator[tuple[str, bytes]]:
        """The newest value of each row of a topic of views, in order of the keys.

        Args:
            prefix: with which the keys begin, such as `cycles/`.
        """
        low = prefix.encode()
        with told(self.path):
            rows = self._connection.execute(
                schema.NEWEST, (self.topic(name).id, low, low + _LAST_CHARACTER.encode())
            )
            yield from ((key.decode(), value) for key, value in rows)

    def rows(self, name: str, partition: int, but: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The rows of a partition of a state topic, all but one."""
        with told(self.path):
            yield from self._connection.execute(schema.ROWS, (self.topic(name).id, partition, but))

    def rows_beginning(self, name: str, partition: int, prefix: str) -> Iterator[tuple[bytes, bytes]]:
        """The rows of a partition of a state topic whose keys begin so, in order of the keys."""
        low = prefix.encode()
        place = (self.topic(name).id, partition, low, low + _LAST_CHARACTER.encode())
        with told(self.path):
            yield from self._connection.execute(schema.ROWS_FROM, place)

    def row(self, name: str, partition: int, key: bytes) -> bytes | None:
        """One row of a partition of a state topic."""
        with told(self.path):
            found = self._connection.execute(schema.ROW, (self.topic(name).id, partition, key)).fetchone()
        return None if found is None else bytes(found[0])

    def find(self, identifier: str) -> list[Found]:
        """Where the event or outcome with this id stands; a fact stands in every partition of the input."""
        return self._find(identifier, identifier, -1)

    def find_all(self, prefix: str, limit: int = -1) -> list[Found]:
        """Where the events and outcomes stand whose ids begin so; an outcome's id begins with its event's and a slash.

        Args:
            limit: at most so many; -1 for all.
        """
        return self._find(prefix, prefix + _LAST_CHARACTER, limit)

    def neighbours(self, identifier: str, limit: int) -> Sequence[str]:
        """The ids that stand next to one in order, for whoever mistyped it."""
        with told(self.path):
            before = self._connection.execute(schema.IDS_BEFORE, (identifier, limit)).fetchall()
            after = self._connection.execute(schema.IDS_FROM, (identifier, limit)).fetchall()
        return [row[0] for row in (*reversed(before), *after)]

    def _find(self, first: str, last: str, limit: int) -> list[Found]:
        with told(self.path):
            rows = self._connection.execute(schema.FIND, (first, last, limit)).fetchall()
        return [Found(id_, self._names[topic], partition, offset) for id_, topic, partition, offset in rows]

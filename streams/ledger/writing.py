"""How is a ledger written, by one process alone?"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from streams.kernel.destinations import Entry
from streams.kernel.lines import Place
from streams.kernel.record import LogRecord, Record
from streams.ledger import opening, schema
from streams.ledger.faults import told
from streams.ledger.reading import LedgerReader, Span, Topic, settled_name
from streams.ledger.schema import Kind

_pack_headers = msgspec.msgpack.Encoder().encode


class _Identified(msgspec.Struct):
    id: str


_identified = msgspec.json.Decoder(_Identified).decode


class TakenSource(NamedTuple):
    """Up to where a source of lines was taken.

    Attributes:
        row: its number.
        refused: how many lines of it were refused so far.
    """

    row: int
    place: Place
    refused: int


class LedgerWriter(LedgerReader):
    """A ledger that this process alone reads and writes."""

    def __init__(self, path: Path, connection: sqlite3.Connection, clock: Callable[[], int]) -> None:
        super().__init__(path, connection)
        self.clock = clock

    @classmethod
    def begin_or_open(cls, path: Path, clock: Callable[[], int]) -> Self:
        """Open a ledger; begin an empty one where there is no file.

        Args:
            clock: milliseconds since 1970, the timestamp of what is written; no decision reads it.

        Raises:
            UserError: it is damaged, foreign, of another version, or another process uses it.
        """
        if not path.exists():
            opening.create(path)
        return cls(path, opening.connect_to_write(path), clock)

    def close(self) -> None:
        """Let the file go; everything stands in this one file then.

        Raises:
            UserError: the disk refuses.
        """
        with told(self.path):
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write what is written inside together or not at all.

        Raises:
            UserError: the disk refuses; nothing of it was written.
        """
        with told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                self._load()
                raise

    def add_topic(self, name: str, domain: str, kind: Kind, partitions: int) -> None:
        """Begin a topic."""
        self._connection.execute(schema.ADD_TOPIC, (name, domain, kind, partitions))
        self._load()

    def append(self, name: str, partition: int, entries: Iterable[Entry], timestamp: int) -> None:
        """Write records after the last of a partition."""
        records = [
            LogRecord(offset, key, value, timestamp, headers)
            for offset, (key, value, headers) in enumerate(entries, self.span(name, partition).end)
        ]
        if records:
            self.copy(name, partition, records, records[-1].offset + 1)

    def copy(self, name: str, partition: int, records: Sequence[Record], end: int) -> None:
        """Write records with offsets of their own, which must go up and come after those that are there.

        Args:
            end: the offset after the last of them, and after what holds no record, such as markers of Kafka.
        """
        topic, span = self.topic(name), self.span(name, partition)
        if records and records[0].offset < span.end:
            raise ValueError(f"{name}, partition {partition} has the offset {records[0].offset} already")
        self._connection.executemany(
            schema.APPEND,
            [
                (topic.id, partition, one.offset, one.timestamp, one.key, one.value, _packed(one))
                for one in records
            ],
        )
        start = records[0].offset if records and not self.has_begun(name, partition) else span.start
        self._set_span(topic, partition, Span(start, end, span.records + len(records)))
        if topic.kind in schema.WITH_IDS:
            self._connection.executemany(schema.ADD_ID, _ids(topic, partition, records))
        elif topic.kind == Kind.VIEWS:
            self._note_newest(topic, partition, records)

    def begin(self, name: str, partition: int, start: int) -> None:
        """Say where a partition begins, of which nothing is here yet, whether or not a record stands there."""
        self._set_span(self.topic(name), partition, Span(start, start, 0))

    def say_partial(self, is_partial: bool) -> None:
        """Say whether topics are here that belong to different moments."""
        self._connection.execute(schema.ADD_ABOUT, (schema.PARTIAL, int(is_partial)))

    def settle(self, name: str, partition: int, offset: int) -> None:
        """Say that everything before an offset of a partition was folded when it was archived."""
        self._connection.execute(schema.ADD_ABOUT, (settled_name(name, partition), offset))

    def _set_span(self, topic: Topic, partition: int, span: Span) -> None:
        self._connection.execute(schema.SET_SPAN, (topic.id, partition, *span))
        self._spans[topic.id, partition] = span

    def _note_newest(self, topic: Topic, partition: int, records: Iterable[Record]) -> None:
        newest = {record.key: record for record in records}
        kept = [
            (topic.id, key, partition, one.offset) for key, one in newest.items() if one.value is not None
        ]
        gone = [(topic.id, key) for key, one in newest.items() if one.value is None]
        self._connection.executemany(schema.SET_NEWEST, kept)
        self._connection.executemany(schema.DELETE_NEWEST, gone)

    def set_rows(self, name: str, partition: int, rows: Iterable[tuple[bytes, bytes | None]]) -> None:
        """Set rows of a state topic; None deletes one."""
        topic = self.topic(name).id
        kept = [(topic, partition, key, value) for key, value in rows if value is not None]
        gone = [(topic, partition, key) for key, value in rows if value is None]
        self._connection.executemany(schema.SET_ROW, kept)
        self._connection.executemany(schema.DELETE_ROW, gone)

    def taken_sources(self, identity: str) -> list[TakenSource]:
        """The sources whose first line has this digest."""
        with told(self.path):
            rows = self._connection.execute(schema.SOURCES, (identity,)).fetchall()
        return [
            TakenSource(id_, Place(line, offset, digest), refused)
            for id_, line, offset, digest, refused in rows
        ]

    def add_source(self, identity: str, name: str) -> int:
        """Begin a source, and return the id of its row."""
        cursor = self._connection.execute(schema.ADD_SOURCE, (identity, name))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def set_source(self, name: str, source: TakenSource) -> None:
        """Say up to where a source was taken."""
        place = source.place
        row = (name, place.line, place.offset, place.digest, source.refused, source.row)
        self._connection.execute(schema.SET_SOURCE, row)


def _packed(record: Record) -> bytes | None:
    return _pack_headers(record.headers) if record.headers else None


def _ids(topic: Topic, partition: int, records: Iterable[Record]) -> Iterator[tuple[str, int, int, int]]:
    """The ids of events or outcomes, each with its place; what has none is left out."""
    for record in records:
        try:
            identifier = _identified(record.value or b"").id
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        yield identifier, topic.id, partition, record.offset

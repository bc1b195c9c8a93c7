"""How do the rows of the views get into the register, each once, and when are they complete as of one tick?

What is read first waits in a table of its own, written together with the positions up to which it was read. Each
record says at which tick its row stands, and each partition of the last stage says which tick it has reached. The
rows are taken over, all in one transaction, when nothing newer was read than the tick that all have reached, and
when that was known before the last reading began: whatever belongs to the tick had then been written. So a
reader between two ticks finds all of one tick, and a busy moment between them makes it wait.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select

from streams.kernel.destinations import VIEW_MARK
from streams.kernel.errors import UserError
from streams.kernel.record import Record
from streams.kernel.view_keys import shown, view_and_row
from streams.register.database import Database
from streams.register.tables import ABOUT, ARRIVED, OF_READING, OF_VIEWS, POSITIONS, REACHED
from streams.register.taking_over import put, take_over, waiting

PARTITIONS: Final = "partitions"
MARK_READ: Final = "mark_read"
MARK_STANDING: Final = "mark_standing"
IS_BEGUN_AGAIN: Final = "is_begun_again"
"""The names in `about`: how many partitions there are, the newest tick of which anything was read, the tick that the
register is as of, and whether it is to be emptied when the next tick is complete."""

_AT_ONCE: Final = 10_000
_DIGEST_BYTES: Final = 16
_ANOTHER_LOG: Final = 1
_REACHED_VIEW: Final = "reached"


class Position(NamedTuple):
    """Up to where a partition was read.

    Attributes:
        next: the first offset that was not read yet.
        last_offset: of the last record that was read; None where there was none.
        last_digest: what that record is known by.
    """

    next: int = 0
    last_offset: int | None = None
    last_digest: bytes | None = None


class Reading(NamedTuple):
    """What was read of a partition.

    Attributes:
        end: the offset after it, and after what holds no record.
    """

    records: Sequence[Record]
    end: int


class Feed:
    """Writes a register."""

    def __init__(self, database: Database, partitions: int) -> None:
        """Go on where the register stands.

        Args:
            partitions: of the topic of views.

        Raises:
            UserError: it was fed from a topic with another number of partitions.
        """
        self._database = database
        self._partitions = partitions
        with database.writing() as connection:
            known = _number(connection, PARTITIONS)
            if known is not None and known != partitions:
                raise UserError(
                    f"The register at {database.place} was fed from {known} partitions, and these are {partitions}: "
                    f"it is another log. {AGAIN}",
                    _ANOTHER_LOG,
                )
            _set_number(connection, PARTITIONS, partitions)

    def positions(self) -> dict[int, Position]:
        """Up to where each partition was read."""
        with self._database.reading() as connection:
            return self._positions(connection)

    def begin_again(self) -> None:
        """Read everything once more; what the register holds answers until that is complete."""
        with self._database.writing() as connection:
            for table in OF_READING:
                connection.execute(delete(table))
            connection.execute(delete(ABOUT).where(ABOUT.c.name == MARK_READ))
            _set_number(connection, IS_BEGUN_AGAIN, 1)

    def arrive(self, read: Mapping[int, Reading], known: Mapping[int, Position]) -> dict[int, Position]:
        """Keep what was read, with the positions up to which it was, together or not at all.

        Args:
            known: the positions at which the reading began.

        Returns:
            The positions now.

        Raises:
            UserError: somebody else feeds the register, or a row does not say at which tick it stands.
        """
        now = {partition: _position(known[partition], one) for partition, one in read.items()}
        with self._database.writing() as connection:
            if {partition: self._positions(connection)[partition] for partition in read} != {
                partition: known[partition] for partition in read
            }:
                raise UserError(
                    f"Somebody else feeds the register at {self._database.place}. Nothing of what was read was "
                    "written; one feed is enough.",
                )
            mark = _number(connection, MARK_READ) or 0
            reached: dict[str, int] = {}
            for partition, one in read.items():
                for rows in _portions(one.records):
                    arrived = []
                    for record in rows:
                        mark = max(mark, _mark_of(record, self._database.place))
                        key, value = _text(record.key), _text(record.value)
                        view, row = view_and_row(key)
                        if view == _REACHED_VIEW:
                            reached[shown(row)] = int(value)
                            continue
                        arrived.append(
                            {
                                "partition": partition,
                                "offset": record.offset,
                                "key": key,
                                "value": value or None,
                            }
                        )
                    if arrived:
                        connection.execute(insert(ARRIVED), arrived)
            put(connection, REACHED, [{"sender": name, "mark": one} for name, one in reached.items()])
            _set_number(connection, MARK_READ, mark)
            put(
                connection,
                POSITIONS,
                [{"partition": partition, **one._asdict()} for partition, one in now.items()],
            )
        return {**known, **now}

    def common_mark(self) -> int | None:
        """The tick that every partition of the last stage had reached, as far as was read; None: they differ."""
        with self._database.reading() as connection:
            return self._common_mark(connection)

    def settle(self, known_mark: int | None) -> bool:
        """Take over what was read, if it is complete as of one tick.

        Args:
            known_mark: what `common_mark` said before the last reading began.

        Returns:
            Whether the register is complete as of the newest tick of which anything was read.
        """
        if known_mark is None:
            return False
        with self._database.writing() as connection:
            if not known_mark == self._common_mark(connection) == _number(connection, MARK_READ):
                return False
            if _number(connection, MARK_STANDING) == known_mark and not _number(connection, IS_BEGUN_AGAIN):
                return True
            is_empty = _number(connection, MARK_STANDING) is None
            if _number(connection, IS_BEGUN_AGAIN):
                for table in OF_VIEWS:
                    connection.execute(delete(table))
                connection.execute(delete(ABOUT).where(ABOUT.c.name == IS_BEGUN_AGAIN))
                is_empty = True
            for changes in waiting(connection):
                take_over(connection, changes, is_empty)
            connection.execute(delete(ARRIVED))
            _set_number(connection, MARK_STANDING, known_mark)
        return True

    def _positions(self, connection: Connection) -> dict[int, Position]:
        found = {row.partition: Position(*row[1:]) for row in connection.execute(select(POSITIONS))}
        return {partition: found.get(partition, Position()) for partition in range(self._partitions)}

    def _common_mark(self, connection: Connection) -> int | None:
        least, most, count = connection.execute(
            select(func.min(REACHED.c.mark), func.max(REACHED.c.mark), func.count())
        ).one()
        return int(most) if count == self._partitions and least == most else None


AGAIN: Final = 'Feed it from the beginning with "countinghouse comms register rebuild".'
"""What to do with a register that belongs to another log."""


def check_same_log(
    database: Database, partition: int, position: Position, end: int, found: Record | None
) -> None:
    """See that a log still holds the last record that was read of it, if it holds anything at that offset.

    Raises:
        UserError: it holds another one, or ends before it.
    """
    is_same = position.next <= end and (found is None or digest_of(found) == position.last_digest)
    if not is_same:
        raise UserError(
            f"The register at {database.place} was fed from another log: partition {partition} differs at offset "
            f"{position.last_offset}. Nothing was changed. {AGAIN}",
            _ANOTHER_LOG,
        )


def digest_of(record: Record) -> bytes:
    """What a record is known by."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for part in (str(record.offset).encode(), record.key or b"", record.value or b""):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def standing_mark(connection: Connection) -> int | None:
    """The number of the tick that the register is as of; None before the first."""
    return _number(connection, MARK_STANDING)


def _position(before: Position, read: Reading) -> Position:
    if not read.records:
        return before._replace(next=max(before.next, read.end))
    last = read.records[-1]
    return Position(max(before.next, read.end), last.offset, digest_of(last))


def _mark_of(record: Record, place: str) -> int:
    for name, value in record.headers:
        if name == VIEW_MARK:
            return int(value)
    raise UserError(
        f"A row of the views does not say at which tick it stands: it was written by an older countinghouse. Nothing "
        f"was written to {place}. Let workers of this version fold the topics anew.",
        exit_code=6,
    )


def _text(part: bytes | None) -> str:
    return "" if part is None else part.decode()


def _portions(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    for begin in range(0, len(records), _AT_ONCE):
        yield records[begin : begin + _AT_ONCE]


def _number(connection: Connection, name: str) -> int | None:
    found = connection.execute(select(ABOUT.c.number).where(ABOUT.c.name == name)).scalar()
    return None if found is None else int(found)


def _set_number(connection: Connection, name: str, number: int) -> None:
    put(connection, ABOUT, [{"name": name, "number": number}])

"""What do the stages remember, as far as a question needs it?"""

from collections.abc import Iterator
from heapq import merge
from operator import attrgetter
from typing import Final, NamedTuple

import msgspec

from schemas import marketdata as events
from streams.domains.marketdata.rules.individual import Measuring
from streams.domains.marketdata.stages.fact_book import READER, FactBook
from streams.domains.marketdata.stages.history import ACCESSES, beginning, may_go_on, with_accesses
from streams.domains.marketdata.stages.month_counts import MonthCounts
from streams.domains.marketdata.state.names import key_of
from streams.domains.marketdata.state.users import Statements, UserRow, Words, names_of_row, row_key
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import EventShown
from streams.kernel.partitioner import partition_of
from streams.kernel.table import Tables

USERS: Final = "users"
INDIVIDUALS: Final = "individuals"
BILLING: Final = "billing"

_parsed = msgspec.json.decode


class User(NamedTuple):
    """A user of a Distributor as it is remembered.

    Attributes:
        parts: its own statements and those of devices that were ever dedicated to it, by name.
        counted: what its uses come to, as they are counted.
    """

    distributor: str
    name: str
    parts: dict[str, Statements]
    counted: Words


def fact_book(evidence: Evidence, stage: str, partition: int) -> FactBook:
    """The facts that a partition of a stage has read."""
    book = FactBook(evidence.law)
    tables = Tables(*book.tables)
    for table in book.tables:
        for key, value in evidence.remembered(stage, partition, f"{table.name}/"):
            tables.load(key, value)
    book.resume()
    return book


def partition_of_user(evidence: Evidence, distributor: str, user: str) -> int:
    """Where a user is counted."""
    return partition_of(key_of(distributor, user).encode(), evidence.partitions)


def user_of(evidence: Evidence, book: FactBook, distributor: str, name: str) -> User | None:
    """A user, or None where nothing was ever recorded of it."""
    partition = partition_of_user(evidence, distributor, name)
    key = row_key(distributor, name)
    own = _row(evidence, USERS, partition, f"users/{key}")
    row = None if own is None else msgspec.json.decode(own, type=UserRow)
    if not book.devices.is_involved(name):
        if row is None:
            return None
        return User(distributor, name, {name: _whole(evidence, partition, key, row)}, row.words)
    individual = _owner(evidence, book, partition, distributor, name)
    return individual if individual.parts or row is not None else None


def _owner(evidence: Evidence, book: FactBook, partition: int, distributor: str, name: str) -> User:
    """A user that lends its uses or to whom devices are dedicated, with their statements."""
    parts: dict[str, Statements] = {}
    for one in (name, *book.devices.lenders(name)):
        lent = _row(evidence, INDIVIDUALS, partition, f"lent/{row_key(distributor, one)}")
        if lent is not None:
            parts[one] = msgspec.json.decode(lent, type=Statements)
    counted = _row(evidence, INDIVIDUALS, partition, f"individuals/{row_key(distributor, name)}")
    words = Words() if counted is None else msgspec.json.decode(counted, type=Words)
    return User(distributor, name, parts, words)


def users_of(evidence: Evidence, book: FactBook, distributor: str) -> Iterator[User]:
    """Everybody for whom uses at a Distributor count, in order of the names; one of each partition is in memory."""
    partitions = [_users_in(evidence, book, one, distributor) for one in range(evidence.partitions)]
    return merge(*partitions, key=_by_name)


def _users_in(evidence: Evidence, book: FactBook, partition: int, distributor: str) -> Iterator[User]:
    of_distributor = row_key(distributor, "")
    own = evidence.remembered(USERS, partition, f"users/{of_distributor}")
    owning = evidence.remembered(INDIVIDUALS, partition, f"individuals/{of_distributor}")
    alone = (
        User(
            distributor, name, {name: _whole(evidence, partition, row_key(distributor, name), row)}, row.words
        )
        for name, value in _named(own)
        if not book.devices.is_involved(name)
        for row in [msgspec.json.decode(value, type=UserRow)]
    )
    owners = (_owner(evidence, book, partition, distributor, name) for name, _ in _named(owning))
    return merge(alone, owners, key=_by_name)


def _whole(evidence: Evidence, partition: int, key: str, row: UserRow) -> Statements:
    """What was stated about a user, with all its accesses."""
    if not may_go_on(row):
        return row.said
    beside = evidence.remembered(USERS, partition, f"{ACCESSES}/{beginning(key)}")
    return with_accesses(row.said, (msgspec.json.decode(value, type=bytes) for _, value in beside))


def _named(rows: Iterator[tuple[bytes, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The names of users in the keys of rows of a table, with the rows."""
    return ((names_of_row(key.decode().partition("/")[2])[1], value) for key, value in rows)


_by_name = attrgetter("name")


def month_counts(evidence: Evidence) -> MonthCounts:
    """The numbers of individuals of each profile that billing has, as known now."""
    counts = MonthCounts()
    tables = Tables(*counts.tables)
    for table in counts.tables:
        for key, value in evidence.remembered(BILLING, 0, f"{table.name}/"):
            tables.load(key, value)
    counts.resume()
    return counts


def measured_again(book: FactBook, user: User) -> Words:
    """What the uses of a user come to, worked out again from what was stated."""
    return Measuring(user.name, user.parts, book.devices.statements, book.admission, book.months).measure()


def reported_months(evidence: Evidence) -> list[str]:
    """The months that are shown, in order."""
    rows = evidence.remembered(BILLING, 0, "reported/")
    return [key.decode().partition("/")[2] for key, _ in rows]


def event_read(record: Recorded) -> events.MarketDataRecord | None:
    """The event of a record, or None where it holds none."""
    event = READER.read(record.value)
    return event if isinstance(event, events.MarketDataRecord) else None


def events_shown(found: Iterator[Recorded] | list[Recorded], most: int) -> list[EventShown]:
    """Records as events, each once with all its places."""
    shown: dict[bytes, EventShown] = {}
    for record in found:
        event = event_read(record)
        if event is None:
            continue
        if record.value in shown:
            shown[record.value].places.append(record.place)
        elif len(shown) < most:
            kind = str(event.__struct_config__.tag)
            words = f"{kind.replace('_', ' ').capitalize()}, recorded at {event.at}."
            shown[record.value] = EventShown(
                event.id, kind, event.at, words, [record.place], _parsed(record.value)
            )
    return list(shown.values())


def _row(evidence: Evidence, stage: str, partition: int, key: str) -> bytes | None:
    """A row that is remembered under exactly this key."""
    encoded = key.encode()
    return next(
        (value for found, value in evidence.remembered(stage, partition, key) if found == encoded), None
    )

"""What do the stages remember, as far as a question needs it?"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from schemas import marketdata as events
from streams.domains.marketdata.rules.individual import Measuring
from streams.domains.marketdata.stages.fact_book import READER, FactBook
from streams.domains.marketdata.state.names import key_of
from streams.domains.marketdata.state.users import Statements, UserRow, Words, row_key
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
        return None if row is None else User(distributor, name, {name: row.said}, row.words)
    parts: dict[str, Statements] = {}
    for one in (name, *book.devices.lenders(name)):
        lent = _row(evidence, INDIVIDUALS, partition, f"lent/{row_key(distributor, one)}")
        if lent is not None:
            parts[one] = msgspec.json.decode(lent, type=Statements)
    counted = _row(evidence, INDIVIDUALS, partition, f"individuals/{key}")
    words = Words() if counted is None else msgspec.json.decode(counted, type=Words)
    return User(distributor, name, parts, words) if parts or row is not None else None


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

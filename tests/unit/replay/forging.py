"""How does somebody with a SQLite shell and time to spare alter a ledger, so that it is still a whole one?"""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from streams.domains.clearing.domain import CLEARING
from streams.kernel.record import LogRecord
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import read_cases
from tests.conftest import ROOT
from tests.unit.ledger.ledgers import clock, day

NAMES = TopicNames("clearing")
PARTITIONS = 2
UNREADABLE = (b"no JSON", b'{"type":"unheard_of","id":"x"}', b"\xff\xfe")

_TABLES = ("records", "spans", "ids", "newest")
_CASES = ROOT / "tests/cases/clearing/cases.json"


@cache
def default_case() -> Sequence[bytes]:
    """A cycle with a default, up to who pays what."""
    document = read_cases(_CASES.name, _CASES.read_bytes())
    return document.events_of(next(case for case in document.cases if case.case == "clearing-S48"))


def morning() -> Sequence[bytes]:
    """The first entries of a day, after its registrations."""
    return day()[:260]


def record(
    path: Path, lines: Sequence[bytes], *, partitions: int = PARTITIONS, batch_lines: int = 90
) -> Path:
    """A ledger of these lines, in the middle of which somebody wrote what cannot be read."""
    with LedgerWriter.begin_or_open(path, clock) as ledger:
        running = LedgerRun(ledger, CLEARING, CLEARING.law, partitions=partitions, batch_lines=batch_lines)
        running.take([Source.memory("first", lines[: len(lines) // 2])], IntakeReport())
        with ledger.transaction():
            for partition in range(partitions):
                entries = [(b"x", value, [("from", b"elsewhere")]) for value in UNREADABLE]
                ledger.append(NAMES.events, partition, entries, timestamp=0)
        running.take([Source.memory("rest", lines[len(lines) // 2 :])], IntakeReport())
    return path


def records_of(path: Path, topic: str, partition: int) -> list[LogRecord]:
    """What one partition of a topic holds."""
    with LedgerReader.open(path, thorough=False) as ledger:
        return ledger.read_range(topic, partition, 0, 1 << 40)


def forge(
    path: Path, topic: str, partition: int, forgery: Callable[[list[LogRecord]], list[LogRecord]]
) -> None:
    """Replace what one partition of a topic holds, with everything that a ledger remembers about it."""
    records = forgery(records_of(path, topic, partition))
    with closing(sqlite3.connect(path)) as connection, connection:
        (number,) = connection.execute("SELECT id FROM topics WHERE name = ?", (topic,)).fetchone()
        for table in _TABLES:
            connection.execute(f"DELETE FROM {table} WHERE topic = ? AND partition = ?", (number, partition))
    with LedgerWriter.begin_or_open(path, clock) as ledger, ledger.transaction():
        ledger.copy(topic, partition, records, records[-1].offset + 1 if records else 0)


def copied(recorded: Path, directory: Path) -> Path:
    """A copy that may be forged."""
    return Path(shutil.copy(recorded, directory / "forged.ledger"))


class Forgery(NamedTuple):
    """A change of one record.

    Attributes:
        apply: the records of the partition to what is put in their place.
        offsets: where the change can be seen, in the new partition.
    """

    apply: Callable[[list[LogRecord]], list[LogRecord]]
    offsets: Sequence[int]


def flipped(place: int, random: Random) -> Forgery:
    """One byte of a value is another one."""

    def apply(records: list[LogRecord]) -> list[LogRecord]:
        value = bytearray(records[place].value or b"?")
        value[random.randrange(len(value))] ^= random.randrange(1, 256)
        return [*records[:place], records[place]._replace(value=bytes(value)), *records[place + 1 :]]

    return Forgery(apply, [place])


def rekeyed(place: int, random: Random) -> Forgery:
    """A key has one more byte."""

    def apply(records: list[LogRecord]) -> list[LogRecord]:
        key = (records[place].key or b"") + bytes([random.randrange(256)])
        return [*records[:place], records[place]._replace(key=key), *records[place + 1 :]]

    return Forgery(apply, [place])


def labelled(place: int, random: Random) -> Forgery:
    """A record has one more header."""

    def apply(records: list[LogRecord]) -> list[LogRecord]:
        headers = [*records[place].headers, ("x", bytes([random.randrange(256)]))]
        return [*records[:place], records[place]._replace(headers=headers), *records[place + 1 :]]

    return Forgery(apply, [place])


def dropped(place: int, random: Random) -> Forgery:
    """A record is missing, and those after it moved up."""
    return Forgery(lambda records: renumbered([*records[:place], *records[place + 1 :]]), [place])


def torn_out(place: int, random: Random) -> Forgery:
    """A record is missing, and nothing stands in its place, as where Kafka put a marker."""
    return Forgery(lambda records: [*records[:place], *records[place + 1 :]], [place])


def doubled(place: int, random: Random) -> Forgery:
    """A record stands twice, and those after it moved down."""
    return Forgery(lambda records: renumbered([*records[: place + 1], *records[place:]]), [place + 1])


def moved(place: int, random: Random) -> Forgery:
    """A record stands somewhere else in the same partition, if there is a place for it."""
    target = random.randrange(place + 1)

    def apply(records: list[LogRecord]) -> list[LogRecord]:
        taken = records[place]
        rest = [*records[:place], *records[place + 1 :]]
        return renumbered([*rest[:target], taken, *rest[target:]])

    return Forgery(apply, range(target, place + 1) if target < place else [])


def renumbered(records: Sequence[LogRecord]) -> list[LogRecord]:
    """The records with offsets from 0 on."""
    return [one._replace(offset=offset) for offset, one in enumerate(records)]

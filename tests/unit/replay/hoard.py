"""A domain that remembers a large row of each event and publishes nothing, and what it takes to fold a log of it again.

    python -m tests.unit.replay.hoard FILE

prints the most memory that this process held while it verified a ledger, in KiB.
"""

import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from schemas.reading import Unreadable
from streams.kernel.destinations import NO_HEADERS
from streams.kernel.law import LawBook
from streams.kernel.record import Record
from streams.kernel.stage import Address, Disposition, Domain, Opening, Stage, Width
from streams.kernel.table import Table, Tables
from streams.kernel.topics import TopicNames
from streams.ledger.log import planned_topics
from streams.ledger.reading import LedgerReader
from streams.ledger.writing import LedgerWriter
from streams.replay.verify import verify

ROW_BYTES: Final = 4_000
_PARTITIONS: Final = 2
_NAMES: Final = TopicNames("hoard")


class Kept(msgspec.Struct, tag_field="type", tag="kept"):
    id: str


_kept = msgspec.json.Decoder(Kept).decode


class Hoard:
    """The one stage."""

    def __init__(self, opening: Opening) -> None:
        self._rows: Table[str] = Table("rows", str)
        self.tables = Tables(self._rows)

    def resume(self) -> None:
        pass

    def step(self, event: Kept, record: Record) -> Disposition:
        if event.id in self._rows:
            return Disposition.REPEATED
        self._rows.put(event.id, event.id.ljust(ROW_BYTES, "."))
        return Disposition.DECIDED


def read(value: bytes | None) -> Any:
    return _kept(value or b"")


def addresses(event: Kept | Unreadable) -> list[Address]:
    return [Address("", every_partition=True)]


def mark(identifier: str, at: str) -> Mapping[str, object]:
    return {"type": "kept", "id": identifier}


HOARD: Final = Domain(
    name="hoard",
    stages=(Stage("hoard", "events", Width.PARTITIONED, [], 1, read, Hoard),),
    views={},
    law=LawBook("hoard", {}, {}, {}),
    read=read,
    addresses=addresses,
    mark=mark,
    complete_views=lambda name: False,
)


def record(path: Path, events: int) -> None:
    """Record events on each partition, without what is remembered of them, as an archive does."""
    with LedgerWriter.begin_or_open(path, lambda: 0) as ledger, ledger.transaction():
        for topic in planned_topics(HOARD, _NAMES, _PARTITIONS):
            ledger.add_topic(topic.name, HOARD.name, topic.kind, topic.partitions)
        for partition in range(_PARTITIONS):
            values = [
                json.dumps({"type": "kept", "id": f"{number:06d}"}).encode() for number in range(events)
            ]
            ledger.append(_NAMES.events, partition, [(b"", value, NO_HEADERS) for value in values], 0)


if __name__ == "__main__":
    with LedgerReader.open(Path(sys.argv[1])) as opened:
        assert verify(HOARD, _NAMES, opened).agrees
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)

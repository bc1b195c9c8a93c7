"""What is the smallest domain for tests of the kernel? Tills that take money, and one sum over all of them.

Stage `tills` keeps a sum for each till and hands its totals on at each mark. It holds an amount whose till is not
open yet, and tells an amount that comes again under its id. Stage `sum` adds up the totals of all partitions.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from schemas.reading import Unreadable
from streams.kernel.cells import CellRow, ReceivedCells, SentCells
from streams.kernel.folding import Partition
from streams.kernel.law import LawBook
from streams.kernel.mark import MarkGate
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord, Record
from streams.kernel.stage import Address, Disposition, Domain, Opening, Stage, View, Width
from streams.kernel.table import Table, Tables


class Taken(msgspec.Struct, tag_field="type", tag="taken"):
    """Cents that a till took."""

    id: str
    till: str
    cents: int
    at: str = ""


class Opened(msgspec.Struct, tag_field="type", tag="opened"):
    """A till may take money from now on."""

    id: str
    till: str
    at: str = ""


class Counted(msgspec.Struct, tag_field="type", tag="counted"):
    """The sums of everything before are wanted."""

    id: str
    at: str = ""


class HandedOn(msgspec.Struct):
    """The cells of a partition at a mark."""

    partition: int
    mark: str
    cells: dict[str, list[int]]


Event = Taken | Opened | Counted
_event = msgspec.json.Decoder(Event)
_handed_on = msgspec.json.Decoder(HandedOn)


def read(value: bytes | None) -> Any:
    try:
        return _event.decode(value or b"")
    except msgspec.MsgspecError as problem:
        return Unreadable("SCHEMA", str(problem))


def read_handed_on(value: bytes | None) -> HandedOn | Unreadable:
    return _handed_on.decode(value or b"")


class Tills:
    """One partition of the first stage."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._ids: Table[str] = Table("ids", str)
        self._open: Table[bool] = Table("open", bool, resident=True)
        self._held: Table[list[int]] = Table("held", list[int])
        self._marks: Table[int] = Table("marks", int, resident=True)
        cells: Table[CellRow] = Table("cells", CellRow, resident=True)
        self._cells = SentCells(cells, 2)
        self.tables = Tables(self._ids, self._open, self._held, self._marks, cells)

    def resume(self) -> None:
        self._cells.resume(self._marks.get("count") or 0)

    def step(self, event: Event, record: Record) -> Disposition:
        if isinstance(event, Counted):
            return self._count(event)
        if event.id in self._ids:
            return Disposition.REPEATED
        self._ids.put(event.id, "")
        if isinstance(event, Opened):
            self._open.put(event.till, True)
            for cents in self._held.get(event.till) or ():
                self._take(event.till, cents)
            self._held.delete(event.till)
        elif event.till in self._open:
            self._take(event.till, event.cents)
            self._opening.output.outcome(event.till, {"type": "took", "id": event.id, "cents": event.cents})
        else:
            self._held.put(event.till, [*(self._held.get(event.till) or ()), event.cents])
            return Disposition.HELD
        return Disposition.DECIDED

    def _take(self, till: str, cents: int) -> None:
        self._cells.add(f"till/{till}", cents, 1)
        sums = self._cells.under(f"till/{till}")
        self._opening.output.view("tills", till, next(figures for _, figures in sums))

    def _count(self, event: Counted) -> Disposition:
        partition = self._opening.partition
        handed_on = HandedOn(partition, event.id, self._cells.hand_on())
        self._marks.put("count", (self._marks.get("count") or 0) + 1)
        self._opening.output.mark(event.id)
        self._opening.output.forward("sums", 0, event.id, msgspec.json.encode(handed_on))
        return Disposition.DECIDED


class Sum:
    """The second stage."""

    def __init__(self, opening: Opening) -> None:
        self._output = opening.output
        snapshots: Table[dict[str, list[int]]] = Table("snapshots", dict[str, list[int]])
        received: Table[list[int]] = Table("received", list[int], resident=True)
        self._gate = MarkGate(snapshots, opening.sender_count)
        self._cells = ReceivedCells(received)
        self.tables = Tables(snapshots, received)

    def resume(self) -> None:
        self._gate.resume()
        self._cells.resume()

    def step(self, event: HandedOn, record: Record) -> Disposition:
        self._output.mark(event.mark)
        self._gate.arrive(event.mark, str(event.partition), event.cells)
        if not self._gate.is_complete(event.mark):
            return Disposition.HELD
        for sender, cells in self._gate.take(event.mark):
            self._cells.receive(sender, cells)
            for key in cells:
                self._output.view("sums", key, self._cells.get(key))
        return Disposition.DECIDED


def addresses(event: Event) -> Sequence[Address]:
    if isinstance(event, Counted):
        return [Address("count", True)]
    return [Address(event.till, False)]


def mark(identifier: str, at: str) -> Mapping[str, object]:
    return {"type": "counted", "id": identifier, "at": at}


LAW: Final = LawBook("tills", {}, {}, {})
TILLS_STAGE: Final = Stage("tills", "events", Width.PARTITIONED, ["sums"], 1, read, Tills)
SUM_STAGE: Final = Stage("sum", "sums", Width.SINGLE, [], 1, read_handed_on, Sum)
TILLS: Final = Domain(
    name="tills",
    stages=(TILLS_STAGE, SUM_STAGE),
    views={"tills": View(), "sums": View()},
    law=LAW,
    read=read,
    addresses=addresses,
    mark=mark,
    complete_views=lambda name: False,
)


# ---- a log of tills in few words ----


def opened(till: str, identifier: str | None = None) -> bytes:
    return json.dumps({"type": "opened", "id": identifier or f"open-{till}", "till": till}).encode()


def took(till: str, cents: int, identifier: str) -> bytes:
    return json.dumps({"type": "taken", "id": identifier, "till": till, "cents": cents}).encode()


def counted(identifier: str) -> bytes:
    return json.dumps({"type": "counted", "id": identifier}).encode()


def records(values: Iterable[bytes | None], start: int = 0) -> list[LogRecord]:
    """Values as the records of a partition, from an offset on."""
    return [LogRecord(start + place, b"key", value) for place, value in enumerate(values)]


def a_partition(stage: Stage = TILLS_STAGE, sender_count: int = 0) -> Partition:
    return Partition("tills", stage, 0, sender_count, LAW)


def restarted(units: Iterable[CommitUnit], stage: Stage = TILLS_STAGE, sender_count: int = 0) -> Partition:
    """A partition with nothing but the rows that were committed."""
    rows: dict[bytes, bytes] = {}
    for unit in units:
        for key, value in unit.rows:
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value
    partition = a_partition(stage, sender_count)
    for key, value in rows.items():
        partition.load(key, value)
    partition.resume()
    return partition

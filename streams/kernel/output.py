"""What comes of a stretch of records?"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from schemas.reading import Unreadable
from streams.kernel.canonical import canonical_json
from streams.kernel.record import LogRecord, Record
from streams.kernel.view_keys import Row, view_key


class Books(msgspec.Struct, gc=False):
    """Where the records of one partition went: read = decided + held + repeated + dead-lettered, always."""

    read: int = 0
    decided: int = 0
    held: int = 0
    repeated: int = 0
    dead_lettered: int = 0

    def difference(self) -> int:
        """How many records are unaccounted for; anything but 0 is an error of ours."""
        return self.read - self.decided - self.held - self.repeated - self.dead_lettered


class Forward(NamedTuple):
    """A record for the source topic of a later stage of the same domain."""

    source: str
    partition: int
    key: bytes
    value: bytes


class DeadLetter(NamedTuple):
    """A record that could not be read, with the reason."""

    record: Record
    reason: str
    detail: str


class Output:
    """Collects what a fold publishes until it is committed.

    Views are compacted: of several values of a row in one commit only the newest is published. Everything else is
    published in the order in which it was decided.
    """

    def __init__(self, law_digest: str) -> None:
        self.law_digest = law_digest
        self.books = Books()
        self.gauges: dict[tuple[str, str], int] = {}
        self.start_again()

    def start_again(self) -> None:
        """Begin the next commit unit; books and gauges run on."""
        self.outcomes: list[tuple[bytes, bytes]] = []
        self.views: dict[str, bytes | None] = {}
        self.forwards: list[Forward] = []
        self.dead_letters: list[DeadLetter] = []
        self.tally: Counter[tuple[str, str]] = Counter()
        self.alarms: list[str] = []
        self.attestations: list[tuple[bytes, bytes]] = []
        self.marks: list[str] = []
        self.view_mark: int | None = None

    def outcome(self, key: str, body: dict[str, object]) -> None:
        """Publish a decision; the digest of the law under which it was taken is added.

        Args:
            key: the record key: the business key or the aggregate id.
            body: type, id, event, at, cites and the outcome's own fields.
        """
        body["law"] = self.law_digest
        self.outcomes.append((key.encode(), canonical_json(body)))
        self.tally["outcome", str(body["type"])] += 1
        reason = body.get("reason")
        if reason is not None:
            self.tally["refusal", str(reason)] += 1

    def view(self, view: str, row: Row, value: object | None) -> None:
        """Publish the newest value of a row of a view; None takes the row out.

        Args:
            row: what names the row: a path in a tree, else a text, empty for a view that is one value.
        """
        self.views[view_key(view, row)] = None if value is None else canonical_json(value)

    def view_bytes(self, view: str, row: Row, value: bytes) -> None:
        """Publish the newest value of a row that is canonical already."""
        self.views[view_key(view, row)] = value

    def stand_at(self, number: int) -> None:
        """Say at which mark, counted from 1, the rows of the views stand from now on."""
        self.view_mark = number

    def forward(self, source: str, partition: int, key: str, value: bytes) -> None:
        """Hand something on to the stage that reads `source`."""
        self.forwards.append(Forward(source, partition, key.encode(), value))

    def dead_letter(self, record: Record, unreadable: Unreadable) -> None:
        """Keep a record that could not be read, with the reason, out of the fold."""
        kept = (
            record if unreadable.withheld is None else _without_what_is_withheld(record, unreadable.withheld)
        )
        self.dead_letters.append(DeadLetter(kept, unreadable.reason, unreadable.detail))
        self.books.dead_lettered += 1
        self.tally["dead_letter", unreadable.reason] += 1

    def mark(self, identifier: str) -> None:
        """Say that the record in hand is a mark: the partition attests its input up to here."""
        self.marks.append(identifier)

    def attest(self, stage: str, partition: int, offset: int, chain: bytes) -> None:
        """Publish the chain over the input through the record in hand, once for each mark that it is."""
        for mark in self.marks:
            body: dict[str, object] = {
                "stage": stage,
                "partition": partition,
                "mark": mark,
                "offset": offset,
                "records": self.books.read,
                "chain": chain.hex(),
                "law": self.law_digest,
            }
            self.attestations.append((f"{stage}/{partition}".encode(), canonical_json(body)))
        self.marks.clear()

    def alarm(self, kind: str, message: str) -> None:
        """Tell the operator something that no view may depend on."""
        self.alarms.append(message)
        self.tally["alarm", kind] += 1


def _without_what_is_withheld(record: Record, value: bytes) -> Record:
    """A record as it may be kept: its key stays where it still stands in the value, its headers go."""
    key = record.key if record.key and record.key in value else None
    return LogRecord(record.offset, key, value, record.timestamp)


class CommitUnit(NamedTuple):
    """What is written together or not at all: the new position, the changed rows and everything published.

    Attributes:
        attestations: key and value of a record for each mark passed: the chain over the input up to it.
        view_mark: the number of the mark at which the rows of the views stand; None where the stage tells none.
    """

    next_offset: int
    rows: Sequence[tuple[bytes, bytes | None]]
    outcomes: Sequence[tuple[bytes, bytes]]
    views: Sequence[tuple[bytes, bytes | None]]
    forwards: Sequence[Forward]
    dead_letters: Sequence[DeadLetter]
    tally: Counter[tuple[str, str]]
    gauges: dict[tuple[str, str], int]
    alarms: Sequence[str]
    attestations: Sequence[tuple[bytes, bytes]]
    books: Books
    view_mark: int | None = None

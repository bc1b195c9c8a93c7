"""Where did the records of each partition go, and does it add up?"""

from collections.abc import Mapping

import msgspec

from streams.kernel.folding import Position
from streams.kernel.output import Books
from streams.kernel.stage import INPUT, Stage
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader


class PartitionBooks(msgspec.Struct, frozen=True):
    """The books of one partition of a stage.

    Attributes:
        next: the offset of the first record that is not folded.
        recorded: how many records the source holds before it; None where that cannot be counted, because their
            beginning was deleted or they are not kept.
        waiting: how many follow that are not folded yet; None where that cannot be counted.
    """

    stage: str
    topic: str
    partition: int
    next: int
    books: Books
    recorded: int | None
    waiting: int | None

    @property
    def faults(self) -> list[str]:
        """In which ways they do not add up, as sentences."""
        place = f"{self.topic}, partition {self.partition}"
        faults = []
        if self.books.difference():
            faults.append(
                f"{place}: {self.books.read:,} records went in, and {self.books.difference():,} of them are "
                "unaccounted for."
            )
        if self.recorded is not None and self.recorded != self.books.read:
            faults.append(
                f"{place}: {self.books.read:,} records went in, and the topic holds {self.recorded:,} before offset "
                f"{self.next}."
            )
        return faults


def books_of(
    ledger: LedgerReader, names: TopicNames, stage: Stage, positions: Mapping[int, Position | None]
) -> list[PartitionBooks]:
    """The books of every partition of a stage.

    Args:
        ledger: holds the input, and what stages handed on where a run wrote it.
        positions: how far each partition was folded; None for one that was not begun.
    """
    source = names.source(stage.source)
    is_here = source in ledger.topics
    found = []
    for partition, position in sorted(positions.items()):
        next_offset = 0 if position is None else position.next
        recorded = waiting = None
        if is_here:
            span = ledger.span(source, partition)
            before = ledger.count_before(source, partition, next_offset)
            waiting = span.records - before
            recorded = before if span.start == 0 else None
        books = Books() if position is None else position.books
        found.append(PartitionBooks(stage.name, source, partition, next_offset, books, recorded, waiting))
    return found


def is_of_input(stage: Stage) -> bool:
    """Whether a stage reads what the gateway writes, so that its books are those of the domain."""
    return stage.source == INPUT

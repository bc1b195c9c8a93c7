"""How is one partition of a stage folded, whoever reads the log and whoever commits?"""

from collections.abc import Callable, Iterable
from typing import cast

import msgspec

from schemas.reading import Unreadable
from streams.kernel.chain import START, chained
from streams.kernel.errors import UserError
from streams.kernel.law import LawBook
from streams.kernel.output import Books, CommitUnit, Output
from streams.kernel.record import Record
from streams.kernel.rows import RowStore
from streams.kernel.stage import INPUT, Disposition, Opening, Stage

POSITION_KEY = b"position"
"""The key of the state row that holds the next offset, the books and the version of the rows."""


class Position(msgspec.Struct, gc=False):
    """How far a partition was folded.

    Attributes:
        next: the offset of the first record that is not folded yet.
        state: the form of the rows, as domain/stage/version.
        books: where the records went so far.
        chain: over the input before `next`; only of a stage that reads the domain's input.
    """

    next: int
    state: str
    books: Books
    chain: bytes = START


class Partition:
    """Folds one partition of a stage: records in, commit units out. Memory may be ahead of what was committed."""

    def __init__(
        self,
        domain: str,
        stage: Stage,
        partition: int,
        sender_count: int,
        law: LawBook,
        output: Output | None = None,
        *,
        partitions: int = 1,
    ) -> None:
        """Open a partition of a stage.

        Args:
            sender_count: how many partitions of earlier stages write marks into the source topic.
            output: collects what the fold publishes; one of its own where nobody wants to watch.
            partitions: of the domain's input.
        """
        self.stage = stage
        self.partition = partition
        self.next_offset = 0
        self._chain = START
        self._is_chained = stage.source == INPUT
        self._state_form = f"{domain}/{stage.name}/{stage.state_version}"
        self._output = output or Output(law.digest)
        self._fold = stage.open(Opening(partition, sender_count, law, self._output, partitions))
        self._store: RowStore | None = None

    def keep_rows_in(self, store: RowStore) -> None:
        """Keep rows and position in a store from now on, and go on from what is there; `resume` comes after it.

        Raises:
            UserError: what is there was written by another version of the stage.
        """
        self._store = store
        position = store.position
        if position is not None:
            self.load(POSITION_KEY, position)
        self._fold.tables.keep_in(store)

    def load(self, key: bytes, value: bytes | None) -> None:
        """Take a recovered row of the state topic; the newest value of each key must come last.

        Raises:
            UserError: the state was written by another version of the stage.
        """
        if key == POSITION_KEY and value is not None:
            position = msgspec.json.decode(value, type=Position)
            if position.state != self._state_form:
                raise UserError(
                    f"The state of partition {self.partition} has the form {position.state}, this version works with "
                    f"{self._state_form}. Nothing was changed. Delete the state topic and the worker rebuilds it from "
                    "the input, or start the version that wrote it.",
                    exit_code=6,
                )
            self.next_offset = position.next
            self._output.books = position.books
            self._chain = position.chain
        elif value is not None:
            self._fold.tables.load(key, value)

    def resume(self) -> None:
        """Work out what is derived from the loaded rows."""
        self._fold.resume()

    def process(self, records: Iterable[Record]) -> int:
        """Fold the records, skipping those folded before; say how many were new."""
        read, output = self.stage.read, self._output
        # The stage read the event itself, so it is of the kind that its fold takes.
        step = cast("Callable[[object, Record], Disposition]", self._fold.step)
        books, is_chained = output.books, self._is_chained
        fresh = 0
        for record in records:
            if record.offset < self.next_offset:
                continue
            fresh += 1
            self.next_offset = record.offset + 1
            books.read += 1
            if is_chained:
                self._chain = chained(self._chain, record)
            event = read(record.value)
            if isinstance(event, Unreadable):
                output.dead_letter(record, event)
                continue
            disposition = step(event, record)
            if disposition is Disposition.DECIDED:
                books.decided += 1
            elif disposition is Disposition.REPEATED:
                books.repeated += 1
            else:
                books.held += 1
            if output.marks and is_chained:
                output.attest(self.stage.name, self.partition, record.offset, self._chain)
        return fresh

    def advance(self, next_offset: int) -> None:
        """Move past offsets that hold no record: transaction markers, aborted or compacted ones."""
        self.next_offset = max(self.next_offset, next_offset)

    @property
    def row_count(self) -> int:
        """How many rows of state the partition held at its last commit."""
        return self._fold.tables.committed_count

    def commit_unit(self) -> CommitUnit:
        """Hand over what came of the records since the last call."""
        output = self._output
        position = msgspec.json.encode(
            Position(self.next_offset, self._state_form, output.books, self._chain)
        )
        if self._store is not None:
            self._store.put_position(position)
        unit = CommitUnit(
            next_offset=self.next_offset,
            rows=[*self._fold.tables.changes(), (POSITION_KEY, position)],
            outcomes=output.outcomes,
            views=[(key.encode(), value) for key, value in sorted(output.views.items())],
            forwards=output.forwards,
            dead_letters=output.dead_letters,
            tally=output.tally,
            gauges=dict(output.gauges),
            alarms=output.alarms,
            attestations=output.attestations,
            books=output.books,
            view_mark=output.view_mark,
        )
        output.start_again()
        return unit

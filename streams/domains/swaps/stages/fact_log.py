"""How are the facts and marks read so far kept, so that the registry can be laid down again from them?"""

from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from schemas.reading import Reader, body_digest
from schemas.swaps import EVENT_STRUCTS, Fact, Mark
from streams.kernel.numbered import NumberedRows
from streams.kernel.table import Table

READER: Final = Reader(EVENT_STRUCTS)


class FactRow(msgspec.Struct, array_like=True, gc=False):
    """A fact or mark in the order in which it was read.

    Attributes:
        digest: of its body.
        fact: None for a mark.
        is_refused: whether its id came again with another body.
    """

    id: str
    digest: bytes
    fact: Fact | None
    is_refused: bool = False


class FactLog:
    """The facts and marks of one fold, by id and in order.

    All that is written to every partition shares one space of ids, since every partition reads it in one order.
    """

    def __init__(self) -> None:
        self._rows = NumberedRows("facts", FactRow)

    @property
    def table(self) -> Table[FactRow]:
        """Where they are stored."""
        return self._rows.table

    def resume(self) -> None:
        """Find the ids again from the rows."""
        self._rows.resume()

    def __len__(self) -> int:
        return len(self._rows)

    def facts(self) -> Iterator[tuple[int, Fact]]:
        """Every fact in order, each with the number of facts and marks before it."""
        for place, row in enumerate(self._rows):
            if row.fact is not None:
                yield place, row.fact

    def repeat(self, event: Fact | Mark) -> Literal["DUPLICATE", "CONFLICT", "REFUSED"] | None:
        """What an id is that was read before: the same body, another one, or not the first other one; None if new."""
        row = self._rows.get(event.id)
        if row is None:
            return None
        if row.digest == body_digest(event):
            return "DUPLICATE"
        if row.is_refused:
            return "REFUSED"
        row.is_refused = True
        self._rows.put(row)
        return "CONFLICT"

    def append(self, event: Fact | Mark) -> None:
        """Keep a new fact or mark."""
        fact = event if isinstance(event, Fact) else None
        self._rows.put(FactRow(event.id, body_digest(event), fact))

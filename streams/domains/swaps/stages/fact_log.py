"""How are the facts and marks read so far kept, so that the registry can be laid down again from them?"""

from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from schemas.reading import Reader, body_digest
from schemas.swaps import EVENT_STRUCTS, Fact, Mark
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
        self.table: Table[FactRow] = Table("facts", FactRow)
        self._key_of: dict[str, str] = {}

    def resume(self) -> None:
        """Find the ids again from the rows."""
        self._key_of = {row.id: key for key, row in self.table.items()}

    def __len__(self) -> int:
        return len(self._key_of)

    def facts(self) -> Iterator[tuple[int, Fact]]:
        """Every fact in order, each with the number of facts and marks before it."""
        for place, (_, row) in enumerate(self.table.items()):
            if row.fact is not None:
                yield place, row.fact

    def repeat(self, event: Fact | Mark) -> Literal["DUPLICATE", "CONFLICT", "REFUSED"] | None:
        """What an id is that was read before: the same body, another one, or not the first other one; None if new."""
        key = self._key_of.get(event.id)
        row = None if key is None else self.table.get(key)
        if key is None or row is None:
            return None
        if row.digest == body_digest(event):
            return "DUPLICATE"
        if row.is_refused:
            return "REFUSED"
        row.is_refused = True
        self.table.put(key, row)
        return "CONFLICT"

    def append(self, event: Fact | Mark) -> None:
        """Keep a new fact or mark."""
        key = f"{len(self._key_of):012d}"
        self._key_of[event.id] = key
        fact = event if isinstance(event, Fact) else None
        self.table.put(key, FactRow(event.id, body_digest(event), fact))

"""How are the facts read so far kept, so that the registry can be folded again from them?"""

from typing import Final

import msgspec

from schemas.clearing import EVENT_STRUCTS, Fact, Tick
from schemas.reading import Reader, body_digest
from streams.domains.clearing.state.entries import Repeats
from streams.domains.clearing.state.registry import Registry
from streams.kernel.numbered import NumberedRows
from streams.kernel.table import Table

READER: Final = Reader(EVENT_STRUCTS)


class FactRow(msgspec.Struct, array_like=True, gc=False):
    """A fact or tick in the order in which it was read.

    Attributes:
        offset: its place in the partition of the input; the clearing house has it from partition 0.
        digest: of its body.
        body: the event as JSON where it was taken into the registry, else empty: its id stays used.
        repeats: how often its id came again.
    """

    id: str
    offset: int
    digest: bytes
    body: str
    repeats: Repeats


class FactLog:
    """The facts and ticks of one fold, by id and in order."""

    def __init__(self) -> None:
        self._rows = NumberedRows("facts", FactRow)

    @property
    def table(self) -> Table[FactRow]:
        """Where they are stored."""
        return self._rows.table

    def resume(self, registry: Registry) -> None:
        """Fold the registry from the rows."""
        self._rows.resume()
        for row in self._rows:
            if row.body:
                fact = READER.read(row.body.encode())
                if not isinstance(fact, Fact):
                    raise LookupError(f"the stored fact {row.id} cannot be read: {fact}")
                registry.evolve(fact)

    def knows(self, identifier: str) -> bool:
        """Whether an id was read before."""
        return identifier in self._rows

    def repeat(self, fact: Fact | Tick) -> tuple[str, Repeats] | None:
        """Count a fact whose id was read before: DUPLICATE or CONFLICT and the counts; None for a new one."""
        row = self._rows.get(fact.id)
        if row is None:
            return None
        kind = "DUPLICATE" if row.digest == body_digest(fact) else "CONFLICT"
        if kind == "DUPLICATE":
            row.repeats.duplicate_count += 1
        else:
            row.repeats.conflict_count += 1
        self._rows.put(row)
        return kind, row.repeats

    def append(self, fact: Fact | Tick, offset: int, *, evolves: bool) -> None:
        """Keep a new fact; `evolves` says whether the registry took it."""
        body = msgspec.json.encode(fact).decode() if evolves else ""
        self._rows.put(FactRow(fact.id, offset, body_digest(fact), body, Repeats()))

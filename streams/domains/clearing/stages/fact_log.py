"""How are the facts read so far kept, so that the registry can be folded again from them?"""

from typing import Final

import msgspec

from schemas.clearing import EVENT_STRUCTS, Fact, Tick
from schemas.reading import Reader, body_digest
from streams.domains.clearing.state.entries import Repeats
from streams.domains.clearing.state.registry import Registry
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
        self.table: Table[FactRow] = Table("facts", FactRow)
        self._key_of: dict[str, str] = {}

    def resume(self, registry: Registry) -> None:
        """Fold the registry from the rows."""
        self._key_of.clear()
        for key, row in self.table.items():
            self._key_of[row.id] = key
            if row.body:
                fact = READER.read(row.body.encode())
                if not isinstance(fact, Fact):
                    raise LookupError(f"the stored fact {row.id} cannot be read: {fact}")
                registry.evolve(fact)

    def knows(self, identifier: str) -> bool:
        """Whether an id was read before."""
        return identifier in self._key_of

    def repeat(self, fact: Fact | Tick) -> tuple[str, Repeats] | None:
        """Count a fact whose id was read before: DUPLICATE or CONFLICT and the counts; None for a new one."""
        key = self._key_of.get(fact.id)
        row = None if key is None else self.table.get(key)
        if key is None or row is None:
            return None
        kind = "DUPLICATE" if row.digest == body_digest(fact) else "CONFLICT"
        if kind == "DUPLICATE":
            row.repeats.duplicate_count += 1
        else:
            row.repeats.conflict_count += 1
        self.table.put(key, row)
        return kind, row.repeats

    def append(self, fact: Fact | Tick, offset: int, *, evolves: bool) -> None:
        """Keep a new fact; `evolves` says whether the registry took it."""
        key = f"{len(self._key_of):012d}"
        self._key_of[fact.id] = key
        body = msgspec.json.encode(fact).decode() if evolves else ""
        self.table.put(key, FactRow(fact.id, offset, body_digest(fact), body, Repeats()))

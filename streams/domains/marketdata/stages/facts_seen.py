"""Was a fact read before? (R29)"""

import msgspec

from schemas import marketdata as events
from streams.domains.marketdata.rules.refusal import Reason
from streams.domains.marketdata.state.identities import identity
from streams.kernel.table import StoredTable, Table


class SeenRow(msgspec.Struct, array_like=True, gc=False):
    """The body that came first under an id, and whether another one was refused."""

    identity: bytes
    is_conflict_known: bool = False


class FactsSeen:
    """The ids of facts, closes and ticks, among themselves."""

    def __init__(self) -> None:
        self._table: Table[SeenRow] = Table("seen", SeenRow)
        self._count: Table[int] = Table("seen_count", int, resident=True)
        self.tables: tuple[StoredTable, ...] = (self._table, self._count)

    @property
    def newest(self) -> int:
        """The number of the newest fact, from 0, repeats not counted; each fact has the same in every partition."""
        return (self._count.get("row") or 0) - 1

    def take(self, fact: events.Fact, digest: bytes) -> Reason | str | None:
        """None for a new id; else the reason of a refusal that was not published yet, or an empty text."""
        one = identity(fact.id, digest)
        row = self._table.get(fact.id)
        if row is None:
            self._table.put(fact.id, SeenRow(one))
            self._count.put("row", self.newest + 2)
            return None
        if row.identity == one or row.is_conflict_known:
            return ""
        row.is_conflict_known = True
        self._table.put(fact.id, row)
        return Reason.EVENT_ID_CONFLICT

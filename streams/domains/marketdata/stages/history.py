"""Which events of a user were taken, and which accesses did it have, however many they are?

The first few hundred stand in the row of the user, and nearly all of ten million users have no more. Those that come
after them stand in rows beside it: identities by their first byte, accesses by their day. So an event costs the same
however long the history of its user is, and no row outgrows a record.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

import msgspec

from streams.domains.marketdata.state.accesses import ACCESS_BYTES, Access, is_among, packed
from streams.domains.marketdata.state.identities import IDENTITY_BYTES, Seen, seen
from streams.domains.marketdata.state.names import path
from streams.domains.marketdata.state.users import Statements, UserRow, names_of_row
from streams.kernel.table import StoredTable, Table

IN_THE_ROW = 256
"""So many identities and so many accesses stand in the row of a user; at least one, which says that there are uses."""

ACCESSES: Final = "accesses"
"""The noun of the rows of accesses beside those of users."""

_DAY_US: Final = timedelta(days=1) // timedelta(microseconds=1)


class History:
    """The rows beside those of the users of one partition."""

    def __init__(self) -> None:
        self._identities: Table[bytes] = Table("identities", bytes)
        self._accesses: Table[bytes] = Table(ACCESSES, bytes)
        self.tables: tuple[StoredTable, ...] = (self._identities, self._accesses)

    def take(self, key: str, row: UserRow, one: bytes) -> int:
        """Whether an event of a user was taken before, and with the same body; one that was not counts as taken now."""
        known = seen(row.identities, one)
        if known != Seen.NEW:
            return known
        if len(row.identities) < IN_THE_ROW * IDENTITY_BYTES:
            row.identities += one
            return known
        beside = f"{beginning(key)}{one[0]:02x}"
        there = self._identities.get(beside) or b""
        known = seen(there, one)
        if known == Seen.NEW:
            self._identities.put(beside, there + one)
        return known

    def add(self, key: str, row: UserRow, access: Access) -> None:
        """Keep an access, unless one of the same use is there that counts wherever this one does."""
        said = row.said
        if is_among(said.accesses, access):
            return
        if len(said.accesses) < IN_THE_ROW * ACCESS_BYTES:
            said.accesses += packed(access)
            return
        beside = f"{beginning(key)}{access.accessed_us // _DAY_US:+07d}"
        there = self._accesses.get(beside) or b""
        if not is_among(there, access):
            self._accesses.put(beside, there + packed(access))

    def whole(self, key: str, row: UserRow) -> Statements:
        """What was stated about a user, with all its accesses."""
        return with_accesses(row.said, self._beside(key)) if may_go_on(row) else row.said

    def _beside(self, key: str) -> Iterator[bytes]:
        return (accesses for _, accesses in self._accesses.items(beginning(key)))


def may_go_on(row: UserRow) -> bool:
    """Whether accesses of a user may stand beside its row."""
    return len(row.said.accesses) >= IN_THE_ROW * ACCESS_BYTES


def beginning(key: str) -> str:
    """With what the keys of the rows begin that stand beside the row of a user."""
    return f"{path(*names_of_row(key))}/"


def with_accesses(said: Statements, beside: Iterable[bytes]) -> Statements:
    """What was stated about a user, with the accesses that stand beside its row."""
    return msgspec.structs.replace(said, accesses=b"".join((said.accesses, *beside)))

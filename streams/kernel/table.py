"""Where does a fold keep what it must remember?"""

from collections.abc import Iterator
from heapq import merge
from operator import itemgetter
from typing import Final, Generic, Protocol, TypeVar

import msgspec

from streams.kernel.rows import MemoryRows, Rows, RowStore

R = TypeVar("R")

_pack = msgspec.json.Encoder().encode
_KEY: Final = itemgetter(0)


class Table(Generic[R]):
    """Rows of one type by key, which remembers the rows that changed since the last commit.

    A resident table keeps its rows as objects. Any other keeps those of committed rows packed, a third of the memory or
    outside of it (see `keep_in`), and reads a row again when it is asked for.
    """

    def __init__(self, name: str, row_type: type[R], *, resident: bool = False) -> None:
        self._name = name
        self._resident = resident
        self._decoder = msgspec.json.Decoder(row_type)
        self._live: dict[str, R] = {}
        self._rows: Rows = MemoryRows()
        self._keeps_rows = not resident
        self._changed: dict[str, None] = {}
        self._dropped: set[str] = set()

    @property
    def name(self) -> str:
        """The noun of its rows."""
        return self._name

    @property
    def is_resident(self) -> bool:
        """Whether its rows are objects in memory at all times."""
        return self._resident

    def keep_in(self, rows: Rows) -> None:
        """Keep packed rows elsewhere from now on, and take those that are there; they do not count as changed."""
        self._rows = rows
        self._keeps_rows = True
        if self._resident:
            self._live = {key: self._decoder.decode(value) for key, value in rows.under("")}

    def get(self, key: str) -> R | None:
        """The row, or None where there is none. A caller that alters it says so with `put`."""
        row = self._live.get(key)
        if row is None and not self._resident:
            value = self._rows.get(key)
            if value is not None:
                row = self._decoder.decode(value)
                self._live[key] = row
        return row

    def put(self, key: str, row: R) -> None:
        """Set a new row, or say that the row was altered."""
        self._live[key] = row
        self._changed[key] = None

    def delete(self, key: str) -> None:
        """Take a row out; nothing happens where there is none, and nothing is written of one that was never kept."""
        is_live = self._live.pop(key, None) is not None
        was_kept = is_live if self._resident else self._rows.get(key) is not None
        if was_kept:
            self._rows.delete(key)
            self._dropped.add(key)
        if key in self._dropped:
            self._changed[key] = None
        else:
            self._changed.pop(key, None)

    def __contains__(self, key: str) -> bool:
        return key in self._live or (not self._resident and self._rows.get(key) is not None)

    def __len__(self) -> int:
        if self._resident:
            return len(self._live)
        return len(self._rows) + sum(self._rows.get(key) is None for key in self._live)

    @property
    def committed_count(self) -> int:
        """How many rows there are, those left out that came since the last call of `changes`."""
        return len(self._live) if self._resident else len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.items())

    def items(self, prefix: str = "") -> Iterator[tuple[str, R]]:
        """The rows whose keys begin with a prefix, in order of their keys; rows may come and go meanwhile.

        A caller that alters a row says so with `put`.
        """
        live = sorted(key for key in self._live if key.startswith(prefix))
        packed = iter(()) if self._resident else self._rows.under(prefix)
        last = None
        for key, value in merge(packed, ((key, None) for key in live), key=_KEY):
            if key == last:
                continue
            last = key
            row = self._live.get(key)
            if row is None and value is not None and key not in self._changed:
                row = self._decoder.decode(value)
            if row is not None:
                yield key, row

    def load(self, key: str, value: bytes) -> None:
        """Take a row from a recovered log; it does not count as changed."""
        if self._resident:
            self._live[key] = self._decoder.decode(value)
        else:
            self._rows.put(key, value)

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """Hand over the rows changed since the last call, None for a deleted one, and forget that they changed."""
        rows: list[tuple[bytes, bytes | None]] = []
        keep = self._rows.put if self._keeps_rows else None
        for key in self._changed:
            row = self._live.get(key)
            value = None if row is None else _pack(row)
            rows.append((f"{self._name}/{key}".encode(), value))
            if value is not None and keep is not None:
                keep(key, value)
        self._changed.clear()
        self._dropped.clear()
        if not self._resident:
            self._live.clear()
        return rows


class StoredTable(Protocol):
    """What storing a table asks of it."""

    @property
    def name(self) -> str: ...

    @property
    def is_resident(self) -> bool: ...

    def keep_in(self, rows: Rows) -> None: ...

    def load(self, key: str, value: bytes) -> None: ...

    def changes(self) -> list[tuple[bytes, bytes | None]]: ...

    @property
    def committed_count(self) -> int: ...


class Tables:
    """All tables of one fold."""

    def __init__(self, *tables: StoredTable) -> None:
        self._by_name = {table.name: table for table in tables}
        if len(self._by_name) != len(tables):
            raise ValueError("two tables of one fold have the same name")

    def keep_in(self, store: RowStore) -> None:
        """Keep rows in a store from now on, and take those that are there."""
        for name, table in self._by_name.items():
            if store.is_whole or not table.is_resident:
                table.keep_in(store.of(name))

    def load(self, key: bytes, value: bytes) -> None:
        """Give a recovered row to its table.

        Raises:
            KeyError: the row belongs to no table of this fold: the state is of another version.
        """
        name, _, row_key = key.decode().partition("/")
        self._by_name[name].load(row_key, value)

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """The changed rows of all tables in order of their keys, so that a commit has one form."""
        rows = [row for table in self._by_name.values() for row in table.changes()]
        rows.sort()
        return rows

    @property
    def committed_count(self) -> int:
        """How many rows the tables have, those left out that came since the last call of `changes`."""
        return sum(table.committed_count for table in self._by_name.values())

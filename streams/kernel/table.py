"""Where does a fold keep what it must remember?"""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

import msgspec

R = TypeVar("R")

_pack = msgspec.json.Encoder().encode


class Table(Generic[R]):
    """Rows of one type by key, which remembers the rows that changed since the last commit.

    A resident table keeps its rows as objects; any other keeps those of committed rows as bytes, a third of the memory,
    and reads a row again when it is asked for.
    """

    def __init__(self, name: str, row_type: type[R], *, resident: bool = False) -> None:
        self._name = name
        self._resident = resident
        self._decoder = msgspec.json.Decoder(row_type)
        self._live: dict[str, R] = {}
        self._packed: dict[str, bytes] = {}
        self._changed: dict[str, None] = {}

    @property
    def name(self) -> str:
        """The noun of its rows."""
        return self._name

    def get(self, key: str) -> R | None:
        """The row, or None where there is none. A caller that alters it says so with `put`."""
        row = self._live.get(key)
        if row is None and key in self._packed:
            row = self._decoder.decode(self._packed[key])
            self._live[key] = row
        return row

    def put(self, key: str, row: R) -> None:
        """Set a new row, or say that the row was altered."""
        self._live[key] = row
        self._changed[key] = None

    def delete(self, key: str) -> None:
        """Take a row out; nothing happens where there is none."""
        if self._live.pop(key, None) is not None or key in self._packed:
            self._packed.pop(key, None)
            self._changed[key] = None

    def __contains__(self, key: str) -> bool:
        return key in self._live or key in self._packed

    def __len__(self) -> int:
        return len(self._packed) + sum(key not in self._packed for key in self._live)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._live.keys() | self._packed.keys()))

    def items(self) -> Iterator[tuple[str, R]]:
        """All rows in order of their keys. A row that was packed is not kept as an object for having been passed by."""
        for key in self:
            row = self._live.get(key)
            if row is None and key in self._packed:
                row = self._decoder.decode(self._packed[key])
            if row is not None:
                yield key, row

    def load(self, key: str, value: bytes) -> None:
        """Take a row from a recovered log; it does not count as changed."""
        if self._resident:
            self._live[key] = self._decoder.decode(value)
        else:
            self._packed[key] = value

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """Hand over the rows changed since the last call, None for a deleted one, and forget that they changed."""
        rows: list[tuple[bytes, bytes | None]] = []
        for key in self._changed:
            row = self._live.get(key)
            value = None if row is None else _pack(row)
            rows.append((f"{self._name}/{key}".encode(), value))
            if value is not None and not self._resident:
                self._packed[key] = value
        self._changed.clear()
        if not self._resident:
            self._live.clear()
        return rows


class StoredTable(Protocol):
    """What storing a table asks of it."""

    @property
    def name(self) -> str: ...

    def load(self, key: str, value: bytes) -> None: ...

    def changes(self) -> list[tuple[bytes, bytes | None]]: ...

    def __len__(self) -> int: ...


class Tables:
    """All tables of one fold."""

    def __init__(self, *tables: StoredTable) -> None:
        self._by_name = {table.name: table for table in tables}
        if len(self._by_name) != len(tables):
            raise ValueError("two tables of one fold have the same name")

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

    def __len__(self) -> int:
        return sum(len(table) for table in self._by_name.values())

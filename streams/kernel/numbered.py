"""How are rows kept in the order in which they came, and found again by the id of what each tells of?"""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from streams.kernel.table import Table


class Identified(Protocol):
    """A row that tells of something with an id."""

    @property
    def id(self) -> str:
        """Of what it tells of."""


R = TypeVar("R", bound=Identified)


class NumberedRows(Generic[R]):
    """Rows of one type, one an id, in the order in which they were appended.

    Attributes:
        table: where they are stored, by number.
    """

    def __init__(self, name: str, row_type: type[R]) -> None:
        self.table: Table[R] = Table(name, row_type)
        self._key_of: dict[str, str] = {}

    def resume(self) -> None:
        """Find the ids again from the stored rows."""
        self._key_of = {row.id: key for key, row in self.table.items()}

    def __len__(self) -> int:
        return len(self._key_of)

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._key_of

    def __iter__(self) -> Iterator[R]:
        return (row for _, row in self.table.items())

    def get(self, identifier: str) -> R | None:
        """The row of an id, or None. A caller that alters it says so with `put`."""
        key = self._key_of.get(identifier)
        return None if key is None else self.table.get(key)

    def put(self, row: R) -> None:
        """Append the row of a new id, or say that the row of one was altered."""
        key = self._key_of.setdefault(row.id, f"{len(self._key_of):012d}")
        self.table.put(key, row)

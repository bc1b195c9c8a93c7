"""Where are the packed rows of a fold kept: in memory, or wherever the program around it says?"""

from collections.abc import Iterator
from itertools import takewhile
from typing import Protocol

from sortedcontainers import SortedDict


class Rows(Protocol):
    """The packed rows of one table by their keys; what is put here is read again from here at once."""

    def get(self, key: str, /) -> bytes | None:
        """The packed row, or None where there is none."""

    def put(self, key: str, value: bytes, /) -> None:
        """Set a packed row."""

    def delete(self, key: str, /) -> None:
        """Take a row out; nothing happens where there is none."""

    def under(self, prefix: str, start: str = "", end: str | None = None) -> Iterator[tuple[str, bytes]]:
        """The rows whose keys begin with a prefix, in order, as they stand when the first is asked for.

        Args:
            start: what follows the prefix comes no earlier than this.
            end: and before this; None for no end.
        """

    def __len__(self) -> int: ...


class MemoryRows(SortedDict[str, bytes]):
    """Packed rows in memory, in order of their keys."""

    put = SortedDict.__setitem__

    def delete(self, key: str, /) -> None:
        """Take a row out; nothing happens where there is none."""
        self.pop(key, None)

    def under(self, prefix: str, start: str = "", end: str | None = None) -> Iterator[tuple[str, bytes]]:
        """The rows whose keys begin with a prefix, in order, as they stand when the first is asked for."""
        last = None if end is None else prefix + end
        keys = self.irange(prefix + start, last, inclusive=(True, False))
        return iter([(key, self[key]) for key in takewhile(lambda key: key.startswith(prefix), keys)])


class RowStore(Protocol):
    """Keeps the rows of one partition of a stage, and its position, outside of the tables."""

    @property
    def is_whole(self) -> bool:
        """Whether it keeps the rows of resident tables too, so that a fold can go on from it."""

    @property
    def position(self) -> bytes | None:
        """The row that says how far the partition was folded when its rows were kept; None where none are."""

    def put_position(self, value: bytes) -> None:
        """Set the row that says how far the partition was folded."""

    def of(self, table: str) -> Rows:
        """The rows of a table."""

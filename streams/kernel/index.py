"""How is found again, in order, what is too much to be looked through?"""

from heapq import merge
from itertools import takewhile
from typing import Final

from sortedcontainers import SortedDict

from streams.kernel.rows import MemoryRows, Rows

_THERE: Final = b"1"


class Index:
    """Names under headings, in order, stored like the rows of a table: in memory, or on disk where rows are.

    It is part of the state and committed with the rows that it leads to, so it never says something else than they.
    """

    is_resident: Final = False

    def __init__(self, name: str) -> None:
        self._name = name
        self._kept: Rows = MemoryRows()
        self._changed: SortedDict[str, bool] = SortedDict()

    @property
    def name(self) -> str:
        """The noun of its entries."""
        return self._name

    def keep_in(self, rows: Rows) -> None:
        """Keep entries elsewhere from now on, and take those that are there."""
        self._kept = rows

    def add(self, heading: str, name: str) -> None:
        """Put a name under a heading."""
        self._changed[f"{heading}/{name}"] = True

    def discard(self, heading: str, name: str) -> None:
        """Take a name out from under a heading."""
        self._changed[f"{heading}/{name}"] = False

    def under(self, heading: str, start: str = "", end: str | None = None) -> list[str]:
        """The names under a heading, in order.

        Args:
            heading: where it is one that others begin with, with a slash behind it, theirs are among the names.
            start: the names from this on.
            end: the names before this; None for no end.
        """
        beginning = f"{heading}/"
        last = None if end is None else beginning + end
        changed = self._changed.irange(beginning + start, last, inclusive=(True, False))
        own = takewhile(lambda key: key.startswith(beginning), changed)
        kept = (key for key, _ in self._kept.under(beginning, start, end) if key not in self._changed)
        added = (key for key in own if self._changed[key])
        return [key[len(beginning) :] for key in merge(kept, added)]

    def load(self, key: str, value: bytes) -> None:
        """Take an entry from a recovered log; it does not count as changed."""
        self._kept.put(key, value)

    def changes(self) -> list[tuple[bytes, bytes | None]]:
        """Hand over the entries changed since the last call, None for one that went, and forget that they changed."""
        entries: list[tuple[bytes, bytes | None]] = []
        for key, is_there in self._changed.items():
            if is_there:
                self._kept.put(key, _THERE)
            else:
                self._kept.delete(key)
            entries.append((f"{self._name}/{key}".encode(), _THERE if is_there else None))
        self._changed.clear()
        return entries

    @property
    def committed_count(self) -> int:
        """How many entries there are, those left out that came since the last call of `changes`."""
        return len(self._kept)

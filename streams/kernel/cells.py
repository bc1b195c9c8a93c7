"""How do running figures get from many partitions to one sum, whatever is repeated, late or killed on the way?

A cell is a short list of integers that only ever holds the newest cumulative figures of one sender. Each partition
adds to its own cells; at a mark it hands on those that changed since the mark before. The receiver keeps the newest
of each sender and adds them up. Handing on twice changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from streams.kernel.table import Table


class CellRow(msgspec.Struct, array_like=True, gc=False):
    """A sender's cell: its figures, and the number of the mark with which they are handed on next."""

    figures: list[int]
    mark: int


class SentCells:
    """The cells of one partition, with the memory of which changed since the last mark."""

    def __init__(self, table: Table[CellRow], width: int) -> None:
        """Keep cells of at most `width` figures in a table."""
        self._table = table
        self._width = width
        self._mark = 0
        self._changed: set[str] = set()

    def resume(self, mark: int) -> None:
        """Go on after a restart before mark number `mark`."""
        self._mark = mark
        self._changed = {key for key, row in self._table.items() if row.mark == mark}

    def add(self, key: str, *amounts: int) -> None:
        """Add amounts to the figures of a cell, the first to the first; a cell begins with zeros."""
        row = self._table.get(key)
        if row is None:
            row = CellRow([0] * self._width, self._mark)
        figures = row.figures
        for place, amount in enumerate(amounts):
            if amount:
                figures[place] += amount
        row.mark = self._mark
        self._changed.add(key)
        self._table.put(key, row)

    def under(self, prefix: str) -> Iterator[tuple[str, list[int]]]:
        """The cells whose keys begin with a prefix, in order, by the rest of their keys."""
        for key, row in self._table.items(prefix):
            yield key.removeprefix(prefix), row.figures

    def hand_on(self) -> dict[str, list[int]]:
        """The cells that changed since the last call, in order of their keys; they count as handed on."""
        changed: dict[str, list[int]] = {}
        for key in sorted(self._changed):
            row = self._table.get(key)
            if row is not None:
                changed[key] = row.figures
        self._changed.clear()
        self._mark += 1
        return changed


class ReceivedCells:
    """The newest cells of every sender, and their sums, found by the first two parts of their keys."""

    def __init__(self, table: Table[list[int]]) -> None:
        self._table = table
        self._groups: dict[str, dict[str, list[int]]] = {}

    def resume(self) -> None:
        """Add up the rows after a restart."""
        self._groups.clear()
        for key, figures in self._table.items():
            self._add(key.split("/", 1)[1], figures)

    def receive(self, sender: str, cells: Mapping[str, list[int]]) -> None:
        """Take a sender's newest cells in the place of its former ones."""
        for key, figures in cells.items():
            row_key = f"{sender}/{key}"
            former = self._table.get(row_key)
            if former is None:
                self._add(key, figures)
            else:
                self._add(key, [new - old for new, old in zip(figures, former, strict=True)])
            self._table.put(row_key, figures)

    def _add(self, key: str, amounts: Sequence[int]) -> None:
        group, rest = _grouped(key)
        sums = self._groups.setdefault(group, {}).setdefault(rest, [0] * len(amounts))
        for place, amount in enumerate(amounts):
            sums[place] += amount

    def get(self, key: str) -> list[int] | None:
        """The sum of a cell over all senders, or None where no sender has it."""
        group, rest = _grouped(key)
        return self._groups.get(group, {}).get(rest)

    def groups(self) -> list[str]:
        """The first two parts of all keys, in order."""
        return sorted(self._groups)

    def group(self, group: str) -> Mapping[str, list[int]]:
        """The sums of all cells whose key begins with the two parts of `group`, by the rest of the key."""
        return self._groups.get(group, {})


def _grouped(key: str) -> tuple[str, str]:
    """The first two parts of a key, and the rest."""
    first, second, *rest = key.split("/", 2)
    return f"{first}/{second}", rest[0] if rest else ""

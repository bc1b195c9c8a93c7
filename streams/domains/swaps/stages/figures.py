"""Which figures does a fold of swaps hand on to the totals, and when?"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final

import msgspec

from schemas.swaps import Mark
from streams.domains.swaps.rules.exceptions import FOREIGN_BRANCH, LIMITED_SWAP_ENTITY
from streams.domains.swaps.stages.handover import TOTALS, FiguresChanged, MarkPassed, encode
from streams.domains.swaps.state.cells import WIDTH, cell_key
from streams.domains.swaps.state.tags import FX_RATE_MISSING, PartRow, SideRow
from streams.kernel.cells import CellRow, SentCells
from streams.kernel.output import Output
from streams.kernel.table import Table

_CELLS_AT_ONCE: Final = 5_000
"""So many cells of 10 figures stay well below what the topics allow for a record."""

_pack: Final = msgspec.json.Encoder().encode


class MissingRow(msgspec.Struct, array_like=True, gc=False):
    """The currencies of a part that lack a rate, and the number of the mark with which that is handed on."""

    currencies: list[str]
    mark: int


class Figures:
    """The cells of one fold, and its parts without a rate."""

    def __init__(self, sender: str, output: Output) -> None:
        self._sender = sender
        self._output = output
        self.cells: Table[CellRow] = Table("cells", CellRow, resident=True)
        self.missing: Table[MissingRow] = Table("missing", MissingRow, resident=True)
        self._sent = SentCells(self.cells, WIDTH)
        self._mark = 0
        self._changed: set[str] = set()

    def resume(self, mark: int) -> None:
        """Go on after a restart before mark number `mark`."""
        self._mark = mark
        self._sent.resume(mark)
        self._changed = {key for key, row in self.missing.items() if row.mark == mark}

    def replace(self, name: str, former: PartRow | None, row: PartRow | None) -> None:
        """Take what a part adds to the cells in the place of what it added before."""
        for part, sign in ((former, -1), (row, 1)):
            if part is not None:
                for side in part.sides:
                    figures = figures_of(name, part, side)
                    self._sent.add(cell_key(side.entity, part.dated_on), *(sign * one for one in figures))
        was = {} if former is None else {f"{former.dated_on}/{name}": former.missing}
        now = {} if row is None else {f"{row.dated_on}/{name}": row.missing}
        for key in was.keys() | now.keys():
            if list(was.get(key, ())) != list(now.get(key, ())):
                self.missing.put(key, MissingRow(list(now.get(key, ())), self._mark))
                self._changed.add(key)

    def hand_on(self, mark: Mark) -> None:
        """Hand on what changed since the mark before, then the mark."""
        cells = list(self._sent.hand_on().items())
        missing = {key: row.currencies for key, row in self._take_missing()}
        for first in range(0, max(len(cells), 1), _CELLS_AT_ONCE):
            changed = dict(cells[first : first + _CELLS_AT_ONCE])
            if changed or missing:
                self._forward(mark, encode(FiguresChanged(self._sender, changed, missing)))
            missing = {}
        self._forward(mark, encode(MarkPassed(self._sender, mark)))
        self._mark += 1

    def _take_missing(self) -> Iterator[tuple[str, MissingRow]]:
        for key in sorted(self._changed):
            row = self.missing.get(key)
            if row is not None:
                yield key, row
                if not row.currencies:
                    self.missing.delete(key)
        self._changed.clear()

    def _forward(self, mark: Mark, value: bytes) -> None:
        self._output.forward(TOTALS, 0, mark.id, value)


def figures_of(name: str, part: PartRow, side: SideRow) -> tuple[int, ...]:
    """What one side adds to the cell of its person and date, in the order of `state.cells`."""
    tag, treatment = side.tag, side.treatment
    swap_cents = part.cents if part.is_swap else 0
    relies_on = () if treatment is None else treatment.relies_on
    return (
        1,
        tag.counted_cents,
        tag.counted_cents if tag.special_entity else 0,
        int(tag.counts and FX_RATE_MISSING in tag.flags),
        int(treatment is not None),
        swap_cents,
        swap_cents if FOREIGN_BRANCH in relies_on else 0,
        swap_cents if side.is_limited else 0,
        swap_cents if LIMITED_SWAP_ENTITY in relies_on else 0,
        _digest(name, side),
    )


def _digest(name: str, side: SideRow) -> int:
    content = _pack((name, side.entity, side.tag, side.treatment))
    return int.from_bytes(blake2b(content, digest_size=16).digest(), "big")

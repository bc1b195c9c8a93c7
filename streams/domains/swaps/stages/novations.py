"""What do the novations work out? The swaps that arise from other swaps, and those, at each mark."""

import msgspec

from schemas.swaps import Mark, SwapNovated
from streams.domains.swaps.rules.novation import arisen_terms
from streams.domains.swaps.stages.handover import (
    FactPassed,
    FiguresChanged,
    Handover,
    MarkPassed,
    NovationPassed,
    SwapPassed,
    SwapToldMore,
)
from streams.domains.swaps.stages.tagging import Tagging
from streams.domains.swaps.state.tags import SwapRow
from streams.domains.swaps.state.told import Told
from streams.kernel.backlog import Backlog, Reached
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables


class NovationRow(msgspec.Struct, array_like=True, gc=False):
    """A novation, and under the keys of which of its two swaps it was read.

    Where an id was read before under one of them, that side never passes it, and it takes no effect.
    """

    novation: SwapNovated
    sides: list[str]

    @property
    def is_whole(self) -> bool:
        """Whether both swaps have it."""
        return {self.novation.swap, self.novation.new_swap} <= set(self.sides)


class Novations:
    """Folds every swap that a novation names; it acts when a mark has come from every partition of the input."""

    def __init__(self, opening: Opening) -> None:
        self._output = opening.output
        self._tagging = Tagging(opening, "novations")
        self._novations: Table[NovationRow] = Table("novations", NovationRow)
        self._named: dict[str, dict[str, None]] = {}
        items: Table[Handover] = Table("backlog", Handover)  # type: ignore[arg-type]
        reached: Table[Reached] = Table("reached", Reached, resident=True)
        self._backlog = Backlog(items, reached, opening.sender_count)
        self.tables = Tables(*self._tagging.tables, self._novations, items, reached)

    def resume(self) -> None:
        """Work out what is derived from the rows."""
        self._tagging.resume()
        self._backlog.resume()
        self._named.clear()
        for key, row in self._novations.items():
            self._name(key, row.novation)

    def step(self, handover: Handover, record: Record) -> Disposition:
        """Take what a partition handed on; go on as far as marks have come from every partition."""
        self._backlog.arrive(handover.sender, handover, is_mark=isinstance(handover, MarkPassed))
        for items in self._backlog.complete():
            self._take(items)
        self._output.gauges["marks_missing", ""] = self._backlog.missing_count
        return Disposition.DECIDED

    def _take(self, items: list[Handover]) -> None:
        """Take all that stands before a mark, then the mark."""
        mark: Mark | None = None
        touched: dict[str, None] = {}
        for item in items:
            match item:
                case FactPassed():
                    self._tagging.take_fact(item.fact)
                case SwapPassed():
                    self._adopt(item)
                    touched[item.swap] = None
                case SwapToldMore():
                    self._tell(item)
                    touched[item.event.swap] = None
                case NovationPassed():
                    self._novate(item)
                    touched[item.swap] = None
                case MarkPassed():
                    mark = item.mark
                case FiguresChanged():
                    pass
        if mark is not None:
            self._resolve(mark, touched)
            self._tagging.mark(mark)

    def _adopt(self, passed: SwapPassed) -> None:
        row = self._tagging.swaps.get(passed.swap) or SwapRow()
        row.said += passed.said
        self._tagging.adopt(passed.swap, row, passed.parts, passed.withdrawn)
        self._tagging.swaps.put(passed.swap, row)

    def _tell(self, more: SwapToldMore) -> None:
        row = self._tagging.swaps.get(more.event.swap) or SwapRow()
        row.said.append(more.event)
        self._tagging.swaps.put(more.event.swap, row)

    def _novate(self, passed: NovationPassed) -> None:
        novation = passed.novation
        key = "/".join((novation.swap, novation.new_swap, passed.digest, novation.id))
        row = self._novations.get(key) or NovationRow(novation, [])
        row.sides.append(passed.swap)
        self._novations.put(key, row)
        self._name(key, novation)

    def _name(self, key: str, novation: SwapNovated) -> None:
        for swap in (novation.swap, novation.new_swap):
            self._named.setdefault(swap, {})[key] = None

    def _resolve(self, mark: Mark, touched: dict[str, None]) -> None:
        """Work out anew the swaps of which something was said, and all that novations tie to them."""
        waiting = sorted(touched)
        done: set[str] = set()
        for swap in waiting:
            if swap not in done:
                tied = self._tied_to(swap)
                done |= tied
                self._resolve_tied(mark, sorted(tied))

    def _tied_to(self, swap: str) -> set[str]:
        """A swap and every swap that novations tie to it, directly or not."""
        tied: set[str] = set()
        waiting = [swap]
        while waiting:
            one = waiting.pop()
            if one in tied:
                continue
            tied.add(one)
            for row in self._rows_naming(one):
                waiting += (row.novation.swap, row.novation.new_swap)
        return tied

    def _rows_naming(self, swap: str) -> list[NovationRow]:
        rows = map(self._novations.get, self._named.get(swap, ()))
        return [row for row in rows if row is not None]

    def _resolve_tied(self, mark: Mark, swaps: list[str]) -> None:
        rows = {swap: self._tagging.swaps.get(swap) or SwapRow() for swap in swaps}
        told = {swap: Told.of(row.said) for swap, row in rows.items()}
        novations = {
            (one.novation.id, one.novation.swap, one.novation.new_swap): one.novation
            for swap in swaps
            for one in self._rows_naming(swap)
            if one.is_whole
        }
        arisen = arisen_terms(told, novations.values())
        for swap, row in rows.items():
            row.arisen = arisen.get(swap)
            self._tagging.retag(mark, swap, row)

"""What does one partition of the input work out? Swaps that need nothing from elsewhere."""

from typing import Final, get_args

from typing_extensions import TypeIs

from schemas import swaps as events
from schemas.reading import body_digest
from schemas.swaps import Fact, Mark, SwapEvent, SwapNovated, SwapsEvent
from streams.domains.swaps.stages.handover import (
    NOVATIONS,
    TOTALS,
    FactPassed,
    Handover,
    MarkPassed,
    NovationPassed,
    SwapPassed,
    SwapToldMore,
    encode,
)
from streams.domains.swaps.stages.refusals import refuse_event
from streams.domains.swaps.stages.tagging import Tagging
from streams.domains.swaps.state.fact_keys import record_key
from streams.domains.swaps.state.tags import SwapRow
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Tables


class Swaps:
    """Folds one partition of the input."""

    def __init__(self, opening: Opening) -> None:
        self._is_first = opening.partition == 0
        self._sender = f"swaps-{opening.partition}"
        self._output = opening.output
        self._tagging = Tagging(opening, self._sender)
        self.tables = Tables(*self._tagging.tables)

    def resume(self) -> None:
        """Work out what is derived from the rows."""
        self._tagging.resume()

    def step(self, event: SwapsEvent, record: Record) -> Disposition:
        """Take one event."""
        if is_swap_event(event):
            return self._take_swap_event(event, record)
        return self._take_for_all(event)

    def _take_swap_event(self, event: SwapEvent, record: Record) -> Disposition:
        swap = _subject(event, record)
        row = self._tagging.swaps.get(swap) or SwapRow()
        digest = body_digest(event)
        former = row.ids.get(event.id)
        if former is not None:
            if former != digest and event.id not in row.refused:
                self._refuse(event, swap, row)
            return Disposition.REPEATED
        row.ids[event.id] = digest
        if isinstance(event, SwapNovated):
            self._take_novation(event, swap, row, digest)
        elif row.is_novated:
            self._pass(event.id, SwapToldMore(self._sender, event))
        else:
            row.said.append(event)
            self._tagging.retag(event, swap, row)
        self._tagging.swaps.put(swap, row)
        return Disposition.DECIDED

    def _refuse(self, event: SwapEvent, swap: str, row: SwapRow) -> None:
        """Refuse another body under an id, once; of a novation in the partition of its old swap, if that knows it."""
        row.refused.append(event.id)
        self._tagging.swaps.put(swap, row)
        is_new_swap = isinstance(event, SwapNovated) and swap != event.swap
        if not is_new_swap or row.novations.get(event.id) != event.swap:
            refuse_event(self._output, event, swap)

    def _take_novation(self, event: SwapNovated, swap: str, row: SwapRow, digest: bytes) -> None:
        """Pass a novation on, and the swap that it names, which from now on is resolved among the novations."""
        row.novations[event.id] = event.swap
        if not row.is_novated:
            parts = dict(row.parts)
            withdrawn = self._tagging.release(swap, row)
            self._pass(event.id, SwapPassed(self._sender, swap, row.said, parts, withdrawn))
            row.is_novated = True
            row.said = []
        self._pass(event.id, NovationPassed(self._sender, swap, event, digest.hex()))

    def _take_for_all(self, event: Fact | Mark) -> Disposition:
        repeat = self._tagging.facts.repeat(event)
        if repeat is not None:
            if repeat == "CONFLICT" and self._is_first:
                refuse_event(self._output, event, record_key(event))
            return Disposition.REPEATED
        if isinstance(event, Fact):
            self._tagging.take_fact(event)
            if self._is_first:
                passed = encode(FactPassed(self._sender, event))
                for source in (NOVATIONS, TOTALS):
                    self._output.forward(source, 0, event.id, passed)
        else:
            self._pass(event.id, MarkPassed(self._sender, event))
            self._tagging.mark(event)
            self._output.mark(event.id)
        return Disposition.DECIDED

    def _pass(self, key: str, handover: Handover) -> None:
        self._output.forward(NOVATIONS, 0, key, encode(handover))


_SWAP_EVENTS: Final = frozenset(get_args(SwapEvent))


def is_swap_event(event: SwapsEvent) -> TypeIs[SwapEvent]:
    """Whether an event is said of one swap; a look-up, since most events of a day are such."""
    return type(event) in _SWAP_EVENTS


def _subject(event: SwapEvent, record: Record) -> str:
    """The swap under whose key an event was read; a novation is written under two."""
    if isinstance(event, SwapNovated) and record.key == event.new_swap.encode():
        return event.new_swap
    return event.swap


__all__ = ["Swaps", "events", "is_swap_event"]

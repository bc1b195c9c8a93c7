"""Which figures had each partition handed on by a mark?"""

from collections.abc import Iterator, Mapping, Set
from typing import Final

import msgspec

from streams.domains.clearing.stages.handover import SOURCE, MarkReached, read_handover
from streams.kernel.evidence import Evidence, Recorded

Cells = dict[str, list[int]]

LAST: Final = ""
"""In the place of a mark: what was handed on after the last wanted one."""

_AT_ONCE: Final = 200
_FEW: Final = 2_000
"""What is not more than this is read from its beginning: to search would take as long."""


class _Stamp(msgspec.Struct):
    """Who handed something on, and how far it had read; a fact comes from partition 0 and is no mark."""

    offset: int
    partition: int = -1


_stamp: Final = msgspec.json.Decoder(_Stamp).decode


def cells_at_marks(
    evidence: Evidence, wanted: Set[str], since: Mapping[int, int], through: Mapping[int, int]
) -> dict[tuple[str, int], Cells]:
    """The newest cells of each partition at each wanted mark, without those that an earlier wanted one gave.

    Args:
        wanted: ids of marks.
        since: by partition, an offset of the input before which nothing that is wanted was handed on.
        through: by partition, the last offset of the input that counts.
    """
    found: dict[tuple[str, int], Cells] = {}
    pending: dict[int, Cells] = {sender: {} for sender in through}
    unfinished = set(through)
    for mark in _marks(evidence, _first_place(evidence, since)):
        sender = mark.partition
        if mark.offset <= through[sender]:
            pending[sender].update(mark.cells)
            if mark.mark in wanted:
                found[mark.mark, sender] = pending[sender]
                pending[sender] = {}
        if mark.offset >= through[sender]:
            unfinished.discard(sender)
            if not unfinished:
                break
    return found | {(LAST, sender): cells for sender, cells in pending.items()}


def _marks(evidence: Evidence, offset: int) -> Iterator[MarkReached]:
    """The marks in the order in which they were handed on, from an offset on."""
    while records := evidence.handed_on(SOURCE, 0, offset, _AT_ONCE):
        for record in records:
            handover = read_handover(record.value)
            if isinstance(handover, MarkReached):
                yield handover
        offset = records[-1].place.offset + 1


def _first_place(evidence: Evidence, since: Mapping[int, int]) -> int:
    """From where on what was handed on must be read, so that no partition's marks after `since` are missed."""
    begin, end = evidence.handed_on_span(SOURCE, 0)
    if end - begin <= _FEW:
        return begin
    return min(
        (_first_of(evidence, sender, begin, end, offset) for sender, offset in since.items()), default=begin
    )


def _first_of(evidence: Evidence, sender: int, low: int, high: int, offset: int) -> int:
    """A place before which a partition handed on only what it had read before an offset.

    Each partition hands on in the order of its input, so a search by halves finds it.
    """
    while low < high:
        middle = (low + high) // 2
        found = _next_of(evidence, sender, middle)
        if found is not None and _stamp(found.value).offset < offset:
            low = found.place.offset + 1
        else:
            high = middle
    return low


def _next_of(evidence: Evidence, sender: int, offset: int) -> Recorded | None:
    """The next that a partition handed on; None where it is not among the next few, which only costs time."""
    for record in evidence.handed_on(SOURCE, 0, offset, 4 * evidence.partitions):
        if _stamp(record.value).partition == sender:
            return record
    return None

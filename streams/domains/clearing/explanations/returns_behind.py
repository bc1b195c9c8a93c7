"""Which returns under section 54 lie behind the figures of a default?"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from schemas import clearing as events
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.stages.fact_log import READER
from streams.kernel.evidence import Evidence

_MARK: Final = b'"SECTION_54_'
_MOST_READ: Final = 100_000
"""So many records are read at most; a default has the stretch of a few hours."""

_parsed = msgspec.json.decode


def returns_behind(
    evidence: Evidence, advance: str, closing: str | None, cycle: str, member: str
) -> Iterator[RecordedEvent]:
    """The returns booked for or against a member in its cycle, between its default and a later fact.

    Args:
        advance: the id of the fact with which the default began.
        closing: the id of the later fact; None for all that is there.
    """
    begins = _places(evidence, advance)
    ends = {} if closing is None else _places(evidence, closing)
    read = 0
    for partition, begin in sorted(begins.items()):
        end = ends.get(partition, begin + _MOST_READ)
        for record in evidence.stretch(partition, begin, end):
            read += 1
            if read > _MOST_READ:
                return
            if _MARK in record.value:
                event = READER.read(record.value)
                if isinstance(event, events.ReturnSubmitted) and _is_booked(
                    evidence, event.id, cycle, member
                ):
                    yield RecordedEvent(event, record)


def _places(evidence: Evidence, identifier: str) -> dict[int, int]:
    return {one.place.partition: one.place.offset for one in reversed(evidence.events(identifier))}


def _is_booked(evidence: Evidence, identifier: str, cycle: str, member: str) -> bool:
    """Whether a return was accepted and moves the member's shortfall."""
    for record in evidence.outcome(f"{identifier}/return_accepted"):
        body: dict[str, Any] = _parsed(record.value)
        return body["booked_in_cycle"] == cycle and member in (body["gainer"], body["loser"])
    return False

"""What is looked at when an event names an entry?"""

from typing import Generic, TypeVar

from schemas.clearing import (
    CorrectionSubmitted,
    ItemForwarded,
    ItemRemitted,
    ReimbursementClaimed,
    ReturnSubmitted,
)
from schemas.instants import instant_us
from streams.domains.clearing.law.values import Values
from streams.domains.clearing.state.calendar import Cycle
from streams.domains.clearing.state.entries import Entry
from streams.domains.clearing.state.registry import Registry

ReferringEvent = CorrectionSubmitted | ReturnSubmitted | ItemForwarded | ItemRemitted | ReimbursementClaimed
E = TypeVar("E", bound=ReferringEvent)


class ReferringSituation(Generic[E]):
    """An event that names an entry, with the entry.

    Attributes:
        at_us: the stamp of the event, microseconds since 1970.
        entry_cycle: the cycle of the entry.
        stamp_cycle: the cycle of the event's stamp, or None.
    """

    __slots__ = ("at_us", "entry", "entry_cycle", "event", "law", "registry", "stamp_cycle")

    def __init__(self, event: E, entry: Entry, registry: Registry, law: Values) -> None:
        self.event = event
        self.entry = entry
        self.registry = registry
        self.law = law
        self.at_us = instant_us(event.at)
        entry_cycle = registry.calendar.named(entry.cycle)
        if entry_cycle is None:
            raise LookupError(
                f"entry {entry.id} is booked in the cycle {entry.cycle}, which is not scheduled"
            )
        self.entry_cycle: Cycle = entry_cycle
        self.stamp_cycle: Cycle | None = registry.calendar.at(self.at_us)

"""What is the clearing domain? Its stages, its views, and where its events are written."""

from collections.abc import Mapping, Sequence
from typing import Final

from schemas import clearing as events
from streams.domains.clearing.explanations.explaining import EXPLAINER
from streams.domains.clearing.law import LAW
from streams.domains.clearing.stages.clearing_house import ClearingHouse
from streams.domains.clearing.stages.entries import Entries, root_entry_id
from streams.domains.clearing.stages.fact_log import READER
from streams.domains.clearing.stages.handover import SOURCE, read_handover
from streams.domains.clearing.state.facts import aggregate_id
from streams.kernel.stage import Address, Domain, Shape, Stage, View, Width

ENTRIES: Final = Stage(
    name="entries",
    source="events",
    width=Width.PARTITIONED,
    forwards_to=(SOURCE,),
    state_version=1,
    read=READER.read,
    open=Entries,
)
CLEARING_HOUSE: Final = Stage(
    name="clearing-house",
    source=SOURCE,
    width=Width.SINGLE,
    forwards_to=(),
    state_version=1,
    read=read_handover,
    open=ClearingHouse,
)

VIEWS: Final = {
    "verdicts": View(),
    "repeats": View(),
    "roles": View(Shape.NESTED),
    "representations": View(),
    "cycles": View(of_cycles=True),
    "bilateral_totals": View(of_cycles=True),
    "returned_totals": View(of_cycles=True),
    "represented_positions_cents": View(of_cycles=True),
    "default_cases": View(of_cycles=True),
    "indirect_default_cases": View(of_cycles=True),
    "reimbursements": View(),
    "notices": View(Shape.LIST, ("event", "cites", "from", "to", "manner")),
    "anomalies": View(Shape.LIST, ("kind", "event")),
}
"""The views of section 10 of the contract."""


def addresses(event: events.ClearingEvent) -> Sequence[Address]:
    """Under which key an event is written, and whether to every partition."""
    if isinstance(event, events.BusinessEvent):
        return (Address(root_entry_id(event), every_partition=False),)
    return (Address(aggregate_id(event), every_partition=True),)


def tick(identifier: str, at: str) -> Mapping[str, object]:
    """The event that brings all running figures up to date."""
    return {"type": "tick", "id": identifier, "at": at}


def must_match_completely(name: str) -> bool:
    """Whether a case's `expect` must give a map of this name with all its keys (section 14)."""
    return name.endswith("_cents") or name in ("recovery_debts", "repeats", "reimbursements")


CLEARING: Final = Domain(
    name="clearing",
    stages=(ENTRIES, CLEARING_HOUSE),
    views=VIEWS,
    law=LAW,
    read=READER.read,
    addresses=addresses,
    mark=tick,
    complete_views=must_match_completely,
    explainer=EXPLAINER,
)

"""What is the swaps domain? Its stages, its views, and where its events are written."""

from collections.abc import Mapping, Sequence
from typing import Final

from schemas.swaps import SwapNovated, SwapsEvent
from streams.domains.swaps.explanations.explaining import EXPLAINER
from streams.domains.swaps.law import LAW
from streams.domains.swaps.stages.closes import all_closes
from streams.domains.swaps.stages.fact_log import READER
from streams.domains.swaps.stages.handover import NOVATIONS, TOTALS, read_handover
from streams.domains.swaps.stages.novations import Novations
from streams.domains.swaps.stages.swaps import Swaps, is_swap_event
from streams.domains.swaps.stages.totals import Totals
from streams.domains.swaps.state.fact_keys import record_key
from streams.kernel.stage import Address, Domain, Stage, View, Width

SWAPS_STAGE: Final = Stage(
    name="swaps",
    source="events",
    width=Width.PARTITIONED,
    forwards_to=(NOVATIONS, TOTALS),
    state_version=1,
    read=READER.read,
    open=Swaps,
)
NOVATIONS_STAGE: Final = Stage(
    name="novations",
    source=NOVATIONS,
    width=Width.SINGLE,
    forwards_to=(TOTALS,),
    state_version=1,
    read=read_handover,
    open=Novations,
)
TOTALS_STAGE: Final = Stage(
    name="totals",
    source=TOTALS,
    width=Width.SINGLE,
    forwards_to=(),
    state_version=1,
    read=read_handover,
    open=Totals,
)

VIEWS: Final = {
    "tags": View(),
    "entity_totals": View(),
    "group_totals": View(),
    "person_totals": View(),
    "threshold_distance": View(),
    "registration_state": View(),
    "treatment": View(),
    "cap_usage": View(),
    "closes": View(),
}
"""The views of the contract, and the closes that number their rows (`streams/kernel/history.py`)."""


def addresses(event: SwapsEvent) -> Sequence[Address]:
    """Under which key an event is written, and whether to every partition; a novation under both of its swaps."""
    if is_swap_event(event):
        names = [event.swap, event.new_swap] if isinstance(event, SwapNovated) else [event.swap]
        return [Address(name, every_partition=False) for name in dict.fromkeys(names)]
    return (Address(record_key(event), every_partition=True),)


def tick(identifier: str, at: str) -> Mapping[str, object]:
    """The event that brings all tags up to date."""
    return {"type": "tick", "id": identifier, "at": at}


def must_match_completely(_name: str) -> bool:
    """Whether a case's `expect` must give a map of this name with all its keys: none of this domain."""
    return False


SWAPS: Final = Domain(
    name="swaps",
    stages=(SWAPS_STAGE, NOVATIONS_STAGE, TOTALS_STAGE),
    views=VIEWS,
    law=LAW,
    read=READER.read,
    addresses=addresses,
    mark=tick,
    complete_views=must_match_completely,
    explainer=EXPLAINER,
    document=all_closes,
    null_is_absent=True,
)

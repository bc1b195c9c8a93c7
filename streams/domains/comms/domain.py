"""What is the comms domain? Its stages, its views, and where its events are written."""

from collections.abc import Sequence
from typing import Final

from schemas.comms import CommsEvent
from streams.domains.comms.explanations.explaining import EXPLAINER
from streams.domains.comms.law import LAW
from streams.domains.comms.stages import communications, firms, handover, judgements, telephones
from streams.domains.comms.stages.addresses import is_keyed, key_of
from streams.domains.comms.stages.reader import READER
from streams.kernel.stage import INPUT, Address, Domain, Shape, Stage, View, Width

COMMUNICATIONS: Final = Stage(
    name=communications.STAGE,
    source=INPUT,
    width=Width.PARTITIONED,
    forwards_to=(handover.TELEPHONES, handover.JUDGEMENTS),
    state_version=3,
    is_large=True,
    read=READER.read,
    open=communications.Communications,
)
TELEPHONES: Final = Stage(
    name=telephones.STAGE,
    source=handover.TELEPHONES,
    width=Width.PARTITIONED,
    forwards_to=(handover.JUDGEMENTS,),
    state_version=3,
    is_large=True,
    read=handover.read_handover,
    open=telephones.Telephones,
)
JUDGEMENTS: Final = Stage(
    name=judgements.STAGE,
    source=handover.JUDGEMENTS,
    width=Width.PARTITIONED,
    forwards_to=(handover.FIRMS,),
    state_version=3,
    is_large=True,
    read=handover.read_handover,
    open=judgements.Judgements,
)
FIRMS: Final = Stage(
    name=firms.STAGE,
    source=handover.FIRMS,
    width=Width.PARTITIONED,
    forwards_to=(),
    state_version=2,
    read=handover.read_handover,
    open=firms.Firms,
)

VIEWS: Final = {
    "as_of_at": View(Shape.SCALAR),
    "decisions": View(Shape.LIST, ("communication", "segment"), partial_items=True),
    "attributions": View(),
    "breaches": View(Shape.LIST, ("code", "object", "segment"), partial_items=True),
    "retention": View(),
    "deletion_due": View(Shape.LIST),
    "deletion_receipts": View(),
    "register": View(),
    "searches": View(),
    "access_requests": View(),
    "access_log": View(),
    "coverage": View(),
    "open_communications": View(Shape.LIST),
    "set_aside": View(Shape.LIST, ("event", "reason"), partial_items=True),
    "grants": View(Shape.BESIDE),
    "reached": View(Shape.BESIDE),
}
"""The views of section 12.2 of the contract; beside them what a read model needs to answer as the contract says: who
may search, and which tick each partition of the last stage has reached."""


def addresses(event: CommsEvent) -> Sequence[Address]:
    """Under which key an event is written, and whether to every partition."""
    return (Address(key_of(event), every_partition=not is_keyed(event)),)


COMMS: Final = Domain(
    name="comms",
    stages=(COMMUNICATIONS, TELEPHONES, JUDGEMENTS, FIRMS),
    views=VIEWS,
    law=LAW,
    read=READER.read,
    addresses=addresses,
    mark=None,
    complete_views=lambda name: False,
    explainer=EXPLAINER,
)
"""The four folds of the domain; results are stated at the log's own ticks."""

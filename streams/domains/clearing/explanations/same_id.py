"""What else was recorded under the id of an event?"""

from collections.abc import Sequence
from typing import NamedTuple

from schemas import clearing as events
from schemas.reading import Unreadable
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.stages.entries import root_entry_id
from streams.domains.clearing.stages.fact_log import READER
from streams.kernel.evidence import Recorded


class SameId(NamedTuple):
    """Other records with an id.

    Attributes:
        sentences: about each of them.
        is_shared: whether one is a different event that is decided too, so that outcomes bear the id as well.
    """

    sentences: list[str]
    is_shared: bool


def same_id(asked: RecordedEvent, recorded: Sequence[Recorded]) -> SameId:
    """What else stands under an id, but for the copies of a fact in the other partitions."""
    sentences: list[str] = []
    is_shared = False
    for record in recorded:
        place = record.place
        event = READER.read(record.value)
        where = f"{place.topic}, partition {place.partition}, offset {place.offset}"
        if place == asked.record.place:
            continue
        if isinstance(event, Unreadable):
            sentences.append(f"Something that is no event of the contract came under the same id ({where}).")
        elif not _is_compared(event, asked.event):
            is_shared = True
            sentences.append(
                f"The same id was also used for another event ({where}), which is decided by itself."
            )
        elif isinstance(event, events.BusinessEvent) or place.partition == asked.record.place.partition:
            again = (
                "The same event came again"
                if event == asked.event
                else "The same id came again with other content"
            )
            sentences.append(f"{again} ({where}); the first stands, and this changed nothing.")
    return SameId(sentences, is_shared)


def _is_compared(event: events.ClearingEvent, asked: events.ClearingEvent) -> bool:
    """Whether two events of one id are held against each other: facts, and business events of one entry."""
    if isinstance(event, events.BusinessEvent) and isinstance(asked, events.BusinessEvent):
        return root_entry_id(event) == root_entry_id(asked)
    return isinstance(event, events.BusinessEvent) == isinstance(asked, events.BusinessEvent)

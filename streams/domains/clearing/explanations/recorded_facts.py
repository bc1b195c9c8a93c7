"""Which facts did the clearing house take, and where do they stand?"""

from collections.abc import Iterator

from schemas import clearing as events
from streams.domains.clearing.explanations.entries_again import RecordedEvent, facts_of
from streams.domains.clearing.explanations.house_again import STAGE
from streams.domains.clearing.stages.fact_log import READER
from streams.kernel.evidence import Evidence, Place, Recorded


def recorded_facts(evidence: Evidence) -> Iterator[RecordedEvent]:
    """The facts that were taken, in order, each with its place in partition 0."""
    for _, _, row in facts_of(evidence, STAGE, 0):
        event = READER.read(row.body.encode()) if row.body else None
        if isinstance(event, events.Fact):
            place = Place(evidence.input_topic, 0, row.offset)
            yield RecordedEvent(event, Recorded(place, b"", row.body.encode()))


def known_facts(evidence: Evidence) -> Iterator[str]:
    """The ids of all facts and ticks that the clearing house has read."""
    for _, _, row in facts_of(evidence, STAGE, 0):
        yield row.id

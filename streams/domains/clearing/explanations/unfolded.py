"""What is there to say about an event that was not decided yet, or is no event at all?"""

from schemas import clearing as events
from schemas.reading import Unreadable
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.assembled import event_shown, kind_of, said_at
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import Explanation


def not_folded_yet(evidence: Evidence, asked: RecordedEvent) -> Explanation:
    """An event that stands in the record and waits to be decided."""
    event = asked.event
    return Explanation(
        domain=evidence.law.domain,
        id=event.id,
        kind="event",
        title=f"{kind_of(event)} ({event.id}): not decided yet",
        answer="It is recorded and was not decided yet: what decides has not come so far.",
        story=[said_at(event)],
        events=[event_shown(evidence, asked)],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def time_passed(evidence: Evidence, asked: RecordedEvent) -> Explanation:
    """A tick: it is not judged."""
    event = asked.event
    assert isinstance(event, events.Tick)
    return Explanation(
        domain=evidence.law.domain,
        id=event.id,
        kind="event",
        title=f"Tick ({event.id})",
        answer=f"Time passed: by then it was {words.instant(event.at)}. Running figures were brought up to date.",
        story=["A tick gets no verdict and moves no figure; it only makes every partition show its figures."],
        events=[event_shown(evidence, asked)],
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def unreadable(evidence: Evidence, identifier: str, record: Recorded, fault: Unreadable) -> Explanation:
    """A record that holds no event of the contract, and was put aside."""
    place = record.place
    return Explanation(
        domain=evidence.law.domain,
        id=identifier,
        kind="event",
        title=f"{identifier}: no event of the contract",
        answer=f"What was sent under this id is no event of the contract: {fault.detail}. It changed nothing.",
        story=[
            f"The record {place.offset} of {place.topic}, partition {place.partition}, was read and put aside with the "
            f"dead letters, with the reason {fault.reason}. Its bytes are kept.",
            "An id that was put aside is not used up: the event can be sent again once it is mended.",
        ],
        law=evidence.law.digest,
        replay=evidence.replay,
    )

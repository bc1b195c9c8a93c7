"""What does an id name, and why was it decided so?"""

from collections.abc import Iterable
from typing import Final

import msgspec

from schemas.comms import CommsEvent, KeyedEvent, RegisterSearched, TalkEvent
from streams.domains.comms.explanations.custody import explain_record, kept_record
from streams.domains.comms.explanations.happenings import body_of, happening
from streams.domains.comms.explanations.memory import Memory
from streams.domains.comms.explanations.shown import events_shown, read
from streams.domains.comms.explanations.talk import explain_talk
from streams.domains.comms.stages.addresses import key_of
from streams.kernel.evidence import Evidence, Recorded
from streams.kernel.explanation import Explainer, Explanation, SeeAlso, provisions_shown


def explain(evidence: Evidence, identifier: str) -> Explanation | None:
    """Explain a communication, a record, a request, an event or an outcome; None for what is none of them."""
    memory = Memory(evidence)
    recorded = evidence.events(identifier)
    if recorded:
        return _explain_event(memory, recorded[0])
    published = evidence.outcome(identifier)
    if published:
        return _explain_outcome(memory, identifier, body_of(published[0].value))
    return _explain_name(memory, identifier)


def _explain_name(memory: Memory, name: str) -> Explanation | None:
    row = memory.communication(name)
    if row is not None:
        return explain_talk(memory, name, row)
    request = memory.evidence.row("access_requests", name)
    record = str(request["record"]) if isinstance(request, dict) else name
    filed = next(memory.evidence.rows("retention", record), None)
    if filed is None or filed[0] != record:
        return None
    return _explain_record(memory, record)


def _explain_record(memory: Memory, record: str) -> Explanation | None:
    """A record, found by the event that filed it: an outcome of the record names it."""
    retention = memory.evidence.row("retention", record)
    communication = retention.get("communication") if isinstance(retention, dict) else None
    for key in memory.keys_of(record, str(communication) if communication is not None else None):
        kept = kept_record(memory, key, record)
        if kept is not None:
            return explain_record(memory, kept)
    return None


def _explain_event(memory: Memory, recorded: Recorded) -> Explanation | None:
    event = read(recorded.value)
    if event is None:
        return None
    whole = _whole(memory, event)
    if whole is None:
        return _told(memory, event)
    mine = [one for one in whole.outcomes if one.body.get("event") == event.id]
    return msgspec.structs.replace(
        whole,
        id=event.id,
        kind="event",
        title=f"The event {event.id}",
        answer=f"{happening(event)} {whole.answer}",
        outcomes=mine or whole.outcomes,
        see_also=[SeeAlso(whole.id, f"the {whole.kind} that it belongs to"), *whole.see_also],
    )


def _whole(memory: Memory, event: CommsEvent) -> Explanation | None:
    """The communication or the record that an event belongs to."""
    if not isinstance(event, KeyedEvent) or isinstance(event, RegisterSearched):
        return None
    key = key_of(event)
    if isinstance(event, TalkEvent):
        row = memory.communication(key)
        return None if row is None else explain_talk(memory, key, row)
    kept = kept_record(memory, key, event.record)
    return None if kept is None else explain_record(memory, kept)


def _told(memory: Memory, event: CommsEvent) -> Explanation:
    """An event that stands for itself: a fact, a tick, a search, or one without effect so far."""
    evidence = memory.evidence
    asides = [
        row for key, row in evidence.rows("set_aside", f"{event.id}/") if key.startswith(f"{event.id}/")
    ]
    reasons = [str(row["reason"]) for row in asides if isinstance(row, dict)]
    answer = happening(event)
    if reasons:
        answer += f" It has no effect: {', '.join(reasons)}."
    answered = evidence.row("searches", event.id)
    if isinstance(answered, dict):
        answer += (
            f" It found {', '.join(answered['records']) or 'nothing'}; authorised: {answered['authorised']}."
        )
    return Explanation(
        domain="comms",
        id=event.id,
        kind="event",
        title=f"The event {event.id}",
        answer=answer,
        events=events_shown(evidence, [event]),
        provisions=list(provisions_shown(evidence.law, ["VPFF11/1"] if reasons else [])),
        law=evidence.law.digest,
        replay=evidence.replay,
    )


def _explain_outcome(memory: Memory, identifier: str, body: dict[str, object]) -> Explanation | None:
    """The event behind an outcome, told with the outcome in the middle."""
    recorded = memory.evidence.events(str(body["event"]))
    if not recorded:
        return None
    whole = _explain_event(memory, recorded[0])
    if whole is None:
        return None
    mine = [one for one in whole.outcomes if one.id == identifier]
    kind = str(body["type"]).replace("_", " ")
    return msgspec.structs.replace(
        whole,
        id=identifier,
        kind="outcome",
        title=f"The outcome {identifier}",
        answer=f"{kind.capitalize()} at {body['at']}. {whole.answer}",
        outcomes=mine or whole.outcomes,
        see_also=[SeeAlso(str(body["event"]), "the event from which it follows"), *whole.see_also],
    )


def names(evidence: Evidence) -> Iterable[str]:
    """The names of communications, records and requests that views show."""
    for view in ("retention", "access_requests", "open_communications"):
        yield from (key for key, _ in evidence.rows(view, ""))
    for key, _ in evidence.rows("decisions", ""):
        yield key.partition("/")[0]


EXPLAINER: Final = Explainer(explain, names)
"""How comms explains itself."""

"""How are events, outcomes, checks and values put into an explanation?"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from schemas.comms import CommsEvent
from schemas.reading import Unreadable
from streams.domains.comms.explanations.codes import CODES as WORDS
from streams.domains.comms.explanations.happenings import body_of, happening
from streams.domains.comms.rules.findings import CODES, Finding
from streams.domains.comms.stages.board import Rows
from streams.domains.comms.stages.reader import READER
from streams.kernel.evidence import Evidence
from streams.kernel.explanation import (
    FAILED,
    PASSED,
    CheckShown,
    EventShown,
    OutcomeShown,
    RuleShown,
    ValueShown,
    value_shown,
)

DIFFERS: Final = "THE RECORD DIFFERS: "
NEWS: Final = (
    "Something has come since the last tick. What is published is as of that tick; decided again here is what is known "
    "now."
)
_MOST_EVENTS: Final = 30
_OUTCOMES: Final = {
    "decisions": ("duty_decided",),
    "attributions": ("attribution_made",),
    "breaches": ("breach_opened", "breach_closed"),
    "retention": ("retention_set",),
    "deletion_due": ("deletion_due",),
    "deletion_receipts": ("deletion_receipted",),
    "access_requests": ("access_request_set",),
    "access_log": ("access_logged",),
    "set_aside": ("event_set_aside",),
}
"""The outcomes that tell of a change of each view's rows."""


def events_shown(evidence: Evidence, events: Iterable[CommsEvent]) -> list[EventShown]:
    """The events that an answer rests on, with their places; at most so many as a person reads."""
    shown: list[EventShown] = []
    for event in list(events)[:_MOST_EVENTS]:
        recorded = evidence.events(event.id)
        if recorded:
            body = body_of(recorded[0].value)
            places = [one.place for one in recorded]
            kind = str(event.__struct_config__.tag)
            shown.append(EventShown(event.id, kind, event.at, happening(event), places, body))
    return shown


def outcomes_shown(evidence: Evidence, shown: Rows) -> Iterator[OutcomeShown]:
    """The outcomes that told of the rows as they stand."""
    for key, row in sorted(shown.items()):
        view, _, row_key = key.partition("/")
        for kind in _OUTCOMES.get(view, ()):
            for found in evidence.outcome(f"{kind}/{row_key}@{row.tick}")[:1]:
                body = body_of(found.value)
                words = f"{kind.replace('_', ' ').capitalize()}: {row_key}."
                yield OutcomeShown(str(body["id"]), kind, words, found.place, body)


def check_shown(code: str, finding: Finding | None, rule: RuleShown, place: str) -> CheckShown:
    """A check with what it found."""
    words = WORDS[code]
    details = (
        "" if finding is None else ", ".join(f"{name}: {held}" for name, held in finding.details.items())
    )
    return CheckShown(
        words.clean if finding is None else words.found,
        PASSED if finding is None else FAILED,
        "; ".join(part for part in (place, details) if part),
        code,
        list(CODES[code].cites),
        rule,
    )


def values_shown(evidence: Evidence, names: Iterable[str], day: date) -> list[ValueShown]:
    """The dated values that were looked up."""
    return [value_shown(evidence.law, f"comms.{name}", day) for name in names]


def read(value: bytes) -> CommsEvent | None:
    """An event of the input; None for what cannot be read."""
    event = READER.read(value)
    return None if isinstance(event, Unreadable) else event


def plain(value: object) -> object:
    """A value as JSON has it."""
    return msgspec.to_builtins(value)

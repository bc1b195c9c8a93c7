"""What stands before the event that a test asks about?"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple, cast

import msgspec

from schemas import clearing as events
from schemas.instants import instant_us
from schemas.wire import Event
from streams.domains.clearing.domain import CLEARING
from streams.domains.clearing.law import LAW
from streams.domains.clearing.law.values import ClearingLaw, Values
from streams.domains.clearing.rules.entry import decide_entry
from streams.domains.clearing.rules.facts import decide_fact
from streams.domains.clearing.rules.reference import ReferringEvent, ReferringSituation
from streams.domains.clearing.rules.verdicts import Reason, Verdict
from streams.domains.clearing.state.entries import Entry
from streams.domains.clearing.state.registry import Registry
from streams.kernel.output import CommitUnit, DeadLetter
from streams.kernel.pipeline import Pipeline
from tests.unit.clearing.events import (
    AGENT,
    GROUP,
    TUESDAY,
    WEDNESDAY,
    appointed,
    designated,
    joined,
    member,
    scheduled,
)

Facts = Iterable[Event]

LAW_OF_2003: Final = ClearingLaw(LAW).on_day(date(2003, 11, 4))

TWO_CLEARERS: Final[tuple[Event, ...]] = (
    scheduled(TUESDAY),
    scheduled(WEDNESDAY),
    *(fact for name in "AB" for fact in (member(name), appointed(name))),
)
"""Two cycles and the direct clearers A and B."""

A_CIRCLE: Final[tuple[Event, ...]] = (
    *TWO_CLEARERS,
    member("G"),
    appointed("G", GROUP),
    appointed("A", AGENT),
    *(member(name) for name in ("I1", "I2", "L1")),
    designated("I1", "A"),
    joined("L1", "G"),
)
"""The same, with I1 represented by its agent A, with L1 in the group of G, and with I2 represented by nobody."""


def registry_of(*facts: Event) -> Registry:
    """The registry after facts that were all accepted."""
    registry = Registry()
    for fact in facts:
        registry.evolve(cast("events.Fact", fact))
    return registry


def law(**values: object) -> Values:
    """The law of 2003 with some values replaced."""
    return msgspec.structs.replace(LAW_OF_2003, **cast("dict[str, Any]", values))


def judged(fact: Event, before: Facts = (), **values: object) -> Verdict:
    """The verdict on a fact after others that were all accepted."""
    return decide_fact(cast("events.Fact", fact), registry_of(*before), law(**values))


def reason(fact: Event, before: Facts = (), **values: object) -> Reason | None:
    """Why a fact is refused after others that were all accepted, or None."""
    return judged(fact, before, **values).reason


def entry_reason(
    event: events.EntrySubmitted, before: Facts = TWO_CLEARERS, **values: object
) -> Reason | None:
    """Why an entry is refused, or None."""
    return decide_entry(event, registry_of(*before), law(**values))[0].reason


def taken(event: events.EntrySubmitted, before: Facts = TWO_CLEARERS) -> Entry:
    """An entry as it is booked."""
    entry = decide_entry(event, registry_of(*before), LAW_OF_2003)[1]
    assert entry is not None, "the entry of this situation is refused"
    return entry


def about(
    event: ReferringEvent, entry: Entry, facts: Facts = TWO_CLEARERS, **values: object
) -> ReferringSituation[Any]:
    """The situation of an event that names an entry."""
    return ReferringSituation(event, entry, registry_of(*facts), law(**values))


def us(text: str) -> int:
    """Microseconds of an instant."""
    return instant_us(text)


# ---- a whole log, folded ----


class Told(NamedTuple):
    """What a log gave."""

    result: dict[str, Any]
    outcomes: list[tuple[str, dict[str, Any]]]
    alarms: list[str]
    dead_letters: list[DeadLetter]

    def verdict(self, event: Event) -> str:
        """The verdict on an event, or why it is refused."""
        row = self.result["verdicts"][event.id]
        return str(row.get("reason", row["verdict"]))

    def of_type(self, kind: str) -> list[dict[str, Any]]:
        """The outcomes of a type in the order in which they were published, without what every outcome has."""
        return [
            {name: value for name, value in body.items() if name not in ("type", "at", "law", "cites")}
            for _, body in self.outcomes
            if body["type"] == kind
        ]


def told(
    *log: Event, partitions: int = 1, parameters: dict[str, object] | None = None, batch: int = 1_000
) -> Told:
    """Fold a log, with a tick after it that brings all figures up to date."""
    told = Told({}, [], [], [])

    def note(_stage: str, _partition: int, unit: CommitUnit) -> None:
        told.outcomes.extend((key.decode(), json.loads(value)) for key, value in unit.outcomes)
        told.alarms.extend(unit.alarms)
        told.dead_letters.extend(unit.dead_letters)

    tick = events.Tick(id="~end", at=log[-1].at)
    pipeline = Pipeline(CLEARING, partitions, LAW.with_overrides(parameters or {}), batch=batch)
    pipeline.on_commit = note
    for event in (*log, tick):
        pipeline.write(msgspec.json.encode(event))
    pipeline.run()
    told.result.update(json.loads(json.dumps(pipeline.result())))
    return told

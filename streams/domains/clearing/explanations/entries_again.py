"""What does a business event's own part of the record decide, folded again?

The verdict of a business event is a function of the facts that stand before it in its partition and of what else names
its root entry. So that much is folded, by the very stage that decided it, and nothing else.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec

from schemas import clearing as events
from schemas.instants import instant_us
from streams.domains.clearing.law.values import ClearingLaw
from streams.domains.clearing.rules.reference import ReferringSituation
from streams.domains.clearing.rules.verdicts import Walk, recording_walks
from streams.domains.clearing.stages.entries import Entries, root_entry_id
from streams.domains.clearing.stages.fact_log import READER, FactRow
from streams.domains.clearing.stages.outcomes import VERDICTS
from streams.domains.clearing.state.entries import Entry, RootEntry
from streams.kernel.evidence import Evidence, Place, Recorded
from streams.kernel.output import Output
from streams.kernel.record import LogRecord
from streams.kernel.stage import Opening

STAGE: Final = "entries"
"""The stage that decides business events."""

_parsed = msgspec.json.decode
_fact_row: Final = msgspec.json.Decoder(FactRow).decode
_root: Final = msgspec.json.Decoder(RootEntry).decode


class RecordedEvent(NamedTuple):
    """A business event or fact that could be read, with its record."""

    event: events.ClearingEvent
    record: Recorded


class DecidedAgain(NamedTuple):
    """What came of a business event when it was decided again.

    Attributes:
        outcomes: those of the event, in the order in which they were decided.
        walk: the table of checks that was walked, with the situation as it stood then; None where there was none.
        before: the outcomes of the same root entry that were decided before.
        related: what else was read of the root entry by then.
        facts: what was in force by then.
        decided_by: the record on whose reading it was decided; None while it is held.
    """

    outcomes: list[dict[str, Any]]
    walk: Walk | None
    before: list[dict[str, Any]]
    related: list[RecordedEvent]
    facts: list[RecordedEvent]
    decided_by: RecordedEvent | None


def root_of(evidence: Evidence, partition: int, root_id: str) -> RootEntry | None:
    """What is remembered under a root entry id; None before anything of it was folded."""
    key = f"roots/{root_id}"
    found = next(iter(evidence.remembered(STAGE, partition, key)), None)
    return _root(found[1]) if found is not None and found[0].decode() == key else None


def facts_of(evidence: Evidence, stage: str, partition: int) -> Iterator[tuple[bytes, bytes, FactRow]]:
    """The facts that a fold took, in the order in which it read them."""
    for key, value in evidence.remembered(stage, partition, "facts/"):
        yield key, value, _fact_row(value)


class EntriesAgain:
    """The fold of one partition of the input, over one root entry and the facts."""

    def __init__(self, evidence: Evidence, partition: int, root_id: str, root: RootEntry) -> None:
        self._evidence = evidence
        self._partition = partition
        self._root_id = root_id
        self._output = Output(evidence.law.digest)
        self._fold = Entries(Opening(partition, 0, evidence.law, self._output))
        self._law = ClearingLaw(evidence.law)
        self._related = sorted(self._records_of(root), key=lambda one: one.record.place)

    def _records_of(self, root: RootEntry) -> Iterator[RecordedEvent]:
        for identifier in root.bodies:
            for record in self._evidence.events(identifier):
                event = READER.read(record.value)
                if (
                    record.place.partition == self._partition
                    and isinstance(event, events.BusinessEvent)
                    and root_entry_id(event) == self._root_id
                ):
                    yield RecordedEvent(event, record)

    def decide(self, identifier: str) -> DecidedAgain:
        """Fold up to the record on whose reading a business event of the root entry got its verdict."""
        taken, later = self._load_facts()
        read: list[RecordedEvent] = []
        decided_by = None
        with recording_walks() as walks:
            for one in self._in_order(later):
                self._step(one)
                (read if isinstance(one.event, events.BusinessEvent) else taken).append(one)
                if self._is_decided(identifier):
                    decided_by = one
                    break
        bodies = [_parsed(body) for _, body in self._output.outcomes]
        mine = [
            body for body in bodies if body["event"] == identifier and body["type"] != "identifier_repeated"
        ]
        before = bodies[: bodies.index(mine[-1])] if mine else bodies
        before = [body for body in before if body["event"] != identifier]
        walk = next((walk for walk in reversed(walks) if _is_about(walk, identifier)), None)
        stood = None if walk is None else self._as_it_stood(walk, before)
        return DecidedAgain(mine, stood, before, read, taken, decided_by)

    def follow(self, fact: str) -> list[dict[str, Any]]:
        """Fold up to a fact, and give what it did to the root entry."""
        _, later = self._load_facts()
        for one in self._in_order(later):
            self._step(one)
            if one.event.id == fact:
                break
        bodies = [_parsed(body) for _, body in self._output.outcomes]
        return [body for body in bodies if body["event"] == fact]

    def _load_facts(self) -> tuple[list[RecordedEvent], list[RecordedEvent]]:
        """Give the fold the facts before the root entry; name those in force, and those that come later."""
        begin = self._related[0].record.place.offset
        before: list[RecordedEvent] = []
        later: list[RecordedEvent] = []
        for key, value, row in facts_of(self._evidence, STAGE, self._partition):
            if row.offset < begin:
                self._fold.tables.load(key, value)
            if row.body:
                body = row.body.encode()
                fact = READER.read(body)
                assert isinstance(fact, events.Fact)
                place = Place(self._evidence.input_topic, self._partition, row.offset)
                one = RecordedEvent(fact, Recorded(place, b"", body))
                (before if row.offset < begin else later).append(one)
        self._fold.resume()
        return before, later

    def _in_order(self, facts: list[RecordedEvent]) -> list[RecordedEvent]:
        return sorted([*self._related, *facts], key=lambda one: one.record.place.offset)

    def _step(self, one: RecordedEvent) -> None:
        record = one.record
        self._fold.step(one.event, LogRecord(record.place.offset, record.key, record.value))

    def _is_decided(self, identifier: str) -> bool:
        row = self._output.views.get(f"{VERDICTS}/{identifier}")
        return row is not None and _parsed(row)["verdict"] != "HELD"

    def _as_it_stood(self, walk: Walk, before: list[dict[str, Any]]) -> Walk:
        """The walk with the entry as it was before this event moved it."""
        of = walk.situation
        if not isinstance(of, ReferringSituation):
            return walk
        law = self._law.on(instant_us(of.event.at))
        entry = entry_before(of.entry, before)
        return walk._replace(situation=ReferringSituation(of.event, entry, of.registry, law))


def _is_about(walk: Walk, identifier: str) -> bool:
    event = getattr(walk.situation, "event", None)
    return event is not None and event.id == identifier


def entry_before(entry: Entry, before: list[dict[str, Any]]) -> Entry:
    """An entry as the outcomes decided before say that it stood."""
    stood = msgspec.structs.replace(
        entry, corrected=None, returned_cents=0, returned_count=0, claimed_cents=0, holder=entry.counterparty
    )
    for body in before:
        match body:
            case {"type": "entry_accepted", "value_cents": int(cents), "item_count": int(count)}:
                stood.value_cents, stood.item_count = cents, count
            case {"type": "correction_accepted", "change_cents": int(cents), "change_item_count": int(count)}:
                stood.value_cents += cents
                stood.item_count += count
                stood.corrected = (instant_us(str(body["at"])), str(body["event"]))
            case {"type": "return_accepted", "value_cents": int(cents), "item_count": int(count)}:
                stood.returned_cents += cents
                stood.returned_count += count
            case {"type": "reimbursement_due", "amount_cents": int(cents)}:
                stood.claimed_cents += cents
            case {"type": "possession_changed", "holder": str(holder)}:
                stood.holder = holder
    return stood

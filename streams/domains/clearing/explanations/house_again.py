"""What do the facts before a fact, and the figures at its place, decide about it, folded again?

The clearing house folds facts in order, with cumulative figures of every partition at each mark. Since they are
cumulative, only the newest before a mark count; and only the figures of the fact's own cycle. So it is folded from the
first fact of that cycle on, by the very stage that decided it, with what was handed on at the marks in between.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import msgspec

from schemas import clearing as events
from schemas.instants import instant_us
from streams.domains.clearing.explanations.entries_again import RecordedEvent, facts_of
from streams.domains.clearing.explanations.marks_again import LAST, Cells, cells_at_marks
from streams.domains.clearing.law.values import ClearingLaw
from streams.domains.clearing.rules.facts import decide_fact
from streams.domains.clearing.rules.verdicts import Verdict, Walk, recording_walks
from streams.domains.clearing.stages.clearing_house import ClearingHouse
from streams.domains.clearing.stages.fact_log import READER, FactRow
from streams.domains.clearing.stages.handover import FactRead, MarkReached
from streams.domains.clearing.state.facts import Barrier
from streams.domains.clearing.state.registry import Registry
from streams.kernel.evidence import Evidence, Place, Recorded
from streams.kernel.output import Output
from streams.kernel.record import LogRecord
from streams.kernel.stage import Opening

STAGE: Final = "clearing-house"
"""The stage that decides facts."""

_BEFORE: Final = "~before"
_AFTER: Final = "~after"
_parsed = msgspec.json.decode


class _TakenFact(NamedTuple):
    """A fact as the clearing house remembers it; `fact` is None for a tick, and for what was refused."""

    key: bytes
    value: bytes
    row: FactRow
    fact: events.Fact | None


class FactDecidedAgain(NamedTuple):
    """What came of a fact when it was decided again.

    Attributes:
        outcomes: those of the fact, in the order in which they were decided.
        walk: the table of checks that was walked, with the registry as it was before the fact.
        verdict: what the facts before it say of it; figures may have refused it afterwards.
        facts: what was in force by then, the fact itself left out.
        views: every row that was shown, as it stood right after the fact.
    """

    outcomes: list[dict[str, Any]]
    walk: Walk
    verdict: Verdict
    facts: list[RecordedEvent]
    views: dict[str, bytes]

    def row(self, view: str, key: str) -> object | None:
        """A row of a view right after the fact, or None where there is none."""
        value = self.views.get(f"{view}/{key}")
        return None if value is None else _parsed(value)

    def rows(self, view: str, prefix: str) -> Iterator[tuple[str, object]]:
        """The rows of a view whose keys begin so, right after the fact, in order of the keys."""
        for key in sorted(self.views):
            if key.startswith(f"{view}/{prefix}"):
                yield key.removeprefix(f"{view}/"), _parsed(self.views[key])


class HouseAgain:
    """The fold of the clearing house up to one fact.

    Attributes:
        is_folded: whether the clearing house has decided the fact; while it waits for marks, it has not.
    """

    def __init__(self, evidence: Evidence, asked: RecordedEvent) -> None:
        assert isinstance(asked.event, events.Fact)
        self._evidence = evidence
        self._asked = asked
        self._fact: events.Fact = asked.event
        self._cycle = cycle_of(asked.event)
        self._rows: list[_TakenFact] = []
        self.is_folded = False
        for key, value, row in facts_of(evidence, STAGE, 0):
            if row.id == self._fact.id:
                self.is_folded = True
                break
            fact = READER.read(row.body.encode()) if row.body else None
            self._rows.append(_TakenFact(key, value, row, fact if isinstance(fact, events.Fact) else None))

    def decide(self) -> FactDecidedAgain:
        """Fold up to the fact; it must have been folded before."""
        first = self._first_to_step()
        verdict, walk = self._by_the_facts()
        output = Output(self._evidence.law.digest)
        house = ClearingHouse(Opening(0, self._evidence.partitions, self._evidence.law, output))
        for taken in self._rows[:first]:
            house.tables.load(taken.key, taken.value)
        house.resume()
        steps = {taken.row.id: taken.row.body.encode() for taken in self._to_step(first)}
        steps[self._fact.id + _BEFORE] = self._tick(_BEFORE)
        steps[self._fact.id] = self._asked.record.value
        steps[self._fact.id + _AFTER] = self._tick(_AFTER)
        handed_on = self._handed_on(first, steps)
        for place, (identifier, body) in enumerate(steps.items()):
            nowhere = LogRecord(place, b"", b"")
            for sender in range(self._evidence.partitions):
                cells = handed_on.get((identifier, sender), {})
                house.step(MarkReached(sender, place, identifier, cells), nowhere)
            house.step(FactRead(place, msgspec.Raw(body)), nowhere)
        bodies = [_parsed(body) for _, body in output.outcomes]
        mine = [body for body in bodies if body["event"] == self._fact.id]
        views = {key: value for key, value in output.views.items() if value is not None}
        return FactDecidedAgain(mine, walk, verdict, self._facts(), views)

    def _by_the_facts(self) -> tuple[Verdict, Walk]:
        """Walk the table of checks over the registry as it was before the fact."""
        registry = Registry()
        for taken in self._rows:
            if taken.fact is not None:
                registry.evolve(taken.fact)
        law = ClearingLaw(self._evidence.law).on(instant_us(self._fact.at))
        with recording_walks() as walks:
            verdict = decide_fact(self._fact, registry, law)
        return verdict, walks[-1]

    def _facts(self) -> list[RecordedEvent]:
        """What was in force before the fact, with its place in partition 0."""
        topic = self._asked.record.place.topic
        return [
            RecordedEvent(
                taken.fact, Recorded(Place(topic, 0, taken.row.offset), b"", taken.row.body.encode())
            )
            for taken in self._rows
            if taken.fact is not None
        ]

    def _first_to_step(self) -> int:
        """From which fact on the house is stepped: before it, nothing is about a cycle that is stepped."""
        first_of: dict[str, int] = {}
        for place, taken in enumerate(self._rows):
            cycle = cycle_of(taken.fact)
            if cycle is not None:
                first_of.setdefault(cycle, place)
        first = len(self._rows) if self._cycle is None else first_of.get(self._cycle, len(self._rows))
        place = len(self._rows)
        while place > first:
            place -= 1
            cycle = cycle_of(self._rows[place].fact)
            if cycle is not None:
                first = min(first, first_of[cycle])
        return first

    def _to_step(self, first: int) -> Iterator[_TakenFact]:
        """The facts to step; an account matters only where a shortfall of its holder is stepped, or shown."""
        rows = self._rows[first:]
        short = {taken.fact.member for taken in rows if isinstance(taken.fact, events.ShortfallReported)}
        short.add(str(getattr(self._fact, "member", "")))
        for taken in rows:
            is_idle = (
                isinstance(taken.fact, events.SettlementAccountReported) and taken.fact.member not in short
            )
            if taken.fact is not None and not is_idle:
                yield taken

    def _handed_on(self, first: int, steps: dict[str, bytes]) -> dict[tuple[str, int], Cells]:
        """What each partition had handed on by each mark that is stepped; nothing where no cycle is asked about."""
        if self._cycle is None:
            return {}
        through = self._places(self._fact.id)
        cells = cells_at_marks(self._evidence, steps.keys(), self._since(first), through)
        before = {(self._fact.id + _BEFORE, sender): cells.get((LAST, sender), {}) for sender in through}
        return cells | (before if not isinstance(self._fact, Barrier) else {})

    def _since(self, first: int) -> dict[int, int]:
        """The places of a fact that stands before every event of every cycle that is stepped."""
        named = {self._cycle, *(cycle_of(taken.fact) for taken in self._rows[first:])}
        facts = [taken.fact for taken in self._rows if taken.fact is not None]
        begins = [
            instant_us(fact.begins_after_at)
            for fact in facts
            if isinstance(fact, events.CycleScheduled) and fact.cycle in named
        ]
        earlier = [fact for fact in facts if begins and instant_us(fact.at) <= min(begins)]
        if not earlier:
            return {}
        return self._places(earlier[-1].id)

    def _places(self, fact: str) -> dict[int, int]:
        """By partition, where a fact stands for the first time."""
        return {one.place.partition: one.place.offset for one in reversed(self._evidence.events(fact))}

    def _tick(self, ending: str) -> bytes:
        return msgspec.json.encode(events.Tick(id=self._fact.id + ending, at=self._fact.at))


def cycle_of(fact: events.Fact | None) -> str | None:
    """The cycle whose figures a fact moves or asks for, or None."""
    cycle = getattr(fact, "cycle", None)
    return cycle if isinstance(cycle, str) and not isinstance(fact, events.CycleScheduled) else None

"""What does one partition of the input decide? Business events, one at a time, by their root entry."""

from typing import Final, assert_never, get_args

import msgspec
from typing_extensions import TypeIs

from schemas import clearing as events
from schemas.instants import instant_us
from schemas.reading import body_digest
from streams.domains.clearing.law.values import ClearingLaw
from streams.domains.clearing.rules.entry import CHECKS, decide_entry
from streams.domains.clearing.rules.facts import decide_fact
from streams.domains.clearing.rules.outside_exchange import decide_outside_exchange
from streams.domains.clearing.rules.reference import ReferringEvent
from streams.domains.clearing.rules.unknown_entry import before_the_entry, primary_citation, without_entry
from streams.domains.clearing.rules.verdicts import ChecksInForce, Reason, Verdict
from streams.domains.clearing.stages.fact_log import READER, FactLog
from streams.domains.clearing.stages.handover import SOURCE, FactRead, MarkReached
from streams.domains.clearing.stages.outcomes import NAME_OF_KIND, Publisher, kind_of
from streams.domains.clearing.stages.references import References
from streams.domains.clearing.state.entries import Repeats, RootEntry
from streams.domains.clearing.state.facts import Barrier
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.totals import CELL_WIDTH, book_entry, book_outside_exchange
from streams.kernel.cells import CellRow, SentCells
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables

FIGURES_DECIDE: Final = (events.DefaultDepositsClosed, events.SettlementRequested)
"""Facts whose verdict rests on global figures; no verdict on a business event depends on them."""


class HeldRow(msgspec.Struct, array_like=True, gc=False):
    """An event that names an entry not read yet."""

    root: str
    body: str


class PartitionRow(msgspec.Struct, array_like=True, gc=False):
    """What a partition remembers of itself.

    Attributes:
        mark: how many marks were handed on.
        held_count: how many events were ever held.
        latest_us: the greatest stamp of a business event read.
    """

    mark: int = 0
    held_count: int = 0
    latest_us: int = -(1 << 62)


class Entries:
    """Folds one partition of the input."""

    def __init__(self, opening: Opening) -> None:
        self._partition = opening.partition
        self._output = opening.output
        self._publish = Publisher(opening.output)
        self._law = ClearingLaw(opening.law)
        self._roots: Table[RootEntry] = Table("roots", RootEntry)
        self._held: Table[HeldRow] = Table("held", HeldRow)
        self._about: Table[PartitionRow] = Table("partition", PartitionRow, resident=True)
        self._row = PartitionRow()
        self._facts = FactLog()
        self._registry = Registry()
        self._checks = ChecksInForce(CHECKS, self._registry)
        cells: Table[CellRow] = Table("cells", CellRow, resident=True)
        self._cells = SentCells(cells, CELL_WIDTH)
        self._references = References(self._registry, self._law, self._cells, self._publish)
        self.tables = Tables(self._roots, self._held, self._about, self._facts.table, cells)

    def resume(self) -> None:
        """Work out the registry and what was handed on from the rows."""
        self._row = self._about.get("row") or PartitionRow()
        self._cells.resume(self._row.mark)
        self._facts.resume(self._registry)

    def step(self, event: events.ClearingEvent, record: Record) -> Disposition:
        """Take one event."""
        if is_business_event(event):
            return self._take_business_event(event)
        return self._take_fact(event, record)

    def _take_business_event(self, event: events.BusinessEvent) -> Disposition:
        root_id = root_entry_id(event)
        root = self._roots.get(root_id)
        if root is None:
            root = RootEntry({})
        self._roots.put(root_id, root)
        digest = body_digest(event)
        former = root.bodies.get(event.id)
        if former is not None:
            return self._repeat(event, root_id, root, is_conflict=former != digest)
        root.bodies[event.id] = digest
        at_us = instant_us(event.at)
        if at_us > self._row.latest_us:
            self._row.latest_us = at_us
        self._about.put("row", self._row)
        match event:
            case events.EntrySubmitted():
                self._take_entry(event, root)
            case events.OutsideExchangeReported():
                self._take_outside_exchange(event)
            case _:
                return self._take_reference(event, root_id, root)
        return Disposition.DECIDED

    def _repeat(
        self, event: events.BusinessEvent, root_id: str, root: RootEntry, *, is_conflict: bool
    ) -> Disposition:
        counts = root.repeats.setdefault(event.id, Repeats())
        if is_conflict:
            counts.conflict_count += 1
        else:
            counts.duplicate_count += 1
        kind = "CONFLICT" if is_conflict else "DUPLICATE"
        self._publish.repeat(event, root_id, kind, counts)
        return Disposition.REPEATED

    def _take_entry(self, event: events.EntrySubmitted, root: RootEntry) -> None:
        law = self._law.on(instant_us(event.at))
        verdict, entry = decide_entry(event, self._registry, law, self._checks.on(law))
        if entry is None:
            root.entry_refused = True
            self._publish.verdict(event, event.id, verdict, "entry_refused")
        else:
            root.entry = entry
            book_entry(self._cells, entry)
            self._publish.verdict(
                event,
                event.id,
                verdict,
                "entry_accepted",
                {
                    "cycle": entry.cycle,
                    "value_cents": entry.value_cents,
                    "item_count": entry.item_count,
                    "guarantor": entry.made_by,
                },
            )
        held, root.held = root.held, []
        for key in held:
            self._judge_held(key, event.id, root)

    def _take_outside_exchange(self, event: events.OutsideExchangeReported) -> None:
        verdict, of = decide_outside_exchange(event, self._registry, self._law.on(instant_us(event.at)))
        if verdict.is_refused or of.cycle_name is None:
            self._publish.verdict(event, event.id, verdict, "outside_exchange_refused")
            return
        parties = (of.ultimate_payer, of.ultimate_payee)
        book_outside_exchange(self._cells, of.cycle_name, event.agent, parties, event.value_cents)
        self._publish.verdict(event, event.id, verdict, "outside_exchange_accepted", {"cycle": of.cycle_name})

    def _take_reference(self, event: ReferringEvent, root_id: str, root: RootEntry) -> Disposition:
        refused = before_the_entry(event)
        if refused is None and root.entry is not None:
            self._references.judge(event, root.entry)
            return Disposition.DECIDED
        if refused is None:
            cycle = self._registry.calendar.at(instant_us(event.at))
            refused = without_entry(entry_refused=root.entry_refused, cycle=cycle)
        if refused is not None:
            self._refuse_reference(event, refused)
            return Disposition.DECIDED
        self._hold(event, root_id, root)
        return Disposition.HELD

    def _hold(self, event: ReferringEvent, root_id: str, root: RootEntry) -> None:
        self._row.held_count += 1
        key = f"{self._row.held_count:012d}"
        self._held.put(key, HeldRow(root_id, msgspec.json.encode(event).decode()))
        root.held.append(key)
        verdict = Verdict("HELD", (primary_citation(event),))
        self._publish.verdict(event, root_id, verdict, "event_held", {"ref": root_id})

    def _judge_held(self, key: str, root_id: str, root: RootEntry) -> None:
        """Judge a held event now that its entry was read, taken or refused."""
        row = self._held.get(key)
        if row is None:
            return
        self._held.delete(key)
        event = held_event(row)
        self._release()
        if root.entry is not None:
            self._references.judge(event, root.entry)
        else:
            self._refuse_reference(event, Verdict("REFUSED", ("47(1)",), Reason.ORIGINAL_REFUSED))

    def _refuse_held_through(self, final_adjustment_us: int) -> None:
        """Refuse every held event stamped at or before the final adjustment time of a sealed cycle."""
        for key, row in list(self._held.items()):
            event = held_event(row)
            if instant_us(event.at) > final_adjustment_us:
                continue
            self._held.delete(key)
            self._release()
            root = self._roots.get(row.root)
            if root is not None:
                root.held.remove(key)
                self._roots.put(row.root, root)
            self._refuse_reference(event, Verdict("REFUSED", ("47(1)",), Reason.UNKNOWN_REFERENCE))

    def _release(self) -> None:
        """Move one event in the books from held to decided."""
        self._output.books.held -= 1
        self._output.books.decided += 1

    def _refuse_reference(self, event: ReferringEvent, verdict: Verdict) -> None:
        name = NAME_OF_KIND[kind_of(event)]
        self._publish.verdict(event, event.ref, verdict, f"{name}_refused", {"ref": event.ref})

    def _take_fact(self, fact: events.Fact | events.Tick, record: Record) -> Disposition:
        if self._partition == 0:
            body = msgspec.Raw(msgspec.json.encode(fact))
            self._output.forward(SOURCE, 0, fact.id, msgspec.json.encode(FactRead(record.offset, body)))
        if self._facts.repeat(fact) is not None:
            return Disposition.REPEATED
        if isinstance(fact, events.Tick):
            self._facts.append(fact, record.offset, evolves=False)
            self._hand_on(fact.id, record.offset)
            return Disposition.DECIDED
        at_us = instant_us(fact.at)
        if at_us <= self._row.latest_us:
            self._output.alarm(
                "fact_after_later_event",
                f"The fact {fact.id}, stamped {fact.at}, stands in partition {self._partition} at offset "
                f"{record.offset} after a business event with the same or a later stamp. Verdicts already published "
                "stand. The gateway must wait until a fact is acknowledged before it stamps later events.",
            )
        verdict = decide_fact(fact, self._registry, self._law.on(at_us))
        evolves = not verdict.is_refused and not isinstance(fact, FIGURES_DECIDE)
        self._facts.append(fact, record.offset, evolves=evolves)
        if evolves:
            self._registry.evolve(fact)
            if isinstance(fact, events.CycleSealed):
                cycle = self._registry.calendar.named(fact.cycle)
                if cycle is not None:
                    self._refuse_held_through(cycle.final_adjustment_us)
            elif isinstance(fact, events.IndirectAdvanceReported):
                self._call_items_back(fact)
        if isinstance(fact, Barrier):
            self._hand_on(fact.id, record.offset)
        return Disposition.DECIDED

    def _call_items_back(self, fact: events.IndirectAdvanceReported) -> None:
        """Ask an indirect clearer that is in default from now on for the items of this partition that it holds (59)."""
        case = self._registry.defaults.indirect_case(fact.cycle, fact.agent, fact.indirect_clearer)
        if case is None or case.default_us is None:
            return
        for ref, figures in self._cells.under(f"forwarded/{fact.agent}/{fact.indirect_clearer}/"):
            if figures[0]:
                due = {"ref": ref, "from": fact.indirect_clearer, "to": fact.agent}
                self._publish.outcome(fact, ref, "item_remittance_due", ["BL3/59"], due, (ref,))

    def _hand_on(self, mark: str, offset: int) -> None:
        """Hand the cells that changed to the clearing house, with the mark after the last record before it."""
        reached = MarkReached(self._partition, offset, mark, self._cells.hand_on())
        self._row.mark += 1
        self._about.put("row", self._row)
        self._output.mark(mark)
        self._output.forward(SOURCE, 0, mark, msgspec.json.encode(reached))


_BUSINESS_EVENTS: Final = frozenset(get_args(events.BusinessEvent))


def is_business_event(event: events.ClearingEvent) -> TypeIs[events.BusinessEvent]:
    """Whether an event is judged by its partition; a look-up, since most events of a day are such."""
    return type(event) in _BUSINESS_EVENTS


def root_entry_id(event: events.BusinessEvent) -> str:
    """The id under which everything about an entry meets: its own, or the one an event refers to."""
    match event:
        case events.EntrySubmitted() | events.OutsideExchangeReported():
            return event.id
        case (
            events.CorrectionSubmitted()
            | events.ReturnSubmitted()
            | events.ItemForwarded()
            | events.ItemRemitted()
            | events.ReimbursementClaimed()
        ):
            return event.ref
        case _:
            assert_never(event)


def held_event(row: HeldRow) -> ReferringEvent:
    """The event of a held row."""
    event = READER.read(row.body.encode())
    if not isinstance(event, ReferringEvent):
        raise LookupError(f"a held event of {row.root} cannot be read: {event}")
    return event

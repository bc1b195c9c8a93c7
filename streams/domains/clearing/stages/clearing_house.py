"""What does the clearing house decide? Facts, in order, with the figures of all partitions at their place."""

from collections import deque

import msgspec

from schemas import clearing as events
from schemas.instants import instant_us
from streams.domains.clearing.law.values import ClearingLaw, Values
from streams.domains.clearing.rules.facts import decide_fact
from streams.domains.clearing.rules.notices import notices
from streams.domains.clearing.rules.verdicts import CORPUS, Reason, Verdict
from streams.domains.clearing.stages.case_steps import CaseSteps
from streams.domains.clearing.stages.fact_log import READER, FactLog
from streams.domains.clearing.stages.handover import FactRead, Handover
from streams.domains.clearing.stages.house_books import HouseBooks
from streams.domains.clearing.stages.outcomes import Publisher
from streams.domains.clearing.state.cases import CURED_BY_RETURNS
from streams.domains.clearing.state.facts import Barrier, aggregate_id
from streams.domains.clearing.state.registry import Registry
from streams.kernel.cells import ReceivedCells
from streams.kernel.mark import MarkGate
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables
from streams.kernel.watched import Watched


class HouseRow(msgspec.Struct, array_like=True, gc=False):
    """How many facts were ever queued."""

    queued: int = 0


class QueuedFact(msgspec.Struct, array_like=True, gc=False):
    """A fact that waits for its turn, with its place in partition 0."""

    offset: int
    body: str


class ClearingHouse:
    """Folds the facts once, and the newest cumulative cells of each partition."""

    def __init__(self, opening: Opening) -> None:
        self._output = opening.output
        self._publish = Publisher(opening.output)
        self._law = ClearingLaw(opening.law)
        self._registry = Registry()
        self._facts = FactLog()
        self._about: Table[HouseRow] = Table("house", HouseRow, resident=True)
        self._row = HouseRow()
        self._waiting: Table[QueuedFact] = Table("queue", QueuedFact, resident=True)
        self._queue: deque[str] = deque()
        snapshots: Table[dict[str, list[int]]] = Table("snapshots", dict[str, list[int]])
        self._gate = MarkGate(snapshots, opening.sender_count)
        cells: Table[list[int]] = Table("cells", list[int], resident=True)
        self._cells = ReceivedCells(cells)
        self._steps = CaseSteps(self._registry, self._cells, self._publish)
        self._watched = Watched(opening.output)
        self._books = HouseBooks(self._registry, self._cells, self._steps, self._publish, self._watched)
        self.tables = Tables(
            self._facts.table,
            self._about,
            self._waiting,
            snapshots,
            cells,
            self._steps.cases,
            self._steps.accounts,
            self._steps.sub_accounts,
            self._books.cycles,
            self._watched.table,
        )

    def resume(self) -> None:
        """Work out the registry, the sums and the queue from the rows."""
        self._row = self._about.get("row") or HouseRow()
        self._queue = deque(self._waiting)
        self._gate.resume()
        self._cells.resume()
        self._facts.resume(self._registry)
        self._watched.resume()

    def step(self, handover: Handover, record: Record) -> Disposition:
        """Take a fact or a mark; go on as far as marks have come from every partition."""
        if isinstance(handover, FactRead):
            self._row.queued += 1
            self._about.put("row", self._row)
            key = f"{self._row.queued:012d}"
            self._waiting.put(key, QueuedFact(handover.offset, bytes(handover.body).decode()))
            self._queue.append(key)
        else:
            self._gate.arrive(handover.mark, str(handover.partition), handover.cells)
        self._go_on()
        return Disposition.DECIDED

    def _go_on(self) -> None:
        """Handle the queued facts strictly in order, up to the first that waits for a mark."""
        while self._queue:
            fact, offset = self._queued(self._queue[0])
            if self._facts.knows(fact.id):
                self._count_repeat(fact)
            elif isinstance(fact, Barrier | events.Tick):
                missing = self._gate.missing_count(fact.id)
                self._output.gauges["marks_missing", ""] = missing
                if missing:
                    return
                self._receive(fact.id)
                self._take(fact, offset)
            else:
                self._take(fact, offset)
            self._waiting.delete(self._queue.popleft())

    def _queued(self, key: str) -> tuple[events.Fact | events.Tick, int]:
        """A queued fact and its place in partition 0."""
        row = self._waiting.get(key)
        fact = READER.read(None if row is None else row.body.encode())
        if row is None or not isinstance(fact, events.Fact | events.Tick):
            raise LookupError(f"the queued fact {key} cannot be read: {fact}")
        return fact, row.offset

    def _count_repeat(self, fact: events.Fact | events.Tick) -> None:
        repeat = self._facts.repeat(fact)
        if repeat is not None:
            kind, counts = repeat
            self._publish.repeat(fact, aggregate_id(fact), kind, counts)

    def _receive(self, mark: str) -> None:
        """Add up the cells that every partition handed on with a mark, and show what changed."""
        changed: set[str] = set()
        for sender, cells in self._gate.take(mark):
            self._cells.receive(sender, cells)
            changed.update(cells)
        self._books.show_cells(changed)

    def _take(self, fact: events.Fact | events.Tick, offset: int) -> None:
        if isinstance(fact, events.Tick):
            self._facts.append(fact, offset, evolves=False)
            self._books.show_touched()
            return
        law = self._law.on(instant_us(fact.at))
        verdict = decide_fact(fact, self._registry, law)
        if not verdict.is_refused:
            verdict = self._refused_by_figures(fact) or verdict
        self._facts.append(fact, offset, evolves=not verdict.is_refused)
        if not verdict.is_refused:
            self._books.note_ends_before(fact)
            self._registry.evolve(fact)
            verdict = self._act(fact, verdict, law)
        kind = "fact_refused" if verdict.is_refused else "fact_accepted"
        fields = {} if verdict.is_refused else {"verdict": verdict.verdict, **dict(verdict.more)}
        self._publish.verdict(fact, aggregate_id(fact), verdict, kind, fields)
        for notice in notices(fact, verdict, self._registry):
            self._show_notice(fact, notice.cite, notice.sender, notice.receiver, notice.manner)
        if not verdict.is_refused:
            self._books.touch(fact)
        # Cells come with the marks of a refused fact, too, and what they touched is not remembered over a restart.
        self._books.show_touched()

    def _refused_by_figures(self, fact: events.Fact) -> Verdict | None:
        """The refusals that rest on global figures (checks 39 and 41)."""
        if isinstance(fact, events.DefaultDepositsClosed):
            case = self._steps.cases.get(f"{fact.cycle}/{fact.member}")
            if case is not None and case.state == CURED_BY_RETURNS:
                return Verdict("REFUSED", ("57(1)",), Reason.SHORTFALL_CURED)
        if isinstance(fact, events.SettlementRequested) and self._books.blocked_by(fact.cycle):
            return Verdict("REFUSED", ("50",), Reason.SETTLEMENT_BLOCKED)
        return None

    def _act(self, fact: events.Fact, verdict: Verdict, law: Values) -> Verdict:
        """Work out what an accepted fact does to the figures; its final verdict."""
        match fact:
            case events.CycleSealed():
                self._books.establish(fact)
            case events.SettlementAccountReported():
                self._steps.report_account(fact)
            case events.SubAccountReported():
                self._steps.report_sub_account(fact)
            case events.ShortfallReported():
                self._steps.report_shortfall(fact)
            case events.AdvanceReported():
                return self._steps.report_advance(fact)
            case events.DefaultReturnsClosed():
                return self._steps.close_returns(fact)
            case events.DepositReceived():
                self._steps.receive_deposit(fact)
            case events.DefaultDepositsClosed():
                return self._steps.close_deposits(fact, law)
            case events.RecoveryInterestAccrued():
                self._steps.accrue_interest(fact, law)
            case events.SettlementRequested():
                return self._books.instruct(fact)
            case events.SettlementEffected():
                return self._books.settle(fact)
            case events.IndirectAdvanceReported():
                return self._books.report_indirect_advance(fact)
            case _:
                pass
        return verdict

    def _show_notice(self, fact: events.Fact, cite: str, sender: str, receiver: str, manner: str) -> None:
        row = {"event": fact.id, "cites": [CORPUS + cite], "from": sender, "to": receiver, "manner": manner}
        self._publish.row("notices", "/".join((fact.id, cite, sender, receiver, manner)), row)
        fields = {"from": sender, "to": receiver, "manner": manner}
        parts = (cite, sender, receiver, manner)
        self._publish.outcome(fact, aggregate_id(fact), "notice_due", [CORPUS + cite], fields, parts)

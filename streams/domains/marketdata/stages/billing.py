"""What does billing do at a mark? Documents, anomalies and advice at a close, and the running figures."""

from schemas import marketdata as events
from streams.domains.marketdata.rules.advice import advised
from streams.domains.marketdata.rules.anomaly import Anomaly, Kind
from streams.domains.marketdata.rules.bill import Line, lines
from streams.domains.marketdata.rules.document import (
    Issue,
    difference,
    invoice,
    note,
)
from streams.domains.marketdata.rules.findings import month_anomalies, statement_anomalies
from streams.domains.marketdata.rules.refusal import Scope
from streams.domains.marketdata.stages.anomaly_book import AnomalyBook
from streams.domains.marketdata.stages.documents import Documents
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.stages.figures import Figures
from streams.domains.marketdata.stages.handover import MARKS, Handover
from streams.domains.marketdata.stages.inbox import Inbox, Turn
from streams.domains.marketdata.stages.month_counts import MonthCounts
from streams.domains.marketdata.stages.outcomes import Publisher, fact_key
from streams.domains.marketdata.state.months import month_of_text, month_text
from streams.kernel.citation import cites
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Tables


class Billing:
    """Folds the facts once, and the newest counts of every partition of users and individuals."""

    def __init__(self, opening: Opening) -> None:
        self._publish = Publisher(opening.output)
        self._partitions = opening.partitions
        self._book = FactBook(opening.law)
        self._inbox = Inbox(opening.sender_count, self._silent_count, opening.output)
        self._counts = MonthCounts()
        self._documents = Documents(self._publish, opening.output)
        self._anomalies = AnomalyBook(self._publish, opening.output)
        self._figures = Figures(self._book, self._counts, self._documents, opening.output)
        self.tables = Tables(
            *self._book.tables,
            *self._inbox.tables,
            *self._counts.tables,
            *self._documents.tables,
            *self._anomalies.tables,
            *self._figures.tables,
        )

    def resume(self) -> None:
        """Read the facts, what waits and the sums from the rows."""
        self._book.resume()
        self._inbox.resume()
        self._counts.resume()
        self._anomalies.resume()

    def step(self, handover: Handover, record: Record) -> Disposition:
        """Take what was handed on; go on as far as marks have come from every sender."""
        if not self._inbox.take(handover):
            return Disposition.REPEATED
        for turn in self._inbox.turns():
            self._take(turn)
        return Disposition.DECIDED

    def _silent_count(self) -> int:
        """Individuals, half of the senders, hand marks on only once a device is dedicated to somebody."""
        return 0 if self._book.devices.are_lent else self._partitions

    def _take(self, turn: Turn) -> None:
        fact = turn.fact
        for part in turn.parts:
            self._counts.receive(part)
            self._anomalies.receive(part)
        refused = self._book.take(fact)
        if refused is not None:
            self._publish.refused(fact_key(fact), Scope(), fact.id, refused)
        elif isinstance(fact, events.MonthClosed):
            self._close(fact)
        elif isinstance(fact, events.Tick):
            self._figures.report(self._book.recorded_in(fact.at))
        if not isinstance(fact, events.Tick | events.DeviceClassified):
            self._figures.forget()
        if isinstance(fact, MARKS):
            self._figures.show()

    def _lines(self, month: int, *, is_judged: bool = False) -> dict[str, list[Line]]:
        standing = self._book.standing(month, is_judged=is_judged)
        return lines(standing, self._counts.of(month, is_judged=is_judged).counts)

    def _close(self, close: events.MonthClosed) -> None:
        """Correct the months closed before, bill the month, and say what is found and advised."""
        month = month_of_text(close.month)
        issue = Issue(close.month, close.at)
        for closed in sorted(self._book.admission.closes):
            if closed != month:
                self._correct(closed, issue, close.id)
        for entity, owed in self._lines(month).items():
            self._documents.issue(invoice(entity, owed, issue), owed, close.id)
        self._anomalies.settle(self._found(), close.id, close.month)
        self._advise(month, close.id)
        self._figures.report(month)

    def _correct(self, month: int, issue: Issue, close: str) -> None:
        now = self._lines(month)
        for entity in sorted({*now, *self._documents.entities(month)}):
            changed = difference(now.get(entity, ()), self._documents.billed(month, entity) or ())
            if changed:
                self._documents.issue(note(entity, month_text(month), changed, issue), changed, close)

    def _found(self) -> set[Anomaly]:
        """What is found now but for single users, in all closed months."""
        found: set[Anomaly] = set()
        for month in self._book.admission.closes:
            standing = self._book.standing(month)
            found.update(month_anomalies(standing, self._counts.of(month)))
            found.update(statement_anomalies(standing.statements))
            if self._would_change(month):
                found.add(Anomaly(Kind.CORRECTION_AFTER_MONTH_FINAL, month_text(month)))
        return found

    @cites("MARKETDATA/R20")
    def _would_change(self, month: int) -> bool:
        """Whether what came too late for a final month would change its lines."""
        if not (self._book.has_late_facts(month) or self._counts.has_left_out(month)):
            return False
        return _figures_of(self._lines(month)) != _figures_of(self._lines(month, is_judged=True))

    def _advise(self, month: int, close: str) -> None:
        advices = advised(self._book.standing(month), self._counts.of(month).counts)
        self._figures.fix_advice(month, advices)
        for pair, one in advices.items():
            self._publish.advice(month_text(month), pair, one, close)


def _figures_of(lines_: dict[str, list[Line]]) -> dict[str, list[tuple[object, ...]]]:
    """Lines without what sets their prices."""
    return {entity: [(*line.key, line.quantity) for line in owed] for entity, owed in lines_.items()}

"""What do the totals work out? Who is how near to the line, at each close, from the figures of all partitions."""

from collections.abc import Iterable

import msgspec

from schemas.swaps import ControlRecorded, DayClosed, Fact, Mark, RegistrationRecorded
from streams.domains.swaps.law.values import SwapsLaw
from streams.domains.swaps.rules.aggregation import Aggregation, after
from streams.domains.swaps.rules.cap import Caps
from streams.domains.swaps.rules.crossing import Crossings
from streams.domains.swaps.rules.window import quarter_of, quarter_span
from streams.domains.swaps.stages import close_rows
from streams.domains.swaps.stages.close_outcomes import CloseOutcomes
from streams.domains.swaps.stages.close_rows import CapRows, DayViews, LaidRows, PersonViews
from streams.domains.swaps.stages.fact_log import FactLog
from streams.domains.swaps.stages.handover import FactPassed, FiguresChanged, Handover, MarkPassed
from streams.domains.swaps.state.registry import ALWAYS, Registry, Span
from streams.kernel.backlog import Backlog, Reached
from streams.kernel.cells import ReceivedCells
from streams.kernel.history import lay_version
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables
from streams.kernel.watched import Watched

CLOSES = "closes"


class TotalsRow(msgspec.Struct, array_like=True, gc=False):
    """How far the totals have come.

    Attributes:
        close: how many closes there were.
        last_day: the day of the last close.
        latest_day: the latest day closed so far.
    """

    close: int = 0
    last_day: str = ""
    latest_day: str = ""


class Totals:
    """Folds the newest figures of each sender and the facts once; acts when a mark has come from everybody."""

    def __init__(self, opening: Opening) -> None:
        self._output = opening.output
        law = SwapsLaw(opening.law)
        self._registry = Registry()
        self._facts = FactLog()
        self._about: Table[TotalsRow] = Table("totals", TotalsRow, resident=True)
        self._row = TotalsRow()
        self._closes_of: Table[int] = Table("closes_of", int, resident=True)
        self._missing: Table[list[str]] = Table("missing", list[str], resident=True)
        cells: Table[list[int]] = Table("cells", list[int], resident=True)
        self._cells = ReceivedCells(cells)
        self._cell_rows = cells
        self._aggregation = Aggregation(self._registry, law)
        self._crossings = Crossings(self._aggregation, self._registry, law)
        self._caps = CapRows(Caps(self._aggregation.days, self._aggregation.affiliates, law))
        self._views = PersonViews(self._registry, self._aggregation, self._crossings, law)
        self._laid = LaidRows(opening.output)
        self._outcomes = CloseOutcomes(opening.output)
        items: Table[Handover] = Table("backlog", Handover)  # type: ignore[arg-type]
        reached: Table[Reached] = Table("reached", Reached, resident=True)
        self._backlog = Backlog(items, reached, opening.sender_count)
        self._watched = Watched(opening.output)
        outcomes = (self._outcomes.levels, self._outcomes.requirements, self._outcomes.caps)
        own = (self._about, self._closes_of, self._missing, cells, items, reached, self._watched.table)
        self.tables = Tables(self._facts.table, self._laid.table, *outcomes, *own)

    def resume(self) -> None:
        """Work out what is derived from the rows; what was found of each person's days is found again."""
        self._row = self._about.get("row") or TotalsRow()
        self._facts.resume()
        self._backlog.resume()
        self._cells.resume()
        self._laid.resume()
        self._watched.resume()
        for _, fact in self._facts.facts():
            self._registry.lay_down(fact)
        self._count({key.split("/", 1)[1] for key in self._cell_rows})

    def step(self, handover: Handover, record: Record) -> Disposition:
        """Take what a sender handed on; go on as far as marks have come from everybody."""
        self._backlog.arrive(handover.sender, handover, is_mark=isinstance(handover, MarkPassed))
        for items in self._backlog.complete():
            self._take(items)
        self._output.gauges["marks_missing", ""] = self._backlog.missing_count
        return Disposition.DECIDED

    def _take(self, items: list[Handover]) -> None:
        """Take all that stands before a mark, then the mark."""
        mark: Mark | None = None
        changed: set[str] = set()
        for item in items:
            if isinstance(item, FactPassed):
                self._lay_down(item.fact)
            elif isinstance(item, FiguresChanged):
                self._cells.receive(item.sender, item.cells)
                changed.update(item.cells)
                self._note_missing(item)
            elif isinstance(item, MarkPassed):
                mark = item.mark
        self._count(changed)
        self._aggregation.news()
        self._crossings.news()
        if mark is not None:
            self._facts.append(mark)
        if isinstance(mark, DayClosed):
            self._close(mark)

    def _lay_down(self, fact: Fact) -> None:
        """Take a fact, and notice whose totals it may change from when on."""
        self._facts.append(fact)
        spans = self._registry.lay_down(fact)
        affiliates = self._aggregation.affiliates
        if isinstance(fact, ControlRecorded):
            touched = affiliates.control_changed(fact.entity)
            self._changed(touched, spans)
            for person in touched:
                self._changed_caps(person, self._aggregation.days.figures(person))
        elif isinstance(fact, RegistrationRecorded):
            self._changed(affiliates.asking(fact.entity), spans)

    def _changed(self, persons: set[str], spans: list[Span]) -> None:
        self._crossings.changed(persons, min((span.valid_from for span in spans), default=ALWAYS))

    def _changed_caps(self, person: str, days: Iterable[str]) -> None:
        for quarter in {quarter_of(day) for day in days}:
            self._caps.changed(person, quarter)

    def _note_missing(self, figures: FiguresChanged) -> None:
        for key, currencies in figures.missing.items():
            if currencies:
                self._missing.put(f"{figures.sender}/{key}", currencies)
            else:
                self._missing.delete(f"{figures.sender}/{key}")

    def _count(self, keys: Iterable[str]) -> None:
        """Take the newest sums of persons and dates, and notice whose totals they change."""
        changed: dict[str, list[str]] = {}
        for key in sorted(keys):
            figures = self._cells.get(key)
            if figures is not None:
                entity, _, day = key.partition("/")
                self._aggregation.days.set(entity, day, figures)
                changed.setdefault(entity, []).append(day)
        affiliates = self._aggregation.affiliates
        for entity, days in changed.items():
            persons = affiliates.add(entity) | affiliates.asking(entity)
            self._crossings.changed(persons, days[0])
            for person in persons:
                self._changed_caps(person, days)

    def _close(self, mark: DayClosed) -> None:
        """Answer for a day."""
        row, day = self._row, mark.day_on
        row.close += 1
        count = (self._closes_of.get(day) or 0) + 1
        self._closes_of.put(day, count)
        views = self._views.of(day)
        for view, rows in views._asdict().items():
            self._laid.lay_view(view, row.close, rows)
        self._lay_caps(day)
        name = day if count == 1 else f"{day}#{count}"
        lay_version(self._output, CLOSES, name, row.close, {"day_on": day, "event": mark.id})
        digest = (self._laid.digest + self._aggregation.days.digest_through(day)) % close_rows.DIGEST_MODULUS
        self._outcomes.establish(mark, count, format(digest, "032x"))
        self._publish_missing(mark)
        if day >= row.latest_day:
            self._compare(mark, views)
            self._watch(views)
            row.latest_day = day
        row.last_day = day
        self._about.put("row", row)

    def _watch(self, views: DayViews) -> None:
        """Show how near the line anybody is, and how many have to register."""
        rows = views.threshold_distance.values()
        distances = [cents for row in rows if isinstance(cents := row["distance_cents"], int)]
        if distances:
            self._watched.set("least_distance_cents", min(distances))
        due = (row for row in views.registration_state.values() if row["registration_due_on"])
        self._watched.set("registrations_due", sum(not row["registered"] for row in due))

    def _lay_caps(self, day: str) -> None:
        """Show the use of capped exceptions where it may be another than at the close before."""
        days = self._aggregation.days
        for entity in days.entities():
            self._changed_caps(entity, days.dates(entity, *_quarters_between(self._row.last_day, day)))
        for subject, usage in self._caps.news(day):
            shown = None if usage is None else usage._asdict()
            self._laid.lay(close_rows.CAP_USAGE, subject, self._row.close, shown)

    def _publish_missing(self, close: DayClosed) -> None:
        parts: dict[tuple[str, str], list[str]] = {}
        for key, currencies in self._missing.items():
            _, rate_on, part = key.split("/")
            if rate_on <= close.day_on:
                for currency in currencies:
                    parts.setdefault((currency, rate_on), []).append(part)
        self._outcomes.rates_missing(close, {key: sorted(names) for key, names in parts.items()})

    def _compare(self, close: DayClosed, views: DayViews) -> None:
        """Publish what is other than at the last close of a day not later."""
        self._outcomes.compare_levels(close, views.threshold_distance, views.person_totals)
        self._outcomes.compare_requirements(close, views.registration_state)
        self._outcomes.compare_caps(close, self._caps.exceeded)


def _quarters_between(one: str, other: str) -> tuple[str, str]:
    """The first date of the earlier day's quarter, and what sorts behind the later day's quarter."""
    first = quarter_span(quarter_of(min(one, other)))[0] if one else ALWAYS
    return first, after(quarter_span(quarter_of(max(one, other)))[1])

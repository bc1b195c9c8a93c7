"""A slow, literal reading of the market data contract for one log, for comparison with the product.

Every figure is worked out from scratch, on the events admitted to its month at that place of the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .marketdata_model_advice import Advice, license_advice
from .marketdata_model_calendar import bounds, instant, month_of, ordinal
from .marketdata_model_month import Anomalies, Lines, Month
from .marketdata_model_outcomes import Outcome, advised, anomalies, issued, refused
from .marketdata_model_parameters import DEFAULTS, Parameters
from .marketdata_model_schema import Event, as_event, body, scope
from .marketdata_model_statements import Reading, Statements, frozen
from .marketdata_model_uses import Usage
from .marketdata_model_views import document, result_document

Scope = tuple[str, ...]


@dataclass(frozen=True)
class Close:
    """An accepted close of a month."""

    place: int
    event: Event


@dataclass
class Books:
    """A log as it was read."""

    parameters: Parameters
    readings: list[Reading] = field(default_factory=list)
    bodies: dict[tuple[Scope, str], str] = field(default_factory=dict)
    refusals: set[tuple[Scope, str, str]] = field(default_factory=set)
    closes: dict[str, Close] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    documents: list[Event] = field(default_factory=list)
    billed: dict[str, Lines] = field(default_factory=dict)
    advised: dict[str, dict[tuple[str, str], Advice]] = field(default_factory=dict)
    anomalies: Anomalies = field(default_factory=set)
    held: Anomalies = field(default_factory=set)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    assessed: dict[tuple[str, tuple[int, ...]], Month] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        """The billing time zone."""
        return str(self.parameters["marketdata.billing_time_zone"])

    def refuse(self, event: Event, reason: str) -> None:
        """Section 6.1: a repeated refusal is one record."""
        self.refusals.add((scope(event), event["id"], reason))
        self.publish(refused(event, reason))

    def publish(self, outcome: Outcome) -> None:
        """Section 8.1: an outcome once written never changes."""
        self.outcomes.setdefault(outcome["id"], outcome)

    # Section 7.9: what is admitted to a month.

    def admitted(self, month: str) -> list[Reading]:
        """To an open month everything read so far, to a closed one nothing that was recorded too late."""
        window = self.parameters["marketdata.correction_window_months"]
        close = self.closes.get(month)
        if close is None or window is None:
            return self.readings
        return [
            each
            for each in self.readings
            if each.place < close.place or ordinal(each.recorded) - ordinal(month) <= window
        ]

    def assess(self, month: str, readings: list[Reading] | None = None) -> Month:
        """A month on what is admitted to it, or on other events; worked out once for the same events."""
        admitted = self.admitted(month) if readings is None else readings
        name = (month, tuple(each.place for each in admitted))
        if name not in self.assessed:
            statements = Statements(admitted, self.parameters)
            self.assessed[name] = Month(month, statements, Usage(statements))
        return self.assessed[name]


def run(events: Iterable[object], parameters: Parameters | None = None) -> dict[str, Any]:
    """Section 8.2: the result document of a log as it stands after the last event."""
    return result_document(read(events, parameters))


def read(events: Iterable[object], parameters: Parameters | None = None) -> Books:
    """Reads a log to its end."""
    books = Books({**DEFAULTS, **(parameters or {})})
    for place, record in enumerate(events):
        event = as_event(record)
        if event is not None:
            _read(books, place, event)
    return books


def _read(books: Books, place: int, event: Event) -> None:
    """Section 6.1: passes over a repeat, refuses, or takes an event in."""
    name = (scope(event), event["id"])
    if name in books.bodies:
        if books.bodies[name] != body(event):
            books.refuse(event, "EVENT_ID_CONFLICT")
        return
    books.bodies[name] = body(event)
    reason = _refusal(books, event)
    if reason is not None:
        books.refuse(event, reason)
        return
    at = instant(event["at"])
    recorded = month_of(at, books.zone)
    if event["type"] == "month_closed":
        close_month(books, place, event)
    elif event["type"] == "tick":
        books.ticked.add(recorded)
    else:
        books.readings.append(Reading(place, event, at, recorded))


def _refusal(books: Books, event: Event) -> str | None:
    """Section 6.1: the first reason that applies, after the one about identifiers."""
    at = instant(event["at"])
    if event["type"] == "feed_accessed":
        ahead = instant(event["accessed_at"]) - at
        tolerance = books.parameters["marketdata.access_clock_tolerance_seconds"]
        return "ACCESS_IN_FUTURE" if ahead.total_seconds() > tolerance else None
    if event["type"] == "month_closed":
        if at < bounds(event["month"], books.zone)[1]:
            return "MONTH_NOT_ENDED"
        if event["month"] in books.closes:
            return "MONTH_ALREADY_CLOSED"
    return None


def close_month(books: Books, place: int, event: Event) -> None:
    """Section 7.9: notes for the months closed earlier, then the invoices of the month."""
    month: str = event["month"]
    held: Anomalies = set()
    for earlier in sorted(books.closes):
        assessed = books.assess(earlier)
        differences: Lines = assessed.lines.copy()
        differences.subtract(books.billed[earlier])
        _issue(books, event, assessed, differences, is_note=True)
        held |= assessed.anomalies | assessed.statements.anomalies()
        if books.assess(earlier, books.readings).lines != assessed.lines:
            held.add(frozen({"anomaly": "CORRECTION_AFTER_MONTH_FINAL", "month": earlier}))
    assessed = books.assess(month)
    _issue(books, event, assessed, assessed.lines, is_note=False)
    held |= assessed.anomalies | assessed.statements.anomalies()
    books.advised[month] = license_advice(assessed)
    for pair, advice in books.advised[month].items():
        books.publish(advised(event, pair, advice))
    for outcome in anomalies(event, books.anomalies, books.held, held):
        books.publish(outcome)
    books.anomalies |= held
    books.held = held
    books.closes[month] = Close(place, event)


def _issue(books: Books, close: Event, month: Month, lines: Lines, *, is_note: bool) -> None:
    """One document for each legal entity with a line, in the order of the entities."""
    books.billed[month.month] = month.lines
    changed = {key: quantity for key, quantity in lines.items() if quantity}
    for entity in sorted({key.legal_entity for key in changed}):
        of_entity = {key: quantity for key, quantity in changed.items() if key.legal_entity == entity}
        issue = document(close, month.month, entity, of_entity, is_note=is_note)
        books.documents.append(issue)
        books.publish(issued(close, issue, month))

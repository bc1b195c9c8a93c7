"""A slow, literal reading of the clearing contract for one log, for comparison with the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .clearing_model_books import Books
from .clearing_model_business import BUSINESS_TYPES, ENTRY_TYPES, read_business_event
from .clearing_model_facts import (
    REGISTRY_CHECKS,
    Reading,
    assessment,
    cease_notice_verdict,
    effect_instant,
)
from .clearing_model_notices import notices
from .clearing_model_registry import Fact
from .clearing_model_rules import (
    DEFAULT_PARAMETERS,
    Checks,
    Verdict,
    cites,
    first_failure,
    primary_citation,
    refused,
)
from .clearing_model_schema import as_event, canonical, instant
from .clearing_model_settlement import DECIDING, FOLLOWING, SETTLEMENT_CHECKS
from .clearing_model_views import result_document

ALL_CHECKS = REGISTRY_CHECKS | SETTLEMENT_CHECKS
ALL_DECIDING: dict[str, Callable[[Reading], Verdict]] = {
    **DECIDING,
    "application_completed": assessment,
    "agent_cease_notice_given": cease_notice_verdict,
}


def run(events: list[dict[str, Any]], parameters: dict[str, Any] | None = None) -> dict[str, Any]:
    """Section 10: the result document of a log as it stands after the last event."""
    books = Books({**DEFAULT_PARAMETERS, **(parameters or {})})
    for record in events:
        books.position += 1
        event = as_event(record)
        if event is not None and not _is_repeat(books, event):
            _read(books, event)
    return result_document(books)


def _is_repeat(books: Books, event: dict[str, Any]) -> bool:
    """Section 9: counts repeats and conflicts within one root entry, or within all facts and ticks."""
    root = ""
    if event["type"] in BUSINESS_TYPES:
        root = event["id"] if event["type"] in ENTRY_TYPES else event["ref"]
    body = canonical(event)
    first = books.bodies.setdefault((root, event["id"]), "")
    if not first:
        books.bodies[root, event["id"]] = body
        return False
    counts = books.repeats.setdefault(event["id"], {"duplicate_count": 0, "conflict_count": 0})
    counts["duplicate_count" if first == body else "conflict_count"] += 1
    return True


def _read(books: Books, event: dict[str, Any]) -> None:
    """Section 5: gives an event its verdict; a tick has none."""
    if event["type"] in BUSINESS_TYPES:
        read_business_event(books, event)
    elif event["type"] != "tick":
        _read_fact(books, event)


def _read_fact(books: Books, body: dict[str, Any]) -> None:
    """Section 3.2: judges a fact by everything read before it, and applies it."""
    reading = Reading(books, body, instant(body["at"]), effect_instant(body), books.registry())
    reason = first_failure(_fact_checks(reading))
    if reason is not None:
        books.verdicts[body["id"]] = refused(body, reason)
        return
    verdict: Verdict = {"verdict": "ACCEPTED", "cites": cites(primary_citation(body))}
    if body["type"] in ALL_DECIDING:
        verdict = ALL_DECIDING[body["type"]](reading)
    if body["type"] in FOLLOWING:
        FOLLOWING[body["type"]](reading)
    books.verdicts[body["id"]] = verdict
    fact = Fact(books.position, body, verdict["verdict"], reading.at, reading.effect)
    books.facts.append(fact)
    books.notices.extend(notices(books.registry(), fact))


def _fact_checks(reading: Reading) -> Checks:
    """Section 6: the checks of a fact, with the two that many types share."""
    checks = ALL_CHECKS[reading.body["type"]](reading)
    checks["BACKDATED"] = lambda: reading.effect < reading.at
    if "cycle" in reading.body and reading.body["type"] != "cycle_scheduled":
        checks["UNKNOWN_CYCLE"] = lambda: reading.body["cycle"] not in reading.registry.cycles()
    return checks

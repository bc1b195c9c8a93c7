"""A slow, literal reading of the comms contract for one log, for comparison with the product."""

from __future__ import annotations

from typing import Any

from .comms_model_breaches import SEVERITIES_AND_CITES, breaches, severity
from .comms_model_records import Records
from .comms_model_schema import read
from .comms_model_segment_breaches import Key
from .comms_model_time import milliseconds, printed
from .comms_model_views import Rows, search, views


def run(records: list[Any], parameters: dict[str, Any] | None = None) -> Rows:
    """Section 12.2: the result document at the last tick of a log that has one."""
    return ticks(records, parameters)[-1][1]


def ticks(records: list[Any], parameters: dict[str, Any] | None = None) -> list[tuple[str, Rows]]:
    """Section 3.4: each tick by its id, with the result of the log up to it, recomputed from nothing."""
    standing, conflicts = read(records)
    now: int | None = None
    seen: dict[Key, Rows] = {}
    answers: Rows = {}
    results = []
    for tick in [entry for entry in standing if entry.event["type"] == "tick"]:
        at = milliseconds(tick.event["at"])
        now = at if now is None else max(now, at)
        known = Records([entry for entry in standing if entry.place <= tick.place], parameters or {})
        _remember_breaches(seen, known, now)
        for query in known.registers.of("register_searched"):
            if query["id"] not in answers:
                answers[query["id"]] = search(known, query)
        document = views(known, now, [entry for entry in conflicts if entry.place <= tick.place])
        document["breaches"] = [dict(seen[key]) for key in sorted(seen)]
        document["searches"] = dict(answers)
        results.append((str(tick.event["id"]), document))
    return results


def _remember_breaches(seen: dict[Key, Rows], known: Records, now: int) -> None:
    """Section 8: opened at the first tick seen, closed at the first tick at which the condition holds no longer."""
    holding = breaches(known, now)
    for key, breach in holding.items():
        opened_at = seen[key]["opened_at"] if key in seen else printed(now)
        seen[key] = {
            "code": breach.code,
            "object": breach.object,
            **({} if breach.segment is None else {"segment": breach.segment}),
            "severity": severity(known, breach.code),
            "status": "OPEN",
            "opened_at": opened_at,
            "cites": SEVERITIES_AND_CITES[breach.code][1],
            **breach.details,
        }
    for key in seen.keys() - holding.keys():
        if seen[key]["status"] == "OPEN":
            seen[key] |= {"status": "CLOSED", "closed_at": printed(now)}

"""What must a compliance office do next, and since when or by when?"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from streams.desks.comms.local_time import oslo_day
from streams.domains.comms.explanations.codes import CODES
from streams.domains.comms.state.calendar import plus_days
from streams.register.database import Database
from streams.register.reading import ViewRow, as_of_at, open_rows, row_of, rows_called

_OF_DUE_RECORDS: Final = ("SURPLUS_OVERDUE", "DELETION_OVERDUE")
_OF_REQUESTS: Final = "ACCESS_OVERDUE"
_SEVERITIES: Final = ("LAW", "RECOMMENDATION", "FINDING")
"""What breaks the law comes first of what is due on one day."""


class Item(msgspec.Struct, frozen=True):
    """Something to be done.

    Attributes:
        due_on: day in Oslo by which it is to be done; of a breach the day on which it was found.
        is_overdue: that day has passed, or the breach stands.
        code: of the breach; None where nothing is broken yet.
        severity: of the breach.
        segment: of the communication, where the breach has one.
    """

    due_on: str
    is_overdue: bool
    kind: str
    object: str
    what: str
    code: str | None = None
    severity: str | None = None
    segment: int | None = None
    cites: list[str] = []


class Overdue(msgspec.Struct, frozen=True):
    """Everything that is to be done, the most urgent first."""

    as_of_at: str
    items: list[Item]


def overdue(database: Database, *, ahead_days: int | None = None) -> Overdue:
    """What is to be done: breaches to be mended, records to be deleted, requests to be answered.

    Args:
        ahead_days: leave out what is due later than so many days after the day of the register; None: nothing.

    Evidence that is still in its grace window is in none of the views: it is told when the window has passed.
    """
    with database.reading() as connection:
        moment = as_of_at(connection)
        today = oslo_day(moment)
        items = [
            *_breaches(connection),
            *_deletions(connection, today),
            *_requests(connection, today),
        ]
    if ahead_days is not None:
        last = plus_days(date.fromisoformat(today), ahead_days).isoformat()
        items = [item for item in items if item.due_on <= last]
    return Overdue(moment, sorted(items, key=_urgency))


def _urgency(item: Item) -> tuple[str, int, str, str, int]:
    severity = _SEVERITIES.index(item.severity) if item.severity in _SEVERITIES else len(_SEVERITIES)
    return item.due_on, severity, item.kind, item.object, item.segment or 0


def _breaches(connection: Connection) -> Iterator[Item]:
    for row in open_rows(connection, "breaches"):
        code = row.value["code"]
        # These are told with the record or the request itself.
        if code in _OF_DUE_RECORDS or (code == _OF_REQUESTS and _is_open(connection, row)):
            continue
        yield Item(
            oslo_day(row.value["opened_at"]),
            True,
            "breach",
            row.value["object"],
            _words(row.value),
            code,
            row.value["severity"],
            row.value.get("segment"),
            row.value["cites"],
        )


def _is_open(connection: Connection, row: ViewRow) -> bool:
    """Whether the request of a breach still has to be answered."""
    request = row_of(connection, "access_requests", row.value["object"])
    return request is not None and "provided_on" not in request


def _words(breach: dict[str, Any]) -> str:
    said = CODES[breach["code"]].found
    if "uncovered_seconds" in breach:
        said += f" {breach['uncovered_seconds']} s are missing."
    if "missing" in breach:
        said += f" Missing: {', '.join(breach['missing'])}."
    if "causes" in breach:
        said += f" Against it stood: {', '.join(breach['causes'])}."
    return said


def _deletions(connection: Connection, today: str) -> Iterator[Item]:
    broken = {
        row.value["object"]: row.value
        for row in open_rows(connection, "breaches")
        if row.value["code"] in _OF_DUE_RECORDS
    }
    due = [row.row for row in open_rows(connection, "deletion_due")]
    for row in rows_called(connection, "retention", due):
        retention = row.value
        through = date.fromisoformat(retention.get("delete_by_on") or retention["retain_through"])
        is_surplus = "delete_by_on" in retention
        due_on = (through if is_surplus else plus_days(through, 1)).isoformat()
        words = "surplus: no ground to keep it" if is_surplus else "its time of keeping has ended"
        breach = broken.get(row.row)
        yield Item(
            due_on,
            due_on < today or breach is not None,
            "deletion",
            row.row,
            f"Delete the record; {words}.",
            None if breach is None else breach["code"],
            None if breach is None else breach["severity"],
            None,
            ["VPFF11/5", "VPFF11/7"] if breach is None else breach["cites"],
        )


def _requests(connection: Connection, today: str) -> Iterator[Item]:
    for row in open_rows(connection, "access_requests"):
        request = row.value
        is_late = request["status"] == "OVERDUE"
        yield Item(
            request["due_on"],
            is_late or request["due_on"] < today,
            "request",
            row.row,
            f"Hand {request['record']} to {request['requester']}, who asked on {request['requested_on']}.",
            _OF_REQUESTS if is_late else None,
            "LAW" if is_late else None,
            None,
            ["VPFF11/7"],
        )

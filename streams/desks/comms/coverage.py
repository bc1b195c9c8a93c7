"""How much of what had to be captured in a month was captured, and whose gaps are open?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from streams.desks.comms.local_time import oslo_day
from streams.register.database import Database
from streams.register.reading import as_of_at, open_rows, rows_about, rows_called

_GAPS: Final = ("NOT_RECORDED", "RECORDING_INCOMPLETE", "NOT_STORED", "NO_MINUTES")
_MONTH_LENGTH: Final = len("2024-05")
_DUTIES: Final = ("REQUIRED", "RECOMMENDED", "DESIRABLE")
NOBODY: Final = ""


class Captured(msgspec.Struct, frozen=True):
    """The figures of a firm and a duty.

    Attributes:
        segments: of communications that have ended.
        captured: how many of them were captured.
    """

    firm: str
    duty: str
    segments: int
    captured: int


class Gaps(msgspec.Struct, frozen=True):
    """The gaps of one employee that are open.

    Attributes:
        employee: to whom the segments are attributed; empty for those without anybody.
        segments: by code.
        unconnected: how many of them ran on a telephone without a recorder.
    """

    employee: str
    segments: dict[str, int]
    unconnected: int


class Coverage(msgspec.Struct, frozen=True):
    """The figures of a month.

    Attributes:
        month: as calendars in Oslo show it, in which the segments began.
        gaps: of the breaches that were found in the month and are open; the most gaps first.
    """

    as_of_at: str
    month: str
    captured: list[Captured]
    gaps: list[Gaps]


def coverage(database: Database, month: str, firm: str | None = None) -> Coverage:
    """The figures of a month, of one firm or of all.

    The views count by firm, month and duty. A gap is told by the day on which its breach was found, and by the
    employee: no view says when an untaped segment began, or on which telephone.
    """
    with database.reading() as connection:
        moment = as_of_at(connection)
        captured = [
            Captured(row.row.partition("/")[0], duty, figures["segments"], figures["captured"])
            for row in rows_about(connection, "coverage", [month])
            for duty, figures in row.value.items()
            if firm in (None, row.row.partition("/")[0])
        ]
        gaps = _gaps(connection, month, firm)
    captured.sort(key=lambda one: (one.firm, _DUTIES.index(one.duty)))
    return Coverage(moment, month, captured, gaps)


def _gaps(connection: Connection, month: str, firm: str | None) -> list[Gaps]:
    breaches = [row.value for row in open_rows(connection, "breaches")]
    gaps = [
        (_place(breach), breach["code"])
        for breach in breaches
        if breach["code"] in _GAPS and oslo_day(breach["opened_at"])[:_MONTH_LENGTH] == month
    ]
    if firm is not None:
        theirs = _segments_of(connection, firm, [place for place, _ in gaps])
        gaps = [(place, code) for place, code in gaps if place in theirs]
    employees = {
        row.row: row.value["employees"]
        for row in rows_called(connection, "attributions", [place for place, _ in gaps])
    }
    without_recorder = {_place(one) for one in breaches if one["code"] == "UNRECORDED_DEVICE"}
    counts: dict[str, Counter[str]] = {}
    unconnected: Counter[str] = Counter()
    for place, code in gaps:
        for employee in employees.get(place) or [NOBODY]:
            counts.setdefault(employee, Counter())[code] += 1
            unconnected[employee] += place in without_recorder
    ordered = sorted(counts, key=lambda employee: (-counts[employee].total(), employee))
    return [Gaps(one, dict(sorted(counts[one].items())), unconnected[one]) for one in ordered]


def _place(breach: Mapping[str, Any]) -> str:
    """The key of the segment in other views."""
    return f"{breach['object']}/{breach['segment']}"


def _segments_of(connection: Connection, firm: str, places: Sequence[str]) -> set[str]:
    """The segments for which a firm answers."""
    return {
        row.row
        for row in rows_called(connection, "decisions", places)
        if row.value.get("responsible", row.value["firm"]) == firm
    }

"""How much of what had to be captured in a month was captured, and whose gaps are open?"""

from collections import Counter
from typing import Final

import msgspec
from sqlalchemy import Connection

from streams.desks.comms.local_time import oslo_day
from streams.register.database import Database
from streams.register.reading import as_of_at, open_rows, row_of, rows_about

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
    counts: dict[str, Counter[str]] = {}
    unconnected: Counter[str] = Counter()
    breaches = [row.value for row in open_rows(connection, "breaches")]
    without_recorder = {
        (one["object"], one["segment"]) for one in breaches if one["code"] == "UNRECORDED_DEVICE"
    }
    for breach in breaches:
        if breach["code"] not in _GAPS or oslo_day(breach["opened_at"])[:_MONTH_LENGTH] != month:
            continue
        place = breach["object"], breach["segment"]
        if firm is not None and not _is_of(connection, firm, *place):
            continue
        attribution = row_of(connection, "attributions", f"{place[0]}/{place[1]}") or {}
        for employee in attribution.get("employees") or [NOBODY]:
            counts.setdefault(employee, Counter())[breach["code"]] += 1
            unconnected[employee] += place in without_recorder
    ordered = sorted(counts, key=lambda employee: (-counts[employee].total(), employee))
    return [Gaps(one, dict(sorted(counts[one].items())), unconnected[one]) for one in ordered]


def _is_of(connection: Connection, firm: str, communication: str, segment: int) -> bool:
    """Whether a firm answers for a segment."""
    decision = row_of(connection, "decisions", f"{communication}/{segment}") or {}
    return bool(decision.get("responsible", decision.get("firm")) == firm)

"""What does a row of a view become in the tables?"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from schemas.instants import instant_us

REGISTER: Final = "register"
RETENTION: Final = "retention"
_OPEN_REQUESTS: Final = ("OPEN", "OVERDUE")
_ABOUT_FIELDS: Final = {
    "breaches": "object",
    "decisions": "communication",
    "deletion_receipts": "record",
    "access_requests": "record",
    "grants": "actor",
}
"""The field that names what a row tells of, where the key of the row does not."""
_NOT_KEPT: Final = ("reached",)
OPEN_LENGTH_CLASS: Final = -1


class Change(NamedTuple):
    """The newest of a row of a view; without a value it is gone."""

    view: str
    row: str
    value: str | None

    @property
    def is_kept(self) -> bool:
        """Whether the register keeps rows of this view."""
        return self.view not in _NOT_KEPT


def view_row(change: Change) -> dict[str, object]:
    """A row of any view."""
    value = msgspec.json.decode(change.value or "null")
    return {
        "view": change.view,
        "row": change.row,
        "about": _about(change, value),
        "is_open": _is_open(change.view, value),
        "value": change.value,
    }


def register_row(record: str, value: str) -> dict[str, object]:
    """The criteria of a record."""
    row: Mapping[str, Any] = msgspec.json.decode(value)
    started_us = instant_us(row["started_at"])
    ended_us = None if row["ended_at"] is None else instant_us(row["ended_at"])
    return {
        "record": record,
        "communication": row["communication"],
        "firm": row["firm"],
        "medium": row["medium"],
        "started_us": started_us,
        "ended_us": ended_us,
        "length_class": OPEN_LENGTH_CLASS if ended_us is None else (ended_us - started_us).bit_length(),
        "from_number": row.get("from_number"),
        "to_number": row.get("to_number"),
        "value": value,
    }


def party_rows(record: str, value: str) -> list[dict[str, object]]:
    """The employees and the clients of a record."""
    row: Mapping[str, Any] = msgspec.json.decode(value)
    started_us = instant_us(row["started_at"])
    named = [("employee", one) for one in row["employees"]]
    named += [("client", one) for one in row.get("clients") or ()]
    return [
        {"kind": kind, "party": party, "started_us": started_us, "record": record} for kind, party in named
    ]


def is_restricted(value: str) -> bool:
    """Whether only compliance and legal may see a record, by its row of `retention`."""
    return bool(msgspec.json.decode(value)["restricted"])


def _about(change: Change, value: Any) -> str | None:
    match change.view:
        case "access_log":
            about: str = value.get("record", value["actor"])
            return about
        case "coverage":
            return change.row.rpartition("/")[2]
        case view if view in _ABOUT_FIELDS:
            field: str = value[_ABOUT_FIELDS[view]]
            return field
        case _:
            return None


def _is_open(view: str, value: Any) -> bool:
    match view:
        case "breaches":
            return bool(value["status"] == "OPEN")
        case "access_requests":
            return value["status"] in _OPEN_REQUESTS
        case _:
            return view == "deletion_due"

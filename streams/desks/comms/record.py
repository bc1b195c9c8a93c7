"""What is known of one record, and who looked at it?"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from schemas.comms import AccessRoleGranted, RegisterSearched
from schemas.instants import instant_us
from streams.desks.comms.searching import Log, grants_of, search
from streams.domains.comms.state.calendar import MILLISECOND_US, shown_at
from streams.domains.comms.state.grants import may_open
from streams.kernel.errors import UserError
from streams.register.database import Database
from streams.register.reading import as_of_at, register_row_of, row_of, rows_about


class Known(msgspec.Struct, frozen=True):
    """Everything that the views say of a record.

    Attributes:
        register: by what it is found; None where it belongs to no known communication, or is deleted.
        decisions: the duty for each segment of its communication.
        breaches: of the record, of its communication and of requests for it.
        accesses: who opened it.
        searched: the ids of the events under which this look is logged; none where it is not in the register.
    """

    as_of_at: str
    authorised: bool
    record: str
    register: dict[str, Any] | None = None
    retention: dict[str, Any] | None = None
    decisions: list[dict[str, Any]] = []
    breaches: list[dict[str, Any]] = []
    requests: dict[str, dict[str, Any]] = {}
    receipts: dict[str, dict[str, Any]] = {}
    accesses: dict[str, dict[str, Any]] = {}
    searched: list[str] = []


class Look(msgspec.Struct, frozen=True):
    """Who looks, under which event, why and when."""

    id: str
    actor: str
    purpose: str
    at: str


def known_of(database: Database, record: str, look: Look, log: Log) -> Known:
    """What is known of a record, for whoever may see it.

    A record that is in the register is looked up by a search for its communication, which is logged before it is
    answered as every search is.

    Raises:
        UserError: nothing is known of the record.
    """
    with database.reading() as connection:
        moment = as_of_at(connection)
        row = register_row_of(connection, record)
        retention = row_of(connection, "retention", record)
        if retention is None:
            raise UserError(f"The register knows no record {record}. Nothing was logged.")
        if row is None:
            return _unsearched(connection, moment, record, retention, look)
    found = search(database, [_search_for(row, look)], log)
    if record not in found.records:
        return Known(found.as_of_at, False, record, searched=found.searched)
    with database.reading() as connection:
        return _known(connection, record, found.searched)


def _search_for(row: dict[str, Any], look: Look) -> RegisterSearched:
    """The search that finds one communication: by its firm, an employee and the instant at which it began."""
    event = {
        "type": "register_searched",
        "id": look.id,
        "at": look.at,
        "actor": look.actor,
        "purpose": look.purpose,
        "searched_at": look.at,
        "firm": row["firm"],
        "during_from_at": row["started_at"],
        "during_until": shown_at(instant_us(row["started_at"]) + MILLISECOND_US),
    }
    if row["employees"]:
        event["employee"] = row["employees"][0]
    return msgspec.convert(event, RegisterSearched)


def _unsearched(
    connection: Connection, moment: str, record: str, retention: dict[str, Any], look: Look
) -> Known:
    """What is known of a record that no search finds."""
    firm = None
    for decision in rows_about(connection, "decisions", [retention.get("communication", "")]):
        firm = decision.value["firm"]
    grants: Sequence[AccessRoleGranted] = grants_of(connection, look.actor).in_force(
        look.actor, instant_us(look.at)
    )
    if not may_open(grants, firm, is_restricted=retention["restricted"]):
        return Known(moment, False, record)
    return _known(connection, record, [])


def _known(connection: Connection, record: str, searched: list[str]) -> Known:
    retention = row_of(connection, "retention", record)
    register = register_row_of(connection, record)
    communication = (register or retention or {}).get("communication", "")
    requests = {one.row: one.value for one in rows_about(connection, "access_requests", [record])}
    objects = [name for name in (record, communication, *requests) if name]
    return Known(
        as_of_at(connection),
        True,
        record,
        register,
        retention,
        [one.value for one in rows_about(connection, "decisions", [communication])],
        [one.value for one in rows_about(connection, "breaches", objects)],
        requests,
        {one.row: one.value for one in rows_about(connection, "deletion_receipts", [record])},
        {one.row: one.value for one in rows_about(connection, "access_log", [record])},
        searched,
    )

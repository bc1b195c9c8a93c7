"""What does the register answer to a search, once the search is logged? (section 10.4 of the contract)"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection

from schemas.comms import AccessRoleGranted, RegisterSearched
from schemas.instants import instant_us
from streams.domains.comms.rules.access import may_search
from streams.domains.comms.state.grants import Grants
from streams.register.database import Database
from streams.register.finding import found
from streams.register.reading import as_of_at, rows_about

ORDER_REASONS: Final = frozenset(
    {
        "ORDER_INDICATION",
        "SVC1_ORDER_RECEPTION",
        "SVC2_EXECUTION",
        "SVC4_ORDER",
        "INTERNAL_ECM_DCM",
        "INTERNAL_ORDER_HANDLING",
    }
)
"""The reasons of decisions that rest on an order, or on the handling of one."""


Log = Callable[[Sequence[RegisterSearched]], None]
"""Returns when the events stand in the log; whatever it raises, there is no answer."""


class Answer(msgspec.Struct, frozen=True):
    """The answer to a search.

    Attributes:
        as_of_at: the tick that all of it is as of.
        records: by the starts of their communications, then by name.
        rows: of the records, as the view shows them.
        searched: the ids of the events under which the search is logged.
    """

    as_of_at: str
    authorised: bool
    records: list[str]
    rows: dict[str, dict[str, Any]]
    searched: list[str]


def search(
    database: Database,
    searches: Sequence[RegisterSearched],
    log: Log,
) -> Answer:
    """Log a search, then answer it.

    Args:
        searches: the same question under each of the pseudonyms that somebody may have.

    Raises:
        UserError: the register holds nothing; then nothing was logged.
    """
    with database.reading() as connection:
        as_of_at(connection)
    log(searches)
    return answer(database, searches)


def answer(database: Database, searches: Sequence[RegisterSearched]) -> Answer:
    """What the register answers to searches that are logged, all as of one tick."""
    with database.reading() as connection:
        moment = as_of_at(connection)
        rows: dict[str, dict[str, Any]] = {}
        is_authorised = False
        for searched in searches:
            grants = grants_of(connection, searched.actor)
            if not may_search(searched, grants):
                continue
            is_authorised = True
            in_force = grants.in_force(searched.actor, instant_us(searched.searched_at))
            rows |= found(connection, searched, in_force)
    ordered = sorted(rows, key=lambda record: (instant_us(rows[record]["started_at"]), record))
    rows = {record: rows[record] for record in ordered}
    return Answer(moment, is_authorised, ordered, rows, [one.id for one in searches])


def narrowed(database: Database, given: Answer, media: Sequence[str], *, orders_alone: bool) -> Answer:
    """An answer with fewer records: those of these media, or those whose communication has to do with an order."""
    rows: Mapping[str, dict[str, Any]] = given.rows
    if media:
        rows = {record: row for record, row in rows.items() if row["medium"] in media}
    if orders_alone:
        with database.reading() as connection:
            communications = list({row["communication"] for row in rows.values()})
            with_order = {
                one.about
                for one in rows_about(connection, "decisions", communications)
                if one.value["reason"] in ORDER_REASONS
            }
        rows = {record: row for record, row in rows.items() if row["communication"] in with_order}
    return msgspec.structs.replace(given, records=list(rows), rows=dict(rows))


def grants_of(connection: Connection, actor: str) -> Grants:
    """The grants of an actor, as of the tick of the register."""
    grants = Grants()
    for row in rows_about(connection, "grants", [actor]):
        grants.give(msgspec.convert(row.value, AccessRoleGranted))
    return grants

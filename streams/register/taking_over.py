"""How do rows of the views become rows of the register's tables?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, delete, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from streams.kernel.view_keys import shown, view_and_row
from streams.register.rows import (
    REGISTER as REGISTER_VIEW,
)
from streams.register.rows import (
    RETENTION,
    Change,
    is_restricted,
    party_rows,
    register_row,
    view_row,
)
from streams.register.tables import ARRIVED, PARTIES, REGISTER, RESTRICTED, VIEW_ROWS

_AT_ONCE: Final = 50_000
_KEYS_AT_ONCE: Final = 500


def waiting(connection: Connection) -> Iterator[list[Change]]:
    """What waits, in order of the partitions and offsets, of each row only the newest of a stretch."""
    partition, offset = -1, -1
    while True:
        place = or_(
            ARRIVED.c.partition > partition,
            and_(ARRIVED.c.partition == partition, ARRIVED.c.offset > offset),
        )
        rows = connection.execute(
            select(ARRIVED).where(place).order_by(ARRIVED.c.partition, ARRIVED.c.offset).limit(_AT_ONCE)
        ).all()
        if not rows:
            return
        partition, offset = rows[-1].partition, rows[-1].offset
        newest = {row.key: row.value for row in rows}
        changes = [_change(key, value) for key, value in newest.items()]
        yield [change for change in changes if change.is_kept]


def _change(key: str, value: str | None) -> Change:
    view, row = view_and_row(key)
    return Change(view, shown(row), value)


def take_over(connection: Connection, changes: Sequence[Change], is_empty: bool) -> None:
    """Bring the tables up to date with rows of the views."""
    # Neighbours lie on the same pages, so rows are written in order of their keys.
    ordered = sorted(changes, key=lambda one: (one.view, one.row))
    for view, group in groupby(ordered, key=lambda one: one.view):
        of_view = list(group)
        there = {one.row: one.value for one in of_view if one.value is not None}
        if view == REGISTER_VIEW:
            _take_register(connection, [one.row for one in of_view], there)
            continue
        gone = [one.row for one in of_view if one.value is None]
        for rows in _some(gone):
            connection.execute(delete(VIEW_ROWS).where(VIEW_ROWS.c.view == view, VIEW_ROWS.c.row.in_(rows)))
        put(connection, VIEW_ROWS, [view_row(one) for one in of_view if one.value is not None])
        if view == RETENTION:
            _take_restrictions(connection, [one.row for one in of_view], there, is_empty)


def _take_register(connection: Connection, records: Sequence[str], there: Mapping[str, str]) -> None:
    for some in _some(records):
        connection.execute(delete(PARTIES).where(PARTIES.c.record.in_(some)))
        gone = [record for record in some if record not in there]
        if gone:
            connection.execute(delete(REGISTER).where(REGISTER.c.record.in_(gone)))
    put(connection, REGISTER, [register_row(record, value) for record, value in there.items()])
    parties = [row for record, value in there.items() for row in party_rows(record, value)]
    if parties:
        connection.execute(insert(PARTIES), parties)


def _take_restrictions(
    connection: Connection, records: Sequence[str], there: Mapping[str, str], is_empty: bool
) -> None:
    if not is_empty:
        for some in _some(records):
            connection.execute(delete(RESTRICTED).where(RESTRICTED.c.record.in_(some)))
    put(connection, RESTRICTED, [{"record": one} for one, value in there.items() if is_restricted(value)])


def _some(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    """Keys in portions that fit into one statement."""
    return (keys[begin : begin + _KEYS_AT_ONCE] for begin in range(0, len(keys), _KEYS_AT_ONCE))


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, in place of those with the same key."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    keys = [column.name for column in table.primary_key]
    statement = dialect.insert(table)
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    if others:
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)
    else:
        connection.execute(statement.on_conflict_do_nothing(index_elements=keys), rows)

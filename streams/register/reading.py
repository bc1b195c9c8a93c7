"""What does the register hold of a view, and as of when?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from streams.kernel.errors import UserError
from streams.register.feeding import standing_mark
from streams.register.tables import REGISTER, VIEW_ROWS

_KEYS_AT_ONCE = 500


class ViewRow(NamedTuple):
    """A row of a view.

    Attributes:
        row: its key.
        about: what it tells of, where rows of its view are looked up by that.
    """

    row: str
    about: str | None
    value: Any


def as_of_at(connection: Connection) -> str:
    """The instant of the tick that the register is complete as of.

    Raises:
        UserError: it was never complete.
    """
    found = next(rows_of(connection, "as_of_at"), None)
    if found is None or standing_mark(connection) is None:
        raise UserError(
            'The register holds nothing yet: feed it with "countinghouse comms register feed". It answers from the '
            "first tick on that is there in full."
        )
    return str(found.value)


def rows_of(connection: Connection, view: str) -> Iterator[ViewRow]:
    """All rows of a view, in order of their keys."""
    asked = select(VIEW_ROWS.c.row, VIEW_ROWS.c.about, VIEW_ROWS.c.value).where(VIEW_ROWS.c.view == view)
    return _told(connection.execute(asked.order_by(VIEW_ROWS.c.row)))


def open_rows(connection: Connection, view: str) -> Iterator[ViewRow]:
    """The rows of a view that somebody has to do something about."""
    asked = select(VIEW_ROWS.c.row, VIEW_ROWS.c.about, VIEW_ROWS.c.value)
    asked = asked.where(VIEW_ROWS.c.view == view, VIEW_ROWS.c.is_open)
    return _told(connection.execute(asked.order_by(VIEW_ROWS.c.row)))


def rows_about(connection: Connection, view: str, about: Sequence[str]) -> Iterator[ViewRow]:
    """The rows of a view that tell of any of these."""
    return _among(connection, view, VIEW_ROWS.c.about, about)


def rows_called(connection: Connection, view: str, rows: Sequence[str]) -> Iterator[ViewRow]:
    """The rows of a view with any of these keys."""
    return _among(connection, view, VIEW_ROWS.c.row, rows)


def row_of(connection: Connection, view: str, row: str) -> Any:
    """The value of one row, or None."""
    asked = select(VIEW_ROWS.c.value).where(VIEW_ROWS.c.view == view, VIEW_ROWS.c.row == row)
    found = connection.execute(asked).scalar()
    return None if found is None else msgspec.json.decode(found)


def register_row_of(connection: Connection, record: str) -> Any:
    """By what a record is found, or None where it is not in the register."""
    found = connection.execute(select(REGISTER.c.value).where(REGISTER.c.record == record)).scalar()
    return None if found is None else msgspec.json.decode(found)


def _among(
    connection: Connection, view: str, column: ColumnElement[str | None], wanted: Sequence[str]
) -> Iterator[ViewRow]:
    for begin in range(0, len(wanted), _KEYS_AT_ONCE):
        asked = select(VIEW_ROWS.c.row, VIEW_ROWS.c.about, VIEW_ROWS.c.value)
        asked = asked.where(VIEW_ROWS.c.view == view, column.in_(wanted[begin : begin + _KEYS_AT_ONCE]))
        # Ordered here: a database that is to order them by key would rather look through the whole view.
        yield from sorted(_told(connection.execute(asked)), key=lambda found: found.row)


def _told(rows: Iterable[Any]) -> Iterator[ViewRow]:
    for row in rows:
        yield ViewRow(row.row, row.about, msgspec.json.decode(row.value))

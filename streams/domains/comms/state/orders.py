"""Which orders of the authority and which legal holds reach a record?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import UNSET

from schemas.comms import HoldPlaced, HoldReleased, RetentionExtended, Scoped
from schemas.instants import date_of
from streams.kernel.table import Table

R = TypeVar("R")


class Reach(NamedTuple):
    """What of a record a scope is held against; unmatched records are reached by their name only.

    Attributes:
        clients: outside parties of its communication.
        employees: those attributed to the segments under it, and parties who are employees.
        firms: of its communication, and those responsible for the segments under it.
    """

    record: str
    clients: Collection[str] = ()
    employees: Collection[str] = ()
    firms: Collection[str] = ()


class HoldRow(msgspec.Struct, array_like=True, gc=False):
    """A hold with its place among the facts, and when it was released."""

    placed: HoldPlaced
    released_at: str | None = None


def fits(scope: Scoped, reach: Reach) -> bool:
    """Whether a scope reaches a record: all fields that it gives must fit."""
    return (
        (scope.record is UNSET or scope.record == reach.record)
        and (scope.client is UNSET or scope.client in reach.clients)
        and (scope.employee is UNSET or scope.employee in reach.employees)
        and (scope.firm is UNSET or scope.firm in reach.firms)
    )


def subject_of(scope: Scoped) -> str:
    """The narrowest field of a scope, by which it is found."""
    for name in ("record", "client", "employee", "firm"):
        value = getattr(scope, name)
        if value is not UNSET:
            return f"{name}/{value}"
    raise LookupError("a scope without a field cannot be read")


def subjects_of(reach: Reach) -> Iterator[str]:
    """The subjects under which a scope that reaches a record can be found."""
    yield f"record/{reach.record}"
    yield from (f"client/{client}" for client in reach.clients)
    yield from (f"employee/{employee}" for employee in reach.employees)
    yield from (f"firm/{firm}" for firm in reach.firms)


class Orders:
    """The orders and holds so far."""

    def __init__(self) -> None:
        self.orders: Table[RetentionExtended] = Table("orders", RetentionExtended, resident=True)
        self.holds: Table[HoldRow] = Table("holds", HoldRow, resident=True)
        self._orders_by_subject: dict[str, list[str]] = {}
        self._holds_by_subject: dict[str, list[str]] = {}
        self._open: dict[str, list[str]] = {}
        self._known: set[str] = set()

    def resume(self) -> None:
        """Find orders and holds again, from the rows."""
        for key, order in self.orders.items():
            self._orders_by_subject.setdefault(subject_of(order), []).append(key)
        for key, row in self.holds.items():
            self._index(key, row)

    def _index(self, key: str, row: HoldRow) -> None:
        self._known.add(row.placed.hold)
        self._holds_by_subject.setdefault(subject_of(row.placed), []).append(key)
        if row.released_at is None:
            self._open.setdefault(row.placed.hold, []).append(key)

    def extend(self, order: RetentionExtended) -> Sequence[str]:
        """Take an order; the subjects that it touches."""
        key = f"{len(self.orders):09d}"
        self.orders.put(key, order)
        self._orders_by_subject.setdefault(subject_of(order), []).append(key)
        return (subject_of(order),)

    def place(self, hold: HoldPlaced) -> Sequence[str]:
        """Take a hold; the subjects that it touches."""
        key = f"{len(self.holds):09d}"
        row = HoldRow(hold)
        self.holds.put(key, row)
        self._index(key, row)
        return (subject_of(hold),)

    def knows_hold(self, hold: str) -> bool:
        """Whether a hold of this name was placed before."""
        return hold in self._known

    def release(self, released: HoldReleased) -> Sequence[str]:
        """End the holds of a name; the subjects that it touches."""
        touched: list[str] = []
        for key in self._open.pop(released.hold, ()):
            row = self.holds.get(key)
            if row is not None:
                row.released_at = released.released_at
                self.holds.put(key, row)
                touched.append(subject_of(row.placed))
        return touched

    def orders_for(self, reach: Reach) -> list[RetentionExtended]:
        """The orders that fit a record."""
        return [order for order in _found(self.orders, self._orders_by_subject, reach) if fits(order, reach)]

    def holds_for(self, reach: Reach) -> list[HoldRow]:
        """The holds that fit a record, released ones too."""
        rows = _found(self.holds, self._holds_by_subject, reach)
        return [row for row in rows if fits(row.placed, reach)]


def _found(rows: Table[R], by_subject: Mapping[str, Sequence[str]], reach: Reach) -> Iterator[R]:
    for subject in dict.fromkeys(subjects_of(reach)):
        for key in by_subject.get(subject, ()):
            row = rows.get(key)
            if row is not None:
                yield row


def ordered_through(orders: Collection[RetentionExtended]) -> date | None:
    """The last day that any of the orders asks for, or None without an order."""
    return max((date_of(order.retain_through) for order in orders), default=None)

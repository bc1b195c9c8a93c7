"""Which records fit a search, in the database's own words?"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from msgspec import UNSET
from sqlalchemy import ColumnElement, Connection, and_, false, or_, select, true

from schemas.comms import AccessRoleGranted, RegisterSearched
from schemas.instants import instant_us
from streams.domains.comms.state.grants import may_open
from streams.register.rows import OPEN_LENGTH_CLASS
from streams.register.tables import PARTIES, REGISTER, RESTRICTED

_LENGTH_CLASSES: Final = range(54)
"""The bits of 500 years in microseconds; no communication is longer."""
_ANY_FIRM: Final = "~"


def found(
    connection: Connection, searched: RegisterSearched, grants: Iterable[AccessRoleGranted]
) -> dict[str, dict[str, Any]]:
    """The rows of the records that fit all criteria and that the grants show, by starts, then records."""
    asked = select(REGISTER.c.record, REGISTER.c.value)
    for kind, party in (("employee", searched.employee), ("client", searched.client)):
        if party is not UNSET:
            of_party = select(PARTIES.c.record).where(PARTIES.c.kind == kind, PARTIES.c.party == party)
            asked = asked.where(REGISTER.c.record.in_(of_party))
    for column, wanted in (
        (REGISTER.c.firm, searched.firm),
        (REGISTER.c.from_number, searched.from_number),
        (REGISTER.c.to_number, searched.to_number),
    ):
        if wanted is not UNSET:
            asked = asked.where(column == wanted)
    asked = asked.where(*_during(searched), _shown(list(grants)))
    rows = connection.execute(asked.order_by(REGISTER.c.started_us, REGISTER.c.record))
    return {row.record: msgspec.json.decode(row.value) for row in rows}


def _during(searched: RegisterSearched) -> list[ColumnElement[bool]]:
    """Whether the time of a communication touches what was asked for."""
    until_us = None if searched.during_until is UNSET else instant_us(searched.during_until)
    from_us = None if searched.during_from_at is UNSET else instant_us(searched.during_from_at)
    conditions: list[ColumnElement[bool]] = []
    if until_us is not None:
        conditions.append(REGISTER.c.started_us < until_us)
    if from_us is not None:
        conditions.append(or_(REGISTER.c.ended_us.is_(None), REGISTER.c.ended_us >= from_us))
        if _is_by_time_alone(searched):
            conditions.append(_may_reach(from_us, until_us))
    return conditions


def _may_reach(from_us: int, until_us: int | None) -> ColumnElement[bool]:
    """Which stretch of each class of lengths is to be looked through."""
    before = true() if until_us is None else REGISTER.c.started_us < until_us
    classes = [
        and_(REGISTER.c.length_class == bits, REGISTER.c.started_us >= from_us - (1 << bits), before)
        for bits in _LENGTH_CLASSES
    ]
    still_open = and_(REGISTER.c.length_class == OPEN_LENGTH_CLASS, before)
    return or_(still_open, *classes)


def _is_by_time_alone(searched: RegisterSearched) -> bool:
    """Whether nothing else narrows the search, so that the database has to go by time."""
    return all(
        one is UNSET for one in (searched.from_number, searched.to_number, searched.client, searched.employee)
    )


def _shown(grants: list[AccessRoleGranted]) -> ColumnElement[bool]:
    """What the grants show: the firms that they reach, and restricted records only where they open these."""
    firms = {_ANY_FIRM if grant.firm is UNSET else grant.firm: None for grant in grants}
    shown: list[ColumnElement[bool]] = []
    for firm in firms:
        reached = true() if firm == _ANY_FIRM else REGISTER.c.firm == firm
        of_firm = None if firm == _ANY_FIRM else firm
        if not may_open(grants, of_firm, is_restricted=True):
            reached = and_(reached, REGISTER.c.record.not_in(select(RESTRICTED.c.record)))
        shown.append(reached)
    return or_(false(), *shown)

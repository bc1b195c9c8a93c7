"""What becomes of a row?"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import orjson

from schemas.reading import Unreadable
from streams.readers.columns import Row
from streams.readers.lacks import Lack

Event = dict[str, object]
"""An event as the contract writes it."""


class Outcome(NamedTuple):
    """Events, or why there are none.

    Attributes:
        passed_by: why the row needs no event; its value is a clause for a person.
        lacks: what the row lacks; it is set aside if there is any.
        remarks: what somebody should know of its events although no row says it; values are clauses for a person.
    """

    row: Row
    events: tuple[Event, ...] = ()
    passed_by: StrEnum | None = None
    lacks: tuple[Lack, ...] = ()
    remarks: tuple[StrEnum, ...] = ()


class _Reason(StrEnum):
    NOT_IN_THE_CONTRACT = "the event would not be one of the contract"


def checked(outcome: Outcome, read: Callable[[bytes], object], element: str) -> Outcome:
    """The outcome, or, where the contract has no such event, the row set aside: what was given may be wrong.

    Args:
        read: reads an event of the contract.
        element: the column that is named then.
    """
    for event in outcome.events:
        found = read(orjson.dumps(event))
        if isinstance(found, Unreadable):
            return Outcome(outcome.row, lacks=(Lack(_Reason.NOT_IN_THE_CONTRACT, element, found.detail),))
    return outcome

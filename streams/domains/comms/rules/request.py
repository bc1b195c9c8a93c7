"""What becomes of a client's request to get a record? (point 7; section 10.1)"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from schemas.instants import instant_us
from streams.domains.comms.rules.custody import Custody
from streams.domains.comms.state.calendar import plus_months
from streams.domains.comms.state.records import Asked
from streams.kernel.citation import cites

PROVIDED: Final = "PROVIDED"
PROVIDED_LATE: Final = "PROVIDED_LATE"
OPEN: Final = "OPEN"
OVERDUE: Final = "OVERDUE"
NOT_CONCERNED: Final = "NOT_CONCERNED"
PROVIDED_TO_WRONG_PARTY: Final = "PROVIDED_TO_WRONG_PARTY"


class Standing(NamedTuple):
    """How a request stands on a day.

    Attributes:
        due_on: None where the requester is not concerned.
        provided_on: None while it is not answered.
    """

    requested_on: date
    is_concerned: bool
    status: str
    due_on: date | None
    provided_on: date | None


@cites("VPFF11/7")
def is_concerned(of: Custody, asked: Asked) -> bool:
    """Whether the requester took part from outside; employees have grants instead."""
    return of.profile is not None and asked.event.requester in of.profile.outside_ids


@cites("VPFF11/7", "GDPR/12(3)")
def standing_of(of: Custody, asked: Asked, today: date) -> Standing:
    """How a request stands: to be answered within a month, to the end of a shorter one."""
    day = of.calendar.day
    requested_on = day(instant_us(asked.event.requested_at))
    provided_on = None if asked.answer is None else day(instant_us(asked.answer.provided_at))
    if not is_concerned(of, asked):
        status = NOT_CONCERNED if provided_on is None else PROVIDED_TO_WRONG_PARTY
        return Standing(requested_on, False, status, None, provided_on)
    due_on = plus_months(requested_on, of.law.access_months)
    if provided_on is not None:
        status = PROVIDED_LATE if provided_on > due_on else PROVIDED
    else:
        status = OVERDUE if today > due_on else OPEN
    return Standing(requested_on, True, status, due_on, provided_on)


def is_open_of_one_concerned(of: Custody) -> bool:
    """Whether a request of a party concerned protects the record from deletion."""
    return any(asked.answer is None and is_concerned(of, asked) for asked in of.file.requests)


def answered_on(of: Custody) -> Iterator[date]:
    """The days on which requests of parties concerned were answered."""
    for asked in of.file.requests:
        if asked.answer is not None and is_concerned(of, asked):
            yield of.calendar.day(instant_us(asked.answer.provided_at))

"""What do the rules on the duty look at?"""

from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from msgspec import UNSET

from schemas.comms import Party
from streams.domains.comms.law.values import Values
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.coding import Coding
from streams.domains.comms.state.communication import Communication, Consent, Segment
from streams.domains.comms.state.facts import Facts
from streams.domains.comms.state.profile import EMPLOYEE, VOICE

SWITCHBOARD: Final = "SWITCHBOARD"


class Parties(NamedTuple):
    """The parties of a communication.

    Attributes:
        kinds: of the outside parties.
        outside_ids: identifiers of the outside parties.
        employee_ids: identifiers of the others.
    """

    kinds: Collection[str]
    outside_ids: Collection[str]
    employee_ids: Collection[str]

    @property
    def is_internal(self) -> bool:
        """Whether nobody from outside takes part."""
        return not self.kinds


def parties_of(parties: Iterable[Party]) -> Parties:
    """Sort the parties of a communication."""
    outside = [one for one in parties if one.kind != EMPLOYEE]
    inside = [one for one in parties if one.kind == EMPLOYEE]
    return Parties(
        {one.kind for one in outside},
        list(dict.fromkeys(one.party for one in outside if one.party is not UNSET)),
        list(dict.fromkeys(one.party for one in inside if one.party is not UNSET)),
    )


class Situation(NamedTuple):
    """A segment under one of its codings.

    Attributes:
        function: of the first employee to whom the segment is attributed; None where there is none.
        has_later_transfer: the call is put through afterwards.
        leads_to_duty: a segment from that transfer on is under the duty.
    """

    communication: Communication
    segment: Segment
    coding: Coding
    parties: Parties
    function: str | None
    has_later_transfer: bool
    leads_to_duty: bool
    facts: Facts
    law: Values
    calendar: Calendar

    @property
    def at_us(self) -> int:
        """When everything is read: the start of the segment."""
        return self.segment.start_us

    @property
    def medium(self) -> str:
        """The medium of the communication."""
        return self.communication.start.medium

    @property
    def is_voice(self) -> bool:
        """Whether it is spoken over a line."""
        return self.medium in VOICE

    @property
    def consent(self) -> Consent:
        """What was answered to the request to tape a sounding."""
        return self.communication.consent

    def has(self, *kinds: str) -> bool:
        """Whether an outside party of one of these kinds takes part."""
        return any(kind in self.parties.kinds for kind in kinds)

    def serves(self, *services: int) -> bool:
        """Whether one of these services is coded."""
        return any(service in self.coding.services for service in services)


def function_of(segment: Segment, first_employee: str | None, facts: Facts) -> str | None:
    """The desk of a segment at its start: a switchboard telephone beats who sits there."""
    if segment.telephone is not None:
        telephone = facts.telephone(segment.telephone, segment.start_us)
        if telephone is not None and telephone.kind == SWITCHBOARD:
            return SWITCHBOARD
    return desk_of(first_employee, segment.start_us, facts)


def desk_of(employee: str | None, at_us: int, facts: Facts) -> str | None:
    """The desk at which an employee works at an instant."""
    registered = None if employee is None else facts.employee(employee, at_us)
    return None if registered is None else registered.function

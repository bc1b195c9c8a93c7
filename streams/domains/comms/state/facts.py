"""Which facts were in force at an instant, and which events on facts have no effect?"""

from bisect import insort
from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec
from msgspec import UNSET

from schemas.comms import (
    AccessRoleGranted,
    ChannelRegistered,
    ClientRegistered,
    EmployeeRegistered,
    FirmRegistered,
    InForceFact,
    NoticeGiven,
    OutsourcingArranged,
    PolicyAdopted,
    TelephoneAssigned,
    TelephoneRegistered,
    Withdrawable,
)
from schemas.instants import instant_us
from streams.domains.comms.state.grants import NEVER_US
from streams.kernel.dependents import Consulted
from streams.kernel.table import Table


class Dated(msgspec.Struct, array_like=True, frozen=True, gc=False, order=True):
    """A fact with the stretch in which it is in force.

    Attributes:
        place: among the facts of the log; the later of two equal ones counts.
        until_us: exclusive.
    """

    from_us: int
    place: int
    until_us: int
    fact: Withdrawable

    def covers(self, at_us: int) -> bool:
        """Whether it is in force at an instant."""
        return self.from_us <= at_us < self.until_us


class Touched(NamedTuple):
    """A subject that looks different from an instant on."""

    subject: str
    from_us: int


_SUBJECTS: Final = {
    FirmRegistered: ("firm", "firm"),
    PolicyAdopted: ("policy", "firm"),
    EmployeeRegistered: ("employee", "employee"),
    TelephoneRegistered: ("telephone", "telephone"),
    TelephoneAssigned: ("assigned", "telephone"),
    ClientRegistered: ("client", "client"),
    NoticeGiven: ("notice", "client"),
    OutsourcingArranged: ("outsourcing", "provider"),
    AccessRoleGranted: ("grant", "actor"),
}


def subject_of(fact: Withdrawable) -> str:
    """What a fact is about, by its type."""
    if isinstance(fact, ChannelRegistered):
        return f"channel/{fact.firm}/{fact.channel}"
    noun, field = _SUBJECTS[type(fact)]
    return f"{noun}/{getattr(fact, field)}"


def _dated(fact: Withdrawable, place: int) -> Dated:
    if isinstance(fact, NoticeGiven):
        return Dated(instant_us(fact.given_at), place, NEVER_US, fact)
    until_us = NEVER_US if fact.effective_until is UNSET else instant_us(fact.effective_until)
    return Dated(instant_us(fact.effective_at), place, until_us, fact)


class Facts:
    """The facts that stand, by subject; who looks one up leaves a note of it.

    Attributes:
        consulted: the subjects that were looked up.
    """

    def __init__(self) -> None:
        self.table: Table[list[Dated]] = Table("facts", list[Dated])
        self.consulted = Consulted()

    def add(self, fact: Withdrawable, place: int) -> Touched:
        """Take a fact."""
        subject = subject_of(fact)
        dated = self.table.get(subject) or []
        new = _dated(fact, place)
        insort(dated, new, key=lambda one: (one.from_us, one.place))
        self.table.put(subject, dated)
        return Touched(subject, new.from_us)

    def take_out(self, subject: str, identifier: str) -> Touched | None:
        """Let a fact count as never given; None where it does already."""
        dated = self.table.get(subject) or []
        for place, one in enumerate(dated):
            if one.fact.id == identifier:
                del dated[place]
                self.table.put(subject, dated)
                return Touched(subject, one.from_us)
        return None

    def all_of(self, subject: str) -> list[Dated]:
        """Every fact about a subject, in order of their beginnings."""
        self.consulted.note(subject)
        return self.table.get(subject) or []

    def _newest(self, subject: str, at_us: int) -> InForceFact | NoticeGiven | None:
        """The fact in force that began last."""
        return next((one.fact for one in reversed(self.all_of(subject)) if one.covers(at_us)), None)

    def firm(self, firm: str, at_us: int) -> FirmRegistered | None:
        """What a firm is at an instant."""
        fact = self._newest(f"firm/{firm}", at_us)
        return fact if isinstance(fact, FirmRegistered) else None

    def policy(self, firm: str, at_us: int) -> PolicyAdopted | None:
        """The guidelines of a firm at an instant."""
        fact = self._newest(f"policy/{firm}", at_us)
        return fact if isinstance(fact, PolicyAdopted) else None

    def employee(self, employee: str, at_us: int) -> EmployeeRegistered | None:
        """At which desk an employee works at an instant."""
        fact = self._newest(f"employee/{employee}", at_us)
        return fact if isinstance(fact, EmployeeRegistered) else None

    def telephone(self, telephone: str, at_us: int) -> TelephoneRegistered | None:
        """What a telephone is at an instant."""
        fact = self._newest(f"telephone/{telephone}", at_us)
        return fact if isinstance(fact, TelephoneRegistered) else None

    def client(self, client: str, at_us: int) -> ClientRegistered | None:
        """In which category and language a client is at an instant."""
        fact = self._newest(f"client/{client}", at_us)
        return fact if isinstance(fact, ClientRegistered) else None

    def channel(self, firm: str, channel: str, at_us: int) -> ChannelRegistered | None:
        """What a firm's register says of a channel at an instant."""
        fact = self._newest(f"channel/{firm}/{channel}", at_us)
        return fact if isinstance(fact, ChannelRegistered) else None

    def notices(self, client: str, kind: str, through_us: int) -> Iterator[NoticeGiven]:
        """The notices of a kind that were given to a client up to an instant."""
        for one in self.all_of(f"notice/{client}"):
            fact = one.fact
            if isinstance(fact, NoticeGiven) and fact.kind == kind and one.from_us <= through_us:
                yield fact

    def arrangements(self, provider: str, at_us: int) -> Iterator[OutsourcingArranged]:
        """The outsourcing arrangements of a provider at an instant, the earliest first, then by id."""
        found = [one for one in self.all_of(f"outsourcing/{provider}") if one.covers(at_us)]
        for one in sorted(found, key=lambda one: (one.from_us, one.fact.id)):
            if isinstance(one.fact, OutsourcingArranged):
                yield one.fact

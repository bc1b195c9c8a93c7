"""Who held which role when? (BL3/25 to BL3/34)"""

from collections.abc import Iterable
from typing import Final

import msgspec

from streams.domains.clearing.state.parties import BANK_OF_CANADA, NEVER

DIRECT_CLEARER: Final = "DIRECT_CLEARER"
GROUP_CLEARER: Final = "GROUP_CLEARER"
CLEARING_AGENT: Final = "CLEARING_AGENT"
CLEARER_ROLES: Final = (DIRECT_CLEARER, GROUP_CLEARER)

LOST_WITH_CLEARER_STATUS: Final = "BL3/34(2)"


class Appointment(msgspec.Struct):
    """A role held from `from_us` until `ends_us`, exclusive.

    Attributes:
        until_us: the end that a revocation fixed, or NEVER.
        revoked_under: the citation of that revocation.
        ends_us: the earlier of that end and the end of what the role rests on.
    """

    from_us: int
    until_us: int = NEVER
    revoked_under: str | None = None
    ends_us: int = NEVER

    def holds(self, at_us: int) -> bool:
        """Whether the role is held at an instant."""
        return self.from_us <= at_us < self.ends_us

    @property
    def ended_under(self) -> str | None:
        """Under which provision it ends, or None while no end is fixed."""
        if self.ends_us == NEVER:
            return None
        return self.revoked_under if self.ends_us == self.until_us else LOST_WITH_CLEARER_STATUS


def first_gap(appointments: Iterable[Appointment], from_us: int) -> int:
    """The first instant at or after `from_us` at which none of the appointments holds, or NEVER."""
    held = list(appointments)
    at_us = from_us
    while True:
        reach = max((one.ends_us for one in held if one.holds(at_us)), default=at_us)
        if reach in (at_us, NEVER):
            return reach
        at_us = reach


def first_loss(appointments: Iterable[Appointment], after_us: int) -> int:
    """The first instant after `after_us` at which something held is held no longer, or NEVER."""
    held = list(appointments)
    ends = (one.ends_us for one in held if after_us < one.ends_us and one.from_us < one.ends_us)
    return min((end for end in ends if not any(one.holds(end) for one in held)), default=NEVER)


class Roles:
    """The appointments of every member, in the order in which they were read."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, list[Appointment]]] = {}

    def appoint(self, member: str, role: str, from_us: int) -> None:
        """Let a member hold a role from an instant on."""
        self._of.setdefault(member, {}).setdefault(role, []).append(Appointment(from_us))
        self._settle_ends(member)

    def revoke(self, member: str, role: str, at_us: int, cite: str) -> None:
        """End each appointment to the role that holds at an instant, also one whose end was fixed for later."""
        for appointment in self.appointments(member, role):
            if appointment.holds(at_us):
                appointment.until_us = at_us
                appointment.revoked_under = cite
        self._settle_ends(member)

    def _settle_ends(self, member: str) -> None:
        """Work out where each appointment ends, now that one was made or revoked (34(2))."""
        for role in CLEARER_ROLES:
            for appointment in self.appointments(member, role):
                appointment.ends_us = appointment.until_us
        for appointment in self.appointments(member, CLEARING_AGENT):
            rests_until_us = first_gap(self.clearer_appointments(member), appointment.from_us)
            appointment.ends_us = min(appointment.until_us, rests_until_us)

    def appointments(self, member: str, role: str) -> list[Appointment]:
        """The appointments of a member to a role, in the order in which they were read."""
        return self._of.get(member, {}).get(role, [])

    def clearer_appointments(self, member: str) -> list[Appointment]:
        """The appointments of a member to either clearer role."""
        return [one for role in CLEARER_ROLES for one in self.appointments(member, role)]

    def holds(self, member: str, role: str, at_us: int) -> bool:
        """Whether a member holds a role at an instant."""
        return any(one.holds(at_us) for one in self.appointments(member, role))

    def is_clearer(self, member: str, at_us: int) -> bool:
        """Whether a member is a direct or group clearer at an instant."""
        roles = self._of.get(member)
        if roles is None:
            return False
        for role in CLEARER_ROLES:
            for appointment in roles.get(role, ()):
                if appointment.from_us <= at_us < appointment.ends_us:
                    return True
        return False

    def is_participant(self, name: str, at_us: int) -> bool:
        """Whether it may have a clearing balance at an instant: the Bank of Canada and every clearer (BL3/25)."""
        return name == BANK_OF_CANADA or self.is_clearer(name, at_us)

    def was_ever_clearer(self, member: str, at_us: int) -> bool:
        """Whether a clearer role of the member had begun by an instant."""
        return any(one.from_us <= at_us for one in self.clearer_appointments(member))

    def clearers(self, at_us: int) -> list[str]:
        """Every direct or group clearer at an instant, in order."""
        return sorted(member for member in self._of if self.is_clearer(member, at_us))

    def of(self, member: str) -> dict[str, Appointment]:
        """The appointment of a member to each role that was read last."""
        return {role: appointments[-1] for role, appointments in self._of.get(member, {}).items()}

"""Who may open records and search, at an instant?"""

from collections.abc import Iterable
from typing import Final

from msgspec import UNSET

from schemas.comms import AccessRoleGranted
from schemas.instants import instant_us
from streams.kernel.table import Table

NEVER_US: Final = 1 << 62
_OPENS_RESTRICTED: Final = ("COMPLIANCE", "LEGAL")


class Grants:
    """The grants so far, by actor; they do not displace each other."""

    def __init__(self) -> None:
        self.table: Table[list[AccessRoleGranted]] = Table("grants", list[AccessRoleGranted])

    def give(self, grant: AccessRoleGranted) -> None:
        """Take a grant."""
        self.table.put(grant.actor, [*(self.table.get(grant.actor) or ()), grant])

    def withdraw(self, actor: str, identifier: str) -> None:
        """Let a grant count as never given."""
        left = [grant for grant in self.table.get(actor) or () if grant.id != identifier]
        self.table.put(actor, left)

    def in_force(self, actor: str, at_us: int) -> list[AccessRoleGranted]:
        """The grants of an actor at an instant."""
        return [grant for grant in self.table.get(actor) or () if _is_in_force(grant, at_us)]


def _is_in_force(grant: AccessRoleGranted, at_us: int) -> bool:
    until_us = NEVER_US if grant.effective_until is UNSET else instant_us(grant.effective_until)
    return instant_us(grant.effective_at) <= at_us < until_us


def reaches(grant: AccessRoleGranted, firm: str | None) -> bool:
    """Whether a grant reaches a firm; without a firm it reaches every one, and what belongs to no known firm."""
    return grant.firm is UNSET or grant.firm == firm


def may_open(grants: Iterable[AccessRoleGranted], firm: str | None, *, is_restricted: bool) -> bool:
    """Whether one of the grants shows a record of a firm; a restricted one only to compliance and legal."""
    return any(
        reaches(grant, firm) and (not is_restricted or grant.role in _OPENS_RESTRICTED) for grant in grants
    )

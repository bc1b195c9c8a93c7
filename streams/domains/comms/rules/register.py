"""By what is a record found, and which records answer a search? (point 5; sections 10.3 and 10.4)"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import UNSET

from schemas.comms import AccessRoleGranted, RegisterSearched
from schemas.instants import instant_us
from streams.domains.comms.rules.custody import Custody
from streams.domains.comms.state.calendar import shown_at
from streams.domains.comms.state.grants import may_open
from streams.kernel.citation import cites


class RegisterRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The criteria of one record.

    Attributes:
        ended_us: None while the communication is open.
        numbers: from and to, of a call; None of other media.
        clients: of other media; None of a call.
        is_restricted: only compliance and legal may see it.
    """

    communication: str
    firm: str
    medium: str
    started_us: int
    ended_us: int | None
    employees: list[str]
    numbers: tuple[str | None, str | None] | None
    clients: list[str] | None
    is_restricted: bool

    def shown(self) -> Mapping[str, object]:
        """The row as the view shows it."""
        row: dict[str, object] = {
            "communication": self.communication,
            "firm": self.firm,
            "medium": self.medium,
            "started_at": shown_at(self.started_us),
            "ended_at": None if self.ended_us is None else shown_at(self.ended_us),
            "employees": self.employees,
        }
        if self.numbers is not None:
            row["from_number"], row["to_number"] = self.numbers
        else:
            row["clients"] = self.clients
        return row


@cites("VPFF11/5")
def register_row(of: Custody, *, is_restricted: bool) -> RegisterRow | None:
    """The criteria of a matched record that is not deleted: calls by number, the rest by client."""
    profile = of.profile
    if profile is None or of.file.is_deleted:
        return None
    is_call = profile.medium == "TELEPHONE"
    clients = sorted(profile.outside_ids) if profile.outside else ["INTERNAL"]
    return RegisterRow(
        profile.communication,
        profile.firm,
        profile.medium,
        profile.started_us,
        profile.ended_us,
        of.employees,
        (profile.from_number, profile.to_number) if is_call else None,
        None if is_call else clients,
        is_restricted,
    )


@cites("VPFF11/5")
def answers(row: RegisterRow, searched: RegisterSearched, grants: Iterable[AccessRoleGranted]) -> bool:
    """Whether a record fits all criteria of a search and may be shown to who searches."""
    from_number, to_number = row.numbers or (None, None)
    return (
        _equals(searched.firm, row.firm)
        and _equals(searched.from_number, from_number)
        and _equals(searched.to_number, to_number)
        and (searched.client is UNSET or searched.client in (row.clients or ()))
        and (searched.employee is UNSET or searched.employee in row.employees)
        and (searched.during_until is UNSET or row.started_us < instant_us(searched.during_until))
        and (
            searched.during_from_at is UNSET
            or row.ended_us is None
            or row.ended_us >= instant_us(searched.during_from_at)
        )
        and may_open(grants, row.firm, is_restricted=row.is_restricted)
    )


def _equals(wanted: object, found: str | None) -> bool:
    return wanted is UNSET or wanted == found

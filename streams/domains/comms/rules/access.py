"""Might somebody open a record or search the register? (points 1 and 7; section 10.2)"""

from msgspec import UNSET

from schemas.comms import RecordAccessed, RegisterSearched
from schemas.instants import instant_us
from streams.domains.comms.state.grants import Grants, reaches
from streams.kernel.citation import cites


@cites("VPFF11/1", "VPFF11/7")
def may_access(accessed: RecordAccessed, firm: str | None, grants: Grants) -> bool:
    """Whether a grant in force reaches the firm of the record's communication; None: no firm is known (R37)."""
    in_force = grants.in_force(accessed.actor, instant_us(accessed.accessed_at))
    return any(reaches(grant, firm) for grant in in_force)


@cites("VPFF11/1", "VPFF11/7")
def may_search(searched: RegisterSearched, grants: Grants) -> bool:
    """Whether any grant is in force, or where the search names a firm one that reaches it."""
    in_force = grants.in_force(searched.actor, instant_us(searched.searched_at))
    return any(searched.firm is UNSET or reaches(grant, searched.firm) for grant in in_force)

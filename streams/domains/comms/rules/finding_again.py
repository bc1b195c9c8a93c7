"""Can the evidence be found by the criteria that the law names? (point 5)"""

from streams.domains.comms.rules.ground import Details, Ground, found_if
from streams.kernel.citation import cites


def _is_unattributed(of: Ground) -> bool:
    return of.segment.basis in ("NONE", "GAP")


@cites("VPFF11/5")
def shared_phone_unattributed(of: Ground) -> Details | None:
    """Nobody knows who used a shared telephone."""
    return found_if(of.is_call and _is_unattributed(of) and of.segment.is_shared)


@cites("VPFF11/5")
def shared_phone_ambiguous(of: Ground) -> Details | None:
    """Two people held a telephone at once."""
    return found_if(of.is_call and of.segment.basis == "AMBIGUOUS")


@cites("VPFF11/5")
def not_searchable(of: Ground) -> Details | None:
    """A criterion by which the evidence must be found is missing (R18)."""
    profile = of.profile
    if of.is_call:
        lacks_number = bool(of.proof.tapes) and None in (profile.from_number, profile.to_number)
        return found_if(lacks_number or (_is_unattributed(of) and not of.segment.is_shared))
    if not of.proof.has_record:
        return None
    lacks_employee = of.segment.basis not in ("EXPLICIT", "REGISTER")
    return found_if(lacks_employee or (bool(profile.outside) and not profile.outside_ids))


@cites("VPFF11/5")
def attribution_conflict(of: Ground) -> Details | None:
    """The sign-on and the register name different people."""
    return found_if(of.is_ended and of.segment.has_conflict)


@cites("VPFF11/5")
def number_withheld(of: Ground) -> Details | None:
    """A number was withheld (R19)."""
    numbers = (of.profile.from_number, of.profile.to_number)
    return found_if(of.is_call and bool(of.proof.tapes) and None not in numbers and "ANONYMOUS" in numbers)

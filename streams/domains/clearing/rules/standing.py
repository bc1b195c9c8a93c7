"""May a clearer stand for an institution in an entry? (BL3/35, BL3/36, BL3/40, BL3/44)"""

from enum import Enum

from streams.domains.clearing.state.registry import Registry
from streams.kernel.citation import cites


class Standing(Enum):
    """How a clearer stands to an institution at an instant."""

    STANDS = "it is the institution, or represents it"
    RUN_OFF = "it represented it, and items drawn on the institution are still taken"
    ENDED = "it represented it and may no longer"
    NEVER = "it has not represented it"


@cites("BL3/35", "BL3/40", "BL3/44")
def standing(registry: Registry, clearer: str, institution: str, *, pays: bool, at_us: int) -> Standing:
    """How a clearer stands to an institution at an instant.

    Args:
        institution: after amalgamation.
        pays: whether the institution is on the paying side; presenting for it stops at once, run-off is for payers.
    """
    if institution == clearer:
        return Standing.STANDS
    found = Standing.NEVER
    for one in registry.representations.of_pair(institution, clearer):
        if one.is_in_force(at_us):
            return Standing.STANDS
        if one.has_ended(at_us):
            end_us = registry.calendar.run_off_end_us(one.ends_us, one.from_us, at_us)
            if pays and end_us is not None and at_us <= end_us:
                found = Standing.RUN_OFF
            elif found is Standing.NEVER:
                found = Standing.ENDED
    return found

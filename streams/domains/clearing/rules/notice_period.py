"""Was a notice given in time? (BL3/2(2), BL3/37, BL3/38, BL3/39(2), BL3/43)"""

from msgspec import UnsetType

from schemas.instants import date_of
from streams.kernel.citation import cites


@cites("BL3/37(1)", "BL3/38(1)", "BL3/43")
def is_too_short(given_on: str, effective_on: str, period_days: int) -> bool:
    """Whether fewer calendar days lie between two dates than the period asks for."""
    return (date_of(effective_on) - date_of(given_on)).days < period_days


@cites("BL3/2(2)")
def is_waived(waived_by: tuple[str, ...] | UnsetType, *entitled: str) -> bool:
    """Whether all persons entitled to a notice have waived it."""
    return isinstance(waived_by, tuple) and set(entitled) <= set(waived_by)

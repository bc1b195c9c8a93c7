"""Why has an event no effect? (section 6.1 of the contract)"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from schemas.instants import instant_us
from schemas.marketdata import FeedAccessed, MonthClosed
from streams.domains.marketdata.state.months import BillingMonths, month_of_text
from streams.kernel.citation import cites

_US_PER_SECOND: Final = 1_000_000


class Reason(StrEnum):
    """Why an event is refused, in order of precedence: the first that applies decides."""

    EVENT_ID_CONFLICT = "EVENT_ID_CONFLICT"
    ACCESS_IN_FUTURE = "ACCESS_IN_FUTURE"
    MONTH_NOT_ENDED = "MONTH_NOT_ENDED"
    MONTH_ALREADY_CLOSED = "MONTH_ALREADY_CLOSED"


CITES: Final = {
    Reason.EVENT_ID_CONFLICT: "MARKETDATA/R29",
    Reason.ACCESS_IN_FUTURE: "MARKETDATA/R30",
    Reason.MONTH_NOT_ENDED: "MARKETDATA/R30",
    Reason.MONTH_ALREADY_CLOSED: "MARKETDATA/R30",
}


class Scope(NamedTuple):
    """Within what an id is unique; empty where it does not apply."""

    distributor: str = ""
    user: str = ""


@cites("MARKETDATA/R30")
def access_refused(access: FeedAccessed, tolerance_seconds: int) -> Reason | None:
    """Refuse an access that lies further after its own record than clocks may differ."""
    ahead_us = instant_us(access.accessed_at) - instant_us(access.at)
    return Reason.ACCESS_IN_FUTURE if ahead_us > tolerance_seconds * _US_PER_SECOND else None


@cites("MARKETDATA/R30", "MARKETDATA/R21")
def close_refused(close: MonthClosed, closes: Mapping[int, int], months: BillingMonths) -> Reason | None:
    """Refuse a close before the end of its month, and a second one."""
    month = month_of_text(close.month)
    if instant_us(close.at) < months.start_us(month + 1):
        return Reason.MONTH_NOT_ENDED
    return Reason.MONTH_ALREADY_CLOSED if month in closes else None

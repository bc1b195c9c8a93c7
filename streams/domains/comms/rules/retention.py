"""How long is a record kept, and what keeps it longer? (point 5; sections 9.1 to 9.3 and 9.5)"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from schemas.instants import instant_us
from streams.domains.comms.rules.custody import Custody
from streams.domains.comms.rules.request import answered_on, is_open_of_one_concerned
from streams.domains.comms.rules.sound import sound
from streams.domains.comms.state.calendar import plus_days, plus_years
from streams.domains.comms.state.orders import ordered_through
from streams.domains.comms.state.profile import STRICTNESS, VOICE, SegmentProfile
from streams.kernel.citation import cites

DUTY: Final = "DUTY"
POLICY: Final = "POLICY"
SURPLUS: Final = "SURPLUS"
PROVISIONAL: Final = "PROVISIONAL"

_CLASSES: Final = {
    "REQUIRED": DUTY,
    "RECOMMENDED": POLICY,
    "DESIRABLE": POLICY,
    "NONE": SURPLUS,
    "FORBIDDEN": SURPLUS,
}


class Retention(NamedTuple):
    """How a record is kept.

    Attributes:
        kept_as: DUTY, POLICY, SURPLUS or PROVISIONAL.
        through: the last day of its term: of keeping, or for surplus of deleting.
        orders: names of the orders that fit; none for surplus.
        holds: names of the open holds that fit.
    """

    kept_as: str
    through: date
    orders: Sequence[str]
    holds: Sequence[str]
    is_restricted: bool

    @property
    def is_on_hold(self) -> bool:
        """Whether a hold stops its deletion."""
        return bool(self.holds)

    @property
    def is_surplus(self) -> bool:
        """Whether there is no ground to keep it."""
        return self.kept_as == SURPLUS


@cites("VPFF11/5", "VPFF11/7")
def class_of(of: Custody) -> str:
    """The class of a record: the strictest keeping duty under it, provisional until that is known."""
    if of.profile is None or of.profile.ended_us is None:
        return PROVISIONAL
    return _CLASSES[max((segment.keeping for segment in of.under), key=STRICTNESS.__getitem__)]


@cites("VPFF11/5", "DR2017-565/76(11)")
def retention_of(of: Custody) -> Retention:
    """The term of a record: five years or longer from its creation; surplus goes soon."""
    kept_as = class_of(of)
    holds = sorted({row.placed.hold for row in of.holds if row.released_at is None})
    if kept_as == SURPLUS:
        through, orders = plus_days(of.created_on, of.law.surplus_days), []
    else:
        years = of.law.policy_retention_years if kept_as == POLICY else of.law.retention_years
        term = plus_years(of.created_on, years)
        through = max(term, ordered_through(of.orders) or term)
        orders = sorted({order.order for order in of.orders})
    return Retention(kept_as, through, orders, holds, _is_restricted(of, kept_as, holds))


@cites("VPFF11/7", "VPFF11/4.5.1")
def _is_restricted(of: Custody, kept_as: str, holds: Sequence[str]) -> bool:
    """Whether only compliance and legal may see it: surplus on hold, or what lies under a tape against a refusal."""
    return (kept_as == SURPLUS and bool(holds)) or any(_is_taped_all_the_same(of, one) for one in of.under)


def _is_taped_all_the_same(of: Custody, segment: SegmentProfile) -> bool:
    if of.profile is None or of.profile.medium not in VOICE or not segment.is_refused_sounding:
        return False
    end_us = segment.end_us
    if end_us is None:
        end_us = max((tape.end_us for tape in of.tapes), default=segment.start_us)
    return sound(of.tapes, segment.start_us, end_us).is_taped


@cites("VPFF11/5", "VPFF11/7")
def is_due(of: Custody, retention: Retention, today: date) -> bool:
    """Whether a record must go: its term is over, and neither a hold nor a request of one concerned stops it."""
    if of.file.is_deleted or retention.is_on_hold or is_open_of_one_concerned(of):
        return False
    return retention.is_surplus or today > retention.through


def base_day(of: Custody, retention: Retention) -> date:
    """The day from which it is late: the last of its term, of the releases of holds, and of answers to requests."""
    releases = (row.released_at for row in of.holds if row.released_at is not None)
    released_on = [of.calendar.day(instant_us(released_at)) for released_at in releases]
    return max([retention.through, *released_on, *answered_on(of)])


@cites("VPFF11/7")
def overdue_from(of: Custody, retention: Retention) -> date:
    """The last day on which a due record may still be there."""
    base = base_day(of, retention)
    return base if retention.is_surplus else plus_days(base, of.law.deletion_grace_days)


@cites("DR2017-565/76(8)", "MIFID2/16(7)")
def has_order_beyond_cap(of: Custody, retention: Retention) -> bool:
    """Whether an order reaches further than the authority may ask under the delegated regulation (R24)."""
    ordered = None if retention.is_surplus else ordered_through(of.orders)
    return ordered is not None and ordered > plus_years(of.created_on, of.law.order_cap_years)


def has_surplus_part(of: Custody) -> bool:
    """Whether a segment under the record gives no ground to keep it."""
    return any(segment.keeping in ("NONE", "FORBIDDEN") for segment in of.under)


def has_forbidden_part(of: Custody) -> bool:
    """Whether a segment under the record must not have been taped."""
    return any(segment.keeping == "FORBIDDEN" for segment in of.under)

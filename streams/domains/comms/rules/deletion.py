"""Was a record deleted too early, by what was known then? (point 5; section 9.4)"""

from typing import Final

import msgspec
from msgspec import UNSET

from schemas.comms import RecordDeleted
from schemas.instants import instant_us
from streams.domains.comms.rules.custody import Custody
from streams.domains.comms.rules.request import is_open_of_one_concerned
from streams.domains.comms.rules.retention import retention_of
from streams.kernel.citation import cites

RETENTION: Final = "RETENTION"
HOLD: Final = "HOLD"
ACCESS_REQUEST: Final = "ACCESS_REQUEST"


class DeletionJudged(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A deletion as it was judged at its place in the log.

    Attributes:
        kept_as: the class of the record as known then.
        causes: why it was early; none where it was not.
    """

    kept_as: str
    causes: list[str]


@cites("VPFF11/5", "VPFF11/7")
def judge_deletion(of: Custody, deleted: RecordDeleted) -> DeletionJudged:
    """Judge a deletion by what the log held before it; a picture track may go at any time."""
    retention = retention_of(of)
    if deleted.part is not UNSET:
        return DeletionJudged(retention.kept_as, [])
    deleted_on = of.calendar.day(instant_us(deleted.deleted_at))
    causes = {
        RETENTION: not retention.is_surplus and deleted_on <= retention.through,
        HOLD: retention.is_on_hold,
        ACCESS_REQUEST: is_open_of_one_concerned(of),
    }
    return DeletionJudged(retention.kept_as, [cause for cause, holds in causes.items() if holds])

"""What is wrong with a record? (section 8 of the contract, the codes whose object is a record or a request)"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import UNSET

from schemas.comms import RecordingMade
from schemas.instants import instant_us
from streams.domains.comms.rules.custody import Custody
from streams.domains.comms.rules.deletion import DeletionJudged
from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.rules.request import (
    OVERDUE,
    PROVIDED_LATE,
    PROVIDED_TO_WRONG_PARTY,
    Standing,
)
from streams.domains.comms.rules.retention import (
    DUTY,
    Retention,
    has_forbidden_part,
    has_order_beyond_cap,
    has_surplus_part,
    is_due,
    overdue_from,
)
from streams.domains.comms.state.calendar import HOUR_US
from streams.kernel.citation import cites


class Judged(NamedTuple):
    """A record as it stands at an instant.

    Attributes:
        standings: of its requests, by name.
        deletions: how each deletion was judged at its place, by event id.
    """

    of: Custody
    retention: Retention
    standings: Mapping[str, Standing]
    deletions: Mapping[str, DeletionJudged]
    now_us: int


def record_findings(judged: Judged) -> Iterator[Finding]:
    """Everything that is wrong with a record and the requests for it."""
    of = judged.of
    for code, is_wrong in (
        ("UNLOGGED_RECORDING", is_unlogged(judged)),
        ("RECORD_ALTERED", is_altered(of)),
        ("IMAGE_STORED", keeps_picture(of)),
        ("SURPLUS_RECORDING", is_surplus_recording(judged)),
        ("SURPLUS_SEGMENT", has_surplus_segment(judged)),
        ("ORDER_BEYOND_7Y", has_order_beyond_cap(of, judged.retention)),
    ):
        if is_wrong:
            yield Finding(code, of.file.record, of.first.id)
    yield from _overdue(judged)
    yield from _early(judged)
    for asked in of.file.requests:
        yield from _request_findings(asked.event.request, asked.event.id, judged)


def unlogged_from_us(of: Custody) -> int:
    """When a record without a communication becomes a finding."""
    return instant_us(of.first.created_at) + of.law.unlogged_hours * HOUR_US


@cites("VPFF11/5")
def is_unlogged(judged: Judged) -> bool:
    """Whether no communication was found for a record in time."""
    return judged.of.profile is None and judged.now_us >= unlogged_from_us(judged.of)


@cites("VPFF11/5", "DR2017-565/76(10)")
def is_altered(of: Custody) -> bool:
    """Whether a check found other bytes than were filed."""
    filed = of.first.content_hash
    return filed is not UNSET and any(check.content_hash != filed for check in of.file.hashes)


@cites("VPFF11/3")
def keeps_picture(of: Custody) -> bool:
    """Whether a picture track is still there."""
    return isinstance(of.first, RecordingMade) and "VIDEO" in of.first.media and not of.file.deletions


@cites("VPFF11/1", "VPFF11/7")
def is_surplus_recording(judged: Judged) -> bool:
    """Whether a recording has no ground at all (R31)."""
    of = judged.of
    is_kept = isinstance(of.first, RecordingMade) and not of.file.is_deleted
    return is_kept and judged.retention.is_surplus and not has_forbidden_part(of)


@cites("VPFF11/7")
def has_surplus_segment(judged: Judged) -> bool:
    """Whether a recording under the duty holds a part that is not."""
    of = judged.of
    is_kept = isinstance(of.first, RecordingMade) and not of.file.is_deleted
    return is_kept and judged.retention.kept_as == DUTY and has_surplus_part(of)


@cites("VPFF11/7")
def _overdue(judged: Judged) -> Iterator[Finding]:
    of, retention = judged.of, judged.retention
    today = of.calendar.day(judged.now_us)
    if is_due(of, retention, today) and today > overdue_from(of, retention):
        code = "SURPLUS_OVERDUE" if retention.is_surplus else "DELETION_OVERDUE"
        yield Finding(code, of.file.record, of.first.id)


@cites("VPFF11/5")
def _early(judged: Judged) -> Iterator[Finding]:
    for deleted in judged.of.file.deletions:
        judgement = judged.deletions.get(deleted.id)
        if judgement is not None and judgement.causes:
            details = {"causes": judgement.causes}
            yield Finding("EARLY_DELETION", judged.of.file.record, judged.of.first.id, details=details)


@cites("VPFF11/7")
def _request_findings(request: str, event: str, judged: Judged) -> Iterator[Finding]:
    status = judged.standings[request].status
    if status in (OVERDUE, PROVIDED_LATE):
        yield Finding("ACCESS_OVERDUE", request, event)
    if status == PROVIDED_TO_WRONG_PARTY:
        yield Finding("ACCESS_WRONG_PARTY", request, event)

"""Which shortcomings of a firm or a client does a communication show? (sections 3.3 and 8)"""

from collections.abc import Iterator
from typing import Final

from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.rules.notice import CONCERNED
from streams.domains.comms.state.profile import REQUIRED, TEXT, Profile, SegmentProfile
from streams.kernel.citation import cites

_UNTOLD_MEDIA: Final = ("MEETING", "LETTER")


def conditions_of(profile: Profile) -> Iterator[Finding]:
    """Every condition that a segment under the duty of an ended communication gives, each naming its segment."""
    if profile.ended_us is None:
        return
    for segment in profile.segments:
        if segment.duty == REQUIRED:
            yield from policy_missing(segment)
            yield from notice_language(profile, segment)
            yield from no_criteria_notice(segment)


@cites("VPFF11/1", "DR2017-565/76(1)")
def policy_missing(segment: SegmentProfile) -> Iterator[Finding]:
    """The responsible firm had no written guidelines."""
    if not segment.has_policy:
        yield Finding("POLICY_MISSING", segment.responsible, segment.opener, segment.number)


@cites("VPFF11/6", "DR2017-565/76(8)")
def notice_language(profile: Profile, segment: SegmentProfile) -> Iterator[Finding]:
    """A client was told in a language other than his (R32)."""
    is_incoming_text = profile.direction == "INCOMING" and segment.form == TEXT
    is_concerned = any(kind in CONCERNED for kind, _ in profile.parties)
    if profile.medium in _UNTOLD_MEDIA or is_incoming_text or not is_concerned:
        return
    for client in segment.without_language:
        yield Finding("NOTICE_LANGUAGE", client, segment.opener, segment.number)


@cites("VPFF11/6")
def no_criteria_notice(segment: SegmentProfile) -> Iterator[Finding]:
    """A client was never told in writing how recordings can be found."""
    for client in segment.without_criteria:
        yield Finding("NO_CRITERIA_NOTICE", client, segment.opener, segment.number)

"""What does the partition of a communication know of it, so that it can be judged elsewhere?"""

from collections.abc import Sequence
from typing import Final

import msgspec

from streams.domains.comms.state.communication import Consent

VOICE: Final = frozenset({"TELEPHONE", "VIDEO", "APP_VOICE"})
EMPLOYEE: Final = "EMPLOYEE"

REQUIRED: Final = "REQUIRED"
RECOMMENDED: Final = "RECOMMENDED"
DESIRABLE: Final = "DESIRABLE"
FORBIDDEN: Final = "FORBIDDEN"
NONE: Final = "NONE"
STRICTNESS: Final = {NONE: 0, FORBIDDEN: 1, DESIRABLE: 2, RECOMMENDED: 3, REQUIRED: 4}

SOUND_FORMS: Final = frozenset({"AUDIO", "AUDIO_ONLY"})
TEXT: Final = "TEXT"
MINUTES: Final = "MINUTES"
MARKET_SOUNDING: Final = "MARKET_SOUNDING"

UNAPPROVED: Final = "UNAPPROVED"
UNCAPTURED: Final = "UNCAPTURED"


class SegmentProfile(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A segment with what the facts say of it.

    Attributes:
        opener: id of the event that opened it.
        opened_by: START, CHANGE or TRANSFER.
        end_us: None while it is open.
        basis: of the attribution.
        has_conflict: sign-on and register disagree.
        keeping: the keeping duty.
        responsible: the responsible firm.
        deadline_us: when the evidence must have arrived; None while the communication is open or nothing is owed.
        has_policy: the responsible firm has a policy in force.
        channel: UNAPPROVED or UNCAPTURED, else empty.
        without_language: parties who have recording notices, none of them in their language.
        without_criteria: clients who were not told in writing how recordings are found.
    """

    number: int
    opener: str
    opened_by: str
    start_us: int
    end_us: int | None
    telephone: str | None
    basis: str
    employees: list[str]
    has_conflict: bool
    duty: str
    form: str
    reason: str
    keeping: str
    responsible: str
    order_given: bool
    facts_missing: bool
    deadline_us: int | None
    has_policy: bool
    is_unconnected: bool
    is_shared: bool
    channel: str
    without_language: list[str]
    without_criteria: list[str]

    @property
    def is_refused_sounding(self) -> bool:
        """Whether taping of a sounding was refused, so that minutes are due."""
        return self.reason == MARKET_SOUNDING and self.form == MINUTES


class Profile(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A communication with what the facts say of it.

    Attributes:
        opener: id of the start event.
        parties: kind and identifier, None where it is unknown.
        told_us: when it was said that the talk is taped.
        has_standing_notice: every party concerned had a recording notice when it began.
    """

    communication: str
    opener: str
    firm: str
    medium: str
    direction: str
    started_us: int
    ended_us: int | None
    parties: list[tuple[str, str | None]]
    from_number: str | None
    to_number: str | None
    told_us: list[int]
    has_standing_notice: bool
    consent: Consent
    segments: list[SegmentProfile]

    @property
    def outside(self) -> list[tuple[str, str | None]]:
        """The outside parties."""
        return [party for party in self.parties if party[0] != EMPLOYEE]

    @property
    def outside_ids(self) -> set[str]:
        """The identifiers of the outside parties, as far as they are known."""
        return {name for kind, name in self.parties if kind != EMPLOYEE and name is not None}

    @property
    def employee_ids(self) -> set[str]:
        """The identifiers of the parties who are employees."""
        return {name for kind, name in self.parties if kind == EMPLOYEE and name is not None}


def is_under(segment: SegmentProfile, start_us: int, end_us: int) -> bool:
    """Whether a recording overlaps a segment; an open one, if the recording ends after its start (section 9.1)."""
    if segment.end_us is None:
        return end_us > segment.start_us
    return min(segment.end_us, end_us) > max(segment.start_us, start_us)


def segments_under(profile: Profile, start_us: int, end_us: int) -> Sequence[SegmentProfile]:
    """The segments under a recording: those that it overlaps, else all of its communication."""
    return [one for one in profile.segments if is_under(one, start_us, end_us)] or profile.segments

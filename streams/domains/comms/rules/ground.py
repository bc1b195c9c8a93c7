"""On what is a segment judged once the evidence is looked at?"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from streams.domains.comms.law.values import Values
from streams.domains.comms.rules.sound import Sound, sound
from streams.domains.comms.state.profile import (
    MARKET_SOUNDING,
    REQUIRED,
    SOUND_FORMS,
    TEXT,
    VOICE,
    Profile,
    SegmentProfile,
)
from streams.domains.comms.state.records import Tape

Details = Mapping[str, object]
FOUND: Final[Details] = {}


class Proof(NamedTuple):
    """The evidence that a communication has, deleted records too.

    Attributes:
        stored_us: when the first stored message arrived; None where none did.
        minutes: what all minutes hold together; None where none were filed.
        has_record: it has a record of any kind.
    """

    tapes: Sequence[Tape]
    stored_us: int | None
    minutes: frozenset[str] | None
    has_record: bool


class Ground(NamedTuple):
    """A segment with the evidence of its communication at an instant."""

    profile: Profile
    segment: SegmentProfile
    proof: Proof
    now_us: int
    law: Values

    @property
    def is_ended(self) -> bool:
        """Whether the communication has ended."""
        return self.profile.ended_us is not None

    @property
    def is_owed(self) -> bool:
        """Whether a segment of an ended communication is under the duty."""
        return self.is_ended and self.segment.duty == REQUIRED

    @property
    def is_call(self) -> bool:
        """Whether it runs over telephones."""
        return self.profile.medium == "TELEPHONE"

    @property
    def is_overdue(self) -> bool:
        """Whether the evidence had to be there by now."""
        return self.segment.deadline_us is not None and self.now_us >= self.segment.deadline_us

    @property
    def awaits_sound(self) -> bool:
        """Whether its sound is evidence; a stretch without length has none."""
        return self.segment.form in SOUND_FORMS and self.segment.end_us != self.segment.start_us

    @property
    def sound(self) -> Sound:
        """What was taped of an ended segment."""
        return sound_of(self, self.proof.tapes)

    @property
    def is_refused(self) -> bool:
        """Whether taping of a sounding was refused in the end."""
        return self.profile.consent.given is False

    @property
    def is_voice_sounding(self) -> bool:
        """Whether it is a sounding over a line, under the duty as one."""
        return self.segment.reason == MARKET_SOUNDING and self.profile.medium in VOICE

    @property
    def is_incoming_text(self) -> bool:
        """Whether somebody wrote unasked."""
        return self.profile.direction == "INCOMING" and self.segment.form == TEXT


def sound_of(of: Ground, tapes: Sequence[Tape]) -> Sound:
    """What some tapes hold of an ended segment."""
    end_us = of.segment.start_us if of.segment.end_us is None else of.segment.end_us
    return sound(tapes, of.segment.start_us, end_us)


def found_if(condition: bool) -> Details | None:
    """What a test answers that has nothing to add."""
    return FOUND if condition else None

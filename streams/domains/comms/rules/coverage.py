"""How much of what is or should be recorded was captured, by firm and month? (view `coverage`)"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from streams.domains.comms.law.values import Values
from streams.domains.comms.rules.ground import Ground, Proof
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.profile import (
    DESIRABLE,
    RECOMMENDED,
    REQUIRED,
    SOUND_FORMS,
    TEXT,
    Profile,
)
from streams.kernel.citation import cites

COUNTED: Final = (REQUIRED, RECOMMENDED, DESIRABLE)


class Counted(NamedTuple):
    """One segment that counts."""

    firm: str
    month: str
    duty: str
    is_captured: bool


@cites("VPFF11/4.5", "VPFF11/4.7")
def counted(profile: Profile, proof: Proof, law: Values, calendar: Calendar) -> Iterator[Counted]:
    """The segments of an ended communication that count, with whether their evidence is there (R33)."""
    if profile.ended_us is None:
        return
    for segment in profile.segments:
        of = Ground(profile, segment, proof, 0, law)
        if segment.duty not in COUNTED or (segment.form in SOUND_FORMS and not of.awaits_sound):
            continue
        if segment.form in SOUND_FORMS:
            is_captured = of.sound.is_complete(law)
        elif segment.form == TEXT:
            is_captured = proof.stored_us is not None
        else:
            is_captured = proof.minutes is not None
        yield Counted(segment.responsible, calendar.month(segment.start_us), segment.duty, is_captured)

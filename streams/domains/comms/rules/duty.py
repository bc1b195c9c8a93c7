"""Was there a duty to record a segment, in which form, and why? (points 1 to 6; section 7 of the contract)"""

from typing import Final, NamedTuple

from streams.domains.comms.rules.duty_external import CANDIDATES, is_paper_without_order
from streams.domains.comms.rules.duty_internal import internal_duty
from streams.domains.comms.rules.scope import Responsible, responsible_firm
from streams.domains.comms.rules.situation import Situation
from streams.domains.comms.state.profile import (
    FORBIDDEN,
    MARKET_SOUNDING,
    MINUTES,
    NONE,
    REQUIRED,
    STRICTNESS,
)
from streams.kernel.citation import cites

CORPUS: Final = "VPFF11/"
NOT_APPLICABLE: Final = "NA"

_FORMS: Final = {
    "TELEPHONE": "AUDIO",
    "VIDEO": "AUDIO_ONLY",
    "APP_VOICE": "AUDIO_ONLY",
    "CHAT": "TEXT",
    "EMAIL": "TEXT",
    "SMS": "TEXT",
    "FAX": "TEXT",
    "LETTER": "TEXT",
    "VOICEMAIL": "TEXT",
    "MEETING": "MINUTES",
}


class Duty(NamedTuple):
    """The duty of a segment under one coding.

    Attributes:
        points: of the recommendation, on which it rests.
        responsible: whose duty it is; None where nobody's, or before the question arose.
        another_requires: a reason besides the one given makes recording a duty, too.
    """

    duty: str
    reason: str
    points: tuple[str, ...]
    responsible: Responsible | None
    another_requires: bool = False

    @property
    def cites(self) -> list[str]:
        """The provisions."""
        return [CORPUS + point for point in self.points]


def duty_of(of: Situation) -> Duty:
    """The duty of a segment under one of its codings: first what stops, then inside or outside talk, then paper."""
    if not of.communication.is_answered:
        return Duty(NONE, "NOT_ANSWERED", ("1",), None)
    responsible = responsible_firm(of)
    if responsible is None:
        return Duty(NONE, "OUT_OF_SCOPE_FIRM", ("2",), None)
    if of.coding.private:
        return private_talk(responsible)
    if is_paper_without_order(of):
        return Duty(NONE, "PAPER_NO_ORDER", ("4.1",), responsible)
    if of.parties.is_internal:
        return Duty(*internal_duty(of), responsible)
    return _external_duty(of, responsible)


@cites("VPFF11/1")
def private_talk(responsible: Responsible) -> Duty:
    """Private talk is outside, whoever has it."""
    return Duty(NONE, "PRIVATE", ("1",), responsible)


def _external_duty(of: Situation, responsible: Responsible) -> Duty:
    """The strictest candidate, of equally strict ones the first."""
    found = [(candidate, duty) for candidate in CANDIDATES if (duty := candidate.duty(of)) is not None]
    best, duty = max(found, key=lambda one: STRICTNESS[one[1]])
    another = any(other is not best and one == REQUIRED for other, one in found)
    return Duty(duty, best.reason, best.points, responsible, another)


@cites("VPFF11/3", "VPFF11/4.5.1")
def form_of(duty: Duty, of: Situation) -> str:
    """In which form a segment is kept: the medium decides; a sounding whose taping was refused is noted."""
    if duty.duty in (NONE, FORBIDDEN):
        return NOT_APPLICABLE
    is_refused = of.consent.given is False and of.is_voice
    if duty.reason == MARKET_SOUNDING and is_refused and not duty.another_requires:
        return MINUTES
    return _FORMS[of.medium]

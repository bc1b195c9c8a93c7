"""Was the duty met, and what else went wrong with a communication? (section 8 of the contract)

`CHECKS` stands in the contract's order; each test says what it found, None where nothing is wrong.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from streams.domains.comms.law.values import Values
from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.rules.minutes import missing_items
from streams.domains.comms.rules.notice import CONCERNED
from streams.domains.comms.rules.sound import Sound, sound
from streams.domains.comms.state.calendar import SECOND_US
from streams.domains.comms.state.communication import CHANGE
from streams.domains.comms.state.profile import (
    FORBIDDEN,
    MARKET_SOUNDING,
    MINUTES,
    REQUIRED,
    SOUND_FORMS,
    TEXT,
    UNAPPROVED,
    UNCAPTURED,
    VOICE,
    Profile,
    SegmentProfile,
)
from streams.domains.comms.state.records import Tape
from streams.kernel.citation import cites

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
        return _sound(self, self.proof.tapes)

    @property
    def is_refused(self) -> bool:
        """Whether taping of a sounding was refused in the end."""
        return self.profile.consent.given is False

    @property
    def is_voice_sounding(self) -> bool:
        """Whether it is a sounding over a line, under the duty as one."""
        return self.segment.reason == MARKET_SOUNDING and self.profile.medium in VOICE


def _sound(of: Ground, tapes: Sequence[Tape]) -> Sound:
    end_us = of.segment.start_us if of.segment.end_us is None else of.segment.end_us
    return sound(tapes, of.segment.start_us, end_us)


def _if(condition: bool) -> Details | None:
    return FOUND if condition else None


@cites("VPFF11/3")
def unrecorded_device(of: Ground) -> Details | None:
    """A call ran on a telephone that no recorder is connected to."""
    return _if(of.segment.is_unconnected)


@cites("VPFF11/3")
def unapproved_channel(of: Ground) -> Details | None:
    """Talk ran on a channel that the firm does not permit."""
    return _if(of.segment.channel == UNAPPROVED and not _is_incoming_text(of))


@cites("VPFF11/3")
def inbound_off_channel(of: Ground) -> Details | None:
    """Somebody wrote unasked on such a channel (R9)."""
    return _if(of.segment.channel == UNAPPROVED and _is_incoming_text(of))


def _is_incoming_text(of: Ground) -> bool:
    return of.profile.direction == "INCOMING" and of.segment.form == TEXT


@cites("VPFF11/3")
def no_channel_switch(of: Ground) -> Details | None:
    """Talk stayed on a permitted channel that is not stored."""
    return _if(of.segment.channel == UNCAPTURED)


@cites("VPFF11/3", "VPFF11/4")
def not_recorded(of: Ground) -> Details | None:
    """Nothing was taped in time, nor later."""
    return _if(of.awaits_sound and of.is_overdue and not of.sound.is_taped)


@cites("VPFF11/3")
def recording_incomplete(of: Ground) -> Details | None:
    """More than the tolerance is missing from the tapes."""
    if not (of.awaits_sound and of.is_overdue):
        return None
    heard = of.sound
    if heard.is_taped and heard.exceeds_tolerance(of.law):
        return {"uncovered_seconds": heard.uncovered_seconds}
    return None


@cites("VPFF11/3", "VPFF11/4")
def not_stored(of: Ground) -> Details | None:
    """No written message was stored."""
    return _if(of.segment.form == TEXT and of.is_overdue and of.proof.stored_us is None)


@cites("VPFF11/3", "DR2017-565/76(9)")
def no_minutes(of: Ground) -> Details | None:
    """No minutes were filed."""
    return _if(of.segment.form == MINUTES and of.is_overdue and of.proof.minutes is None)


@cites("VPFF11/3", "DR2017-565/76(9)")
def minutes_incomplete(of: Ground) -> Details | None:
    """All minutes together lack something."""
    if of.segment.form != MINUTES or not of.is_overdue or of.proof.minutes is None:
        return None
    missing = missing_items(
        of.proof.minutes, is_order=of.segment.order_given, is_voice=of.profile.medium in VOICE
    )
    return {"missing": missing} if missing else None


@cites("VPFF11/5")
def late_evidence(of: Ground) -> Details | None:
    """The evidence is whole, but only with what came after the deadline."""
    deadline_us = of.segment.deadline_us
    if deadline_us is None:
        return None
    if of.segment.form == TEXT:
        return _if(of.proof.stored_us is not None and of.proof.stored_us > deadline_us)
    if not of.awaits_sound or not of.sound.is_complete(of.law):
        return None
    timely = [tape for tape in of.proof.tapes if tape.arrived_us <= deadline_us]
    return _if(not _sound(of, timely).is_complete(of.law))


@cites("VPFF11/5")
def recording_degraded(of: Ground) -> Details | None:
    """A recording is of poor quality."""
    if of.segment.form not in SOUND_FORMS or of.segment.end_us is None:
        return None
    start_us, end_us = of.segment.start_us, of.segment.end_us
    return _if(
        any(
            tape.is_degraded and min(tape.end_us, end_us) > max(tape.start_us, start_us)
            for tape in of.proof.tapes
        )
    )


@cites("VPFF11/4.5.1")
def sounding_no_consent(of: Ground) -> Details | None:
    """A sounding was taped without consent."""
    if not of.is_voice_sounding or not of.sound.is_taped:
        return None
    consent = of.profile.consent
    latest_us = of.segment.start_us + of.law.consent_tolerance_seconds * SECOND_US
    is_late = consent.given is True and consent.from_us > latest_us
    return _if(consent.given is None or is_late or (of.is_refused and of.segment.form == MINUTES))


@cites("VPFF11/4.5.1", "DR2016-960/6(2)")
def sounding_unrecorded(of: Ground) -> Details | None:
    """A sounding went on untaped after a refusal (R13)."""
    is_noted = of.is_voice_sounding and of.is_refused and of.segment.form == MINUTES
    return _if(is_noted and not of.sound.is_taped)


@cites("VPFF11/4.5.1")
def sounding_with_service(of: Ground) -> Details | None:
    """A refused sounding shares a segment with a service."""
    return _if(of.is_voice_sounding and of.is_refused and of.segment.form != MINUTES)


@cites("VPFF11/6")
def switchboard_recorded(of: Ground) -> Details | None:
    """The switchboard was taped without ground."""
    return _if(of.is_ended and of.segment.duty == FORBIDDEN and of.sound.is_taped)


def _must_be_told(of: Ground) -> bool:
    """Whether parties concerned must be told in or before this communication."""
    is_exempt = of.profile.medium in ("MEETING", "LETTER") or _is_incoming_text(of)
    return not is_exempt and any(kind in CONCERNED for kind, _ in of.profile.parties)


@cites("VPFF11/6")
def no_client_notice(of: Ground) -> Details | None:
    """Nobody told the client, before or at the beginning."""
    if of.segment.opened_by == CHANGE or not _must_be_told(of) or of.profile.has_standing_notice:
        return None
    latest_us = of.segment.start_us + of.law.notice_tolerance_seconds * SECOND_US
    return _if(not any(told_us <= latest_us for told_us in of.profile.told_us))


@cites("VPFF11/6")
def midcall_no_notice(of: Ground) -> Details | None:
    """The talk came under the duty, and nobody said that it is taped from now on (R10, R11)."""
    if of.segment.opened_by != CHANGE or of.profile.medium not in VOICE or not _must_be_told(of):
        return None
    before = of.profile.segments[of.segment.number - 1]
    if before.duty == REQUIRED:
        return None
    tolerance_us = of.law.notice_tolerance_seconds * SECOND_US
    is_told = any(abs(told_us - of.segment.start_us) <= tolerance_us for told_us in of.profile.told_us)
    return _if(not is_told and not _is_excused(of))


def _is_excused(of: Ground) -> bool:
    """Whether the words would be untrue: told before, and taped since the leg began."""
    if of.law.change_notice_when_already_taped != "NOT_NEEDED" or not of.profile.has_standing_notice:
        return False
    earlier = of.profile.segments[: of.segment.number]
    leg_us = next(one.start_us for one in reversed(earlier) if one.opened_by != CHANGE)
    heard = sound(of.proof.tapes, leg_us, of.segment.start_us)
    return leg_us == of.segment.start_us or heard.is_complete(of.law)


def _is_unattributed(of: Ground) -> bool:
    return of.segment.basis in ("NONE", "GAP")


@cites("VPFF11/5")
def shared_phone_unattributed(of: Ground) -> Details | None:
    """Nobody knows who used a shared telephone."""
    return _if(of.is_call and _is_unattributed(of) and of.segment.is_shared)


@cites("VPFF11/5")
def shared_phone_ambiguous(of: Ground) -> Details | None:
    """Two people held a telephone at once."""
    return _if(of.is_call and of.segment.basis == "AMBIGUOUS")


@cites("VPFF11/5")
def not_searchable(of: Ground) -> Details | None:
    """A criterion by which the evidence must be found is missing (R18)."""
    profile = of.profile
    if of.is_call:
        lacks_number = bool(of.proof.tapes) and None in (profile.from_number, profile.to_number)
        return _if(lacks_number or (_is_unattributed(of) and not of.segment.is_shared))
    if not of.proof.has_record:
        return None
    lacks_employee = of.segment.basis not in ("EXPLICIT", "REGISTER")
    return _if(lacks_employee or (bool(profile.outside) and not profile.outside_ids))


@cites("VPFF11/5")
def attribution_conflict(of: Ground) -> Details | None:
    """The sign-on and the register name different people."""
    return _if(of.is_ended and of.segment.has_conflict)


@cites("VPFF11/5")
def number_withheld(of: Ground) -> Details | None:
    """A number was withheld (R19)."""
    numbers = (of.profile.from_number, of.profile.to_number)
    return _if(of.is_call and bool(of.proof.tapes) and None not in numbers and "ANONYMOUS" in numbers)


@cites("VPFF11/4")
def facts_missing(of: Ground) -> Details | None:
    """Nobody has coded the segment."""
    return _if(of.segment.facts_missing)


class Check(NamedTuple):
    """A code, whether it concerns segments under the duty only, and its test."""

    code: str
    only_owed: bool
    test: Callable[[Ground], Details | None]


CHECKS: Final = (
    Check("UNRECORDED_DEVICE", True, unrecorded_device),
    Check("UNAPPROVED_CHANNEL", True, unapproved_channel),
    Check("INBOUND_OFF_CHANNEL", True, inbound_off_channel),
    Check("NO_CHANNEL_SWITCH", True, no_channel_switch),
    Check("NOT_RECORDED", True, not_recorded),
    Check("RECORDING_INCOMPLETE", True, recording_incomplete),
    Check("NOT_STORED", True, not_stored),
    Check("NO_MINUTES", True, no_minutes),
    Check("MINUTES_INCOMPLETE", True, minutes_incomplete),
    Check("LATE_EVIDENCE", True, late_evidence),
    Check("RECORDING_DEGRADED", True, recording_degraded),
    Check("SOUNDING_NO_CONSENT", True, sounding_no_consent),
    Check("SOUNDING_UNRECORDED", True, sounding_unrecorded),
    Check("SOUNDING_WITH_SERVICE", True, sounding_with_service),
    Check("SWITCHBOARD_RECORDED", False, switchboard_recorded),
    Check("NO_CLIENT_NOTICE", True, no_client_notice),
    Check("MIDCALL_NO_NOTICE", True, midcall_no_notice),
    Check("SHARED_PHONE_UNATTRIBUTED", True, shared_phone_unattributed),
    Check("SHARED_PHONE_AMBIGUOUS", True, shared_phone_ambiguous),
    Check("NOT_SEARCHABLE", True, not_searchable),
    Check("ATTRIBUTION_CONFLICT", False, attribution_conflict),
    Check("CLI_WITHHELD", True, number_withheld),
    Check("FACTS_MISSING", False, facts_missing),
)
"""The codes that hang on a segment, in the contract's order."""

_NOT_OWED: Final = tuple(check for check in CHECKS if not check.only_owed)


def capture_findings(profile: Profile, proof: Proof, now_us: int, law: Values) -> Iterator[Finding]:
    """What is wrong with the segments of a communication at an instant."""
    for segment in profile.segments:
        of = Ground(profile, segment, proof, now_us, law)
        for check in CHECKS if of.is_owed else _NOT_OWED:
            details = check.test(of)
            if details is not None:
                severity = _severity(check.code, law)
                yield Finding(
                    check.code, profile.communication, segment.opener, segment.number, details, severity
                )


def _severity(code: str, law: Values) -> str | None:
    """The weight that a firm gives a code; None where the contract fixes it."""
    return law.unrecorded_sounding_severity if code == "SOUNDING_UNRECORDED" else None

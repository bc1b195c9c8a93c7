"""Did the evidence arrive, whole and in time? (points 3 and 5)"""

from streams.domains.comms.rules.ground import Details, Ground, found_if, sound_of
from streams.domains.comms.rules.minutes import missing_items
from streams.domains.comms.state.profile import MINUTES, SOUND_FORMS, TEXT, VOICE
from streams.kernel.citation import cites


@cites("VPFF11/3", "VPFF11/4")
def not_recorded(of: Ground) -> Details | None:
    """Nothing was taped in time, nor later."""
    return found_if(of.awaits_sound and of.is_overdue and not of.sound.is_taped)


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
    return found_if(of.segment.form == TEXT and of.is_overdue and of.proof.stored_us is None)


@cites("VPFF11/3", "DR2017-565/76(9)")
def no_minutes(of: Ground) -> Details | None:
    """No minutes were filed."""
    return found_if(of.segment.form == MINUTES and of.is_overdue and of.proof.minutes is None)


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
        return found_if(of.proof.stored_us is not None and of.proof.stored_us > deadline_us)
    if not of.awaits_sound or not of.sound.is_complete(of.law):
        return None
    timely = [tape for tape in of.proof.tapes if tape.arrived_us <= deadline_us]
    return found_if(not sound_of(of, timely).is_complete(of.law))


@cites("VPFF11/5")
def recording_degraded(of: Ground) -> Details | None:
    """A recording is of poor quality."""
    if of.segment.form not in SOUND_FORMS or of.segment.end_us is None:
        return None
    start_us, end_us = of.segment.start_us, of.segment.end_us
    return found_if(
        any(
            tape.is_degraded and min(tape.end_us, end_us) > max(tape.start_us, start_us)
            for tape in of.proof.tapes
        )
    )

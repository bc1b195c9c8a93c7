"""Was a market sounding taped as the investor agreed, or noted? (point 4.5.1)"""

from streams.domains.comms.rules.ground import Details, Ground, found_if
from streams.domains.comms.state.calendar import SECOND_US
from streams.domains.comms.state.profile import MINUTES
from streams.kernel.citation import cites


@cites("VPFF11/4.5.1")
def sounding_no_consent(of: Ground) -> Details | None:
    """A sounding was taped without consent."""
    if not of.is_voice_sounding or not of.sound.is_taped:
        return None
    consent = of.profile.consent
    latest_us = of.segment.start_us + of.law.consent_tolerance_seconds * SECOND_US
    is_late = consent.given is True and consent.from_us > latest_us
    return found_if(consent.given is None or is_late or (of.is_refused and of.segment.form == MINUTES))


@cites("VPFF11/4.5.1", "DR2016-960/6(2)")
def sounding_unrecorded(of: Ground) -> Details | None:
    """A sounding went on untaped after a refusal (R13)."""
    is_noted = of.is_voice_sounding and of.is_refused and of.segment.form == MINUTES
    return found_if(is_noted and not of.sound.is_taped)


@cites("VPFF11/4.5.1")
def sounding_with_service(of: Ground) -> Details | None:
    """A refused sounding shares a segment with a service."""
    return found_if(of.is_voice_sounding and of.is_refused and of.segment.form != MINUTES)

"""Was the client told in time, before or in the call? (point 6; section 8.1 of the contract)"""

from streams.domains.comms.rules.ground import Details, Ground, found_if
from streams.domains.comms.rules.notice import CONCERNED
from streams.domains.comms.rules.sound import sound
from streams.domains.comms.state.calendar import SECOND_US
from streams.domains.comms.state.communication import CHANGE
from streams.domains.comms.state.profile import REQUIRED, VOICE
from streams.kernel.citation import cites


def _must_be_told(of: Ground) -> bool:
    """Whether parties concerned must be told in or before this communication."""
    is_exempt = of.profile.medium in ("MEETING", "LETTER") or of.is_incoming_text
    return not is_exempt and any(kind in CONCERNED for kind, _ in of.profile.parties)


@cites("VPFF11/6")
def no_client_notice(of: Ground) -> Details | None:
    """Nobody told the client, before or at the beginning."""
    if of.segment.opened_by == CHANGE or not _must_be_told(of) or of.profile.has_standing_notice:
        return None
    latest_us = of.segment.start_us + of.law.notice_tolerance_seconds * SECOND_US
    return found_if(not any(told_us <= latest_us for told_us in of.profile.told_us))


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
    return found_if(not is_told and not _is_excused(of))


def _is_excused(of: Ground) -> bool:
    """Whether the words would be untrue: told before, and taped since the leg began."""
    if of.law.change_notice_when_already_taped != "NOT_NEEDED" or not of.profile.has_standing_notice:
        return False
    earlier = of.profile.segments[: of.segment.number]
    leg_us = next(one.start_us for one in reversed(earlier) if one.opened_by != CHANGE)
    heard = sound(of.proof.tapes, leg_us, of.segment.start_us)
    return leg_us == of.segment.start_us or heard.is_complete(of.law)

"""To which communication does a recording belong that names a telephone only? (section 6.4)"""

from collections.abc import Iterable

from streams.domains.comms.law.values import Values
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import Tape
from streams.kernel.citation import cites

_WHOLE_PPM = 1_000_000


@cites("VPFF11/5")
def matched(tape: Tape, telephone: str, profiles: Iterable[Profile], law: Values) -> Profile | None:
    """The one communication of which the recording holds enough of a segment; None where there is none or several."""
    found = [profile for profile in profiles if _fits(tape, telephone, profile, law)]
    return found[0] if len(found) == 1 else None


def _fits(tape: Tape, telephone: str, profile: Profile, law: Values) -> bool:
    for segment in profile.segments:
        if segment.telephone != telephone or segment.end_us is None:
            continue
        overlap_us = min(tape.end_us, segment.end_us) - max(tape.start_us, segment.start_us)
        length_us = segment.end_us - segment.start_us
        if overlap_us > 0 and overlap_us * _WHOLE_PPM >= law.match_overlap_ppm * length_us:
            return True
    return False

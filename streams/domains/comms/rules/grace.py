"""Within which time must the evidence arrive? (points 1 and 3; R17)"""

from typing import Final

from msgspec import UNSET

from schemas.comms import PolicyAdopted
from streams.domains.comms.law.values import Values
from streams.domains.comms.state.calendar import HOUR_US
from streams.kernel.citation import cites

_HOURS: Final = {
    "AUDIO": "recording_grace_hours",
    "AUDIO_ONLY": "recording_grace_hours",
    "TEXT": "storage_grace_hours",
    "MINUTES": "minutes_grace_hours",
}


@cites("VPFF11/1", "VPFF11/3")
def deadline_us(form: str, ended_us: int | None, policy: PolicyAdopted | None, law: Values) -> int | None:
    """When the evidence of a form must have arrived: the firm's own grace wins; None where nothing is awaited."""
    name = _HOURS.get(form)
    if name is None or ended_us is None:
        return None
    own = UNSET if policy is None else getattr(policy, name)
    hours: int = getattr(law, name) if own is UNSET else own
    return ended_us + hours * HOUR_US

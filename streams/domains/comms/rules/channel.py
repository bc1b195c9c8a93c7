"""Did the talk run over means that the firm permits and records? (point 3)"""

from typing import Final

from msgspec import UNSET

from streams.domains.comms.rules.situation import Situation
from streams.domains.comms.state.profile import UNAPPROVED, UNCAPTURED
from streams.kernel.citation import cites

_WITHOUT_CHANNEL: Final = ("TELEPHONE", "MEETING", "LETTER")


@cites("VPFF11/3")
def channel_fault(of: Situation, firm: str) -> str:
    """What is wrong with the channel by the register of the responsible firm; empty where nothing is (R8)."""
    if of.parties.is_internal or of.medium in _WITHOUT_CHANNEL:
        return ""
    channel = of.communication.start.channel
    registered = None if channel is UNSET else of.facts.channel(firm, channel, of.at_us)
    if registered is None or not registered.approved:
        return UNAPPROVED
    return "" if registered.captured else UNCAPTURED


@cites("VPFF11/3")
def is_unconnected(of: Situation) -> bool:
    """Whether a call ran on a telephone that is registered as not connected to a recorder (R25)."""
    if of.medium != "TELEPHONE" or of.segment.telephone is None:
        return False
    registered = of.facts.telephone(of.segment.telephone, of.at_us)
    return registered is not None and not registered.connected_to_recorder


def is_shared(of: Situation) -> bool:
    """Whether the telephone is registered as one that several employees use."""
    if of.segment.telephone is None:
        return False
    registered = of.facts.telephone(of.segment.telephone, of.at_us)
    return registered is not None and registered.shared

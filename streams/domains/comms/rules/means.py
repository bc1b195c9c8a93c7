"""Did talk under the duty run over means that the firm permits and records? (point 3)"""

from streams.domains.comms.rules.ground import Details, Ground, found_if
from streams.domains.comms.state.profile import UNAPPROVED, UNCAPTURED
from streams.kernel.citation import cites


@cites("VPFF11/3")
def unrecorded_device(of: Ground) -> Details | None:
    """A call ran on a telephone that no recorder is connected to."""
    return found_if(of.segment.is_unconnected)


@cites("VPFF11/3")
def unapproved_channel(of: Ground) -> Details | None:
    """Talk ran on a channel that the firm does not permit."""
    return found_if(of.segment.channel == UNAPPROVED and not of.is_incoming_text)


@cites("VPFF11/3")
def inbound_off_channel(of: Ground) -> Details | None:
    """Somebody wrote unasked on such a channel (R9)."""
    return found_if(of.segment.channel == UNAPPROVED and of.is_incoming_text)


@cites("VPFF11/3")
def no_channel_switch(of: Ground) -> Details | None:
    """Talk stayed on a permitted channel that is not stored."""
    return found_if(of.segment.channel == UNCAPTURED)

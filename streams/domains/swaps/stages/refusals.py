"""Which events are refused? Those whose id was read before with another body (section 11, reading R17)."""

from typing import Final

from schemas.wire import Event
from streams.kernel.citation import cites
from streams.kernel.consequence import publish_consequence
from streams.kernel.output import Output

EVENT_ID_CONFLICT: Final = "EVENT_ID_CONFLICT"
_READING: Final = "SWAPS/R17"


@cites(_READING)
def refuse_event(output: Output, event: Event, key: str) -> None:
    """Publish that an id was used again for another body; the first body that was read stands."""
    publish_consequence(output, event, key, "event_refused", [_READING], {"reason": EVENT_ID_CONFLICT})

"""What do minutes have to hold? (point 3, article 76(9))"""

from collections.abc import Collection
from typing import Final

from streams.kernel.citation import cites

_ALWAYS: Final = ("DATE_TIME", "LOCATION", "ATTENDEES", "INITIATOR", "CONTENT")
_WITH_AN_ORDER: Final = ("PRICE", "VOLUME", "ORDER_TYPE", "TRANSMIT_OR_EXECUTE_AT")
_NOT_BY_VOICE: Final = ("LOCATION", "INITIATOR")


@cites("DR2017-565/76(9)", "DR2016-960/6(2)")
def missing_items(present: Collection[str], *, is_order: bool, is_voice: bool) -> list[str]:
    """What minutes lack, in the article's order (R16); a sounding over a line has no place and no initiator."""
    asked = [*_ALWAYS, *(_WITH_AN_ORDER if is_order else ())]
    return [item for item in asked if item not in present and not (is_voice and item in _NOT_BY_VOICE)]

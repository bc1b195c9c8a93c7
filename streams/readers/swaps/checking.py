"""Is every event of a row one of the contract?"""

from typing import Final

import orjson

from schemas.reading import Reader, Unreadable
from schemas.swaps import EVENT_STRUCTS
from streams.readers.swaps.lacks import Lack, Reason
from streams.readers.swaps.reading import Outcome

_READER: Final = Reader(EVENT_STRUCTS)


def checked(outcome: Outcome) -> Outcome:
    """The outcome, or, where the contract has no such event, the row set aside: what was given may be wrong."""
    for event in outcome.events:
        found = _READER.read(orjson.dumps(event))
        if isinstance(found, Unreadable):
            return Outcome(outcome.row, lacks=(Lack(Reason.NOT_IN_THE_CONTRACT, "action", found.detail),))
    return outcome

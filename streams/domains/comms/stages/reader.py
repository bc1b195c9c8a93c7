"""How are the records of the input read?"""

from typing import Final

from schemas.comms import EVENT_STRUCTS, CommsEvent, clear_identifiers
from schemas.reading import Reader

READER: Final[Reader[CommsEvent]] = Reader(EVENT_STRUCTS, clear_identifiers)

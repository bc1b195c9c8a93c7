"""How is it told that an event came before?"""

from hashlib import blake2b
from typing import Final

from streams.kernel.citation import cites

_ID_BYTES: Final = 16
_BODY_BYTES: Final = 8

IDENTITY_BYTES: Final = _ID_BYTES + _BODY_BYTES
"""How much an id and a body take; identities stand behind each other."""


class Seen:
    """What is known of an event's id: NEW, SAME or OTHER body."""

    NEW: Final = 0
    SAME: Final = 1
    OTHER: Final = 2


@cites("MARKETDATA/R29")
def identity(identifier: str, body_digest: bytes) -> bytes:
    """An id and a body in 24 bytes."""
    return blake2b(identifier.encode(), digest_size=_ID_BYTES).digest() + body_digest[:_BODY_BYTES]


def seen(identities: bytes, one: bytes) -> int:
    """Whether the id of an identity is among others, and with the same body."""
    wanted = one[:_ID_BYTES]
    place = identities.find(wanted)
    while place >= 0 and place % IDENTITY_BYTES:
        place = identities.find(wanted, place + 1)
    if place < 0:
        return Seen.NEW
    return Seen.SAME if identities[place : place + IDENTITY_BYTES] == one else Seen.OTHER

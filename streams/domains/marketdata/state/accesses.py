"""What is kept of the accesses of a user?

Packed accesses stand behind each other in order of their arrival. Instants are microseconds from 1970-01-01T00:00:00Z.
"""

from struct import Struct
from typing import Final, NamedTuple

_access: Final = Struct("<qHBIH")
_USE_BYTES: Final = Struct("<qHB").size

ACCESS_BYTES: Final = _access.size
"""How much a packed access takes."""


class Access(NamedTuple):
    """An access that was provided.

    Attributes:
        firm: the place of the recipient firm among those of the row.
    """

    accessed_us: int
    firm: int
    cell: int
    recorded_in: int
    closes_before: int


def packed(access: Access) -> bytes:
    """An access in a few bytes, its use first."""
    return _access.pack(*access)


def unpacked(accesses: bytes) -> list[Access]:
    """Packed accesses, in their order."""
    return [Access(*fields) for fields in _access.iter_unpack(accesses)]


def is_among(accesses: bytes, access: Access) -> bool:
    """Whether an access of the same use is among packed ones that counts wherever this one does."""
    use = packed(access)[:_USE_BYTES]
    place = accesses.find(use)
    while place >= 0:
        if place % ACCESS_BYTES == 0:
            there = Access(*_access.unpack_from(accesses, place))
            if there.recorded_in <= access.recorded_in and there.closes_before <= access.closes_before:
                return True
        place = accesses.find(use, place + 1)
    return False

"""What do the entries hand on to the clearing house?"""

from collections.abc import Callable
from typing import Final

import msgspec

from streams.kernel.handing_on import reads_with

SOURCE: Final = "totals"
"""The noun of the clearing house's source topic."""


class FactRead(msgspec.Struct, frozen=True, gc=False, tag="fact"):
    """A fact or tick, from partition 0 only.

    Attributes:
        offset: its place in partition 0.
        body: the record as it was read.
    """

    offset: int
    body: msgspec.Raw


class MarkReached(msgspec.Struct, frozen=True, gc=False, tag="mark"):
    """Cumulative cells of one partition, as they stand at a mark.

    Attributes:
        partition: of the input.
        offset: of the mark in that partition.
        mark: the id of the fact or tick.
        cells: those changed since the partition's mark before.
    """

    partition: int
    offset: int
    mark: str
    cells: dict[str, list[int]]


Handover = FactRead | MarkReached

_decode: Final[Callable[[bytes], Handover]] = msgspec.json.Decoder(Handover).decode

read_handover: Final = reads_with(_decode)
"""Reads a record of the source topic of the clearing house."""

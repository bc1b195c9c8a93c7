"""What do the stages hand on to each other?"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

import msgspec

from schemas import marketdata as events
from streams.domains.marketdata.state.users import Statements
from streams.kernel.handing_on import reads_with

INDIVIDUALS: Final = "individuals"
"""The noun of the source of the stage of individuals."""
BILLING: Final = "billing"
"""The noun of the source of billing."""

MARKS: Final = (events.MonthClosed, events.Tick, events.DistributionAgreementSigned)
"""The facts with which figures are handed on; closes and ticks are shown at once, agreements are rare."""

_PIECE_BYTES: Final = 256 << 10

T = TypeVar("T")


class FactRead(msgspec.Struct, frozen=True, gc=False, tag="fact"):
    """A fact that was read for the first time, from partition 0 only.

    Attributes:
        number: of the fact in the log, repeats not counted; it is the same on every partition of the input.
    """

    number: int
    body: msgspec.Raw


class Lent(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that was stated of a user whose uses, or to whom uses, are lent."""

    distributor: str
    name: str
    said: Statements


class Passed(msgspec.Struct, kw_only=True, gc=False, tag="part", omit_defaults=True):
    """A part of what a sender hands on before a mark.

    Attributes:
        sender: a stage and its partition.
        mark: the number of the fact that is the mark.
        number: of the part, from 0 with each mark.
        cells: newest cumulative figures that changed since the mark before.
        gone: anomalies of single users that no longer hold, by their fields.
        found: those that hold from now on.
        lent: newest statements of users, to individuals only.
    """

    sender: str = ""
    mark: int = 0
    number: int = 0
    cells: dict[str, list[int]] = {}
    gone: Sequence[list[str]] = ()
    found: Sequence[list[str]] = ()
    lent: Sequence[Lent] = ()


class MarkReached(msgspec.Struct, frozen=True, gc=False, tag="mark"):
    """A sender has handed on everything before a mark, in so many parts."""

    sender: str
    mark: int
    parts: int


Handover = FactRead | Passed | MarkReached

_decode: Final[Callable[[bytes], Handover]] = msgspec.json.Decoder(Handover).decode
encode: Final = msgspec.json.Encoder().encode

read_handover: Final = reads_with(_decode)
"""Reads a record of a source between stages."""


def in_pieces(whole: Iterable[T]) -> Iterator[list[T]]:
    """A list in pieces that fit into a record."""
    piece: list[T] = []
    size = 0
    for one in whole:
        length = len(encode(one))
        if piece and size + length > _PIECE_BYTES:
            yield piece
            piece, size = [], 0
        piece.append(one)
        size += length
    if piece:
        yield piece

"""What do the folds of swaps hand on to each other?

Everything carries its sender, one partition of one stage. What stands before a sender's mark belongs to that mark.
"""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from schemas.swaps import DayClosed, Fact, Mark, SwapEvent, SwapNovated, Tick
from streams.domains.swaps.state.tags import PartRow
from streams.kernel.handing_on import reads_with

NOVATIONS: Final = "novations"
TOTALS: Final = "totals"
"""The nouns of the two later source topics."""


class FactPassed(msgspec.Struct, frozen=True, gc=False, tag="fact"):
    """A fact, from partition 0 only."""

    sender: str
    fact: Fact


class MarkPassed(msgspec.Struct, frozen=True, gc=False, tag="mark"):
    """Everything that stands before a mark was handed on."""

    sender: str
    mark: Mark


class SwapPassed(msgspec.Struct, frozen=True, gc=False, tag="swap"):
    """A swap that a novation names from now on, with all that was said of it and the tags that it has.

    Attributes:
        said: the events of the swap so far, novations left out.
        withdrawn: the sides that are gone, and that no close has shown to be gone yet, as part/entity.
    """

    sender: str
    swap: str
    said: list[SwapEvent]
    parts: dict[str, PartRow]
    withdrawn: list[str]


class SwapToldMore(msgspec.Struct, frozen=True, gc=False, tag="said"):
    """One more event of a swap that a novation names."""

    sender: str
    event: SwapEvent


class NovationPassed(msgspec.Struct, frozen=True, gc=False, tag="novation"):
    """A novation, from the partition of one of the two swaps that it names.

    Attributes:
        swap: under whose key it was read.
        digest: of its body, in hexadecimal digits.
    """

    sender: str
    swap: str
    novation: SwapNovated
    digest: str


class FiguresChanged(msgspec.Struct, frozen=True, gc=False, tag="figures"):
    """Cumulative cells of a sender that changed since its mark before.

    Attributes:
        cells: by person/date; see `state.cells`.
        missing: the currencies that lack a rate, by date/part; none where it was mended.
    """

    sender: str
    cells: Mapping[str, list[int]]
    missing: Mapping[str, list[str]]


Handover = FactPassed | MarkPassed | SwapPassed | SwapToldMore | NovationPassed | FiguresChanged

_decode: Final[Callable[[bytes], Handover]] = msgspec.json.Decoder(Handover).decode
encode: Final = msgspec.json.Encoder().encode

read_handover: Final = reads_with(_decode)
"""Reads a record of the source topic of a later stage."""


__all__ = [
    "NOVATIONS",
    "TOTALS",
    "DayClosed",
    "FactPassed",
    "FiguresChanged",
    "Handover",
    "MarkPassed",
    "NovationPassed",
    "SwapPassed",
    "SwapToldMore",
    "Tick",
    "encode",
    "read_handover",
]

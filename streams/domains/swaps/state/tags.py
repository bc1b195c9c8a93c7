"""What is remembered of a swap: what was said of it, its parts, and the tag and treatment of each side?"""

from collections.abc import Sequence

import msgspec

from schemas.swaps import SwapEvent
from streams.domains.swaps.state.terms import Terms

FX_RATE_MISSING = "FX_RATE_MISSING"


class Tag(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Whether a side counts, and under which words.

    Attributes:
        counted_cents: 0 unless it counts.
        special_entity: if it counts, it adds to the special-entity line.
        groups: the ultimate controllers on the part's date, in order.
    """

    counts: bool
    reason: str
    counted_cents: int
    flags: Sequence[str]
    special_entity: bool
    groups: Sequence[str]
    traded_on: str


class SideTreatment(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What applies to a swap entity in a part.

    Attributes:
        group_a: the value of each requirement of Group A, in the contract's order.
        group_b: the same of Group B.
        relies_on: the capped exceptions that stand in Group B.
    """

    group_a: Sequence[str]
    group_b: Sequence[str]
    group_c: str
    exceptions_available: Sequence[str]
    flags: Sequence[str]
    relies_on: Sequence[str]
    cites: Sequence[str]


class SideRow(msgspec.Struct, array_like=True, gc=False):
    """One party of a part.

    Attributes:
        tagged_by: the event that made the tag what it is.
        is_limited: whether it is a swap entity that is a significant risk subsidiary or guaranteed.
        treated_by: the event that made the treatment what it is; empty without one.
        close: the number of the close whose views show the row next, or showed it last.
        is_shown_treated: whether the views show a treatment, which has to be taken out when it is gone.
    """

    entity: str
    tag: Tag
    treatment: SideTreatment | None
    is_limited: bool
    tagged_by: str = ""
    treated_by: str = ""
    close: int = 0
    is_shown_treated: bool = False


class PartRow(msgspec.Struct, array_like=True, gc=False):
    """A part.

    Attributes:
        cents: in USD; 0 where a rate is missing.
        is_swap: whether the product is within the term.
        currencies: other than USD, whose rates it depends on.
        missing: those that lack a rate.
        sides: both parties in order of their names.
    """

    dated_on: str
    cents: int
    is_swap: bool
    currencies: Sequence[str]
    missing: Sequence[str]
    sides: list[SideRow]


class SwapRow(msgspec.Struct, array_like=True, gc=False):
    """A swap.

    Attributes:
        ids: of what was read under its name, each with the digest of its body.
        refused: those of them that came again with another body.
        novations: the ids of novations among them, each with the old swap that it names.
        said: the events of the swap, novations left out; none once it is resolved elsewhere.
        arisen: the terms that a novation gave it, before corrections of its own.
        is_novated: whether a novation names it, so that its terms and tags are worked out by the novations.
    """

    ids: dict[str, bytes] = msgspec.field(default_factory=dict)
    refused: list[str] = msgspec.field(default_factory=list)
    novations: dict[str, str] = msgspec.field(default_factory=dict)
    said: list[SwapEvent] = msgspec.field(default_factory=list)
    parts: dict[str, PartRow] = msgspec.field(default_factory=dict)
    arisen: Terms | None = None
    is_novated: bool = False

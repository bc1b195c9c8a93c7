"""What is remembered of a swap and of the facts, so that its tags can be worked out again?"""

from collections.abc import Iterable
from typing import Final, NamedTuple

import msgspec

from schemas import swaps as events
from streams.domains.swaps.rules.terms import corrected_terms, parts_of, traded_terms
from streams.domains.swaps.stages.fact_log import FactRow
from streams.domains.swaps.state.registry import Registry
from streams.domains.swaps.state.tags import SwapRow
from streams.domains.swaps.state.terms import Part
from streams.domains.swaps.state.told import Told
from streams.kernel.evidence import Evidence
from streams.kernel.partitioner import partition_of

_row: Final = msgspec.json.Decoder(SwapRow).decode
_fact: Final = msgspec.json.Decoder(FactRow).decode


class Asked(NamedTuple):
    """A swap as its stage remembers it, with every fact read so far.

    Attributes:
        facts: in the order in which they were read.
    """

    swap: str
    row: SwapRow
    parts: list[Part]
    facts: list[events.Fact]


def swap_asked(evidence: Evidence, swap: str) -> Asked | None:
    """What is remembered of a swap; None where nothing was read under its name."""
    row = _swap_row(evidence, "swaps", partition_of(swap.encode(), evidence.partitions), swap)
    if row is not None and row.is_novated:
        row = _swap_row(evidence, "novations", 0, swap)
    if row is None:
        return None
    told = Told.of(row.said)
    base = traded_terms(told) or row.arisen
    terms = None if base is None else corrected_terms(base, told)
    return Asked(swap, row, parts_of(swap, terms, told), known_facts(evidence))


def _swap_row(evidence: Evidence, stage: str, partition: int, swap: str) -> SwapRow | None:
    wanted = f"swaps/{swap}".encode()
    for key, value in evidence.remembered(stage, partition, wanted.decode()):
        if key == wanted:
            return _row(value)
    return None


def known_facts(evidence: Evidence) -> list[events.Fact]:
    """Every fact that the first partition has read, in order; every partition reads the same."""
    rows = (_fact(value) for _, value in evidence.remembered("swaps", 0, "facts/"))
    return [row.fact for row in rows if row.fact is not None]


def registry_of(facts: Iterable[events.Fact]) -> Registry:
    """What facts say together."""
    registry = Registry()
    for fact in facts:
        registry.lay_down(fact)
    return registry

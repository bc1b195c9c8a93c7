"""How does a default stand in money, and does it keep a cycle from being settled? (BL3/50, BL3/53 to BL3/57)"""

from typing import NamedTuple

from streams.domains.clearing.rules.default import shortfall_after_section_55_cents
from streams.domains.clearing.state.cases import (
    ADVANCE_OBTAINED,
    COVERABLE,
    COVERED_BY_SECTION_57,
    CURED,
    RESOLVED_MANUALLY,
    Case,
)
from streams.domains.clearing.state.totals import CellReader, section_54_returns_cents
from streams.kernel.citation import cites


class Standing(NamedTuple):
    """The running figures of a case.

    Attributes:
        after_55_cents: what the returns leave of the shortfall, below zero where they exceed it; None without default.
        uncovered_cents: what is still missing.
        excess_cents: what came in beyond the shortfall.
    """

    credits_cents: int
    debits_cents: int
    after_55_cents: int | None
    uncovered_cents: int
    excess_cents: int


@cites("BL3/55", "BL3/56", "BL3/57(1)")
def standing(case: Case, cells: CellReader) -> Standing:
    """The running figures of a case: deposits cover it on whatever basis, until settlement."""
    if case.state == ADVANCE_OBTAINED:
        return Standing(0, 0, None, 0, 0)
    if not case.in_default:
        return Standing(0, 0, None, case.shortfall_cents, 0)
    gained_cents, lost_cents = section_54_returns_cents(cells, case.cycle, case.member)
    credits_cents = gained_cents - case.gained_before_cents
    debits_cents = lost_cents - case.lost_before_cents
    after_55_cents = shortfall_after_section_55_cents(
        case.shortfall_cents, case.advance_credited_cents, credits_cents, debits_cents
    )
    open_cents = after_55_cents - sum(deposit.cents for deposit in case.deposits)
    return Standing(credits_cents, debits_cents, after_55_cents, max(0, open_cents), max(0, -open_cents))


@cites("BL3/50")
def blocks(case: Case, cells: CellReader) -> bool:
    """Whether a case keeps its cycle from being settled; a cured one does again when its shortfall reopens."""
    if case.state == ADVANCE_OBTAINED:
        return False
    return not (case.state in COVERABLE and standing(case, cells).uncovered_cents == 0)


@cites("BL3/50", "BL3/57(1)")
def state_after_settlement(case: Case, cells: CellReader) -> str:
    """The state of a case once its cycle is settled."""
    if not case.in_default or case.state in CURED or standing(case, cells).uncovered_cents:
        return case.state
    return RESOLVED_MANUALLY if case.deposits_cents("MANUAL") else COVERED_BY_SECTION_57

"""Who pays the rest of a shortfall, and how much? (BL3/57(1))"""

from collections.abc import Collection, Mapping

from streams.domains.clearing.state.totals import DEBIT_OWN, DEBIT_REPRESENTED
from streams.kernel.citation import cites


@cites("BL3/57(1)")
def base_cents(cells: Mapping[str, list[int]], survivors: Collection[str], basis: str) -> dict[str, int]:
    """B of the formula: what each survivor entered in DEBIT against the member in default in the failed cycle.

    Args:
        cells: the bilateral cells of the failed cycle against the member in default, by maker.
        survivors: the Bank of Canada and every clearer not in default.
        basis: LITERAL counts items drawn on the member itself, ACSS_COUNTERPARTY also those on whom it represents.

    Returns:
        Cents at corrected value, not reduced by returns; only of survivors with more than nothing (R-10).
    """
    represented = basis == "ACSS_COUNTERPARTY"
    entered = {
        maker: cell[DEBIT_OWN] + (cell[DEBIT_REPRESENTED] if represented else 0)
        for maker, cell in cells.items()
        if maker in survivors
    }
    return {maker: cents for maker, cents in sorted(entered.items()) if cents > 0}


@cites("BL3/57(1)")
def shares_cents(shortfall_cents: int, base_cents: Mapping[str, int]) -> dict[str, int]:
    """Share a remaining shortfall in proportion to what each survivor entered against the member in default.

    Args:
        shortfall_cents: A of the formula, above zero.
        base_cents: B of the formula for each survivor, none negative, not all zero.

    Returns:
        Cents for each survivor; they add up to `shortfall_cents` exactly. A times B passes 64 bits on a national day.

    Reading: leftover cents go to the largest remainders, ties to the lower identifier, because the by-law names no
    rounding (R-11).
    """
    total = sum(base_cents.values())
    shares = {survivor: shortfall_cents * base // total for survivor, base in base_cents.items()}
    leftover = shortfall_cents - sum(shares.values())

    def largest_remainder_first(survivor: str) -> tuple[int, str]:
        return -(shortfall_cents * base_cents[survivor] % total), survivor

    for survivor in sorted(base_cents, key=largest_remainder_first)[:leftover]:
        shares[survivor] += 1
    return shares

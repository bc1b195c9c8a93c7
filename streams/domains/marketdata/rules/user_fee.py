"""Which user fee is charged for an individual? (EDGA2015/II.A.1(user-fees), section 7.7 of the contract)"""

from collections.abc import Mapping
from functools import lru_cache

from streams.domains.marketdata.rules.price import SUMMARY_OF_PREMIUM, Price
from streams.domains.marketdata.state.words import PREMIUM_CELLS, professional_cells, used_cells
from streams.kernel.citation import cites


@cites(
    "EDGA2015/II.A.1(user-fees)",
    "EDGA2015/II.A.1(feed)",
    "MARKETDATA/R2",
    "MARKETDATA/R3",
    "MARKETDATA/R4",
    "MARKETDATA/R15",
    "MARKETDATA/R16",
)
@lru_cache(maxsize=2_048)
def user_fee(profile: int, covered: int) -> str | None:
    """The fee for the uses that no license covers: the highest feed, once, and Professional if any record is.

    Args:
        profile: of the individual's month at a firm.
        covered: the cells that licenses cover, as a mask.

    Returns:
        The fee, or None where nothing is left uncovered.
    """
    rest = used_cells(profile) & ~covered
    if not rest:
        return None
    feed = "PREMIUM" if rest & PREMIUM_CELLS else "SUMMARY"
    kind = "PROFESSIONAL" if rest & professional_cells(profile) else "NON_PROFESSIONAL"
    return f"{kind}_USER_{feed}"


@cites("MARKETDATA/R1", "EDGA2015/II.A.1(user-fees)")
def user_price(fee: str, prices: Mapping[str, Price], mode: str) -> Price | None:
    """What a user fee costs, or None where it is not in force.

    In the mode TOP_UP, Premium costs the Summary price of the same class besides, as far as that is in force.
    """
    price = prices.get(fee)
    summary = prices.get(SUMMARY_OF_PREMIUM.get(fee, ""))
    if price is None or summary is None or mode != "TOP_UP":
        return price
    return Price(price.cents + summary.cents, tuple(sorted({*price.cites, *summary.cites})))

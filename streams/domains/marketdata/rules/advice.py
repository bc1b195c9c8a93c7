"""Which licenses would have been cheapest? (EDGA2015/II.A.1(enterprise-license), R31, section 7.10 of the contract)"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from streams.domains.marketdata.rules.bill import Pair, Profiles, fee_counts
from streams.domains.marketdata.rules.consolidation import distributing_entities
from streams.domains.marketdata.rules.license import DIGITAL_MEDIA_ENTERPRISE, ENTERPRISE, covered_cells
from streams.domains.marketdata.rules.price import DATA_CONSOLIDATION
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.rules.user_fee import user_price
from streams.domains.marketdata.state.words import PREMIUM, SUMMARY
from streams.kernel.citation import cites

Choice = tuple[str, str]
"""A kind of license and a feed."""

_ENTERPRISE_CHOICES: Final[tuple[Choice | None, ...]] = (None, (ENTERPRISE, SUMMARY), (ENTERPRISE, PREMIUM))
_DIGITAL_CHOICES: Final[tuple[Choice | None, ...]] = (
    None,
    (DIGITAL_MEDIA_ENTERPRISE, SUMMARY),
    (DIGITAL_MEDIA_ENTERPRISE, PREMIUM),
)
COMBINATIONS: Final = tuple(
    tuple(sorted(choice for choice in (enterprise, digital) if choice is not None))
    for enterprise in _ENTERPRISE_CHOICES
    for digital in _DIGITAL_CHOICES
)
"""The nine ways to hold at most one license of each kind."""


class Advice(msgspec.Struct, frozen=True):
    """The cheapest licenses for a recipient firm at a Distributor.

    Attributes:
        licenses: the fees of the licenses, sorted; none where user fees alone cost no more.
        per_user_cost_cents: what no license would cost.
    """

    licenses: list[str]
    cost_cents: int
    per_user_cost_cents: int
    saving_cents: int


@cites("EDGA2015/II.A.1(enterprise-license)", "EDGA2015/II.A.1(digital-media-fee)", "MARKETDATA/R31")
def advice(standing: Standing, pair: Pair, profiles: Profiles) -> Advice:
    """The cheapest combination for all uses of a pair, whatever licenses are held; a tie advises nothing."""
    costs = dict(combination_costs_cents(standing, pair, profiles))
    licenses = min(costs, key=lambda fees: (costs[fees], len(fees), fees))
    per_user_cents = costs[()]
    return Advice(list(licenses), costs[licenses], per_user_cents, per_user_cents - costs[licenses])


@cites("MARKETDATA/R31")
def combination_costs_cents(
    standing: Standing, pair: Pair, profiles: Profiles
) -> Iterator[tuple[tuple[str, ...], int]]:
    """What each combination whose license fees are in force costs, by the fees of its licenses."""
    prices = standing.prices
    for combination in COMBINATIONS:
        fees = tuple(sorted(f"{kind}_{feed}" for kind, feed in combination))
        if any(fee not in prices for fee in fees):
            continue
        covered = 0
        for kind, feed in combination:
            covered |= covered_cells(kind, feed)
        has_digital = any(kind == DIGITAL_MEDIA_ENTERPRISE for kind, _ in combination)
        cents = sum(prices[fee].cents for fee in fees) + user_fees_cents(standing, profiles, covered)
        yield fees, cents + (consolidation_cents(standing, pair[1]) if has_digital else 0)


def user_fees_cents(standing: Standing, profiles: Profiles, covered: int) -> int:
    """The user fees of what is left uncovered; a fee that is not in force counts nothing."""
    cents = 0
    for fee, quantity in fee_counts(profiles, covered).items():
        price = user_price(fee, standing.prices, standing.law.premium_price_mode)
        cents += 0 if price is None else price.cents * quantity
    return cents


@cites("EDGA2015/II.A.1(consolidation-fee)", "MARKETDATA/R31")
def consolidation_cents(standing: Standing, firm: str) -> int:
    """What a Digital Media license adds: the Data Consolidation Fee, unless the firm's entity owes it anyway."""
    price = standing.prices.get(DATA_CONSOLIDATION)
    entity = standing.firms.get(firm)
    if price is None or (entity is not None and entity in distributing_entities(standing)):
        return 0
    return price.cents


@cites("MARKETDATA/R31")
def advised(standing: Standing, counts: Mapping[Pair, Profiles]) -> dict[Pair, Advice]:
    """The advice for every pair with a named user at an External Distributor."""
    return {
        pair: advice(standing, pair, profiles)
        for pair, profiles in sorted(counts.items())
        if pair[0] in standing.distributors
        and standing.distributors[pair[0]].is_external
        and any(profiles.values())
    }

"""What does each legal entity owe for a month, and how many users count? (section 7.8 of the contract)"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from streams.domains.marketdata.rules.consolidation import owners
from streams.domains.marketdata.rules.price import DATA_CONSOLIDATION, Price
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.rules.user_fee import user_fee, user_price
from streams.domains.marketdata.state.words import used_cells
from streams.kernel.citation import cites

Pair = tuple[str, str]
"""A Distributor and a recipient firm."""
Profiles = Mapping[int, int]
"""How many individuals there are of each profile."""

LineKey = tuple[str, str, str, str, int]
"""What tells lines apart: fee, Distributor, recipient firm, license, unit price; empty where there is none."""


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line of a bill; Distributor, recipient firm and license empty where there is none.

    Attributes:
        cites: what sets the price.
    """

    fee: str
    distributor: str
    recipient_firm: str
    license: str
    unit_price_cents: int
    quantity: int
    cites: tuple[str, ...] = ()

    @property
    def key(self) -> LineKey:
        """What tells it apart; lines are sorted so."""
        return self.fee, self.distributor, self.recipient_firm, self.license, self.unit_price_cents

    @property
    def amount_cents(self) -> int:
        """What it comes to."""
        return self.quantity * self.unit_price_cents

    def shown(self) -> dict[str, object]:
        """The line as documents and views show it."""
        return {
            "fee": self.fee,
            "distributor": self.distributor or None,
            "recipient_firm": self.recipient_firm or None,
            "license": self.license or None,
            "quantity": self.quantity,
            "unit_price_cents": self.unit_price_cents,
            "amount_cents": self.amount_cents,
        }


Lines = dict[str, list[Line]]
"""The lines of each legal entity that has one, sorted."""


class UserCounts(NamedTuple):
    """How many users count at a pair; the first four by the fee that is charged, or would be were it in force."""

    professional_summary_user_count: int
    professional_premium_user_count: int
    non_professional_summary_user_count: int
    non_professional_premium_user_count: int
    enterprise_covered_user_count: int
    counted_user_count: int


@cites("EDGA2015/II.A.1(user-fees)", "MARKETDATA/R6", "MARKETDATA/R7")
def fee_counts(profiles: Profiles, covered: int) -> dict[str, int]:
    """How many individuals each user fee is charged for, before it is asked whether the fee is in force."""
    counts: dict[str, int] = {}
    for profile, number in profiles.items():
        fee = user_fee(profile, covered)
        if fee is not None:
            counts[fee] = counts.get(fee, 0) + number
    return counts


@cites("EDGA2015/II.A.1(count)", "EDGA2015/II.A.2(administration)", "MARKETDATA/R23")
def user_counts(profiles: Profiles, standing: Standing, pair: Pair) -> UserCounts:
    """How many users count at a pair; those only inside a Digital Media license do not."""
    coverage = standing.coverage(*pair)
    charged = fee_counts(profiles, coverage.cells)
    enterprise = counted = 0
    for profile, number in profiles.items():
        is_enterprise = bool(used_cells(profile) & coverage.enterprise)
        enterprise += number if is_enterprise else 0
        counted += number if is_enterprise or used_cells(profile) & ~coverage.cells else 0
    return UserCounts(
        charged.get("PROFESSIONAL_USER_SUMMARY", 0),
        charged.get("PROFESSIONAL_USER_PREMIUM", 0),
        charged.get("NON_PROFESSIONAL_USER_SUMMARY", 0),
        charged.get("NON_PROFESSIONAL_USER_PREMIUM", 0),
        enterprise,
        counted,
    )


@cites(
    "EDGA2015/II.A.1(user-fees)", "EDGA2015/II.A.1(enterprise-license)", "EDGA2015/II.A.2(enterprise-amount)"
)
def lines(standing: Standing, counts: Mapping[Pair, Profiles]) -> Lines:
    """The lines of every legal entity, from the number of users of each profile."""
    found: dict[str, list[Line]] = {}
    for entity, line in _all_lines(standing, counts):
        found.setdefault(entity, []).append(line)
    return {entity: sorted(found[entity], key=lambda line: line.key) for entity in sorted(found)}


def _all_lines(standing: Standing, counts: Mapping[Pair, Profiles]) -> Iterator[tuple[str, Line]]:
    mode = standing.law.premium_price_mode
    for (distributor, firm), profiles in counts.items():
        if not standing.is_counted(distributor):
            continue
        covered = standing.coverage(distributor, firm).cells
        entity = standing.distributors[distributor].legal_entity
        for fee, quantity in fee_counts(profiles, covered).items():
            price = user_price(fee, standing.prices, mode)
            if price is not None and quantity:
                yield entity, _line(fee, (distributor, firm, ""), price, quantity)
    for license_ in standing.active_licenses:
        parties = license_.distributor, license_.recipient_firm, license_.name
        entity = standing.firms[license_.recipient_firm]
        yield entity, _line(license_.fee, parties, standing.prices[license_.fee], 1)
    consolidation = standing.prices.get(DATA_CONSOLIDATION)
    if consolidation is not None:
        for entity in owners(standing):
            yield entity, _line(DATA_CONSOLIDATION, ("", "", ""), consolidation, 1)


def _line(fee: str, parties: tuple[str, str, str], price: Price, quantity: int) -> Line:
    return Line(fee, *parties, price.cents, quantity, price.cites)


@cites("EDGA2015/heading", "EDGA2015/III")
def fees_not_in_force(standing: Standing, counts: Mapping[Pair, Profiles]) -> set[str]:
    """The user fees that would be charged and have no price in the month."""
    return {
        fee
        for pair, profiles in counts.items()
        if standing.is_counted(pair[0])
        for fee, quantity in fee_counts(profiles, standing.coverage(*pair).cells).items()
        if quantity and fee not in standing.prices
    }

"""What does a fee cost in a month? (EDGA2015/II.A.1(user-fees), R18, section 7.3 of the contract)"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec import UnsetType

from schemas.instants import date_of
from schemas.marketdata import PriceSet
from streams.domains.marketdata.law.values import BookPrice
from streams.domains.marketdata.rules.statements import newest
from streams.domains.marketdata.state.facts import FactStatement
from streams.domains.marketdata.state.months import month_of_day
from streams.kernel.citation import cites

DATA_CONSOLIDATION: Final = "DATA_CONSOLIDATION"
SUMMARY_OF_PREMIUM: Final = {
    "PROFESSIONAL_USER_PREMIUM": "PROFESSIONAL_USER_SUMMARY",
    "NON_PROFESSIONAL_USER_PREMIUM": "NON_PROFESSIONAL_USER_SUMMARY",
}


class Price(NamedTuple):
    """A price a month, with what sets it."""

    cents: int
    cites: tuple[str, ...]


class Version(NamedTuple):
    """A price from a day on; `valid_until` exclusive, None: open."""

    fee: str
    valid_from: date
    valid_until: date | None
    price: Price


@cites("EDGA2015/heading", "EDGA2015/I", "EDGA2015/III", "MARKETDATA/R26", "MARKETDATA/R33")
def versions(book: Sequence[BookPrice], statements: Sequence[FactStatement]) -> list[Version]:
    """The versions of all fees: those of the book, replaced or joined by those set at run time."""
    by_start: dict[tuple[str, date], Version] = {
        (one.fee, one.valid_from): Version(
            one.fee, one.valid_from, one.valid_until, Price(one.price_cents, _cites(one.cites))
        )
        for one in book
    }
    for (fee, valid_from), fact in standing_prices(statements):
        until = None if isinstance(fact.valid_until, UnsetType) else date_of(fact.valid_until)
        price = Price(fact.price_cents, (fact.citation,))
        by_start[fee, valid_from] = Version(fee, valid_from, until, price)
    return [by_start[key] for key in sorted(by_start)]


def _cites(named: str | tuple[str, ...]) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else named


@cites("MARKETDATA/R26")
def standing_prices(statements: Sequence[FactStatement]) -> Iterator[tuple[tuple[str, date], PriceSet]]:
    """The run-time prices that stand, by fee and first day: of several for one the newest."""
    prices = [one for one in statements if isinstance(one.fact, PriceSet)]

    def about(statement: FactStatement) -> tuple[str, date]:
        assert isinstance(statement.fact, PriceSet)
        return statement.fact.fee, date_of(statement.fact.valid_from)

    for key, statement in newest(prices, about).items():
        assert isinstance(statement.fact, PriceSet)
        yield key, statement.fact


@cites("MARKETDATA/R18", "EDGA2015/II.A.1(user-fees)", "EDGA2015/II.A.1(digital-media-fee)")
def in_force(month: int, sorted_versions: Sequence[Version]) -> dict[str, Price]:
    """The prices of a month: of each fee the earliest version that meets the month; a fee without one has none.

    A version runs to its own end or to the start of the next one; an empty one never applies, but ends the one before.
    """
    found: dict[str, Price] = {}
    for place, version in enumerate(sorted_versions):
        ends = [] if version.valid_until is None else [version.valid_until]
        following = sorted_versions[place + 1 : place + 2]
        ends += [one.valid_from for one in following if one.fee == version.fee]
        end = min(ends, default=None)
        if version.fee not in found and _meets(version.valid_from, end, month):
            found[version.fee] = version.price
    return found


def _meets(start: date, end: date | None, month: int) -> bool:
    """Whether days from a start up to an end, exclusive, have one in a month."""
    if month_of_day(start) > month or (end is not None and end <= start):
        return False
    return end is None or month_of_day(end) > month or (month_of_day(end) == month and end.day > 1)

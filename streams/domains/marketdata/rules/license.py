"""Which licenses does a month have, and what do they cover? (EDGA2015/II.A.1(enterprise-license), section 7.7)"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from msgspec import UnsetType

from schemas.marketdata import LicenseEnded, LicensePurchased
from streams.domains.marketdata.rules.anomaly import Kind
from streams.domains.marketdata.rules.price import Price
from streams.domains.marketdata.rules.registration import Registration
from streams.domains.marketdata.rules.statements import earliest, newest
from streams.domains.marketdata.state.facts import FactStatement
from streams.domains.marketdata.state.months import month_of_text
from streams.domains.marketdata.state.words import ALL_CELLS, DIGITAL_CELLS, PREMIUM, PREMIUM_CELLS
from streams.kernel.citation import cites

ENTERPRISE: Final = "ENTERPRISE"
DIGITAL_MEDIA_ENTERPRISE: Final = "DIGITAL_MEDIA_ENTERPRISE"


class License(NamedTuple):
    """A license of a month."""

    name: str
    recipient_firm: str
    distributor: str
    kind: str
    feed: str

    @property
    def fee(self) -> str:
        """The fee that it costs."""
        return f"{self.kind}_{self.feed}"


def _purchase(statement: FactStatement) -> LicensePurchased:
    assert isinstance(statement.fact, LicensePurchased)
    return statement.fact


def _end(statement: FactStatement) -> LicenseEnded:
    assert isinstance(statement.fact, LicenseEnded)
    return statement.fact


def purchases(statements: Sequence[FactStatement]) -> dict[str, FactStatement]:
    """The purchase of each license: a license is bought once, so the earliest statement stands."""
    bought = [one for one in statements if isinstance(one.fact, LicensePurchased)]
    return earliest(bought, lambda one: _purchase(one).license)


def ends(statements: Sequence[FactStatement]) -> dict[str, FactStatement]:
    """The end of each license that has one: the newest statement."""
    ended = [one for one in statements if isinstance(one.fact, LicenseEnded)]
    return newest(ended, lambda one: _end(one).license)


@cites("MARKETDATA/R17", "EDGA2015/II.A.1(enterprise-license)")
def licenses_of_month(month: int, statements: Sequence[FactStatement]) -> list[License]:
    """The licenses whose months include a month, by name.

    A license begins in no month before that in which its purchase was recorded, and ends in none before that in which
    its end was recorded; the last month of the purchase itself is taken as it is.
    """
    ended = ends(statements)
    found: list[License] = []
    for name, statement in sorted(purchases(statements).items()):
        bought = _purchase(statement)
        first = max(month_of_text(bought.first_month), statement.recorded_in)
        lasts = [] if isinstance(bought.last_month, UnsetType) else [month_of_text(bought.last_month)]
        if name in ended:
            end = ended[name]
            lasts.append(max(month_of_text(_end(end).last_month), end.recorded_in))
        if first <= month <= min(lasts, default=month):
            found.append(
                License(name, bought.recipient_firm, bought.distributor, bought.license_kind, bought.feed)
            )
    return found


class Surroundings(Protocol):
    """What a license is checked against in a month."""

    @property
    def distributors(self) -> dict[str, Registration]: ...

    @property
    def firms(self) -> dict[str, str]: ...

    @property
    def prices(self) -> dict[str, Price]: ...


class Check(NamedTuple):
    """A row of the checks of a license: what is reported when the test holds."""

    reports: Kind
    fails: Callable[[License, Surroundings], bool]


@cites("EDGA2015/II.A.1(external-distributor)", "MARKETDATA/R34")
def _distributor_is_not_registered(license_: License, of: Surroundings) -> bool:
    return license_.distributor not in of.distributors


@cites("EDGA2015/II.A.1(enterprise-license)", "MARKETDATA/R34")
def _recipient_firm_is_not_registered(license_: License, of: Surroundings) -> bool:
    return license_.recipient_firm not in of.firms


@cites("EDGA2015/II.A.1(enterprise-license)", "MARKETDATA/R28")
def _distributor_is_not_external(license_: License, of: Surroundings) -> bool:
    return not of.distributors[license_.distributor].is_external


@cites("EDGA2015/heading", "EDGA2015/III")
def _price_is_not_in_force(license_: License, of: Surroundings) -> bool:
    return license_.fee not in of.prices


CHECKS: Final = (
    Check(Kind.DISTRIBUTOR_NOT_REGISTERED, _distributor_is_not_registered),
    Check(Kind.RECIPIENT_FIRM_NOT_REGISTERED, _recipient_firm_is_not_registered),
    Check(Kind.LICENSE_DISTRIBUTOR_NOT_EXTERNAL, _distributor_is_not_external),
    Check(Kind.PRICE_NOT_IN_FORCE, _price_is_not_in_force),
)
"""In order of precedence: a license that fails one is not charged and covers nothing."""


def failed_check(license_: License, of: Surroundings) -> Kind | None:
    """What is reported of a license in a month, or None where it is active."""
    return next((check.reports for check in CHECKS if check.fails(license_, of)), None)


class Coverage(NamedTuple):
    """The cells whose uses the active licenses of one recipient firm at one Distributor cover, as masks."""

    enterprise: int = 0
    digital_media: int = 0

    @property
    def cells(self) -> int:
        """The cells that bear no user fee."""
        return self.enterprise | self.digital_media


NOTHING: Final = Coverage()


@cites(
    "EDGA2015/II.A.1(feed)",
    "EDGA2015/II.A.1(enterprise-license)",
    "EDGA2015/II.A.1(digital-media-fee)",
    "EDGA2015/II.A.2(uniform)",
    "MARKETDATA/R15",
)
def covered_cells(kind: str, feed: str) -> int:
    """The cells that a license covers: its feed and below; a Digital Media license only digital-media uses."""
    cells = ALL_CELLS if feed == PREMIUM else ALL_CELLS & ~PREMIUM_CELLS
    return cells if kind == ENTERPRISE else cells & DIGITAL_CELLS


@cites("MARKETDATA/R15", "MARKETDATA/R16")
def coverages(active: Sequence[License]) -> dict[tuple[str, str], Coverage]:
    """What active licenses cover, by Distributor and recipient firm."""
    found: dict[tuple[str, str], Coverage] = {}
    for license_ in active:
        pair = license_.distributor, license_.recipient_firm
        cells = covered_cells(license_.kind, license_.feed)
        enterprise, digital_media = found.get(pair, NOTHING)
        if license_.kind == ENTERPRISE:
            enterprise |= cells
        else:
            digital_media |= cells
        found[pair] = Coverage(enterprise, digital_media)
    return found


@cites("MARKETDATA/R17")
def backdated(statements: Sequence[FactStatement]) -> Iterator[tuple[Kind, str]]:
    """The licenses whose purchase or end names a month before that in which it was recorded."""
    for name, one in purchases(statements).items():
        if month_of_text(_purchase(one).first_month) < one.recorded_in:
            yield Kind.LICENSE_BACKDATED, name
    for name, one in ends(statements).items():
        if month_of_text(_end(one).last_month) < one.recorded_in:
            yield Kind.LICENSE_END_BACKDATED, name


@cites("EDGA2015/II.A.1(enterprise-license)")
def ends_without_purchase(statements: Sequence[FactStatement]) -> list[str]:
    """The licenses that are ended and were never bought."""
    return sorted(ends(statements).keys() - purchases(statements).keys())

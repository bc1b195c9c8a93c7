"""Which anomalies does a month have? (section 6.2 of the contract)"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from streams.domains.marketdata.rules.anomaly import Anomaly, Kind
from streams.domains.marketdata.rules.bill import Pair, Profiles, fees_not_in_force
from streams.domains.marketdata.rules.license import (
    ENTERPRISE,
    License,
    backdated,
    ends_without_purchase,
    failed_check,
)
from streams.domains.marketdata.rules.price import standing_prices
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.state.admission import Variant
from streams.domains.marketdata.state.facts import FactStatement
from streams.domains.marketdata.state.months import month_of_day, month_text
from streams.domains.marketdata.state.users import Statements
from streams.domains.marketdata.state.words import (
    ALL_CELLS,
    BEYOND_FEED,
    DIGITAL_CELLS,
    MISCLASSIFIED,
    UNCLASSIFIED,
    USED,
    WITHOUT_ENTITLEMENT,
    cells_with,
)
from streams.kernel.citation import cites


class _Flag(NamedTuple):
    """A flag of a word that becomes an anomaly.

    Attributes:
        enterprise_excuses: whether an Enterprise license excuses it as well; a Digital Media license always does.
        names_firm: whether the anomaly names the recipient firm.
    """

    bit: int
    kind: Kind
    enterprise_excuses: bool
    names_firm: bool


_FLAGS: Final = (
    _Flag(BEYOND_FEED, Kind.ACCESS_BEYOND_ENTITLED_FEED, enterprise_excuses=False, names_firm=True),
    _Flag(WITHOUT_ENTITLEMENT, Kind.ACCESS_WITHOUT_ENTITLEMENT, enterprise_excuses=False, names_firm=True),
    _Flag(MISCLASSIFIED, Kind.MISCLASSIFIED_AS_NON_PROFESSIONAL, enterprise_excuses=True, names_firm=False),
    _Flag(UNCLASSIFIED, Kind.UNCLASSIFIED_USER, enterprise_excuses=True, names_firm=False),
)


@cites(
    "EDGA2015/II.A.1(count)",
    "EDGA2015/II.A.1(user)",
    "EDGA2015/II.A.1(professional-user)",
    "EDGA2015/II.A.1(non-professional-user)",
    "EDGA2015/II.A.2(administration)",
    "MARKETDATA/R11",
    "MARKETDATA/R16",
)
def user_anomalies(standing: Standing, pair: Pair, user: str, word: int) -> Iterator[Anomaly]:
    """What is found of an individual in a month at a pair; nothing where its users are not looked at."""
    distributor, firm = pair
    if not word or not standing.is_counted(distributor):
        return
    coverage = standing.coverage(distributor, firm)
    month = month_text(standing.month)
    for flag in _FLAGS:
        excused = coverage.cells if flag.enterprise_excuses else coverage.digital_media
        if cells_with(word, flag.bit) & ~excused:
            yield Anomaly(flag.kind, month, distributor, firm if flag.names_firm else "", user)
    outside = ALL_CELLS & ~DIGITAL_CELLS & ~coverage.cells
    if coverage.digital_media and cells_with(word, USED) & outside:
        yield Anomaly(Kind.LICENSE_SCOPE_BREACH, month, distributor, firm, user)


@cites("EDGA2015/II.A.1(user)", "MARKETDATA/R34")
def entitlements_not_found(said: Statements, variant: Variant) -> set[str]:
    """The entitlements that were revoked and never granted, by what counts for a month."""
    granted = {one.entitlement for one in said.grants if variant.takes(one)}
    return {one.entitlement for one in said.revocations if variant.takes(one)} - granted


class MonthOfUses(NamedTuple):
    """What the uses of a month come to.

    Attributes:
        counts: individuals of each profile, by pair.
        anonymous: the cells of anonymous accesses as masks, by pair.
    """

    counts: Mapping[Pair, Profiles]
    anonymous: Mapping[Pair, int]

    def pairs(self) -> Iterable[Pair]:
        """The pairs with any use."""
        named = {pair for pair, profiles in self.counts.items() if any(profiles.values())}
        return sorted(named | self.anonymous.keys())

    def has_named_users(self, distributor: str) -> bool:
        """Whether a named user had a use at a Distributor."""
        return any(any(profiles.values()) for pair, profiles in self.counts.items() if pair[0] == distributor)


def month_anomalies(standing: Standing, uses: MonthOfUses) -> Iterator[Anomaly]:
    """What is found of a month but for single users."""
    yield from _of_parties(standing, uses)
    yield from _of_licenses(standing)
    yield from _of_anonymous_accesses(standing, uses)
    month = month_text(standing.month)
    for fee in sorted(fees_not_in_force(standing, uses.counts)):
        yield Anomaly(Kind.PRICE_NOT_IN_FORCE, month, fee=fee)


@cites("EDGA2015/II.A.1(external-distributor)", "EDGA2015/II.A.1(enterprise-license)", "MARKETDATA/R34")
def _of_parties(standing: Standing, uses: MonthOfUses) -> Iterator[Anomaly]:
    month = month_text(standing.month)
    for distributor in sorted({pair[0] for pair in uses.pairs()} | standing.with_agreement):
        registration = standing.distributors.get(distributor)
        if registration is None:
            yield Anomaly(Kind.DISTRIBUTOR_NOT_REGISTERED, month, distributor)
        elif (
            registration.is_external
            and distributor not in standing.with_agreement
            and uses.has_named_users(distributor)
        ):
            yield Anomaly(Kind.DISTRIBUTOR_WITHOUT_AGREEMENT, month, distributor)
    for distributor, firm in uses.pairs():
        if standing.is_counted(distributor) and firm not in standing.firms:
            yield Anomaly(Kind.RECIPIENT_FIRM_NOT_REGISTERED, month, recipient_firm=firm)


@cites("EDGA2015/II.A.1(enterprise-license)")
def _of_licenses(standing: Standing) -> Iterator[Anomaly]:
    month = month_text(standing.month)
    for license_ in standing.licenses:
        found = failed_check(license_, standing)
        if found is not None:
            yield _failed(found, month, license_)
    charged = [
        (license_.distributor, license_.recipient_firm)
        for license_ in standing.active_licenses
        if license_.kind == ENTERPRISE
    ]
    for pair in sorted(set(charged)):
        if charged.count(pair) > 1:
            yield Anomaly(Kind.REDUNDANT_LICENSE, month, *pair)


def _failed(kind: Kind, month: str, license_: License) -> Anomaly:
    """What is reported of a license that fails a check."""
    match kind:
        case Kind.DISTRIBUTOR_NOT_REGISTERED:
            return Anomaly(kind, month, license_.distributor)
        case Kind.RECIPIENT_FIRM_NOT_REGISTERED:
            return Anomaly(kind, month, recipient_firm=license_.recipient_firm)
        case Kind.PRICE_NOT_IN_FORCE:
            return Anomaly(kind, month, license=license_.name, fee=license_.fee)
        case _:
            return Anomaly(kind, month, license=license_.name)


@cites("EDGA2015/II.A.1(digital-media-fee)")
def _of_anonymous_accesses(standing: Standing, uses: MonthOfUses) -> Iterator[Anomaly]:
    month = month_text(standing.month)
    for (distributor, firm), cells in sorted(uses.anonymous.items()):
        if standing.is_counted(distributor) and cells & ~standing.coverage(distributor, firm).digital_media:
            yield Anomaly(Kind.ANONYMOUS_ACCESS_UNBILLABLE, month, distributor, firm)


@cites("MARKETDATA/R17", "MARKETDATA/R33", "EDGA2015/II.A.1(enterprise-license)")
def statement_anomalies(statements: Sequence[FactStatement]) -> Iterator[Anomaly]:
    """What is found of statements, whatever the month."""
    for kind, name in backdated(statements):
        yield Anomaly(kind, license=name)
    for name in ends_without_purchase(statements):
        yield Anomaly(Kind.LICENSE_NOT_FOUND, license=name)
    recorded_in = {one.id: one.recorded_in for one in statements}
    for (fee, valid_from), fact in standing_prices(statements):
        if month_of_day(valid_from) < recorded_in[fact.id]:
            yield Anomaly(Kind.PRICE_BACKDATED, fee=fee, valid_from=fact.valid_from)

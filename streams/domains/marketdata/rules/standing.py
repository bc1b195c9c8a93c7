"""How do parties, licenses and prices stand in a month?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from streams.domains.marketdata.law.values import Values
from streams.domains.marketdata.rules.license import (
    NOTHING,
    Coverage,
    License,
    coverages,
    failed_check,
    licenses_of_month,
)
from streams.domains.marketdata.rules.price import Price, in_force, versions
from streams.domains.marketdata.rules.registration import (
    Registration,
    distributors,
    recipient_firms,
    with_agreement,
)
from streams.domains.marketdata.state.facts import FactStatement
from streams.kernel.citation import cites


@dataclass(frozen=True)
class Standing:
    """What the facts that count for a month say of it.

    Attributes:
        statements: the facts that count.
    """

    month: int
    law: Values
    statements: Sequence[FactStatement]

    @cached_property
    def distributors(self) -> dict[str, Registration]:
        """The registered Distributors."""
        return distributors(self.month, self.statements)

    @cached_property
    def firms(self) -> dict[str, str]:
        """The registered recipient firms with their legal entities."""
        return recipient_firms(self.month, self.statements)

    @cached_property
    def with_agreement(self) -> frozenset[str]:
        """The Distributors with an active agreement, registered or not."""
        return with_agreement(self.month, self.statements)

    @cached_property
    def prices(self) -> dict[str, Price]:
        """The prices in force, by fee."""
        return in_force(self.month, versions(self.law.price_book, self.statements))

    @cached_property
    def licenses(self) -> list[License]:
        """The licenses of the month, active or not, by name."""
        return licenses_of_month(self.month, self.statements)

    @cached_property
    def active_licenses(self) -> list[License]:
        """The licenses that are charged and cover uses."""
        return [license_ for license_ in self.licenses if failed_check(license_, self) is None]

    @cached_property
    def _coverages(self) -> dict[tuple[str, str], Coverage]:
        return coverages(self.active_licenses)

    def coverage(self, distributor: str, firm: str) -> Coverage:
        """What the active licenses of a firm at a Distributor cover."""
        return self._coverages.get((distributor, firm), NOTHING)

    @cites(
        "EDGA2015/II.A.1(count)", "EDGA2015/II.A.1(external-distributor)", "MARKETDATA/R12", "MARKETDATA/R34"
    )
    def is_counted(self, distributor: str) -> bool:
        """Whether the users of a Distributor are counted, charged and looked at."""
        registration = self.distributors.get(distributor)
        if registration is None:
            return False
        return registration.is_external or self.law.internal_distributor_users_charged

"""Which values of the law hold for swaps on a day?"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Final, Literal

import msgspec

from schemas.instants import date_of
from streams.kernel.editions import Editions
from streams.kernel.law import LawBook

Natural = Annotated[int, msgspec.Meta(ge=0)]
Percent = Annotated[int, msgspec.Meta(ge=0, le=1_000)]


class Values(msgspec.Struct, frozen=True):
    """What the rules look up; each field is the parameter `swaps.<field>`, its type says what is allowed.

    Attributes:
        de_minimis_threshold_cents: a total strictly above it exceeds the general line.
        special_entity_threshold_cents: the same for swaps with special entities.
        warning_levels_percent: shares of a threshold at which its total gets a warning level.
        compliance_on: a part dated before it follows earlier practice.
        effective_on: representations on earlier words were made before it.
        earlier_representations_through: the last day on which these are usable.
        group_membership: whether control counts as on the date of a part or on the day that is closed.
        fx_rate_usable_days: how many calendar days an earlier rate stays usable.
        public_offer_overrides_principal_place: whether a vehicle offered abroad only is no U.S. person.
        significant_parent_assets_cents: the parent of a significant risk subsidiary has strictly more.
        significant_equity_capital_share_ppm: a share at or above it is significant.
        significant_revenue_share_ppm: the same of revenue.
        significant_total_assets_share_ppm: the same of total assets.
        exception_cap_ppm: the largest share of a quarter that may rely on a capped exception.
    """

    de_minimis_threshold_cents: Natural
    special_entity_threshold_cents: Natural
    warning_levels_percent: tuple[Percent, ...]
    compliance_on: date
    effective_on: date
    earlier_representations_through: date
    group_membership: Literal["TRADE_DATE", "DAY_CLOSED"]
    fx_rate_usable_days: Natural
    public_offer_overrides_principal_place: bool
    significant_parent_assets_cents: Natural
    significant_equity_capital_share_ppm: Natural
    significant_revenue_share_ppm: Natural
    significant_total_assets_share_ppm: Natural
    exception_cap_ppm: Natural


ALLOWED: Final[Mapping[str, str]] = {
    "de_minimis_threshold_cents": "a whole number, 0 or more",
    "special_entity_threshold_cents": "a whole number, 0 or more",
    "warning_levels_percent": "a list of whole numbers from 0 to 1000",
    "compliance_on": "a date such as 2021-09-14",
    "effective_on": "a date such as 2020-11-13",
    "earlier_representations_through": "a date such as 2027-12-31",
    "group_membership": "TRADE_DATE or DAY_CLOSED",
    "fx_rate_usable_days": "a whole number, 0 or more",
    "public_offer_overrides_principal_place": "true or false",
    "significant_parent_assets_cents": "a whole number, 0 or more",
    "significant_equity_capital_share_ppm": "a whole number, 0 or more",
    "significant_revenue_share_ppm": "a whole number, 0 or more",
    "significant_total_assets_share_ppm": "a whole number, 0 or more",
    "exception_cap_ppm": "a whole number, 0 or more",
}
"""What a person may write for each parameter."""


class SwapsLaw(Editions[Values]):
    """The law of swaps with every value checked, looked up by day."""

    def __init__(self, book: LawBook) -> None:
        """Check the values of a law.

        Args:
            book: the dated values, and the overrides that a case document asks for.

        Raises:
            UserError: every value that is not allowed, in one message.
        """
        super().__init__(book, Values, ALLOWED)
        self.on_date = lru_cache(maxsize=4_096)(self._on_date)

    def _on_date(self, day: str) -> Values:
        """The values of a day in its text form."""
        return self.on_day(date_of(day))

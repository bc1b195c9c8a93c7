"""Which facts were recorded, and where do they stand?"""

from typing import NamedTuple

from schemas import marketdata as events

PartyFact = (
    events.DistributorRegistered
    | events.RecipientFirmRegistered
    | events.DistributionAgreementSigned
    | events.LicensePurchased
    | events.LicenseEnded
    | events.PriceSet
)
"""Facts about parties, licenses and prices, of which the newest or the earliest holds in each month."""


class FactStatement(NamedTuple):
    """A fact with its stamp and its place.

    Attributes:
        closes_before: how many accepted closes stand before it in the log.
        recorded_in: the billing month of its stamp.
    """

    fact: PartyFact
    at_us: int
    id: str
    closes_before: int
    recorded_in: int

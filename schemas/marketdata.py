"""Which events does the market data topic hold? (`marketdata.events.v1`)"""

from typing import Final, get_args

from msgspec import UNSET, UnsetType

from schemas import marketdata_fields as field
from schemas.wire import Event


class MarketDataEvent(Event, frozen=True, kw_only=True):
    """An event of the metering and billing of the feed."""

    id: field.Id
    at: field.At


# Facts


class DistributorRegistered(MarketDataEvent, frozen=True, kw_only=True, tag="distributor_registered"):
    """A Distributor is registered, or its registration is replaced from a month on."""

    distributor: field.Distributor
    legal_entity: field.LegalEntity
    distributor_kind: field.DistributorKind
    first_month: field.FirstMonthOfStatement | UnsetType = UNSET


class RecipientFirmRegistered(MarketDataEvent, frozen=True, kw_only=True, tag="recipient_firm_registered"):
    """A recipient firm is registered, or its registration is replaced from a month on."""

    recipient_firm: field.RecipientFirm
    legal_entity: field.LegalEntity
    first_month: field.FirstMonthOfStatement | UnsetType = UNSET


class DistributionAgreementSigned(
    MarketDataEvent, frozen=True, kw_only=True, tag="distribution_agreement_signed"
):
    """A Distributor has an agreement for whole months; a newer statement of it replaces an older one."""

    agreement: field.Agreement
    distributor: field.Distributor
    first_month: field.FirstMonth
    last_month: field.LastMonth | UnsetType = UNSET


class LicensePurchased(MarketDataEvent, frozen=True, kw_only=True, tag="license_purchased"):
    """A recipient firm buys a monthly license to receive one feed from one External Distributor."""

    license: field.License
    recipient_firm: field.RecipientFirm
    distributor: field.Distributor
    license_kind: field.LicenseKind
    feed: field.Feed
    first_month: field.FirstMonth
    last_month: field.LastMonth | UnsetType = UNSET


class LicenseEnded(MarketDataEvent, frozen=True, kw_only=True, tag="license_ended"):
    """A license ends with a month."""

    license: field.License
    last_month: field.LastMonth


class PriceSet(MarketDataEvent, frozen=True, kw_only=True, tag="price_set"):
    """A price version is set at run time; it joins the price book."""

    fee: field.Fee
    price_cents: field.PriceCents
    valid_from: field.ValidFrom
    citation: field.Citation
    valid_until: field.ValidUntil | UnsetType = UNSET


class DeviceClassified(MarketDataEvent, frozen=True, kw_only=True, tag="device_classified"):
    """A device is dedicated to one individual User, or stands free."""

    device: field.Device
    dedicated_to: field.DedicatedTo | UnsetType = UNSET


class MonthClosed(MarketDataEvent, frozen=True, kw_only=True, tag="month_closed"):
    """A billing month is closed at this place in the log."""

    month: field.ClosedMonth


class Tick(MarketDataEvent, frozen=True, kw_only=True, tag="tick"):
    """Time has passed."""


# Keyed events


class UserClassified(MarketDataEvent, frozen=True, kw_only=True, tag="user_classified"):
    """A Distributor records evidence about one of its Users, in force from an instant until the next record."""

    distributor: field.Distributor
    user: field.User
    user_kind: field.UserKind
    effective_at: field.AnswersHoldFrom
    registered_or_qualified: field.RegisteredOrQualified | UnsetType = UNSET
    engaged_as_investment_adviser: field.EngagedAsInvestmentAdviser | UnsetType = UNSET
    performs_registrable_functions_for_exempt_organization: field.PerformsRegistrableFunctions | UnsetType = (
        UNSET
    )
    claimed_classification: field.ClaimedClassification | UnsetType = UNSET
    evidence: field.Evidence | UnsetType = UNSET


class EntitlementGranted(MarketDataEvent, frozen=True, kw_only=True, tag="entitlement_granted"):
    """A User becomes entitled to receive a feed."""

    distributor: field.Distributor
    recipient_firm: field.RecipientFirm
    user: field.User
    entitlement: field.Entitlement
    feed: field.Feed
    effective_at: field.EntitledFrom
    channels: field.Channels | UnsetType = UNSET
    purpose: field.GrantedPurpose | UnsetType = UNSET


class EntitlementRevoked(MarketDataEvent, frozen=True, kw_only=True, tag="entitlement_revoked"):
    """An entitlement ends."""

    distributor: field.Distributor
    user: field.User
    entitlement: field.Entitlement
    effective_at: field.EntitledUntil


class FeedAccessed(MarketDataEvent, frozen=True, kw_only=True, tag="feed_accessed"):
    """Data of a feed was provided to a User or to an anonymous viewer."""

    distributor: field.Distributor
    recipient_firm: field.RecipientFirm
    feed: field.Feed
    channel: field.AccessChannel
    purpose: field.Purpose
    accessed_at: field.AccessedAt
    user: field.AccessingUser | UnsetType = UNSET


Fact = (
    DistributorRegistered
    | RecipientFirmRegistered
    | DistributionAgreementSigned
    | LicensePurchased
    | LicenseEnded
    | PriceSet
    | DeviceClassified
    | MonthClosed
    | Tick
)
"""What stands on every partition."""

UserStatement = UserClassified | EntitlementGranted | EntitlementRevoked
"""What a Distributor states about one of its users."""

KeyedEvent = UserStatement | FeedAccessed
"""What stands on the partition of its key."""

MarketDataRecord = Fact | KeyedEvent

EVENT_STRUCTS: Final[tuple[type[MarketDataEvent], ...]] = (*get_args(Fact), *get_args(KeyedEvent))
"""Every event, in the order of the contract."""

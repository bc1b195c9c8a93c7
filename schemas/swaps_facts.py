"""Which facts say who the parties of a swap are, what supports them, and what a currency is worth?

A fact holds from one day until another, and is known from its place in the log on.
"""

from msgspec import UNSET, UnsetType

from schemas import swaps_fields as field
from schemas.wire import Event


class EntityRecorded(Event, frozen=True, kw_only=True, tag="entity_recorded"):
    """A person: its kind, where it is organized and run, what it is (17CFR23.23/(a)(23))."""

    entity: field.Entity
    kind: field.Kind
    organized_in: field.OrganizedIn | UnsetType = UNSET
    principal_place_of_business: field.PrincipalPlace | UnsetType = UNSET
    resident_in: field.ResidentIn | UnsetType = UNSET
    account_owner: field.AccountOwner | UnsetType = UNSET
    home_jurisdiction: field.HomeJurisdiction | UnsetType = UNSET
    financial_entity: field.FinancialEntity | UnsetType = UNSET
    insured_depository_institution: field.InsuredDepository | UnsetType = UNSET
    special_entity: field.SpecialEntity | UnsetType = UNSET
    utility_special_entity: field.UtilitySpecialEntity | UnsetType = UNSET
    offered_publicly_only_to_non_us_persons: field.OfferedOnlyAbroad | UnsetType = UNSET
    us_ownership_ppm: field.UsOwnership | UnsetType = UNSET
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse an account without its owner."""
        if self.kind == "ACCOUNT" and self.account_owner is UNSET:
            raise ValueError('an ACCOUNT names its "account_owner"')


class ControlRecorded(Event, frozen=True, kw_only=True, tag="control_recorded"):
    """Who directly controls an entity; the list replaces the one before (17CFR1.3/swap-dealer(4)(i)(A))."""

    entity: field.ControlledEntity
    controllers: field.Controllers
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET


class MajorityOwnershipRecorded(Event, frozen=True, kw_only=True, tag="majority_ownership_recorded"):
    """Who directly owns the majority of an entity; the list replaces the one before (17CFR1.3/swap-dealer(6)(i))."""

    entity: field.OwnedEntity
    majority_owners: field.MajorityOwners
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET


class BranchRecorded(Event, frozen=True, kw_only=True, tag="branch_recorded"):
    """A branch, its place and whether it meets the conditions of a foreign branch (17CFR23.23/(a)(3))."""

    branch: field.Branch
    entity: field.BranchOwner
    located_in: field.LocatedIn
    foreign_branch_conditions_met: field.ConditionsMet
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET


class RegistrationRecorded(Event, frozen=True, kw_only=True, tag="registration_recorded"):
    """An entity is registered, or no longer, as swap dealer or major swap participant."""

    entity: field.Entity
    category: field.Category
    status: field.Status
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET


class SignificantSubsidiaryRecorded(Event, frozen=True, kw_only=True, tag="significant_subsidiary_recorded"):
    """The figures of the significant risk subsidiary test (17CFR23.23/(a)(12) to (15))."""

    entity: field.Subsidiary
    ultimate_us_parent_assets_cents: field.ParentAssets
    equity_capital_share_ppm: field.EquityShare
    revenue_share_ppm: field.RevenueShare
    total_assets_share_ppm: field.AssetsShare
    federal_reserve_supervised: field.FederalReserveSupervised | UnsetType = UNSET
    basel_consistent_home_supervision: field.BaselSupervision | UnsetType = UNSET
    margin_comparability_determination: field.MarginComparability | UnsetType = UNSET
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET


class GuaranteeRecorded(Event, frozen=True, kw_only=True, tag="guarantee_recorded"):
    """A guarantee, another arrangement of support, or its end (17CFR23.23/(a)(9))."""

    guarantee: field.Guarantee
    guarantor: field.Guarantor
    obligor: field.Obligor
    kind: field.GuaranteeKind
    beneficiary: field.Beneficiary | UnsetType = UNSET
    swap: field.GuaranteedSwap | UnsetType = UNSET
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET


class RepresentationRecorded(Event, frozen=True, kw_only=True, tag="representation_recorded"):
    """A written representation of a counterparty about itself (17CFR23.23/(a)(23)(iv))."""

    made_by: field.MadeBy
    statement: field.Statement
    value: field.StatementValue
    basis: field.Basis
    made_on: field.MadeOn
    made_to: field.MadeTo | UnsetType = UNSET
    guarantor_financial_entity: field.GuarantorFinancial | UnsetType = UNSET
    known_inaccurate_from: field.KnownInaccurateFrom | UnsetType = UNSET
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET


class ComparabilityDetermined(Event, frozen=True, kw_only=True, tag="comparability_determined"):
    """A comparability determination for one requirement, or its end (17CFR23.23/(g))."""

    jurisdiction: field.Jurisdiction
    requirement: field.Requirement
    comparable: field.Comparable | UnsetType = UNSET
    valid_from: field.ValidFrom | UnsetType = UNSET
    valid_until: field.ValidUntil | UnsetType = UNSET


class FxRatePublished(Event, frozen=True, kw_only=True, tag="fx_rate_published"):
    """A conversion rate of one day."""

    currency: field.ForeignCurrency
    rate_on: field.RateOn
    usd_per_unit_ppb: field.RatePpb


ValidFact = (
    EntityRecorded
    | ControlRecorded
    | MajorityOwnershipRecorded
    | BranchRecorded
    | RegistrationRecorded
    | SignificantSubsidiaryRecorded
    | GuaranteeRecorded
    | RepresentationRecorded
    | ComparabilityDetermined
)
"""A fact that holds from one day until another."""
Fact = ValidFact | FxRatePublished

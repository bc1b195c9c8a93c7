"""Which facts move a cycle from its calendar to settlement, and through a default?"""

from msgspec import UNSET, UnsetType

from schemas import clearing_fields as field
from schemas.wire import Event


class CycleScheduled(Event, frozen=True, kw_only=True, tag="cycle_scheduled"):
    """The times of one cycle are set (BL3/1)."""

    cycle: field.Cycle
    begins_after_at: field.BeginsAfterAt
    final_exchange_at: field.FinalExchangeAt
    final_adjustment_at: field.FinalAdjustmentAt


class CycleSealed(Event, frozen=True, kw_only=True, tag="cycle_sealed"):
    """No event stamped at or before the final adjustment time will follow, so the cycle closes (BL3/48)."""

    cycle: field.Cycle


class ExchangeSuspended(Event, frozen=True, kw_only=True, tag="exchange_suspended"):
    """The General Manager suspends exchange at one exchange point for the cycle that runs (BL3/46)."""

    regional_exchange_point: field.ExchangePoint
    item_class: field.SuspendedItemClass | UnsetType = UNSET
    measures: field.Measures | UnsetType = UNSET


class ItemDisputed(Event, frozen=True, kw_only=True, tag="item_disputed"):
    """An item comes into dispute (BL3/9)."""

    item: field.Item


class ItemDisputeResolved(Event, frozen=True, kw_only=True, tag="item_dispute_resolved"):
    """The dispute about an item is over (BL3/9)."""

    item: field.Item


class NationalFailureDeclared(Event, frozen=True, kw_only=True, tag="national_failure_declared"):
    """The ACSS fails nationally (BL3/23, BL3/47(2))."""


class NationalFailureEnded(Event, frozen=True, kw_only=True, tag="national_failure_ended"):
    """The national failure is over (BL3/23)."""


class SettlementAccountReported(Event, frozen=True, kw_only=True, tag="settlement_account_reported"):
    """The Bank of Canada reports what a clearer has available before settlement (BL3/50)."""

    cycle: field.Cycle
    member: field.Member
    available_cents: field.Available


class SubAccountReported(Event, frozen=True, kw_only=True, tag="sub_account_reported"):
    """A clearing agent or group clearer reports an account kept with it (BL3/16, BL3/56)."""

    cycle: field.Cycle
    agent: field.CircleClearer
    institution: field.RepresentedInstitution
    balance_cents: field.AccountBalance
    settled: field.Settled


class ShortfallReported(Event, frozen=True, kw_only=True, tag="shortfall_reported"):
    """The Bank of Canada reports a shortfall that stands in the way of settlement (BL3/53(1)(a))."""

    cycle: field.Cycle
    member: field.Member
    shortfall_cents: field.Shortfall


class AdvanceReported(Event, frozen=True, kw_only=True, tag="advance_reported"):
    """A request for an advance has an outcome; less than the shortfall is a default (BL3/53(1)(b))."""

    cycle: field.Cycle
    member: field.Member
    advance_cents: field.Advance
    credited: field.Credited


class DefaultReturnsClosed(Event, frozen=True, kw_only=True, tag="default_returns_closed"):
    """The returns that follow a default are complete (BL3/55)."""

    cycle: field.Cycle
    member: field.MemberInDefault


class DepositReceived(Event, frozen=True, kw_only=True, tag="deposit_received"):
    """A deposit reaches the settlement account of a member in default (BL3/56, BL3/57)."""

    cycle: field.Cycle
    member: field.MemberInDefault
    depositor: field.Depositor
    basis: field.DepositBasis
    deposit_cents: field.Deposit
    value_on: field.ValueOn


class DefaultDepositsClosed(Event, frozen=True, kw_only=True, tag="default_deposits_closed"):
    """The deposits of those represented are complete, so the rest is shared (BL3/57)."""

    cycle: field.Cycle
    member: field.MemberInDefault


class DefaultEnded(Event, frozen=True, kw_only=True, tag="default_ended"):
    """The General Manager records the end of a default, an act the by-law leaves open (BL3/53)."""

    member: field.Member
    effective_at: field.EffectiveAt | UnsetType = UNSET


class SettlementRequested(Event, frozen=True, kw_only=True, tag="settlement_requested"):
    """Settlement of a cycle is asked for (BL3/50)."""

    cycle: field.Cycle


class SettlementEffected(Event, frozen=True, kw_only=True, tag="settlement_effected"):
    """The Bank of Canada reports that a cycle is settled (BL3/50, BL3/51, BL3/52)."""

    cycle: field.Cycle


class SettlementReversalRequested(Event, frozen=True, kw_only=True, tag="settlement_reversal_requested"):
    """Somebody asks for a settlement to be undone, which is never granted (BL3/52)."""

    cycle: field.Cycle


class RecoveryInterestAccrued(Event, frozen=True, kw_only=True, tag="recovery_interest_accrued"):
    """Interest on the deposits of the survivors is due up to a day (BL3/57(2))."""

    cycle: field.Cycle
    member: field.MemberInDefault
    through_on: field.InterestThroughOn


class IndirectShortfallReported(Event, frozen=True, kw_only=True, tag="indirect_shortfall_reported"):
    """A clearing agent reports a shortfall in an indirect clearer's account (BL3/58(a))."""

    cycle: field.Cycle
    agent: field.ClearingAgent
    indirect_clearer: field.IndirectClearer
    shortfall_cents: field.Shortfall


class IndirectAdvanceReported(Event, frozen=True, kw_only=True, tag="indirect_advance_reported"):
    """The indirect clearer's request for an advance has an outcome (BL3/58(b))."""

    cycle: field.Cycle
    agent: field.ClearingAgent
    indirect_clearer: field.IndirectClearer
    advance_cents: field.Advance


class Tick(Event, frozen=True, kw_only=True, tag="tick"):
    """Time has passed, so partial figures are published."""

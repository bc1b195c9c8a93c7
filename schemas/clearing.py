"""Which events does the clearing topic hold? (`clearing.events.v1`)"""

from typing import Final, get_args

from msgspec import UNSET, UnsetType

from schemas import clearing_fields as field
from schemas.clearing_cycle import (
    AdvanceReported,
    CycleScheduled,
    CycleSealed,
    DefaultDepositsClosed,
    DefaultEnded,
    DefaultReturnsClosed,
    DepositReceived,
    ExchangeSuspended,
    IndirectAdvanceReported,
    IndirectShortfallReported,
    ItemDisputed,
    ItemDisputeResolved,
    NationalFailureDeclared,
    NationalFailureEnded,
    RecoveryInterestAccrued,
    SettlementAccountReported,
    SettlementEffected,
    SettlementRequested,
    SettlementReversalRequested,
    ShortfallReported,
    SubAccountReported,
    Tick,
)
from schemas.clearing_registry import (
    AgentActNoticeGiven,
    AgentCeased,
    AgentCeasedImmediately,
    AgentCeaseNoticeGiven,
    AgentDesignated,
    ApplicationCompleted,
    GroupJoined,
    GroupLeaveNoticeGiven,
    GroupLeft,
    MemberRegistered,
    MembersAmalgamated,
    NonMemberEntityRegistered,
    RoleAppointed,
    RoleRevoked,
)
from schemas.wire import Event


class EntrySubmitted(Event, frozen=True, kw_only=True, tag="entry_submitted"):
    """A participant enters payment items, one or a batch total, against another (BL3/25, BL3/47(1))."""

    made_by: field.Maker
    counterparty: field.Counterparty
    direction: field.Direction
    item_class: field.ItemClass
    regional_exchange_point: field.ExchangePoint
    value_cents: field.Value
    item_count: field.ItemCount
    drawn_on: field.UltimatePayer | UnsetType = UNSET
    payable_to: field.UltimatePayee | UnsetType = UNSET
    cycle: field.IntendedCycle | UnsetType = UNSET
    irrevocable_at: field.IrrevocableAt | UnsetType = UNSET
    returnable_through_at: field.ReturnableThroughAt | UnsetType = UNSET
    item: field.Item | UnsetType = UNSET
    identification: field.Identification | UnsetType = UNSET
    payable_on_demand: field.PayableOnDemand | UnsetType = UNSET
    manual_clearing: field.ManualClearing | UnsetType = UNSET


class CorrectionSubmitted(Event, frozen=True, kw_only=True, tag="correction_submitted"):
    """The maker puts a new value and count in the place of its own entry's (BL3/49)."""

    ref: field.EntryId
    made_by: field.Maker
    value_cents: field.CorrectedValue
    item_count: field.CorrectedItemCount


class ReturnSubmitted(Event, frozen=True, kw_only=True, tag="return_submitted"):
    """The receiver gives some or all items of an entry back (BL3/17, BL3/54, BL3/60)."""

    ref: field.EntryId
    made_by: field.Maker
    ground: field.ReturnGround
    value_cents: field.Value
    item_count: field.ItemCount
    rules_reason: field.RulesReason | UnsetType = UNSET


class OutsideExchangeReported(Event, frozen=True, kw_only=True, tag="outside_exchange_reported"):
    """Items change hands inside one clearer's circle, without clearing through the ACSS (BL3/3(1)(b))."""

    agent: field.CircleClearer
    payer: field.Payer
    payee: field.Payee
    value_cents: field.Value
    item_count: field.ItemCount
    ground: field.OutsideGround
    cycle: field.Cycle | UnsetType = UNSET


class ItemForwarded(Event, frozen=True, kw_only=True, tag="item_forwarded"):
    """The receiver passes the items of an entry on to the institution they are drawn on (BL3/59)."""

    ref: field.EntryId
    made_by: field.Maker
    to: field.Holder


class ItemRemitted(Event, frozen=True, kw_only=True, tag="item_remitted"):
    """The holder hands the items of an entry back to its receiver (BL3/59)."""

    ref: field.EntryId
    made_by: field.Maker


class ReimbursementClaimed(Event, frozen=True, kw_only=True, tag="reimbursement_claimed"):
    """The clearer that paid claims an amount back because of an endorsement (BL3/11, BL3/12, BL3/13)."""

    ref: field.EntryId
    made_by: field.Maker
    ground: field.ClaimGround
    value_cents: field.ClaimedValue


BusinessEvent = (
    EntrySubmitted
    | CorrectionSubmitted
    | ReturnSubmitted
    | OutsideExchangeReported
    | ItemForwarded
    | ItemRemitted
    | ReimbursementClaimed
)
Fact = (
    MemberRegistered
    | NonMemberEntityRegistered
    | RoleAppointed
    | RoleRevoked
    | ApplicationCompleted
    | GroupJoined
    | GroupLeaveNoticeGiven
    | GroupLeft
    | AgentActNoticeGiven
    | AgentDesignated
    | AgentCeaseNoticeGiven
    | AgentCeased
    | AgentCeasedImmediately
    | MembersAmalgamated
    | CycleScheduled
    | CycleSealed
    | ExchangeSuspended
    | ItemDisputed
    | ItemDisputeResolved
    | NationalFailureDeclared
    | NationalFailureEnded
    | SettlementAccountReported
    | SubAccountReported
    | ShortfallReported
    | AdvanceReported
    | DefaultReturnsClosed
    | DepositReceived
    | DefaultDepositsClosed
    | DefaultEnded
    | SettlementRequested
    | SettlementEffected
    | SettlementReversalRequested
    | RecoveryInterestAccrued
    | IndirectShortfallReported
    | IndirectAdvanceReported
)
ClearingEvent = BusinessEvent | Fact | Tick

EVENT_STRUCTS: Final[tuple[type[ClearingEvent], ...]] = get_args(ClearingEvent)
"""Every event of the contract, in the contract's order."""

BUSINESS_TYPES: Final = frozenset(str(struct.__struct_config__.tag) for struct in get_args(BusinessEvent))
"""Types that are judged one at a time by the partition that owns their key."""

BARRIER_TYPES: Final = frozenset(
    {
        "cycle_sealed",
        "shortfall_reported",
        "default_returns_closed",
        "default_deposits_closed",
        "settlement_requested",
        "settlement_effected",
    }
)
"""Types of the facts that need the figures of all partitions as they stand at that place of the log."""

__all__ = [
    "BARRIER_TYPES",
    "BUSINESS_TYPES",
    "EVENT_STRUCTS",
    "AdvanceReported",
    "AgentActNoticeGiven",
    "AgentCeaseNoticeGiven",
    "AgentCeased",
    "AgentCeasedImmediately",
    "AgentDesignated",
    "ApplicationCompleted",
    "BusinessEvent",
    "ClearingEvent",
    "CorrectionSubmitted",
    "CycleScheduled",
    "CycleSealed",
    "DefaultDepositsClosed",
    "DefaultEnded",
    "DefaultReturnsClosed",
    "DepositReceived",
    "EntrySubmitted",
    "ExchangeSuspended",
    "Fact",
    "GroupJoined",
    "GroupLeaveNoticeGiven",
    "GroupLeft",
    "IndirectAdvanceReported",
    "IndirectShortfallReported",
    "ItemDisputeResolved",
    "ItemDisputed",
    "ItemForwarded",
    "ItemRemitted",
    "MemberRegistered",
    "MembersAmalgamated",
    "NationalFailureDeclared",
    "NationalFailureEnded",
    "NonMemberEntityRegistered",
    "OutsideExchangeReported",
    "RecoveryInterestAccrued",
    "ReimbursementClaimed",
    "ReturnSubmitted",
    "RoleAppointed",
    "RoleRevoked",
    "SettlementAccountReported",
    "SettlementEffected",
    "SettlementRequested",
    "SettlementReversalRequested",
    "ShortfallReported",
    "SubAccountReported",
    "Tick",
]

"""Which facts say who takes part in the clearing, in which role, and through whom?"""

from msgspec import UNSET, UnsetType

from schemas import clearing_fields as field
from schemas.wire import Event


class MemberRegistered(Event, frozen=True, kw_only=True, tag="member_registered"):
    """A member of the Association becomes known (BL3/1)."""

    member: field.Member
    member_class: field.MemberClass | UnsetType = UNSET


class NonMemberEntityRegistered(Event, frozen=True, kw_only=True, tag="non_member_entity_registered"):
    """An entity that is no member becomes known, with the member that answers for it (BL3/4, BL3/6(1)(a))."""

    entity: field.Entity
    kind: field.EntityKind
    responsible_member: field.ResponsibleMember


class RoleAppointed(Event, frozen=True, kw_only=True, tag="role_appointed"):
    """The Board appoints a member to a role (BL3/26, BL3/29, BL3/33)."""

    member: field.Member
    role: field.Role
    effective_at: field.EffectiveAt | UnsetType = UNSET


class RoleRevoked(Event, frozen=True, kw_only=True, tag="role_revoked"):
    """The Board takes a role away from a member (BL3/27, BL3/30, BL3/34)."""

    member: field.Member
    role: field.Role
    effective_at: field.EffectiveAt | UnsetType = UNSET


class ApplicationCompleted(Event, frozen=True, kw_only=True, tag="application_completed"):
    """A member has handed in all that its application for a role needs (BL3/26, BL3/29, BL3/32, BL3/33)."""

    member: field.Member
    role: field.Role
    settlement_account_at_bank_of_canada: field.HasSettlementAccount
    loan_facility_at_bank_of_canada: field.HasLoanFacility
    item_volume_count: field.ItemVolume
    national_item_volume_count: field.NationalItemVolume
    other_requirements_met: field.OtherRequirementsMet
    contractual_commitments_made: field.CommitmentsMade | UnsetType = UNSET


class GroupJoined(Event, frozen=True, kw_only=True, tag="group_joined"):
    """An entity belongs to a group from now on (BL3/28)."""

    group_clearer: field.GroupClearer
    entity: field.Entity
    effective_at: field.EffectiveAt | UnsetType = UNSET


class GroupLeaveNoticeGiven(Event, frozen=True, kw_only=True, tag="group_leave_notice_given"):
    """The General Manager is told that an entity will leave its group (BL3/43)."""

    group_clearer: field.GroupClearer
    entity: field.Entity
    kind: field.LeaveKind
    given_on: field.GivenOn
    effective_on: field.LeavesOn
    waived_by: field.WaivedBy | UnsetType = UNSET


class GroupLeft(Event, frozen=True, kw_only=True, tag="group_left"):
    """An entity has left its group (BL3/44)."""

    group_clearer: field.GroupClearer
    entity: field.Entity
    effective_at: field.EffectiveAt | UnsetType = UNSET


class AgentActNoticeGiven(Event, frozen=True, kw_only=True, tag="agent_act_notice_given"):
    """The General Manager is told that a clearing agent will act for an indirect clearer (BL3/37)."""

    agent: field.ClearingAgent
    indirect_clearer: field.IndirectClearer
    given_on: field.GivenOn
    effective_on: field.ActsOn
    waived_by: field.WaivedBy | UnsetType = UNSET
    replaces_former_agent: field.ReplacesFormerAgent | UnsetType = UNSET


class AgentDesignated(Event, frozen=True, kw_only=True, tag="agent_designated"):
    """An indirect clearer names the clearing agent that acts for it (BL3/35, BL3/41)."""

    indirect_clearer: field.IndirectClearer
    agent: field.ClearingAgent
    effective_at: field.EffectiveAt | UnsetType = UNSET
    settlement_account_with_agent: field.HasAccountWithAgent | UnsetType = UNSET
    loan_facility_with_agent: field.HasLoanFacilityWithAgent | UnsetType = UNSET


class AgentCeaseNoticeGiven(Event, frozen=True, kw_only=True, tag="agent_cease_notice_given"):
    """Notice is given that a clearing agent will cease to act (BL3/38)."""

    agent: field.ClearingAgent
    indirect_clearer: field.IndirectClearer
    given_on: field.GivenOn
    effective_on: field.CeasesOn
    waived_by: field.WaivedBy | UnsetType = UNSET
    replacement_starts_on: field.ReplacementStartsOn | UnsetType = UNSET


class AgentCeased(Event, frozen=True, kw_only=True, tag="agent_ceased"):
    """A clearing agent has ceased to act after notice (BL3/38)."""

    agent: field.ClearingAgent
    indirect_clearer: field.IndirectClearer
    effective_at: field.EffectiveAt | UnsetType = UNSET


class AgentCeasedImmediately(Event, frozen=True, kw_only=True, tag="agent_ceased_immediately"):
    """A clearing agent ceases to act at once (BL3/39)."""

    agent: field.ClearingAgent
    indirect_clearer: field.IndirectClearer
    ground: field.ImmediateGround
    notice_given_at: field.NoticeGivenAt
    effective_at: field.CeasesAt
    waived_by: field.WaivedBy | UnsetType = UNSET


class MembersAmalgamated(Event, frozen=True, kw_only=True, tag="members_amalgamated"):
    """Two members become one (BL3/36)."""

    ceased_member: field.CeasedMember
    successor: field.Successor
    amalgamated_on: field.AmalgamatedOn
    extended_through_on: field.ExtendedThroughOn | UnsetType = UNSET

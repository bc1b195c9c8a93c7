"""What do the facts read so far say? Every partition folds the same registry from the same facts."""

from datetime import date
from typing import assert_never

from schemas import clearing as events
from schemas.instants import date_of, instant_us
from schemas.wire import Event
from streams.domains.clearing.state.amalgamations import Amalgamation, Amalgamations
from streams.domains.clearing.state.calendar import Calendar, Cycle
from streams.domains.clearing.state.defaults import Defaults
from streams.domains.clearing.state.facts import CycleFact, DefaultFact, RegistryFact
from streams.domains.clearing.state.interruptions import Interruptions, Suspension
from streams.domains.clearing.state.parties import Parties
from streams.domains.clearing.state.representations import (
    AGENT,
    GROUP,
    NON_MEMBER,
    Representation,
    Representations,
)
from streams.domains.clearing.state.roles import CLEARING_AGENT, DIRECT_CLEARER, Roles

REVOKED_UNDER = {DIRECT_CLEARER: "BL3/27(1)", "GROUP_CLEARER": "BL3/30(1)", CLEARING_AGENT: "BL3/34(1)"}
"""The provision under which the Board takes a role away."""


def stamp_us(event: Event) -> int:
    """The stamp of an event, microseconds since 1970."""
    return instant_us(event.at)


def effect_us(fact: Event) -> int:
    """The instant from which a fact has effect: `effective_at`, else its stamp; microseconds since 1970."""
    effective_at = getattr(fact, "effective_at", None)
    return instant_us(effective_at) if isinstance(effective_at, str) else instant_us(fact.at)


class Registry:
    """Folds accepted facts. It never consults the law, so that new law never changes old history.

    Attributes:
        revision: goes up with every fact that it takes.
    """

    def __init__(self) -> None:
        self.revision = 0
        self.parties = Parties()
        self.roles = Roles()
        self.representations = Representations()
        self.amalgamations = Amalgamations()
        self.calendar = Calendar()
        self.interruptions = Interruptions()
        self.defaults = Defaults()
        self._notices: dict[tuple[str, str, str], list[date]] = {}

    def notice_has_come(self, kind: str, clearer: str, institution: str, day: date) -> bool:
        """Whether an accepted notice of leaving (GROUP) or ceasing (AGENT) names that day or an earlier one."""
        return any(noticed <= day for noticed in self._notices.get((kind, clearer, institution), ()))

    def _take_notice(self, kind: str, clearer: str, institution: str, day: str) -> None:
        self._notices.setdefault((kind, clearer, institution), []).append(date_of(day))

    def _represent(self, institution: str, clearer: str, kind: str, from_us: int) -> None:
        self.representations.begin(Representation(institution, clearer, kind, from_us), self.roles)

    def _cease(self, institution: str, clearer: str, kind: str, at_us: int) -> None:
        self.representations.end(institution, clearer, kind, at_us, self.roles)

    def evolve(self, fact: events.Fact) -> None:
        """Take an accepted fact into the registry."""
        self.revision += 1
        if isinstance(fact, RegistryFact):
            self._evolve_membership(fact)
        elif isinstance(fact, CycleFact):
            self._evolve_cycle(fact)
        else:
            self._evolve_default(fact)

    def _evolve_membership(self, fact: RegistryFact) -> None:
        at_us = effect_us(fact)
        match fact:
            case events.MemberRegistered():
                self.parties.register_member(fact.member, str(fact.member_class or "OTHER"), at_us)
            case events.NonMemberEntityRegistered():
                self.parties.register_entity(fact.entity, fact.kind, fact.responsible_member, at_us)
                self._represent(fact.entity, fact.responsible_member, NON_MEMBER, at_us)
            case events.RoleAppointed():
                self.roles.appoint(fact.member, fact.role, at_us)
                self.representations.settle_ends(fact.member, self.roles)
            case events.RoleRevoked():
                self.roles.revoke(fact.member, fact.role, at_us, REVOKED_UNDER[fact.role])
                self.representations.settle_ends(fact.member, self.roles)
            case events.GroupJoined():
                self._represent(fact.entity, fact.group_clearer, GROUP, at_us)
            case events.GroupLeft():
                self._cease(fact.entity, fact.group_clearer, GROUP, at_us)
            case events.AgentDesignated():
                self._represent(fact.indirect_clearer, fact.agent, AGENT, at_us)
            case events.AgentCeased() | events.AgentCeasedImmediately():
                self._cease(fact.indirect_clearer, fact.agent, AGENT, at_us)
            case events.GroupLeaveNoticeGiven():
                self._take_notice(GROUP, fact.group_clearer, fact.entity, fact.effective_on)
            case events.AgentCeaseNoticeGiven():
                day = deferred_until(fact) or fact.effective_on
                self._take_notice(AGENT, fact.agent, fact.indirect_clearer, day)
            case events.MembersAmalgamated():
                extended = fact.extended_through_on
                self.amalgamations.add(
                    fact.ceased_member,
                    Amalgamation(
                        at_us,
                        fact.successor,
                        date_of(fact.amalgamated_on),
                        date_of(extended) if isinstance(extended, str) else None,
                    ),
                )
            case events.ApplicationCompleted() | events.AgentActNoticeGiven():
                pass
            case _:
                assert_never(fact)

    def _evolve_cycle(self, fact: CycleFact) -> None:
        at_us = instant_us(fact.at)
        match fact:
            case events.CycleScheduled():
                self.calendar.schedule(
                    Cycle(
                        fact.cycle,
                        instant_us(fact.begins_after_at),
                        instant_us(fact.final_exchange_at),
                        instant_us(fact.final_adjustment_at),
                        at_us,
                    )
                )
            case events.CycleSealed():
                self._cycle(fact.cycle).is_sealed = True
            case events.SettlementEffected():
                self._cycle(fact.cycle).is_settled = True
            case events.ExchangeSuspended():
                cycle = self.calendar.at(at_us)
                if cycle is not None:
                    item_class = fact.item_class if isinstance(fact.item_class, str) else None
                    self.interruptions.suspend(
                        Suspension(fact.regional_exchange_point, item_class, cycle.name, at_us)
                    )
            case events.ItemDisputed():
                self.interruptions.dispute_about(fact.item).begin(at_us)
            case events.ItemDisputeResolved():
                self.interruptions.dispute_about(fact.item).end(at_us)
            case events.NationalFailureDeclared():
                self.interruptions.national_failure.begin(at_us)
            case events.NationalFailureEnded():
                self.interruptions.national_failure.end(at_us)
            case (
                events.SettlementRequested()
                | events.SettlementReversalRequested()
                | events.SettlementAccountReported()
                | events.SubAccountReported()
            ):
                pass
            case _:
                assert_never(fact)

    def _evolve_default(self, fact: DefaultFact) -> None:
        match fact:
            case events.ShortfallReported():
                self.defaults.open(fact.cycle, fact.member, fact.shortfall_cents)
            case events.AdvanceReported():
                case_ = self.defaults.case(fact.cycle, fact.member)
                if case_ is not None:
                    case_.advance_cents = fact.advance_cents
                    if fact.advance_cents < case_.shortfall_cents:
                        case_.default_us = instant_us(fact.at)
            case events.DefaultReturnsClosed():
                case_ = self.defaults.case(fact.cycle, fact.member)
                if case_ is not None:
                    case_.returns_closed = True
            case events.DefaultDepositsClosed():
                case_ = self.defaults.case(fact.cycle, fact.member)
                if case_ is not None:
                    case_.deposits_closed = True
            case events.DefaultEnded():
                self.defaults.end(fact.member, effect_us(fact))
            case events.IndirectShortfallReported():
                self.defaults.open_indirect(
                    fact.cycle, fact.agent, fact.indirect_clearer, fact.shortfall_cents
                )
            case events.IndirectAdvanceReported():
                indirect = self.defaults.indirect_case(fact.cycle, fact.agent, fact.indirect_clearer)
                if indirect is not None:
                    indirect.advance_cents = fact.advance_cents
                    if fact.advance_cents < indirect.shortfall_cents:
                        indirect.default_us = instant_us(fact.at)
            case events.DepositReceived() | events.RecoveryInterestAccrued():
                pass
            case _:
                assert_never(fact)

    def _cycle(self, name: str) -> Cycle:
        cycle = self.calendar.named(name)
        if cycle is None:
            raise LookupError(f"an accepted fact names the cycle {name}, which is not scheduled")
        return cycle


def deferred_until(notice: events.AgentCeaseNoticeGiven) -> str | None:
    """The day to which a notice of ceasing is deferred because the replacement starts later, or None (38(3))."""
    replacement = notice.replacement_starts_on
    if isinstance(replacement, str) and date_of(replacement) > date_of(notice.effective_on):
        return replacement
    return None

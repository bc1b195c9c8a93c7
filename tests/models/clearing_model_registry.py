"""What the facts say about members, roles, representations, cycles and defaults (sections 7.1 to 7.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from .clearing_model_schema import instant

BANK = "BANK_OF_CANADA"
GENERAL_MANAGER = "GENERAL_MANAGER"
CLEARER_ROLES = ("DIRECT_CLEARER", "GROUP_CLEARER")
EXCLUDED_CLASSES = (
    "QUALIFIED_CORPORATION_MONEY_MARKET_MUTUAL_FUND",
    "TRUSTEE_OF_QUALIFIED_TRUST",
    "LIFE_INSURANCE_COMPANY",
)
REVOKED_UNDER = {"DIRECT_CLEARER": "27(1)", "GROUP_CLEARER": "30(1)", "CLEARING_AGENT": "34(1)"}

Interval = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Fact:
    """A fact that was read and not refused, with the verdict it got and the instant it takes effect."""

    position: int
    body: dict[str, Any]
    verdict: str
    at: datetime
    effect: datetime


@dataclass(frozen=True)
class Appointment:
    """A role of a member from one instant until, exclusively, another."""

    begins: datetime
    ends: datetime | None
    revoked_under: str | None


@dataclass(frozen=True)
class Representation:
    """An institution that a clearer stands for from one instant until, exclusively, another."""

    institution: str
    clearer: str
    kind: str
    begins: datetime
    ends: datetime | None

    def in_force(self, moment: datetime) -> bool:
        """Section 7.2: began at or before the moment and has not ended at it."""
        return self.begins <= moment and (self.ends is None or moment < self.ends)


@dataclass(frozen=True)
class Cycle:
    """Section 7.3: the calendar of one cycle."""

    name: str
    begins_after: datetime
    final_exchange: datetime
    final_adjustment: datetime


def covers(interval: Interval, moment: datetime) -> bool:
    """Says whether a half-open interval holds the moment."""
    begins, ends = interval
    return begins <= moment and (ends is None or moment < ends)


def first_gap(intervals: list[Interval], start: datetime) -> datetime | None:
    """The first instant from the start on that no interval holds, or None if there is none."""
    moment = start
    while True:
        ends = [interval[1] for interval in intervals if covers(interval, moment)]
        if not ends:
            return moment
        if None in ends:
            return None
        moment = max(end for end in ends if end is not None)


class Registry:
    """Everything a list of facts says, worked out anew from the list for every question."""

    def __init__(self, facts: list[Fact], parameters: dict[str, Any]) -> None:
        """Takes the facts that count, in reading order."""
        self.facts = facts
        self.parameters = parameters

    def of(self, *kinds: str) -> Iterator[Fact]:
        """The facts of some types, in reading order."""
        return (fact for fact in self.facts if fact.body["type"] in kinds)

    # Section 4.2: members and entities.

    def member_class(self, name: str) -> str | None:
        """The class of a registered member, or None for anybody else."""
        for fact in self.of("member_registered"):
            if fact.body["member"] == name:
                return str(fact.body.get("member_class", "OTHER"))
        return None

    def members(self) -> list[str]:
        """The registered members and the Bank of Canada, sorted."""
        return sorted({BANK} | {fact.body["member"] for fact in self.of("member_registered")})

    def is_member(self, name: str) -> bool:
        """Section 1: the Bank of Canada is always known."""
        return name == BANK or self.member_class(name) is not None

    def entity_kind(self, name: str) -> str | None:
        """The kind of a registered non-member entity, or None for anybody else."""
        for fact in self.of("non_member_entity_registered"):
            if fact.body["entity"] == name:
                return str(fact.body["kind"])
        return None

    def is_institution(self, name: str) -> bool:
        """Says whether somebody is a member, the Bank of Canada or a registered non-member entity."""
        return self.is_member(name) or self.entity_kind(name) is not None

    # Section 7.1: roles.

    def appointments(self, member: str, role: str) -> list[Appointment]:
        """Every appointment of a member to a role, in reading order, with its end by all facts."""
        result = []
        for fact in self.of("role_appointed"):
            if (fact.body["member"], fact.body["role"]) != (member, role):
                continue
            ends = min(
                (
                    other.effect
                    for other in self.of("role_revoked")
                    if (other.body["member"], other.body["role"]) == (member, role)
                    and other.position > fact.position
                    and other.effect >= fact.effect
                ),
                default=None,
            )
            under = None if ends is None else REVOKED_UNDER[role]
            if role == "CLEARING_AGENT":
                lost = first_gap(self.clearer_intervals(member), fact.effect)
                if lost is not None and (ends is None or lost < ends):
                    ends, under = lost, "34(2)"
            result.append(Appointment(fact.effect, ends, under))
        return result

    def intervals(self, member: str, role: str) -> list[Interval]:
        """When a member holds a role."""
        return [(each.begins, each.ends) for each in self.appointments(member, role)]

    def clearer_intervals(self, member: str) -> list[Interval]:
        """When a member holds either clearer role."""
        return [interval for role in CLEARER_ROLES for interval in self.intervals(member, role)]

    def holds(self, member: str, role: str, moment: datetime) -> bool:
        """Says whether a member holds a role at the moment."""
        return any(covers(interval, moment) for interval in self.intervals(member, role))

    def is_clearer(self, member: str, moment: datetime) -> bool:
        """Says whether a member is a direct or group clearer at the moment."""
        return any(covers(interval, moment) for interval in self.clearer_intervals(member))

    def was_clearer(self, member: str, moment: datetime) -> bool:
        """Says whether a clearer role of the member had begun at the moment."""
        return any(begins <= moment for begins, _ in self.clearer_intervals(member))

    def clearers(self, moment: datetime) -> list[str]:
        """Every direct or group clearer at the moment, sorted."""
        return [name for name in self.members() if self.is_clearer(name, moment)]

    def is_participant(self, name: str, moment: datetime) -> bool:
        """Section 7.1: the Bank of Canada and every holder of a clearer role."""
        return name == BANK or self.is_clearer(name, moment)

    # Sections 7.1 and 7.2: representations.

    @cached_property
    def representations(self) -> list[Representation]:
        """Every representation, in reading order, with the end that follows from all facts."""
        result = []
        for fact in self.of("agent_designated", "group_joined", "non_member_entity_registered"):
            body = fact.body
            match body["type"]:
                case "agent_designated":
                    pair, kind = (body["indirect_clearer"], body["agent"]), "AGENT"
                    ends = self._ceased(
                        fact, "indirect_clearer", "agent", "agent_ceased", "agent_ceased_immediately"
                    )
                    lost = first_gap(self.intervals(pair[1], "CLEARING_AGENT"), fact.effect)
                case "group_joined":
                    pair, kind = (body["entity"], body["group_clearer"]), "GROUP"
                    ends = self._ceased(fact, "entity", "group_clearer", "group_left")
                    lost = first_gap(self.intervals(pair[1], "GROUP_CLEARER"), fact.effect)
                case _:
                    pair, kind, ends = (body["entity"], body["responsible_member"]), "NON_MEMBER", None
                    lost = self._first_loss(pair[1], fact.effect)
            if lost is not None and (ends is None or lost < ends):
                ends = lost
            result.append(Representation(*pair, kind, fact.effect, ends))
        return result

    def _ceased(self, beginning: Fact, institution: str, clearer: str, *kinds: str) -> datetime | None:
        """The earliest end stated by a fact read after the beginning of the same pair's representation."""
        return min(
            (
                fact.effect
                for fact in self.of(*kinds)
                if fact.body[institution] == beginning.body[institution]
                and fact.body[clearer] == beginning.body[clearer]
                and fact.position > beginning.position
                and fact.effect >= beginning.effect
            ),
            default=None,
        )

    def _first_loss(self, member: str, beginning: datetime) -> datetime | None:
        """Section 7.1: the first instant after a beginning at which the member is no longer a clearer."""
        intervals = self.clearer_intervals(member)
        losses = [
            ends
            for begins, ends in intervals
            if ends is not None and begins < ends and not any(covers(other, ends) for other in intervals)
        ]
        return min((loss for loss in losses if loss > beginning), default=None)

    def between(self, institution: str, clearer: str, *kinds: str) -> list[Representation]:
        """The representations of one institution by one clearer, of some kinds or of any."""
        return [
            each
            for each in self.representations
            if (each.institution, each.clearer) == (institution, clearer)
            and (not kinds or each.kind in kinds)
        ]

    def represents(self, clearer: str, institution: str, moment: datetime, *kinds: str) -> bool:
        """Says whether a representation, of some kinds or of any, is in force at the moment."""
        return any(each.in_force(moment) for each in self.between(institution, clearer, *kinds))

    def ever_represented(self, clearer: str, institution: str, moment: datetime) -> bool:
        """Says whether a representation had begun at the moment."""
        return any(each.begins <= moment for each in self.between(institution, clearer))

    def represented_by(self, clearer: str, moment: datetime, *kinds: str) -> list[str]:
        """The institutions a clearer represents at the moment, of some kinds, sorted."""
        return sorted(
            {
                each.institution
                for each in self.representations
                if each.clearer == clearer and each.kind in kinds and each.in_force(moment)
            }
        )

    def agents_of(self, institution: str, moment: datetime) -> list[str]:
        """The clearing agents of an institution at the moment, sorted."""
        return sorted(
            {
                each.clearer
                for each in self.representations
                if each.institution == institution and each.kind == "AGENT" and each.in_force(moment)
            }
        )

    def run_off_end(self, representation: Representation) -> datetime | None:
        """Section 7.2: the earliest final exchange at or after the end of a representation."""
        ends = representation.ends
        if ends is None or ends == representation.begins:
            return None
        exchanges = (cycle.final_exchange for cycle in self.cycles().values())
        return min((each for each in exchanges if each >= ends), default=None)

    def in_run_off(self, clearer: str, institution: str, moment: datetime) -> bool:
        """Section 7.2: a representation has ended and the moment is at or before its run-off end."""
        for each in self.between(institution, clearer):
            end = self.run_off_end(each)
            if end is not None and each.ends is not None and each.ends <= moment <= end:
                return True
        return False

    def stands_for(self, clearer: str, institution: str, moment: datetime, paying: bool) -> bool:
        """Section 7.2: the three ways in which a clearer may stand for an institution."""
        return (
            clearer == institution
            or self.represents(clearer, institution, moment)
            or (paying and self.in_run_off(clearer, institution, moment))
        )

    # Section 7.2: amalgamation.

    def amalgamation(self, name: str) -> Fact | None:
        """The newest amalgamation in which a member ceased."""
        facts = [fact for fact in self.of("members_amalgamated") if fact.body["ceased_member"] == name]
        return facts[-1] if facts else None

    def amalgamations(self, name: str) -> list[Fact]:
        """The amalgamations on the way from a name to its last successor."""
        fact = self.amalgamation(name)
        return [] if fact is None else [fact, *self.amalgamations(fact.body["successor"])]

    def stands_as(self, name: str) -> str:
        """The institution that a name stands for as payer or payee."""
        chain = self.amalgamations(name)
        return str(chain[-1].body["successor"]) if chain else name

    def amalgamation_expired(self, name: str, day: date) -> bool:
        """Says whether the period of an amalgamation on the way to the last successor is over on a day."""
        return any(
            (day.year, day.month, day.day) > self._period_end(fact) for fact in self.amalgamations(name)
        )

    def _period_end(self, fact: Fact) -> tuple[int, int, int]:
        """The last day, inclusive, on which items naming the ceased member are taken."""
        if "extended_through_on" in fact.body:
            last = date.fromisoformat(fact.body["extended_through_on"])
            return (last.year, last.month, last.day)
        first = date.fromisoformat(fact.body["amalgamated_on"])
        year = first.year + self.parameters["clearing.amalgamation_period_years"]
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        day = 28 if (first.month, first.day) == (2, 29) and not leap else first.day
        return (year, first.month, day)

    # Section 7.3: cycles.

    def cycles(self) -> dict[str, Cycle]:
        """Every scheduled cycle by its name."""
        return {
            fact.body["cycle"]: Cycle(
                fact.body["cycle"],
                instant(fact.body["begins_after_at"]),
                instant(fact.body["final_exchange_at"]),
                instant(fact.body["final_adjustment_at"]),
            )
            for fact in self.of("cycle_scheduled")
        }

    def cycle_of(self, moment: datetime) -> str | None:
        """The scheduled cycle into which a stamp falls."""
        for cycle in self.cycles().values():
            if cycle.begins_after < moment <= cycle.final_adjustment:
                return cycle.name
        return None

    # Sections 9 and 23 of the law: disputes and national failure.

    def failure_running(self) -> bool:
        """Says whether the newest fact about a national failure is its declaration."""
        facts = list(self.of("national_failure_declared", "national_failure_ended"))
        return bool(facts) and facts[-1].body["type"] == "national_failure_declared"

    def in_dispute(self, item: str) -> bool:
        """Says whether the newest fact about an item is its dispute."""
        facts = [
            fact for fact in self.of("item_disputed", "item_dispute_resolved") if fact.body["item"] == item
        ]
        return bool(facts) and facts[-1].body["type"] == "item_disputed"

    # Sections 7.10 and 7.13: defaults.

    def default_at(self, cycle: str | None, member: str) -> datetime | None:
        """The instant at which the case of a cycle and a member led to a default."""
        for fact in self.of("advance_reported"):
            if (fact.body["cycle"], fact.body["member"]) == (cycle, member) and fact.verdict == "DEFAULT":
                return fact.at
        return None

    def defaulted_cycles(self, member: str) -> list[str]:
        """The cycles in which a member defaulted, in reading order."""
        return [
            fact.body["cycle"]
            for fact in self.of("advance_reported")
            if fact.body["member"] == member and fact.verdict == "DEFAULT"
        ]

    def in_default(self, member: str, moment: datetime) -> bool:
        """Section 7.10: a default began at or before the moment and none of its ends lies in between."""
        ends = [fact.effect for fact in self.of("default_ended") if fact.body["member"] == member]
        begins = [self.default_at(cycle, member) for cycle in self.defaulted_cycles(member)]
        return any(
            begin is not None and begin <= moment and not any(begin <= end <= moment for end in ends)
            for begin in begins
        )

    def indirect_default(self, agent: str, indirect_clearer: str, moment: datetime) -> str | None:
        """Section 7.13: the cycle of the newest case of a pair that had led to a default at the moment."""
        defaults = [
            (fact.at, fact.body["cycle"])
            for fact in self.of("indirect_advance_reported")
            if (fact.body["agent"], fact.body["indirect_clearer"]) == (agent, indirect_clearer)
            and fact.verdict == "DEFAULT"
            and fact.at <= moment
        ]
        return max(defaults)[1] if defaults else None

"""The registers: which facts are in force at an instant, as one stretch of the log has them (section 4)."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from .comms_model_schema import Entry, Event
from .comms_model_time import Day, day, day_of, milliseconds

DEFAULT_PARAMETERS: dict[str, Any] = {
    "comms.time_zone": "Europe/Oslo",
    "comms.rule_version": "2022-03-02",
    "comms.recording_grace_hours": 24,
    "comms.storage_grace_hours": 24,
    "comms.minutes_grace_hours": 72,
    "comms.coverage_tolerance_seconds": 5,
    "comms.notice_tolerance_seconds": 60,
    "comms.consent_tolerance_seconds": 60,
    "comms.attribution_gap_milliseconds": 500,
    "comms.match_overlap_ppm": 500_000,
    "comms.unlogged_hours": 24,
    "comms.retention_years": 5,
    "comms.policy_retention_years": 5,
    "comms.order_cap_years": 7,
    "comms.surplus_days": 30,
    "comms.deletion_grace_days": 30,
    "comms.access_months": 1,
    "comms.market_abuse_regulation_effective_on": "2021-03-01",
    "comms.placing_before_subscription_duty": "RECOMMENDED",
    "comms.expected_mandate_duty": "REQUIRED",
    "comms.portfolio_management_scope": "ORDERS_ONLY",
    "comms.change_notice_when_already_taped": "NOT_NEEDED",
    "comms.unrecorded_sounding_severity": "RECOMMENDATION",
}
"""Section 14."""

WITHDRAWABLE = (
    "firm_registered",
    "policy_adopted",
    "employee_registered",
    "telephone_registered",
    "telephone_assigned",
    "client_registered",
    "notice_given",
    "channel_registered",
    "outsourcing_arranged",
    "access_role_granted",
)
NOT_WITHDRAWABLE = ("retention_extended", "hold_placed", "hold_released", "fact_withdrawn", "tick")

IN_SCOPE = (
    "NORWEGIAN_FIRM",
    "NORWEGIAN_FIRM_BRANCH_ABROAD",
    "NORWEGIAN_FIRM_TIED_AGENT",
    "EEA_FIRM_BRANCH_IN_NORWAY",
    "EEA_FIRM_TIED_AGENT_IN_NORWAY",
    "NON_EEA_FIRM_BRANCH_IN_NORWAY",
)


class Registers:
    """What a stretch of the log says, and what it registers."""

    def __init__(self, entries: list[Entry], parameters: dict[str, Any]) -> None:
        """Takes the events of a log from its first to any place, each id once."""
        self.entries = entries
        self.parameters = {**DEFAULT_PARAMETERS, **parameters}
        self._found: dict[tuple[object, ...], list[Entry]] = {}

    def parameter(self, name: str) -> Any:
        """Section 14: a parameter by its id without the prefix."""
        return self.parameters[f"comms.{name}"]

    def day(self, instant: str) -> Day:
        """The Oslo date of an instant."""
        return self.day_at(milliseconds(instant))

    def day_at(self, moment: int) -> Day:
        """The Oslo date of a moment in milliseconds."""
        return day_of(moment, self.parameter("time_zone"))

    def parameter_day(self, name: str) -> Day:
        """A parameter that is a date."""
        return day(self.parameter(name))

    @cached_property
    def _by_type(self) -> dict[str, list[Entry]]:
        by_type: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            by_type[entry.event["type"]].append(entry)
        return by_type

    def entries_of(self, *types: str) -> list[Entry]:
        """The events of some types with their places, in log order."""
        if len(types) == 1:
            return self._by_type.get(types[0], [])
        return sorted(entry for kind in types for entry in self._by_type.get(kind, []))

    def of(self, *types: str) -> list[Event]:
        """The events of some types, in log order."""
        return [entry.event for entry in self.entries_of(*types)]

    @cached_property
    def withdrawn(self) -> set[str]:
        """Section 4: ids of facts that count as never given."""
        return {event["ref"] for event in self.of("fact_withdrawn")}

    @cached_property
    def _facts(self) -> dict[str, list[Entry]]:
        return {
            kind: [entry for entry in self.entries_of(kind) if entry.event["id"] not in self.withdrawn]
            for kind in WITHDRAWABLE
        }

    def facts(self, fact_type: str, /, **wanted: str | None) -> list[Entry]:
        """The facts of a type about a subject that were not withdrawn, in log order."""
        asked = (fact_type, *wanted.items())
        if asked not in self._found:
            self._found[asked] = [
                entry
                for entry in self._facts[fact_type]
                if all(entry.event[name] == value for name, value in wanted.items())
            ]
        return self._found[asked]

    def all_in_force(self, fact_type: str, at: int, /, **wanted: str | None) -> list[Event]:
        """Section 4: the facts in force at an instant, by effective instant, of equals as in the log."""
        found = [
            (milliseconds(entry.event["effective_at"]), entry.place, entry.event)
            for entry in self.facts(fact_type, **wanted)
            if milliseconds(entry.event["effective_at"]) <= at < _until(entry.event)
        ]
        return [event for _, _, event in sorted(found, key=lambda each: each[:2])]

    def in_force(self, fact_type: str, at: int, /, **wanted: str | None) -> Event | None:
        """Section 4: the one that counts: the latest effective, of equals the later in the log."""
        found = self.all_in_force(fact_type, at, **wanted)
        return found[-1] if found else None

    def is_in_scope(self, firm: str, at: int) -> bool:
        """Section 4: whether the recommendation reaches a firm."""
        registered = self.in_force("firm_registered", at, firm=firm)
        return registered is not None and registered["status"] in IN_SCOPE

    def function(self, employee: str, at: int) -> str | None:
        """The function in which an employee is registered, if at all."""
        registered = self.in_force("employee_registered", at, employee=employee)
        return None if registered is None else str(registered["function"])

    def notices(self, client: str | None, kind: str) -> list[Event]:
        """What a client was told of a kind."""
        return [entry.event for entry in self.facts("notice_given", client=client, kind=kind)]

    def assignments(self, telephone: str | None) -> list[tuple[int, float, str]]:
        """Who holds a telephone, from when until when."""
        return [
            (milliseconds(entry.event["effective_at"]), _until(entry.event), entry.event["employee"])
            for entry in self.facts("telephone_assigned", telephone=telephone)
        ]

    def grants(self, actor: str, instant: str) -> list[Event]:
        """The grants of an actor in force at an instant."""
        return self.all_in_force("access_role_granted", milliseconds(instant), actor=actor)


def reaches(grant: Event, firm: str | None) -> bool:
    """Section 4: a grant reaches its firm, without one every firm and those that nobody knows."""
    return "firm" not in grant or grant["firm"] == firm


def _until(fact: Event) -> float:
    return milliseconds(fact["effective_until"]) if "effective_until" in fact else float("inf")

"""Checks of the facts about members, roles, representations and the calendar (sections 6, 7.1, 7.2, 7.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .clearing_model_books import Books
from .clearing_model_registry import (
    BANK,
    CLEARER_ROLES,
    EXCLUDED_CLASSES,
    GENERAL_MANAGER,
    Fact,
    Registry,
)
from .clearing_model_rules import Checks, Verdict, cites, primary_citation
from .clearing_model_schema import instant


@dataclass(frozen=True)
class Reading:
    """A fact while it is judged, with everything read before it."""

    books: Books
    body: dict[str, Any]
    at: datetime
    effect: datetime
    registry: Registry


def effect_instant(body: dict[str, Any]) -> datetime:
    """Section 3.2: `effective_at`, else `at`."""
    return instant(body.get("effective_at", body["at"]))


def notice_day(fact: Fact) -> date:
    """Section 7.8: the day of an accepted notice, that of the replacement when it was deferred."""
    field = "replacement_starts_on" if fact.verdict == "DEFERRED" else "effective_on"
    return date.fromisoformat(fact.body[field])


# Section 4.2: registration.


def member_registered(reading: Reading) -> Checks:
    """Checks a registration of a member."""
    return {"ALREADY_REGISTERED": lambda: _in_use(reading, reading.body["member"])}


def non_member_entity_registered(reading: Reading) -> Checks:
    """Checks a registration of an entity."""
    body = reading.body
    return {
        "UNKNOWN_MEMBER": lambda: not reading.registry.is_member(body["responsible_member"]),
        "ALREADY_REGISTERED": lambda: _in_use(reading, body["entity"]),
    }


def _in_use(reading: Reading, name: str) -> bool:
    """Says whether an identifier is in use or reserved."""
    return name == GENERAL_MANAGER or reading.registry.is_institution(name)


def members_amalgamated(reading: Reading) -> Checks:
    """Checks an amalgamation."""
    registry = reading.registry
    ceased, successor = reading.body["ceased_member"], reading.body["successor"]
    return {
        "SELF_ENTRY": lambda: ceased == successor,
        "UNKNOWN_MEMBER": lambda: (
            any(name == BANK or not registry.is_member(name) for name in (ceased, successor))
            or registry.amalgamation(successor) is not None
        ),
    }


# Section 7.1: roles.


def _unknown_applicant(reading: Reading) -> bool:
    """Check 5 of section 6 for appointments and applications."""
    return reading.registry.member_class(reading.body["member"]) is None


def role_appointed(reading: Reading) -> Checks:
    """Checks an appointment."""
    registry, member, role = reading.registry, reading.body["member"], reading.body["role"]
    checks: Checks = {
        "UNKNOWN_MEMBER": lambda: _unknown_applicant(reading),
        "ALREADY_APPOINTED": lambda: registry.holds(member, role, reading.effect),
    }
    if role in CLEARER_ROLES:
        checks["CLASS_EXCLUDED"] = lambda: registry.member_class(member) in EXCLUDED_CLASSES
    else:
        checks["NOT_A_CLEARER"] = lambda: not registry.is_clearer(member, reading.effect)
    return checks


def role_revoked(reading: Reading) -> Checks:
    """Checks a revocation."""
    member, role = reading.body["member"], reading.body["role"]
    return {"ROLE_NOT_HELD": lambda: not reading.registry.holds(member, role, reading.effect)}


def application_completed(reading: Reading) -> Checks:
    """Checks an application."""
    return {"UNKNOWN_MEMBER": lambda: _unknown_applicant(reading)}


def assessment(reading: Reading) -> Verdict:
    """Section 7.1: assesses every limb of an application."""
    body, parameters = reading.body, reading.books.parameters
    account = body["settlement_account_at_bank_of_canada"]
    loan = body["loan_facility_at_bank_of_canada"]
    other = body["other_requirements_met"]
    volume = (
        body["item_volume_count"] * 1_000_000
        >= parameters["clearing.volume_threshold_ppm"] * body["national_item_volume_count"]
    )
    admissible = reading.registry.member_class(body["member"]) not in EXCLUDED_CLASSES
    match body["role"]:
        case "DIRECT_CLEARER":
            limbs = {"26(a)": account, "26(b)": loan, "26(c)": volume, "26(d)": other, "32": admissible}
            eligible = all(limbs.values())
        case "GROUP_CLEARER":
            limbs = {"29(2)(a)": account and loan and other, "29(2)(b)": volume}
            if "contractual_commitments_made" in body:
                limbs["29(2)(c)"] = body["contractual_commitments_made"]
            combine = all if parameters["clearing.section_29_conjunction"] == "ALL" else any
            eligible = combine(limbs.values()) and admissible
            limbs["32"] = admissible
        case _:
            limbs = {"33": reading.registry.is_clearer(body["member"], reading.at) and other}
            eligible = limbs["33"]
    failing = sorted(limb for limb, holds in limbs.items() if not holds)
    return {
        "verdict": "ELIGIBLE" if eligible else "INELIGIBLE",
        "cites": cites(primary_citation(body)) if eligible else sorted(cites(*failing)),
        "limbs": {f"BL3/{limb}": holds for limb, holds in sorted(limbs.items())},
    }


# Sections 7.2 and 7.8: groups.


def group_joined(reading: Reading) -> Checks:
    """Checks a joining of a group."""
    registry, body = reading.registry, reading.body
    return {
        "UNKNOWN_MEMBER": lambda: not registry.is_institution(body["entity"]),
        "NOT_A_GROUP_CLEARER": lambda: (
            not registry.holds(body["group_clearer"], "GROUP_CLEARER", reading.effect)
        ),
        "ALREADY_IN_GROUP": lambda: any(
            each.institution == body["entity"] and each.kind == "GROUP" and each.in_force(reading.effect)
            for each in registry.representations
        ),
    }


def _too_short(reading: Reading) -> bool:
    """Section 7.8: the days between the two dates are fewer than the parameter asks for."""
    given = date.fromisoformat(reading.body["given_on"])
    effective = date.fromisoformat(reading.body["effective_on"])
    return (effective - given).days < int(reading.books.parameters["clearing.notice_period_days"])


def _waived(reading: Reading, *entitled: str) -> bool:
    """Section 2(2) of the law: everybody entitled to the notice has waived it."""
    return set(entitled) <= set(reading.body.get("waived_by", []))


def group_leave_notice_given(reading: Reading) -> Checks:
    """Checks a notice that an entity leaves a group."""
    body = reading.body
    return {
        "NOT_REPRESENTED": lambda: (
            not reading.registry.represents(body["group_clearer"], body["entity"], reading.at, "GROUP")
        ),
        "NOTICE_TOO_SHORT": lambda: _too_short(reading) and not _waived(reading, GENERAL_MANAGER),
    }


def group_left(reading: Reading) -> Checks:
    """Checks a leaving of a group."""
    body = reading.body
    return {
        "NOT_REPRESENTED": lambda: (
            not reading.registry.represents(body["group_clearer"], body["entity"], reading.effect, "GROUP")
        ),
        "NO_ACCEPTED_NOTICE": lambda: _no_notice(
            reading, "group_leave_notice_given", "group_clearer", "entity"
        ),
    }


def _no_notice(reading: Reading, kind: str, clearer: str, institution: str) -> bool:
    """Section 7.8: no accepted notice of the pair whose day has come by the date of the effect instant."""
    return not any(
        fact.body[clearer] == reading.body[clearer]
        and fact.body[institution] == reading.body[institution]
        and notice_day(fact) <= reading.effect.date()
        for fact in reading.registry.of(kind)
    )


# Sections 7.2 and 7.8: agents.


def agent_act_notice_given(reading: Reading) -> Checks:
    """Checks a notice before acting as agent."""
    registry, body = reading.registry, reading.body
    return {
        "UNKNOWN_MEMBER": lambda: not registry.is_member(body["indirect_clearer"]),
        "NOT_A_CLEARING_AGENT": lambda: not registry.holds(body["agent"], "CLEARING_AGENT", reading.at),
        "NOTICE_TOO_SHORT": lambda: (
            _too_short(reading)
            and not _waived(reading, GENERAL_MANAGER)
            and not body.get("replaces_former_agent", False)
        ),
    }


def agent_designated(reading: Reading) -> Checks:
    """Checks a designation."""
    registry, body = reading.registry, reading.body
    indirect_clearer, agent = body["indirect_clearer"], body["agent"]
    return {
        "UNKNOWN_MEMBER": lambda: not registry.is_member(indirect_clearer) or not registry.is_member(agent),
        "NOT_A_CLEARING_AGENT": lambda: not registry.holds(agent, "CLEARING_AGENT", reading.effect),
        "NO_SETTLEMENT_ACCOUNT_WITH_AGENT": lambda: not body.get("settlement_account_with_agent", True),
        "NO_LOAN_FACILITY_WITH_AGENT": lambda: not body.get("loan_facility_with_agent", True),
        "ALREADY_REPRESENTED": lambda: any(
            each.ends is None or each.ends > reading.effect
            for each in registry.between(indirect_clearer, agent)
        ),
    }


def agent_cease_notice_given(reading: Reading) -> Checks:
    """Checks a notice of ceasing to act."""
    body = reading.body
    return {
        "NOT_REPRESENTED": lambda: (
            not reading.registry.represents(body["agent"], body["indirect_clearer"], reading.at, "AGENT")
        ),
        "NOTICE_TOO_SHORT": lambda: (
            _too_short(reading) and not _waived(reading, body["indirect_clearer"], GENERAL_MANAGER)
        ),
    }


def cease_notice_verdict(reading: Reading) -> Verdict:
    """Section 7.8: an accepted notice is deferred to the later start of a replacement."""
    starts = reading.body.get("replacement_starts_on")
    if starts is not None and starts > reading.body["effective_on"]:
        return {"verdict": "DEFERRED", "cites": cites("38(3)"), "deferred_until_on": starts}
    return {"verdict": "ACCEPTED", "cites": cites("38(1)")}


def agent_ceased(reading: Reading) -> Checks:
    """Checks a ceasing to act after notice."""
    body = reading.body
    return {
        "NOT_REPRESENTED": lambda: (
            not reading.registry.represents(body["agent"], body["indirect_clearer"], reading.effect, "AGENT")
        ),
        "NO_ACCEPTED_NOTICE": lambda: _no_notice(
            reading, "agent_cease_notice_given", "agent", "indirect_clearer"
        ),
    }


def agent_ceased_immediately(reading: Reading) -> Checks:
    """Checks a ceasing to act at once."""
    registry, body, parameters = reading.registry, reading.body, reading.books.parameters
    agent, indirect_clearer = body["agent"], body["indirect_clearer"]
    others = [name for name in registry.agents_of(indirect_clearer, reading.effect) if name != agent]
    lifted = _waived(reading, *others)
    notice = instant(body["notice_given_at"])
    least = timedelta(seconds=parameters["clearing.section_39_notice_seconds"])
    cutoff = parameters["clearing.section_39_notice_cutoff_time"]
    return {
        "NOT_REPRESENTED": lambda: (
            not any(
                each.in_force(reading.effect) and each.ends is None
                for each in registry.between(indirect_clearer, agent, "AGENT")
            )
        ),
        "INVALID_GROUND": lambda: body["ground"] not in ("RISK", "BREACH"),
        "NOTICE_TOO_SHORT": lambda: not lifted and reading.effect - notice < least,
        "NOTICE_AFTER_CUTOFF": lambda: (
            not lifted and cutoff is not None and f"{notice.hour:02}:{notice.minute:02}" >= cutoff
        ),
    }


# Sections 7.3 and 9: the calendar.


def cycle_scheduled(reading: Reading) -> Checks:
    """Checks the calendar of a cycle."""
    body, cycles = reading.body, reading.registry.cycles()
    begins, ends = instant(body["begins_after_at"]), instant(body["final_adjustment_at"])
    exchange = instant(body["final_exchange_at"])
    return {
        "CYCLE_EXISTS": lambda: body["cycle"] in cycles,
        "BAD_CYCLE_TIMES": lambda: not begins < exchange <= ends,
        "CYCLE_OVERLAP": lambda: any(
            begins < other.final_adjustment and other.begins_after < ends for other in cycles.values()
        ),
    }


def cycle_sealed(reading: Reading) -> Checks:
    """Checks the seal of a cycle."""
    cycle = reading.body["cycle"]
    return {
        "CYCLE_CLOSED": lambda: reading.books.is_sealed(cycle),
        "SEAL_TOO_EARLY": lambda: reading.at < reading.registry.cycles()[cycle].final_adjustment,
    }


def exchange_suspended(reading: Reading) -> Checks:
    """Checks a suspension."""
    return {"NO_OPEN_CYCLE": lambda: reading.registry.cycle_of(reading.at) is None}


def item_disputed(reading: Reading) -> Checks:
    """Takes every dispute."""
    return {}


def item_dispute_resolved(reading: Reading) -> Checks:
    """Checks the end of a dispute."""
    return {"NOT_IN_DISPUTE": lambda: not reading.registry.in_dispute(reading.body["item"])}


def national_failure_declared(reading: Reading) -> Checks:
    """Checks a declaration of national failure."""
    return {"ALREADY_DECLARED": reading.registry.failure_running}


def national_failure_ended(reading: Reading) -> Checks:
    """Checks the end of a national failure."""
    return {"NOT_IN_NATIONAL_FAILURE": lambda: not reading.registry.failure_running()}


REGISTRY_CHECKS: dict[str, Callable[[Reading], Checks]] = {
    check.__name__: check
    for check in (
        member_registered,
        non_member_entity_registered,
        members_amalgamated,
        role_appointed,
        role_revoked,
        application_completed,
        group_joined,
        group_leave_notice_given,
        group_left,
        agent_act_notice_given,
        agent_designated,
        agent_cease_notice_given,
        agent_ceased,
        agent_ceased_immediately,
        cycle_scheduled,
        cycle_sealed,
        exchange_suspended,
        item_disputed,
        item_dispute_resolved,
        national_failure_declared,
        national_failure_ended,
    )
}

"""Verdicts of the seven types of business events (sections 3.2 and 7.2 to 7.7)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from .clearing_model_books import Books, Claim, Entry, Exchange, Return
from .clearing_model_registry import Registry
from .clearing_model_rules import Checks, Verdict, cites, first_failure, primary_citation, refused
from .clearing_model_schema import instant

ENTRY_TYPES = ("entry_submitted", "outside_exchange_reported")
NAMING_TYPES = (
    "correction_submitted",
    "return_submitted",
    "item_forwarded",
    "item_remitted",
    "reimbursement_claimed",
)
BUSINESS_TYPES = (*ENTRY_TYPES, *NAMING_TYPES)
SECTION_54 = ("SECTION_54_1_A", "SECTION_54_1_C", "SECTION_54_2")


def read_business_event(books: Books, event: dict[str, Any]) -> None:
    """Judges a business event that is neither a repeat nor a conflict, and books it if it is accepted."""
    match event["type"]:
        case "entry_submitted":
            _read_entry(books, event)
        case "outside_exchange_reported":
            _read_exchange(books, event)
        case _:
            _read_naming_event(books, event)


def _cycle_checks(books: Books, registry: Registry, event: dict[str, Any], at: datetime) -> Checks:
    """Checks 50 to 52 of section 6 for an event that belongs to the cycle of its stamp."""
    own = registry.cycle_of(at)
    named = event.get("cycle", own)
    ended = named in registry.cycles() and registry.cycles()[named].final_adjustment < at
    return {
        "NO_OPEN_CYCLE": lambda: own is None,
        "CYCLE_NOT_OPEN": lambda: named != own and not ended,
        "CYCLE_CLOSED": lambda: named != own or books.is_sealed(own),
    }


def _institution_checks(
    registry: Registry, at: datetime, payer: str, payee: str, paying: str, receiving: str
) -> Checks:
    """Checks 64 and 66 to 68 of section 6 for the two ends of an entry or an exchange outside the ACSS."""
    sides = [(payer, paying, True), (payee, receiving, False)]

    def stands(name: str, clearer: str, is_paying: bool) -> bool:
        return registry.stands_for(clearer, registry.stands_as(name), at, is_paying)

    def began(name: str, clearer: str) -> bool:
        return registry.ever_represented(clearer, registry.stands_as(name), at)

    return {
        "UNKNOWN_INSTITUTION": lambda: any(not registry.is_institution(name) for name, _, _ in sides),
        "AMALGAMATION_PERIOD_EXPIRED": lambda: any(
            registry.amalgamation_expired(name, at.date()) for name, _, _ in sides
        ),
        "NOT_REPRESENTED": lambda: any(
            not stands(name, clearer, is_paying) and not began(name, clearer)
            for name, clearer, is_paying in sides
        ),
        "REPRESENTATION_ENDED": lambda: any(not stands(*side) for side in sides),
    }


# Sections 7.2 and 7.3: entries.


def _read_entry(books: Books, event: dict[str, Any]) -> None:
    """Judges an entry, and then what was held for it."""
    at = instant(event["at"])
    registry = books.registry_at(at)
    maker, counterparty = event["made_by"], event["counterparty"]
    debit = event["direction"] == "DEBIT"
    paying, receiving = (counterparty, maker) if debit else (maker, counterparty)
    payer_name, payee_name = event.get("drawn_on", paying), event.get("payable_to", receiving)
    payer, payee = registry.stands_as(payer_name), registry.stands_as(payee_name)
    parameters = books.parameters
    points = parameters["clearing.regional_exchange_points"]
    classes = parameters["clearing.eligible_item_classes"]
    admitted = event["item_class"] in parameters["clearing.section_6_2_item_classes"]
    manual = event.get("manual_clearing", False)

    def counterparty_missing() -> bool:
        if registry.is_participant(counterparty, at):
            return False
        return not (debit and payer != counterparty and registry.in_run_off(counterparty, payer, at))

    checks: Checks = {
        "BAD_VALUE": lambda: event["value_cents"] <= 0 or event["item_count"] <= 0,
        "SELF_ENTRY": lambda: maker == counterparty,
        "UNKNOWN_MEMBER": lambda: not registry.is_member(maker) or not registry.is_member(counterparty),
        "NOT_A_PARTICIPANT": lambda: not registry.is_participant(maker, at),
        "DEFAULTER_PROHIBITED": lambda: registry.in_default(maker, at),
        "COUNTERPARTY_NOT_PARTICIPANT": counterparty_missing,
        **_cycle_checks(books, registry, event, at),
        "NATIONAL_FAILURE": lambda: registry.failure_running() and not manual,
        "NOT_IN_NATIONAL_FAILURE": lambda: manual and not registry.failure_running(),
        "UNKNOWN_REGIONAL_EXCHANGE_POINT": lambda: (
            points is not None and event["regional_exchange_point"] not in points
        ),
        "ITEM_CLASS_NOT_ELIGIBLE": lambda: (
            classes is not None and event["item_class"] not in classes and not admitted
        ),
        "NOT_PAYABLE_ON_DEMAND": lambda: not event.get("payable_on_demand", True) and not admitted,
        "IDENTIFICATION_MISSING": lambda: (
            parameters["clearing.identification_required"] and "identification" not in event
        ),
        "ITEM_IN_DISPUTE": lambda: "item" in event and registry.in_dispute(event["item"]),
        "EXCHANGE_SUSPENDED": lambda: _suspended(registry, event, at),
        "PAYER_NOT_ELIGIBLE": lambda: (
            registry.entity_kind(payer_name) == "DEPOSIT_TAKING_ENTITY"
            and at.date() > date.fromisoformat(parameters["clearing.non_member_payers_through_on"])
            and not admitted
        ),
        **_institution_checks(registry, at, payer_name, payee_name, paying, receiving),
    }
    reason = first_failure(checks)
    entry = Entry(
        event=event,
        at=at,
        accepted=reason is None,
        cycle=registry.cycle_of(at) or "",
        payer=payer,
        payee=payee,
        paying=paying,
        receiving=receiving,
        payer_in_group=registry.represents(paying, payer, at, "GROUP"),
        entered_as_agent=payee != maker and registry.represents(maker, payee, at, "AGENT"),
        holder=counterparty,
    )
    books.entries[event["id"]] = entry
    if reason is None:
        citations = cites("47(1)", "6(2)") if admitted else cites("47(1)")
        books.verdicts[event["id"]] = {"verdict": "ACCEPTED", "cites": citations}
    else:
        books.verdicts[event["id"]] = refused(event, reason)
    waiting = [held for held in books.held if held["ref"] == event["id"]]
    books.held = [held for held in books.held if held["ref"] != event["id"]]
    for held in waiting:
        _judge_naming_event(books, held, entry)


def _suspended(registry: Registry, event: dict[str, Any], at: datetime) -> bool:
    """Section 46 of the law: a suspension of the point and class in the same cycle, from its stamp."""
    return any(
        fact.body["regional_exchange_point"] == event["regional_exchange_point"]
        and fact.body.get("item_class", event["item_class"]) == event["item_class"]
        and registry.cycle_of(fact.at) == registry.cycle_of(at)
        for fact in registry.of("exchange_suspended")
    )


# Section 7.6: exchanges outside the ACSS.


def _read_exchange(books: Books, event: dict[str, Any]) -> None:
    """Judges an exchange outside the ACSS."""
    at = instant(event["at"])
    registry = books.registry_at(at)
    agent, payer_name, payee_name = event["agent"], event["payer"], event["payee"]
    cycle = event.get("cycle", registry.cycle_of(at))
    handed_back = event["ground"] == "SECTION_54_1_B"
    default_at = registry.default_at(cycle, agent)
    checks: Checks = {
        "BAD_VALUE": lambda: event["value_cents"] <= 0 or event["item_count"] <= 0,
        "SELF_ENTRY": lambda: payer_name == payee_name,
        "UNKNOWN_MEMBER": lambda: not registry.is_member(agent),
        "SETTLEMENT_FINAL": lambda: books.is_settled(cycle),
        **_institution_checks(registry, at, payer_name, payee_name, agent, agent),
    }
    if handed_back:
        checks["NOT_IN_DEFAULT"] = lambda: default_at is None or default_at > at
        checks["RETURNS_CLOSED"] = lambda: _returns_closed(books, cycle, agent)
    else:
        checks |= _cycle_checks(books, registry, event, at)
    reason = first_failure(checks)
    if reason is not None:
        books.verdicts[event["id"]] = refused(event, reason)
        return
    assert cycle is not None
    books.exchanges.append(
        Exchange(
            cycle, agent, registry.stands_as(payer_name), registry.stands_as(payee_name), event["value_cents"]
        )
    )
    citation = "54(1)(b)" if handed_back else "3(1)(b)"
    books.verdicts[event["id"]] = {"verdict": "ACCEPTED", "cites": cites(citation)}


def _returns_closed(books: Books, cycle: str | None, member: str) -> bool:
    """Says whether the closing of the returns of a case was read."""
    found = books.case(cycle, member)
    return found is not None and found.returns_closed


# Section 7.4: events that name an entry.


def _read_naming_event(books: Books, event: dict[str, Any]) -> None:
    """Judges an event that names an entry, or holds it while the entry is not there."""
    entry = books.entries.get(event["ref"])
    if entry is not None:
        _judge_naming_event(books, event, entry)
        return
    at = instant(event["at"])
    reason = first_failure(_value_checks(event), early=True)
    if reason is None and books.is_sealed(books.registry_at(at).cycle_of(at)):
        reason = "UNKNOWN_REFERENCE"
    if reason is None:
        books.held.append(event)
        books.verdicts[event["id"]] = {"verdict": "HELD", "cites": cites(primary_citation(event))}
    else:
        books.verdicts[event["id"]] = refused(event, reason)


def _judge_naming_event(books: Books, event: dict[str, Any], entry: Entry) -> None:
    """Judges an event whose entry is there."""
    match event["type"]:
        case "correction_submitted":
            verdict = _judge_correction(books, event, entry)
        case "return_submitted":
            verdict = _judge_return(books, event, entry)
        case "reimbursement_claimed":
            verdict = _judge_claim(books, event, entry)
        case _:
            verdict = _judge_movement(event, entry)
    books.verdicts[event["id"]] = verdict


def _value_checks(event: dict[str, Any]) -> Checks:
    """Check 3 of section 6 for the events that name an entry and carry a value."""
    match event["type"]:
        case "correction_submitted":
            value, count = event["value_cents"], event["item_count"]
            return {"BAD_VALUE": lambda: value < 0 or count < 0 or (value == 0) != (count == 0)}
        case "return_submitted":
            return {"BAD_VALUE": lambda: event["value_cents"] <= 0 or event["item_count"] <= 0}
        case "reimbursement_claimed":
            return {"BAD_VALUE": lambda: event["value_cents"] <= 0}
        case _:
            return {}


def _judge_correction(books: Books, event: dict[str, Any], entry: Entry) -> Verdict:
    """Section 7.4: judges a correction and applies it."""
    at = instant(event["at"])
    registry = books.registry_at(at)

    def late() -> bool:
        return at >= books.registry().cycles()[entry.cycle].final_adjustment or books.is_sealed(entry.cycle)

    def below_returned() -> bool:
        value, count = books.returned(entry)
        return bool(event["value_cents"] < value or event["item_count"] < count)

    checks: Checks = {
        **_value_checks(event),
        "ORIGINAL_REFUSED": lambda: not entry.accepted,
        "SETTLEMENT_FINAL": lambda: books.is_settled(entry.cycle),
        "LATE_CORRECTION": late,
        "NOT_ENTRY_OWNER": lambda: event["made_by"] != entry.event["made_by"],
        "DEFAULTER_PROHIBITED": lambda: registry.in_default(event["made_by"], at),
        "BELOW_RETURNED": below_returned,
    }
    reason = first_failure(checks)
    if reason is not None:
        return refused(event, reason)
    correction = (at, event["id"], event["value_cents"], event["item_count"])
    superseded = any(other[:2] > correction[:2] for other in entry.corrections)
    entry.corrections.append(correction)
    return {"verdict": "SUPERSEDED" if superseded else "ACCEPTED", "cites": cites("49")}


def _judge_return(books: Books, event: dict[str, Any], entry: Entry) -> Verdict:
    """Section 7.5: judges a return and books it."""
    at = instant(event["at"])
    registry = books.registry_at(at)
    ground, returning = event["ground"], event["made_by"]
    debit = entry.event["direction"] == "DEBIT"
    under_rules = ground == "RULES"
    reasons = books.parameters["clearing.return_reasons"]
    indirect_cycle = registry.indirect_default(returning, entry.payer, at)
    member = entry.event["made_by"] if ground == "SECTION_54_2" else returning
    default_at = registry.default_at(entry.cycle, member)
    own_case = ground in SECTION_54 and default_at is not None and default_at <= at
    by_stamp = not own_case or books.is_settled(entry.cycle)
    own_cycle = registry.cycle_of(at)

    def irrevocable() -> bool:
        if "irrevocable_at" in entry.event:
            return at >= instant(entry.event["irrevocable_at"])
        return not under_rules and books.is_settled(entry.cycle)

    def exceeds() -> bool:
        value, count = books.returned(entry)
        value_left, count_left = entry.value - value, entry.count - count
        return bool(event["value_cents"] > value_left or event["item_count"] > count_left)

    def mismatch() -> bool:
        fits = {
            "RULES": True,
            "SECTION_54_1_A": debit and entry.payer == returning,
            "SECTION_54_1_C": debit and entry.payer_in_group,
            "SECTION_54_2": not debit and entry.payer == entry.event["made_by"],
            "SECTION_60": debit and indirect_cycle is not None,
        }
        return not fits[ground]

    def too_late() -> bool:
        last = entry.event.get("returnable_through_at")
        return under_rules and last is not None and at > instant(last)

    checks: Checks = {
        **_value_checks(event),
        "ORIGINAL_REFUSED": lambda: not entry.accepted,
        "NOT_ITEM_RECEIVER": lambda: returning != entry.event["counterparty"],
        "DEFAULTER_PROHIBITED": lambda: (
            ground not in ("SECTION_54_1_A", "SECTION_54_1_C") and registry.in_default(returning, at)
        ),
        "IRREVOCABLE": irrevocable,
        "NOT_IN_POSSESSION": lambda: entry.holder != returning,
        "EXCEEDS_ORIGINAL": exceeds,
        "NOT_IN_DEFAULT": lambda: ground in SECTION_54 and not registry.in_default(member, at),
        "GROUND_MISMATCH": mismatch,
        "RETURNS_CLOSED": lambda: own_case and _returns_closed(books, entry.cycle, member),
        "RETURN_REASON_NOT_ADMITTED": lambda: (
            under_rules and reasons is not None and event.get("rules_reason") not in reasons
        ),
        "RETURN_TOO_LATE": too_late,
        "NO_OPEN_CYCLE": lambda: by_stamp and own_cycle is None,
        "CYCLE_CLOSED": lambda: by_stamp and books.is_sealed(own_cycle),
    }
    reason = first_failure(checks)
    if reason is not None:
        return refused(event, reason)
    booked = own_cycle if by_stamp else entry.cycle
    assert booked is not None
    indirect = f"{indirect_cycle}/{returning}/{entry.payer}" if ground == "SECTION_60" else None
    books.returns.append(
        Return(books.position, entry, ground, event["value_cents"], event["item_count"], booked, indirect)
    )
    citations = cites(primary_citation(event))
    return {"verdict": "ACCEPTED", "cites": citations, "booked_in_cycle": booked}


def _judge_movement(event: dict[str, Any], entry: Entry) -> Verdict:
    """Section 7.6: judges a forwarding or a remittance and moves possession."""
    checks: Checks = {
        "ORIGINAL_REFUSED": lambda: not entry.accepted,
        "NOT_IN_POSSESSION": lambda: entry.holder != event["made_by"],
    }
    reason = first_failure(checks)
    if reason is not None:
        return refused(event, reason)
    entry.holder = event["to"] if event["type"] == "item_forwarded" else entry.event["counterparty"]
    return {"verdict": "ACCEPTED", "cites": cites("59")}


def _judge_claim(books: Books, event: dict[str, Any], entry: Entry) -> Verdict:
    """Section 7.7: judges a claim."""
    at = instant(event["at"])
    registry = books.registry_at(at)
    checks: Checks = {
        **_value_checks(event),
        "ORIGINAL_REFUSED": lambda: not entry.accepted,
        "NOT_ITEM_RECEIVER": lambda: event["made_by"] != entry.event["counterparty"],
        "EXCEEDS_ORIGINAL": lambda: (
            books.returned(entry)[0] + books.claimed(entry) + event["value_cents"] > entry.value
        ),
        "GROUND_MISMATCH": lambda: entry.event["direction"] == "CREDIT",
        "AGENT_EXEMPT": lambda: (
            entry.entered_as_agent
            and not registry.represents(entry.event["made_by"], entry.payee, at, "AGENT")
        ),
    }
    reason = first_failure(checks)
    if reason is not None:
        return refused(event, reason)
    books.claims.append(Claim(event, entry))
    return {"verdict": "ACCEPTED", "cites": cites("12")}

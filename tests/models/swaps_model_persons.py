"""The tests on a person: who is what on a day (section 4 of the contract)."""

from __future__ import annotations

from typing import Any

from .swaps_model_facts import Facts
from .swaps_model_schema import Event

Party = dict[str, Any]


def us_person(facts: Facts, entity: str, day: str) -> bool | None:
    """Section 4.1, by facts; None is unknown."""
    accounts: list[str] = []
    while True:
        record = facts.fact("entity_recorded", day, entity)
        if record is None:
            return None
        if record["kind"] != "ACCOUNT":
            return _us_person_by_record(facts, record)
        if entity in accounts:
            return None
        accounts.append(entity)
        entity = record["account_owner"]


def _us_person_by_record(facts: Facts, record: Event) -> bool:
    """Section 4.1, points 2, 3 and 5."""
    if record["kind"] == "INTERNATIONAL_ORGANIZATION":
        return False
    if record["kind"] in ("NATURAL_PERSON", "ESTATE"):
        return record.get("resident_in") == "US"
    if record.get("organized_in") == "US":
        return True
    if record.get("principal_place_of_business") == "US":
        return not (
            record["kind"] == "COLLECTIVE_INVESTMENT_VEHICLE"
            and record.get("offered_publicly_only_to_non_us_persons", False)
            and facts.parameter("public_offer_overrides_principal_place")
        )
    return False


def significant_risk_subsidiary(facts: Facts, entity: str, day: str) -> bool:
    """Section 4.2, by facts."""
    if us_person(facts, entity, day):
        return False
    record = facts.fact("significant_subsidiary_recorded", day, entity)
    if record is None:
        return False
    if record["ultimate_us_parent_assets_cents"] <= facts.parameter("significant_parent_assets_cents"):
        return False
    if record.get("federal_reserve_supervised", False):
        return False
    if record.get("basel_consistent_home_supervision", False) and record.get(
        "margin_comparability_determination", False
    ):
        return False
    return any(
        record[f"{share}_share_ppm"] >= facts.parameter(f"significant_{share}_share_ppm")
        for share in ("equity_capital", "revenue", "total_assets")
    )


def us_guarantors(facts: Facts, entity: str, counterparty: str, swap: str, day: str) -> list[str]:
    """Section 4.3: the U.S. persons that the recourse guarantees of an entity lead to."""
    if us_person(facts, entity, day):
        return []
    in_force = []
    for (name,) in facts.keys("guarantee_recorded"):
        record = facts.fact("guarantee_recorded", day, name)
        if record is not None and record["kind"] == "RECOURSE" and record.get("swap", swap) == swap:
            in_force.append(record)
    visited = [entity]
    waiting = [
        record["guarantor"]
        for record in in_force
        if record["obligor"] == entity and record.get("beneficiary", counterparty) == counterparty
    ]
    while waiting:
        person = waiting.pop(0)
        if person in visited:
            continue
        visited.append(person)
        waiting += [record["guarantor"] for record in in_force if record["obligor"] == person]
        waiting += [
            record["guarantor"]
            for record in in_force
            if record["obligor"] == entity and record.get("beneficiary") == person
        ]
    return [person for person in visited[1:] if us_person(facts, person, day)]


def is_financial(facts: Facts, entity: str, day: str) -> bool:
    """Section 4.3: `financial_entity`, true also without a record."""
    record = facts.fact("entity_recorded", day, entity)
    return record is None or bool(record.get("financial_entity", True))


def representation(facts: Facts, by: str, to: str, statement: str, day: str) -> Event | None:
    """Section 4.4: the usable one made to that very party, else the usable one made to everyone."""
    for made_to in (to, ""):
        record = facts.fact("representation_recorded", day, by, made_to, statement)
        if record is not None and _usable(facts, record, day):
            return record
    return None


def _usable(facts: Facts, record: Event, day: str) -> bool:
    """Section 4.4."""
    if "known_inaccurate_from" in record and day >= record["known_inaccurate_from"]:
        return False
    if record["basis"] == "FINAL_RULE":
        return True
    return bool(
        record["made_on"] < facts.parameter("effective_on")
        and day <= facts.parameter("earlier_representations_through")
    )


def through_foreign_branch(facts: Facts, party: Party, is_us_person: bool, day: str) -> bool:
    """Section 4.5."""
    branch = _branch(facts, party, day)
    return (
        branch is not None
        and is_us_person
        and branch["located_in"] != "US"
        and branch["foreign_branch_conditions_met"]
        and party.get("branch_is_payment_office", False)
        and party.get("branch_normal_course", False)
        and party.get("booked_in_branch", False)
    )


def through_us_branch(facts: Facts, party: Party, is_us_person: bool, day: str) -> bool:
    """Section 4.5."""
    branch = _branch(facts, party, day)
    return (
        branch is not None
        and not is_us_person
        and branch["located_in"] == "US"
        and party.get("booked_in_branch", False)
    )


def _branch(facts: Facts, party: Party, day: str) -> Event | None:
    """The branch that a party names, as recorded on the day."""
    return facts.fact("branch_recorded", day, party["branch"]) if "branch" in party else None


def registered(facts: Facts, entity: str, category: str, day: str) -> bool:
    """Whether somebody is registered in a category."""
    record = facts.fact("registration_recorded", day, entity, category)
    return record is not None and record["status"] == "REGISTERED"


def swap_dealer(facts: Facts, entity: str, day: str) -> bool:
    """Whether somebody is registered as swap dealer."""
    return registered(facts, entity, "SWAP_DEALER", day)


def swap_entity(facts: Facts, entity: str, day: str) -> bool:
    """Section 2: registered as swap dealer or major swap participant."""
    return swap_dealer(facts, entity, day) or registered(facts, entity, "MAJOR_SWAP_PARTICIPANT", day)


def _above(facts: Facts, kind: str, field: str, entity: str, day: str) -> list[str]:
    """The direct controllers, or majority owners, of an entity."""
    record = facts.fact(kind, day, entity)
    return [] if record is None else list(record[field])


def _and_all_above(facts: Facts, kind: str, field: str, entity: str, day: str) -> set[str]:
    """An entity and all its controllers, or majority owners, direct and indirect."""
    key = (kind, entity, day)
    if key not in facts.memory:
        reached = {entity}
        waiting = [entity]
        while waiting:
            for above in _above(facts, kind, field, waiting.pop(), day):
                if above not in reached:
                    reached.add(above)
                    waiting.append(above)
        facts.memory[key] = reached
    remembered: set[str] = facts.memory[key]
    return remembered


def ultimate_controllers(facts: Facts, entity: str, day: str) -> list[str]:
    """Section 4.6: those at the top, sorted; circles without a top give none."""
    reached = _and_all_above(facts, "control_recorded", "controllers", entity, day)
    return sorted(each for each in reached if not _above(facts, "control_recorded", "controllers", each, day))


def affiliated(facts: Facts, one: str, other: str, day: str) -> bool:
    """Section 4.6."""
    return not _and_all_above(facts, "control_recorded", "controllers", one, day).isdisjoint(
        _and_all_above(facts, "control_recorded", "controllers", other, day)
    )


def majority_owned_affiliates(facts: Facts, one: str, other: str, day: str) -> bool:
    """Section 4.6."""
    kind, field = "majority_ownership_recorded", "majority_owners"
    return one != other and not _and_all_above(facts, kind, field, one, day).isdisjoint(
        _and_all_above(facts, kind, field, other, day)
    )


def affiliated_with_swap_dealer(facts: Facts, entity: str, day: str) -> bool:
    """Section 4.6: some other entity is registered as swap dealer and affiliated with it."""
    return any(
        other != entity and swap_dealer(facts, other, day) and affiliated(facts, entity, other, day)
        for other in sorted({key[0] for key in facts.keys("registration_recorded")})
    )

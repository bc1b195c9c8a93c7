"""How near everybody is to the line (section 7 of the contract)."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any, NamedTuple

from .swaps_model_facts import Facts
from .swaps_model_persons import affiliated, swap_dealer, ultimate_controllers

Tag = dict[str, Any]


class Tagged(NamedTuple):
    """The tag of one party of one part."""

    part: str
    entity: str
    tag: Tag


class Total(NamedTuple):
    """A person total, and how many counting tags without a rate it lacks."""

    counted_cents: int
    special_entity_cents: int
    rate_missing_part_count: int


def window_start(day: str) -> str:
    """Section 7.1: the first day of the window of a day."""
    end = date.fromisoformat(day)
    if end.year == 1:
        return day[:4] + "-01-01"  # The calendar begins here.
    last = calendar.monthrange(end.year - 1, end.month)[1]
    return (date(end.year - 1, end.month, min(end.day, last)) + timedelta(days=1)).isoformat()


def in_window(tagged: list[Tagged], day: str) -> list[Tagged]:
    """The tags of parts dated in the window of a day."""
    start = window_start(day)
    return [each for each in tagged if start <= each.tag["traded_on"] <= day]


def entity_totals(persons: list[str], tagged: list[Tagged], day: str) -> dict[str, int]:
    """Section 7.1: own counted cents."""
    rows = in_window(tagged, day)
    return {
        person: sum(each.tag["counted_cents"] for each in rows if each.entity == person) for person in persons
    }


def _control_day(facts: Facts, part_on: str, day: str) -> str:
    """R7: control is looked up on the part's date, by parameter on the day closed."""
    return day if facts.parameter("group_membership") == "DAY_CLOSED" else part_on


def group_totals(facts: Facts, tagged: list[Tagged], day: str) -> dict[str, int]:
    """Section 7.1: by ultimate controller, without those registered as swap dealer on the day."""
    totals: dict[str, int] = {}
    start = window_start(day)
    for each in tagged:
        on = each.tag["traded_on"]
        for controller in ultimate_controllers(facts, each.entity, _control_day(facts, on, day)):
            totals.setdefault(controller, 0)
            if on >= start and not swap_dealer(facts, each.entity, day):
                totals[controller] += each.tag["counted_cents"]
    return totals


def person_total(facts: Facts, tagged: list[Tagged], person: str, day: str) -> Total:
    """Section 7.1: own and affiliates' tags, without those registered as swap dealer on the day."""
    cents = special = missing = 0
    for each in in_window(tagged, day):
        on = _control_day(facts, each.tag["traded_on"], day)
        if swap_dealer(facts, each.entity, day) or not affiliated(facts, person, each.entity, on):
            continue
        cents += each.tag["counted_cents"]
        if each.tag["special_entity"]:
            special += each.tag["counted_cents"]
        if each.tag["counts"] and "FX_RATE_MISSING" in each.tag["flags"]:
            missing += 1
    return Total(cents, special, missing)


def level(facts: Facts, cents: int, threshold_cents: int) -> str:
    """Section 7.2."""
    if cents > threshold_cents:
        return "EXCEEDED"
    warnings = [w for w in facts.parameter("warning_levels_percent") if cents * 100 >= w * threshold_cents]
    return f"WARNING_{max(warnings)}" if warnings else "WITHIN"


def threshold_distance(facts: Facts, total: Total) -> dict[str, Any]:
    """EVENTS: each threshold minus its total, and the levels."""
    general = facts.parameter("de_minimis_threshold_cents")
    special = facts.parameter("special_entity_threshold_cents")
    return {
        "distance_cents": general - total.counted_cents,
        "level": level(facts, total.counted_cents, general),
        "special_entity_distance_cents": special - total.special_entity_cents,
        "special_entity_level": level(facts, total.special_entity_cents, special),
        "rate_missing_part_count": total.rate_missing_part_count,
    }


def registration_state(facts: Facts, tagged: list[Tagged], person: str, day: str) -> dict[str, Any]:
    """EVENTS: the day on which the line was exceeded, when registration is due, and whether it is done."""
    exceeded_on = next(
        (
            each
            for each in _days_of_change(facts, tagged, day)
            if not swap_dealer(facts, person, each) and _exceeds(facts, tagged, person, each)
        ),
        None,
    )
    return {
        "threshold_exceeded_on": exceeded_on,
        "registration_due_on": None if exceeded_on is None else due_on(exceeded_on),
        "registered": swap_dealer(facts, person, day),
    }


def _exceeds(facts: Facts, tagged: list[Tagged], person: str, day: str) -> bool:
    """Section 7.2: strictly above either line."""
    total = person_total(facts, tagged, person, day)
    return bool(
        total.counted_cents > facts.parameter("de_minimis_threshold_cents")
        or total.special_entity_cents > facts.parameter("special_entity_threshold_cents")
    )


def _days_of_change(facts: Facts, tagged: list[Tagged], day: str) -> list[str]:
    """Section 7.2: the days at or before the day closed on which anything can change."""
    key = ("days of change", day)
    if key not in facts.memory:
        days = {each.tag["traded_on"] for each in tagged}
        for kind in ("registration_recorded", "control_recorded"):
            for record in facts.all(kind):
                days |= {record[field] for field in ("valid_from", "valid_until") if field in record}
        facts.memory[key] = sorted(each for each in days if each <= day)
    days_of_change: list[str] = facts.memory[key]
    return days_of_change


def due_on(exceeded_on: str) -> str:
    """Section 7.2: the last day of the second month after the month of a day."""
    first = date.fromisoformat(exceeded_on).replace(day=1)
    year, month = divmod(first.year * 12 + first.month - 1 + 2, 12)
    if year > 9999:
        return "9999-12-31"  # The calendar ends here.
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1]).isoformat()

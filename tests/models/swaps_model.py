"""A slow, literal reading of the swaps contract for one log, for comparison with the product.

Everything is worked out from the log's beginning at each close; nothing is carried from one to the next.
"""

from __future__ import annotations

from typing import Any

from .swaps_model_counting import Side, sides, tag
from .swaps_model_facts import DEFAULT_PARAMETERS, SWAP_EVENTS, Facts
from .swaps_model_persons import swap_dealer
from .swaps_model_schema import Event, as_event
from .swaps_model_terms import parts_of
from .swaps_model_totals import (
    Tagged,
    entity_totals,
    group_totals,
    person_total,
    registration_state,
    threshold_distance,
)
from .swaps_model_treatment import CAPPED, cap_usage, has_treatment, quarter, treatment

VIEWS = (
    "tags",
    "entity_totals",
    "group_totals",
    "person_totals",
    "threshold_distance",
    "registration_state",
    "treatment",
    "cap_usage",
)

Views = dict[str, Any]


def run(records: list[Any], parameters: dict[str, Any] | None = None) -> Views:
    """EVENTS, "Views": the result document of a log."""
    result: Views = {view: {} for view in VIEWS}
    for key, day, before in closes(records):
        for view, value in views_of_close(before, day, parameters or {}).items():
            result[view][key] = value
    return result


def closes(records: list[Any]) -> list[tuple[str, str, list[Event]]]:
    """Each close of a log: its key, its day, and the events that stand before it."""
    found: list[tuple[str, str, list[Event]]] = []
    events = first_readings(records)
    for place, event in enumerate(events):
        if event["type"] == "day_closed":
            day = event["day_on"]
            number = 1 + sum(day == earlier for _, earlier, _ in found)
            found.append((day if number == 1 else f"{day}#{number}", day, events[:place]))
    return found


def first_readings(records: list[Any]) -> list[Event]:
    """Section 3: the events of a log without dead letters and without ids that were read before.

    An id is told apart under its own key (section 10): all that is written to every partition has one key.
    """
    seen: set[tuple[str, str]] = set()
    events = []
    for record in records:
        event = as_event(record)
        if event is None:
            continue
        keys = {(name, event["id"]) for name in keys_of(event)}
        if keys.isdisjoint(seen):
            events.append(event)
        seen |= keys
    return events


def keys_of(event: Event) -> list[str]:
    """Section 10: a swap event has the key of its swap, a novation that of the new swap too."""
    if event["type"] not in SWAP_EVENTS:
        return [""]
    return [event["swap"], event["new_swap"]] if event["type"] == "swap_novated" else [event["swap"]]


def views_of_close(events: list[Event], day: str, parameters: dict[str, Any]) -> Views:
    """EVENTS, "Views": the views of one day, from all events before its close."""
    facts = Facts(events, {**DEFAULT_PARAMETERS, **parameters})
    all_sides = sides_up_to(facts, events, day)
    tagged = [Tagged(side.part.name, side.party["entity"], tag(side)) for side in all_sides]
    persons = sorted(
        {event["entity"] for event in events if event["type"] == "entity_recorded"}
        | {each.entity for each in tagged}
    )
    return _decisions(all_sides, tagged, facts.parameters) | _figures(facts, tagged, persons, day)


def decisions(records: list[Any]) -> Views:
    """The tags and treatments alone, of a log with one close, by default parameters."""
    ((_, day, events),) = closes(records)
    facts = Facts(events, DEFAULT_PARAMETERS)
    all_sides = sides_up_to(facts, events, day)
    tagged = [Tagged(side.part.name, side.party["entity"], tag(side)) for side in all_sides]
    views = _decisions(all_sides, tagged, facts.parameters)
    return {name: {day: views[name]} for name in ("tags", "treatment")}


def _decisions(all_sides: list[Side], tagged: list[Tagged], parameters: dict[str, Any]) -> Views:
    """What is decided part by part, and the caps, which the treatments look at."""
    usage = cap_usage(all_sides, parameters)
    return {
        "tags": _by_part([(each.part, each.entity, each.tag) for each in tagged]),
        "treatment": _treatments(all_sides, usage),
        "cap_usage": dict(sorted(usage.items())),
    }


def _figures(facts: Facts, tagged: list[Tagged], persons: list[str], day: str) -> Views:
    """What is summed from the tags."""
    unregistered = [person for person in persons if not swap_dealer(facts, person, day)]
    totals = {person: person_total(facts, tagged, person, day) for person in unregistered}
    return {
        "entity_totals": entity_totals(persons, tagged, day),
        "group_totals": dict(sorted(group_totals(facts, tagged, day).items())),
        "person_totals": {
            person: {
                "counted_cents": total.counted_cents,
                "special_entity_cents": total.special_entity_cents,
            }
            for person, total in totals.items()
        },
        "threshold_distance": {person: threshold_distance(facts, total) for person, total in totals.items()},
        "registration_state": {person: registration_state(facts, tagged, person, day) for person in persons},
    }


def sides_up_to(facts: Facts, events: list[Event], day: str) -> list[Side]:
    """Both sides of every part dated up to a day."""
    return [side for part in parts_of(events) if part.on <= day for side in sides(facts, part)]


def _treatments(all_sides: list[Side], usage: Views) -> Views:
    """Section 8: of every swap entity, with the exceptions whose cap is exceeded (8.4)."""
    rows = []
    for side in all_sides:
        if has_treatment(side):
            entity, row = side.party["entity"], treatment(side)
            row["cap_exceeded"] = [
                exception
                for exception in CAPPED
                if exception in row["group_b"].values()
                and not usage[entity][exception][quarter(side.part.on)]["within_cap"]
            ]
            rows.append((side.part.name, entity, row))
    return _by_part(rows)


def _by_part(rows: list[tuple[str, str, Any]]) -> Views:
    """Rows as part, then entity."""
    view: Views = {}
    for part, entity, row in sorted(rows, key=lambda each: each[:2]):
        view.setdefault(part, {})[entity] = row
    return view

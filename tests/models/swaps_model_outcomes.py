"""What is published, event by event (section 9.1), as far as the contract says it without saying how.

Left out: the digests, the `replaces` of a novated swap, and when the parts of a swap that a novation names are
told, since they are told at marks by a stage of their own (section 10).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .swaps_model import first_readings, keys_of, views_of_close
from .swaps_model_counting import Side, sides, tag
from .swaps_model_facts import DEFAULT_PARAMETERS, SWAP_EVENTS, Facts
from .swaps_model_schema import Event, as_event, same_body
from .swaps_model_terms import parts_of
from .swaps_model_treatment import has_treatment, treatment

Outcome = dict[str, Any]
Place = tuple[str, str]
MARKS = ("day_closed", "tick")


def outcomes(records: list[Any], parameters: dict[str, Any] | None = None) -> list[Outcome]:
    """Every outcome of a log, but those of parts of swaps that a novation names."""
    chosen = {**DEFAULT_PARAMETERS, **(parameters or {})}
    events = first_readings(records)
    found = refusals(records)
    found += _told_of_parts(events, chosen)
    found += _told_of_closes(events, chosen)
    return sorted(found, key=lambda outcome: str(outcome["id"]))


def refusals(records: list[Any]) -> list[Outcome]:
    """R17: an id again with another body, once for an id and key."""
    first: dict[tuple[str, str], Event] = {}
    refused: dict[str, Outcome] = {}
    for record in records:
        event = as_event(record)
        if event is None:
            continue
        for key in keys_of(event):
            known = first.setdefault((key, event["id"]), event)
            if not same_body(known, event) and event["id"] not in refused:
                refused[event["id"]] = {
                    "type": "event_refused",
                    "id": f"{event['id']}/event_refused",
                    "event": event["id"],
                    "at": event["at"],
                    "reason": "EVENT_ID_CONFLICT",
                    "cites": ["SWAPS/R17"],
                }
    return list(refused.values())


def novated(events: Iterable[Event]) -> set[str]:
    """The swaps that a novation names, as old or new."""
    return {
        event[field] for event in events if event["type"] == "swap_novated" for field in ("swap", "new_swap")
    }


def _told_of_parts(events: list[Event], parameters: dict[str, Any]) -> list[Outcome]:
    """`swap_tagged`, `swap_tag_withdrawn`, `treatment_determined`: what is new or changed at each place."""
    apart = novated(events)
    told: list[Outcome] = []
    tags: dict[Place, tuple[str, Any]] = {}
    treatments: dict[Place, Any] = {}
    for place, event in enumerate(events):
        if event["type"] not in (*SWAP_EVENTS, *MARKS):
            continue
        facts = Facts(events[: place + 1], parameters)
        concerned = [
            each
            for each in events[: place + 1]
            if each["type"] in SWAP_EVENTS and each["swap"] not in apart
            if event["type"] in MARKS or each["swap"] == event["swap"]
        ]
        now: dict[Place, Side] = {
            (part.name, side.party["entity"]): side
            for part in parts_of(concerned)
            for side in sides(facts, part)
        }
        swaps = {each["swap"] for each in concerned}
        for gone in [at for at in tags if at not in now and at[0].split("#")[0] in swaps]:
            told.append(_outcome(event, "swap_tag_withdrawn", gone) | {"replaces": tags.pop(gone)[0]})
            treatments.pop(gone, None)
        for at, side in now.items():
            told += _told_of_side(event, at, side, tags, treatments)
    return told


def _told_of_side(
    event: Event, at: Place, side: Side, tags: dict[Place, tuple[str, Any]], treatments: dict[Place, Any]
) -> list[Outcome]:
    """What is told of one party of one part, if anything."""
    told = []
    here = tag(side)
    if at not in tags or tags[at][1] != here:
        outcome = _outcome(event, "swap_tagged", at) | here
        if at in tags:
            outcome["replaces"] = tags[at][0]
        tags[at] = (outcome["id"], here)
        told.append(outcome)
    determined = treatment(side) if has_treatment(side) else None
    if determined is not None and treatments.get(at) != determined:
        told.append(_outcome(event, "treatment_determined", at) | determined)
    treatments[at] = determined
    return told


def _outcome(event: Event, kind: str, at: Place) -> Outcome:
    """The beginning of an outcome about a part."""
    part, entity = at
    identifier = f"{event['id']}/{kind}/{part}/{entity}"
    header = {"type": kind, "id": identifier, "event": event["id"], "at": event["at"]}
    return header | {"part": part, "entity": entity}


def _told_of_closes(events: list[Event], parameters: dict[str, Any]) -> list[Outcome]:
    """What compares a close with the last one of a day not before any closed yet."""
    told: list[Outcome] = []
    before: dict[str, Any] = {}
    latest = ""
    for place, event in enumerate(events):
        if event["type"] != "day_closed":
            continue
        views = views_of_close(events[:place], event["day_on"], parameters)
        days = [each["day_on"] for each in events[: place + 1] if each["type"] == "day_closed"]
        number = days.count(event["day_on"])
        told.append(_of_close(event, "day_totals_established", day_on=days[-1], close_number=number))
        if event["day_on"] >= latest:
            latest = event["day_on"]
            told += _level_changes(event, before, views)
            told += _requirement_changes(event, before, views)
            told += _cap_changes(event, before, views)
            before = views
    return told


def _of_close(event: Event, kind: str, *pieces: str, **fields: Any) -> Outcome:
    """An outcome of a close."""
    identifier = "/".join((event["id"], kind, *pieces))
    return {"type": kind, "id": identifier, "event": event["id"], "at": event["at"], **fields}


def _level_changes(event: Event, before: Mapping[str, Any], views: Mapping[str, Any]) -> list[Outcome]:
    """`threshold_level_changed`: the level is other than before, the first compared with WITHIN."""
    earlier = before.get("threshold_distance", {})
    return [
        _of_close(
            event,
            "threshold_level_changed",
            entity,
            entity=entity,
            level=row["level"],
            **views["person_totals"][entity],
        )
        for entity, row in views["threshold_distance"].items()
        if row["level"] != earlier.get(entity, {"level": "WITHIN"})["level"]
    ]


def _requirement_changes(event: Event, before: Mapping[str, Any], views: Mapping[str, Any]) -> list[Outcome]:
    """`registration_required` and its withdrawal."""
    told = []
    earlier, later = before.get("registration_state", {}), views["registration_state"]
    for entity in sorted(set(earlier) | set(later)):
        was = earlier.get(entity, {}).get("threshold_exceeded_on")
        row = later.get(entity, {})
        now = row.get("threshold_exceeded_on")
        if now is not None and now != was:
            fields = {"entity": entity, "exceeded_on": now, "due_on": row["registration_due_on"]}
            told.append(_of_close(event, "registration_required", entity, **fields))
        if now is None and was is not None:
            told.append(_of_close(event, "registration_requirement_withdrawn", entity, entity=entity))
    return told


def _cap_changes(event: Event, before: Mapping[str, Any], views: Mapping[str, Any]) -> list[Outcome]:
    """`exception_cap_exceeded`: `within_cap` turned false."""
    told = []
    for entity, exceptions in views["cap_usage"].items():
        for exception, quarters in exceptions.items():
            for quarter, row in quarters.items():
                earlier = before.get("cap_usage", {}).get(entity, {}).get(exception, {}).get(quarter)
                if not row["within_cap"] and (earlier is None or earlier["within_cap"]):
                    fields = {"entity": entity, "exception": exception, "quarter": quarter}
                    cents = {name: row[name] for name in ("relying_cents", "total_cents")}
                    pieces = (entity, exception, quarter)
                    told.append(_of_close(event, "exception_cap_exceeded", *pieces, **fields, **cents))
    return told


def rates_missing(events: list[Event], place: int, parameters: dict[str, Any]) -> dict[Place, list[str]]:
    """`rate_missing` of the close at a place: (currency, date) to the parts that lack its rate."""
    facts = Facts(events[:place], {**DEFAULT_PARAMETERS, **parameters})
    missing: dict[Place, list[str]] = {}
    for part in parts_of(events[:place]):
        if part.on <= events[place]["day_on"]:
            for currency in sorted({currency for currency, _ in part.levels}):
                if facts.rate_ppb(currency, part.on) is None:
                    missing.setdefault((currency, part.on), []).append(part.name)
    return missing

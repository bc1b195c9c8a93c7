"""Which records are events of the comms schema, and why the others are not (sections 4, 5, 11 and 13)."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

Event = dict[str, Any]

SCHEMA_PATH = Path(__file__).parents[1] / "cases" / "comms" / "events.schema.json"
SCHEMA: dict[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
FORMS: dict[str, dict[str, Any]] = {form["title"]: form for form in SCHEMA["oneOf"]}
PERSONAL = (
    "employee",
    "to_employee",
    "client",
    "party",
    "requester",
    "actor",
    "coder",
    "recoded_by",
    "approved_by",
    "deleted_by",
    "from_number",
    "to_number",
)
"""Section 11: the fields that hold pseudonyms and numbers, in whatever event."""


class Entry(NamedTuple):
    """An event and its place in the log."""

    place: int
    event: Event


def read(records: list[Any]) -> tuple[list[Entry], list[Entry]]:
    """Section 13: the first event under each id, and those that came with its id and another body."""
    first: dict[str, Event] = {}
    standing, conflicts = [], []
    for place, record in enumerate(records):
        event = as_event(record)
        if event is None:
            continue
        if event["id"] not in first:
            first[event["id"]] = event
            standing.append(Entry(place, event))
        elif _canonical(first[event["id"]]) != _canonical(event):
            conflicts.append(Entry(place, event))
    return standing, conflicts


def as_event(record: Any) -> Event | None:
    """The record as an event with whole numbers as int, or None when it is a dead letter."""
    return None if dead_letter(record) else dict(_whole(record))


def dead_letter(record: Any) -> str | None:
    """Section 13: the reason for which a record is a dead letter; raw bytes stand for themselves."""
    value = record
    if isinstance(record, bytes):
        try:
            value = json.loads(record.decode("utf-8"))
        except ValueError:
            return "NOT_JSON"
    if not isinstance(value, dict):
        return "NOT_JSON"
    if not isinstance(value.get("type"), str) or value["type"] not in FORMS:
        return "UNKNOWN_TYPE"
    form = FORMS[value["type"]]
    if _has_clear_identifier(value):
        return "CLEAR_IDENTIFIER"
    return None if _conforms(_whole(value), form) else "SCHEMA"


def _has_clear_identifier(event: Event) -> bool:
    """Whether a string in a pseudonym or number field does not fit its pattern."""
    parties = event.get("parties")
    holders = [event, *(parties if isinstance(parties, list) else [])]
    return any(
        isinstance(value, str) and not _conforms(value, {"$ref": "#/$defs/pseudonym"})
        for holder in holders
        if isinstance(holder, dict)
        for name, value in holder.items()
        if name in PERSONAL
    )


def _whole(value: Any) -> Any:
    """JSON does not tell 1 from 1.0."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _canonical(event: Event) -> str:
    """Two bodies are the same JSON value exactly when these texts are equal."""
    return json.dumps(event, sort_keys=True)


def _conforms(value: Any, rule: dict[str, Any]) -> bool:
    """Whether a value keeps a rule of the schema, calendar included."""
    if "$ref" in rule:
        name = rule["$ref"].removeprefix("#/$defs/")
        merged = {**SCHEMA["$defs"][name], **{key: each for key, each in rule.items() if key != "$ref"}}
        return _conforms(value, merged) and _in_calendar(value, name)
    if "const" in rule:
        return bool(value == rule["const"])
    if "enum" in rule:
        return isinstance(value, str) and value in rule["enum"]
    if "anyOf" in rule and "type" not in rule:
        return any(_conforms(value, each) for each in rule["anyOf"])
    match rule["type"]:
        case "object":
            return _is_object(value, rule)
        case "array":
            return _is_array(value, rule)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return (
                isinstance(value, int)
                and not isinstance(value, bool)
                and rule.get("minimum", value) <= value <= rule.get("maximum", value)
            )
        case "string":
            return isinstance(value, str) and _matches(rule["pattern"], value)
        case other:
            raise AssertionError(f"the schema uses the type {other} for no field")


def _is_object(value: Any, rule: dict[str, Any]) -> bool:
    return (
        isinstance(value, dict)
        and set(rule["required"]) <= set(value) <= set(rule["properties"])
        and any(set(each["required"]) <= set(value) for each in rule.get("anyOf", [{"required": []}]))
        and all(_conforms(each, rule["properties"][name]) for name, each in value.items())
    )


def _is_array(value: Any, rule: dict[str, Any]) -> bool:
    if not isinstance(value, list) or len(value) < rule.get("minItems", 0):
        return False
    if not all(_conforms(each, rule["items"]) for each in value):
        return False
    return not rule.get("uniqueItems") or len(set(value)) == len(value)


def _matches(pattern: str, value: str) -> bool:
    """The patterns of the schema are all anchored on both sides, and mean ASCII."""
    return re.fullmatch(pattern.removeprefix("^").removesuffix("$"), value, re.ASCII) is not None


def _in_calendar(value: Any, definition: str) -> bool:
    """Section 13: a date or an instant that no calendar has breaks the schema."""
    try:
        if definition == "instant":
            datetime.strptime(value[:19], "%Y-%m-%dT%H:%M:%S")
        elif definition == "date":
            date.fromisoformat(value)
    except ValueError:
        return False
    return True

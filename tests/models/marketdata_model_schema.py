"""Which records are events of market data, whose identifiers are compared, and when two bodies are the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from .marketdata_model_calendar import instant

CASES_FOLDER = Path(__file__).parents[1] / "cases" / "marketdata"
SCHEMA: dict[str, Any] = json.loads((CASES_FOLDER / "events.schema.json").read_text(encoding="utf-8"))
TYPES = {each["$ref"].removeprefix("#/$defs/") for each in SCHEMA["oneOf"]}
USER_TYPES = ("user_classified", "entitlement_granted", "entitlement_revoked")

Event = dict[str, Any]


def as_event(record: object) -> Event | None:
    """Sections 5.2 and 6.1: the record as an event with whole numbers as int, or None when it is a dead letter."""
    if not isinstance(record, dict) or not isinstance(record.get("type"), str) or record["type"] not in TYPES:
        return None
    definition = SCHEMA["$defs"][record["type"]]
    if not set(definition["required"]) <= set(record) <= set(definition["properties"]):
        return None
    event = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in record.items()
    }
    kind = str(event["type"])
    return event if all(_fits(kind, name, value) for name, value in event.items()) else None


def scope(event: Event) -> tuple[str, ...]:
    """Section 6.1: identifiers are compared inside (distributor, user), anonymous accesses of one, or facts."""
    if event["type"] in USER_TYPES or "user" in event:
        return ("user", event["distributor"], event["user"])
    if event["type"] == "feed_accessed":
        return ("anonymous", event["distributor"])
    return ("facts",)


def body(event: Event) -> str:
    """Section 6.1: two bodies, every field except `at`, are the same JSON value exactly when these texts are equal."""
    return json.dumps({name: value for name, value in event.items() if name != "at"}, sort_keys=True)


def spread(records: list[Event]) -> Iterator[Event]:
    """Section 17: a case's events, each `repeat` entry written out in full before the next entry."""
    for record in records:
        if "repeat" not in record:
            yield record
            continue
        repeat, template = record["repeat"], json.dumps(record["event"])
        for number in range(repeat["first"], repeat["last"] + 1):
            name = f"{repeat['prefix']}{number:0{repeat['digits']}}"
            yield json.loads(template.replace("{user}", name))


def _fits(kind: str, name: str, value: object) -> bool:
    """Says whether a field of a type of events may have a value."""
    if isinstance(value, str):
        return _fits_text(kind, name, value)
    return _conforms(value, SCHEMA["$defs"][kind]["properties"][name])


@lru_cache(maxsize=300_000)
def _fits_text(kind: str, name: str, value: str) -> bool:
    """Remembers the answer for a text, because most stand in many events."""
    return _conforms(value, SCHEMA["$defs"][kind]["properties"][name])


def _conforms(value: object, rule: dict[str, Any]) -> bool:
    """Says whether one value keeps one rule of the schema, calendar included."""
    if "$ref" in rule:
        name = rule["$ref"].removeprefix("#/$defs/")
        return _conforms(value, SCHEMA["$defs"][name]) and _in_calendar(value, name)
    if "const" in rule:
        return bool(value == rule["const"])
    if "enum" in rule:
        return isinstance(value, str) and value in rule["enum"]
    if rule["type"] == "integer":
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and rule["minimum"] <= value <= rule["maximum"]
        )
    if rule["type"] == "array":
        return (
            isinstance(value, list)
            and len(value) >= rule["minItems"]
            and all(_conforms(each, rule["items"]) for each in value)
            and len(set(value)) == len(value)
        )
    if not isinstance(value, str):
        return False
    pattern = rule.get("pattern", "^.*$").removeprefix("^").removesuffix("$")
    fits = rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value))
    return fits and ("pattern" not in rule or re.fullmatch(pattern, value, re.ASCII) is not None)


def _in_calendar(value: object, definition: str) -> bool:
    """Section 5.2: a month, date or instant that no calendar has breaks the schema."""
    try:
        if definition == "instant":
            instant(str(value))
        elif definition in ("date", "month"):
            date.fromisoformat(f"{value}-01" if definition == "month" else str(value))
    except ValueError:
        return False
    return True

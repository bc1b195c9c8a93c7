"""Which records are events of the swaps schema (section 11 of the contract, and its schema of events)."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA_PATH = Path(__file__).parents[1] / "cases" / "swaps" / "events.schema.json"
SCHEMA: dict[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
TYPES = {each["$ref"].removeprefix("#/$defs/") for each in SCHEMA["oneOf"]}

Event = dict[str, Any]


def instant(text: str) -> datetime:
    """EVENTS: `at` is compared as an instant; raises ValueError when no calendar has it."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    day, time = whole.split("T")
    year, month, date_of_month = (int(digits) for digits in day.split("-"))
    hour, minute, second = (int(digits) for digits in time.split(":"))
    return datetime(year, month, date_of_month, hour, minute, second, int(fraction.ljust(6, "0")), UTC)


def same_body(one: Event, other: Event) -> bool:
    """R17: two bodies are the same when they are the same JSON value."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def as_event(record: object) -> Event | None:
    """Section 11: the record as an event with whole numbers as int, or None when it is a dead letter."""
    if not isinstance(record, dict) or not isinstance(record.get("type"), str) or record["type"] not in TYPES:
        return None
    event = _whole(record)
    if not _conforms(event, SCHEMA["$defs"][event["type"]]):
        return None
    parties = event.get("parties")
    if parties is not None and parties[0]["entity"] == parties[1]["entity"]:
        return None
    return dict(event)


def _whole(value: Any) -> Any:
    """The same value, with each number without a fraction as int, as JSON Schema counts it."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _conforms(value: Any, rule: Any) -> bool:
    """Says whether a value keeps a rule of the schema, by the keywords that this schema uses."""
    if isinstance(rule, bool):
        return rule
    return all(_keeps(value, rule, keyword) for keyword in rule)


def _keeps(value: Any, rule: dict[str, Any], keyword: str) -> bool:
    """Says whether a value keeps one keyword of a rule."""
    asked = rule[keyword]
    match keyword:
        case "$ref":
            name = asked.removeprefix("#/$defs/")
            return _conforms(value, SCHEMA["$defs"][name]) and _in_calendar(value, name)
        case "const":
            return bool(value == asked)
        case "enum":
            return isinstance(value, str) and value in asked
        case "type":
            return _is_of(value, asked)
        case "pattern":
            return _pattern(asked).fullmatch(value) is not None
        case "minLength" | "minItems":
            return bool(len(value) >= asked)
        case "maxLength" | "maxItems":
            return bool(len(value) <= asked)
        case "minimum":
            return bool(value >= asked)
        case "items":
            return all(_conforms(each, asked) for each in value)
        case "uniqueItems":
            return all(each not in value[:place] for place, each in enumerate(value))
        case "required":
            return all(name in value for name in asked)
        case "properties":
            return all(_conforms(value[name], asked[name]) for name in asked if name in value)
        case "additionalProperties":
            return all(name in rule["properties"] for name in value)
        case "dependentRequired":
            return all(name not in value or set(needed) <= set(value) for name, needed in asked.items())
        case "anyOf":
            return any(_conforms(value, each) for each in asked)
        case "allOf":
            return all(_conforms(value, each) for each in asked)
        case "not":
            return not _conforms(value, asked)
        case "if":
            return _conforms(value, rule.get("then" if _conforms(value, asked) else "else", True))
        case "description" | "default" | "then" | "else":
            return True
    raise AssertionError(f"the schema uses the keyword {keyword}, which nobody reads")


def _is_of(value: object, kind: str) -> bool:
    """Says whether a value is of a JSON type."""
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, {"object": dict, "array": list, "string": str, "boolean": bool}[kind])


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """A pattern of the schema, which are all anchored on both sides."""
    return re.compile(text.removeprefix("^").removesuffix("$"), re.ASCII)


def _in_calendar(value: object, definition: str) -> bool:
    """EVENTS: dates are calendar dates; one that no calendar has breaks the schema."""
    try:
        if definition == "instant":
            instant(str(value))
        elif definition == "date":
            date.fromisoformat(str(value))
    except ValueError:
        return False
    return True

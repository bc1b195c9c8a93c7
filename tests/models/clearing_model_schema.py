"""Which records are events of the clearing schema (sections 4 and 9 of the contract)."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

SCHEMA_PATH = Path(__file__).parents[1] / "cases" / "clearing" / "events.schema.json"
SCHEMA: dict[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
INSTANT_FORM = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?Z", re.ASCII)


def instant(text: str) -> datetime:
    """Section 4: reads an RFC 3339 instant in UTC, and raises ValueError when no calendar has it."""
    parts = INSTANT_FORM.fullmatch(text)
    if parts is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part) for part in parts.groups()[:6])
    microsecond = int((parts.group(7) or "").ljust(6, "0"))
    return datetime(year, month, day, hour, minute, second, microsecond, UTC)


def printed(moment: datetime) -> str:
    """Section 10: prints an instant without fraction when it is zero, else without trailing zeros."""
    whole = (
        f"{moment.year:04}-{moment.month:02}-{moment.day:02}"
        f"T{moment.hour:02}:{moment.minute:02}:{moment.second:02}"
    )
    fraction = f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else ""
    return f"{whole}{fraction}Z"


def canonical(body: dict[str, Any]) -> str:
    """Section 9: two bodies are the same JSON value exactly when these texts are equal."""
    return json.dumps(body, sort_keys=True)


def as_event(record: object) -> dict[str, Any] | None:
    """Section 9: the record as an event with whole numbers as int, or None when it is a dead letter."""
    if not isinstance(record, dict):
        return None
    kind = record.get("type")
    if not isinstance(kind, str) or f"#/$defs/{kind}" not in {each["$ref"] for each in SCHEMA["oneOf"]}:
        return None
    definition = SCHEMA["$defs"][kind]
    if not set(definition["required"]) <= set(record) <= set(definition["properties"]):
        return None
    event = {}
    for name, value in record.items():
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        if not _conforms(whole, definition["properties"][name]):
            return None
        event[name] = whole
    return event


def _conforms(value: object, rule: dict[str, Any]) -> bool:
    """Says whether one value keeps one rule of the schema, calendar included."""
    if "$ref" in rule:
        name = rule["$ref"].removeprefix("#/$defs/")
        return _conforms(value, SCHEMA["$defs"][name]) and _in_calendar(value, name)
    if "const" in rule:
        return bool(value == rule["const"])
    if "enum" in rule:
        return isinstance(value, str) and value in rule["enum"]
    match rule["type"]:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return (
                isinstance(value, int)
                and not isinstance(value, bool)
                and rule.get("minimum", value) <= value <= rule.get("maximum", value)
            )
        case "string":
            return (
                isinstance(value, str)
                and rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value))
                and ("pattern" not in rule or _matches(rule["pattern"], value))
            )
        case "array":
            return (
                isinstance(value, list)
                and all(_conforms(each, rule["items"]) for each in value)
                and len(set(value)) == len(value)
            )
        case other:
            raise AssertionError(f"the schema uses the type {other} for no field")


def _matches(pattern: str, value: str) -> bool:
    """Says whether the whole value matches a pattern of the schema, which are all anchored on both sides."""
    return re.fullmatch(pattern.removeprefix("^").removesuffix("$"), value) is not None


def _in_calendar(value: object, definition: str) -> bool:
    """Section 4: a date or an instant that no calendar has breaks the schema."""
    try:
        if definition == "instant":
            instant(str(value))
        elif definition in ("date", "cycle"):
            date.fromisoformat(str(value))
    except ValueError:
        return False
    return True

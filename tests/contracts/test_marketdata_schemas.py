"""Do the structs, the published schema and the normative schema of market data take the same events?"""

import itertools
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema
import pytest

from schemas.marketdata import EVENT_STRUCTS
from schemas.publishing import CONTRACTS
from schemas.reading import Reader, Unreadable
from tests.conftest import ROOT
from tests.contracts.broken_events import Schema, impossible_instants_and_dates, types_of, variants
from tests.contracts.test_schemas import EcmaValidator

CASES = ROOT / "tests" / "cases" / "marketdata"
NORMATIVE: Schema = json.loads((CASES / "events.schema.json").read_text(encoding="utf-8"))
(CONTRACT,) = (one for one in CONTRACTS if one.topic == "marketdata.events.v1")
PUBLISHED: Schema = json.loads(CONTRACT.file.read_text(encoding="utf-8"))
TYPES = types_of(NORMATIVE)
READER = Reader(EVENT_STRUCTS)
ALL = {"normative", "published", "reader"}


@cache
def validators(event_type: str) -> dict[str, Any]:
    contracts = {"normative": NORMATIVE, "published": PUBLISHED}
    place = {"$ref": f"#/$defs/{event_type}"}
    return {name: EcmaValidator({"$defs": schema["$defs"], **place}) for name, schema in contracts.items()}


def takers(event: Mapping[str, object], event_type: str) -> set[str]:
    """Say who takes an event as one of this type."""
    taking = {name for name, validator in validators(event_type).items() if validator.is_valid(event)}
    answer = READER.read(json.dumps(event).encode())
    return taking if isinstance(answer, Unreadable) else taking | {"reader"}


def test_the_contract_has_the_types_and_fields_of_the_normative_schema_in_its_order() -> None:
    fields = {
        str(struct.__struct_config__.tag): ["type", *struct.__struct_encode_fields__]
        for struct in EVENT_STRUCTS
    }
    assert list(fields) == TYPES
    assert fields == {name: list(NORMATIVE["$defs"][name]["properties"]) for name in TYPES}


def test_the_published_schema_is_a_schema_and_defines_each_type_once() -> None:
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)
    assert types_of(PUBLISHED) == list(PUBLISHED["$defs"]) == TYPES


def test_the_published_patterns_are_the_normative_ones() -> None:
    texts = (json.dumps(PUBLISHED["$defs"]), json.dumps(NORMATIVE["$defs"]))
    published, normative = (set(re.findall(r'"pattern": "[^"]+"', text)) for text in texts)
    assert published == normative


def test_every_published_field_says_what_it_means() -> None:
    assert [
        f"{name}.{field}"
        for name, definition in PUBLISHED["$defs"].items()
        for field, form in definition["properties"].items()
        if "description" not in form and "const" not in form
    ] == []


def test_every_event_of_every_case_and_base_is_taken_by_all() -> None:
    document = json.loads((CASES / "cases.json").read_text(encoding="utf-8"))
    entries = [*itertools.chain(*document["bases"].values(), *(case["events"] for case in document["cases"]))]
    events = [entry.get("event", entry) for entry in entries]
    assert {event["type"] for event in events} == set(TYPES)
    assert [event for event in events if takers(event, event["type"]) != ALL] == []


@pytest.mark.parametrize("event_type", TYPES)
def test_a_changed_event_is_taken_by_all_or_by_none(event_type: str) -> None:
    changed = list(variants(NORMATIVE, event_type))
    seen = {variant.name: takers(variant.event, event_type) for variant in changed}
    assert seen == {variant.name: ALL if variant.sound else set() for variant in changed}


@pytest.mark.parametrize("event_type", TYPES)
def test_an_instant_or_day_that_no_calendar_has_breaks_the_schema_for_the_reader(event_type: str) -> None:
    for variant in impossible_instants_and_dates(NORMATIVE, event_type):
        answer = READER.read(json.dumps(variant.event).encode())
        assert isinstance(answer, Unreadable), variant.name
        assert answer.reason == "SCHEMA"
        assert answer.detail.endswith(" that no calendar has")


def test_a_month_of_year_0_breaks_the_schema_for_the_reader() -> None:
    close = {"type": "month_closed", "id": "c", "at": "2015-05-16T12:00:00Z", "month": "0000-01"}
    answer = READER.read(json.dumps(close).encode())
    assert answer == Unreadable("SCHEMA", 'month_closed: "month" is not a month of the form 2015-04')

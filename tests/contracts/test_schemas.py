"""Do the structs, the published schema and the normative schema of clearing take the same events?"""

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import msgspec
import pytest

from schemas.clearing import BARRIER_TYPES, BUSINESS_TYPES, EVENT_STRUCTS, ClearingEvent, Fact, Tick
from schemas.instants import date_of, instant_text, instant_us
from schemas.publishing import CONTRACTS
from schemas.reading import Reader, Unreadable, body_digest
from tests.contracts.broken_events import (
    IMPOSSIBLE_DATES,
    IMPOSSIBLE_INSTANTS,
    UNREADABLE,
    Schema,
    impossible_instants_and_dates,
    types_of,
    variants,
    whole_event,
)

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "clearing"
NORMATIVE: Schema = json.loads((CASES / "events.schema.json").read_text(encoding="utf-8"))
PUBLISHED: Schema = json.loads(CONTRACTS[0].file.read_text(encoding="utf-8"))
TYPES = types_of(NORMATIVE)
READER = Reader(EVENT_STRUCTS)
ALL = {"normative", "published", "reader"}
STAMPED = {"id": "c1", "at": "2003-11-03T20:00:00Z"}
CORRECTION = {"type": "correction_submitted", **STAMPED, "ref": "e1", "made_by": "A"}


def ends_as_in_ecma(
    _validator: object, pattern: str, instance: object, _schema: object
) -> Iterator[jsonschema.ValidationError]:
    """Let `$` be the end of a text, as JSON Schema means it; Python's also stands before a last line feed."""
    if isinstance(instance, str) and not re.search(pattern.removesuffix("$") + r"\Z", instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


EcmaValidator: Callable[[Schema], Any] = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": ends_as_in_ecma}
)


@cache
def validators(event_type: str) -> dict[str, Any]:
    """Build the validators of one type, which alone can take an event of that type."""
    contracts = {"normative": NORMATIVE, "published": PUBLISHED}
    place = {"$ref": f"#/$defs/{event_type}"}
    return {name: EcmaValidator({"$defs": schema["$defs"], **place}) for name, schema in contracts.items()}


def takers(event: Mapping[str, object], event_type: str) -> set[str]:
    """Say who takes an event as one of this type."""
    taking = {name for name, validator in validators(event_type).items() if validator.is_valid(event)}
    answer = READER.read(json.dumps(event).encode())
    return taking if isinstance(answer, Unreadable) else taking | {"reader"}


def events_of_cases() -> list[dict[str, Any]]:
    document = json.loads((CASES / "cases.json").read_text(encoding="utf-8"))
    return [*itertools.chain(*document["bases"].values(), *(case["events"] for case in document["cases"]))]


def read(value: Mapping[str, object]) -> ClearingEvent:
    event = READER.read(json.dumps(value).encode())
    assert not isinstance(event, Unreadable), event.detail
    return event


def correction(**changes: object) -> dict[str, object]:
    return {**CORRECTION, "value_cents": 5, "item_count": 1, **changes}


def correction_with_count(notation: str) -> bytes:
    return json.dumps(correction(item_count="?")).replace('"?"', notation).encode()


# The contract


def test_the_contract_has_the_types_and_fields_of_the_normative_schema_in_its_order() -> None:
    fields = {
        str(struct.__struct_config__.tag): ["type", *struct.__struct_encode_fields__]
        for struct in EVENT_STRUCTS
    }
    assert list(fields) == TYPES
    assert fields == {name: list(NORMATIVE["$defs"][name]["properties"]) for name in TYPES}


def test_every_event_is_a_business_event_a_fact_or_a_tick() -> None:
    assert len(BUSINESS_TYPES) == 7
    assert len(get_args(Fact)) == 35
    assert len(EVENT_STRUCTS) == 43
    assert {struct.__struct_config__.tag for struct in get_args(Fact)} >= BARRIER_TYPES


def test_the_published_schema_is_a_schema_and_defines_each_type_once() -> None:
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)
    assert types_of(PUBLISHED) == list(PUBLISHED["$defs"]) == TYPES


def test_the_published_patterns_are_the_normative_ones() -> None:
    texts = (json.dumps(PUBLISHED["$defs"]), json.dumps(NORMATIVE["$defs"]))
    published, normative = (set(re.findall(r'"pattern": "[^"]+"', text)) for text in texts)
    assert published == normative


def test_every_published_field_says_what_it_means() -> None:
    silent = [
        f"{name}.{field}"
        for name, definition in PUBLISHED["$defs"].items()
        for field, form in definition["properties"].items()
        if "description" not in form and "const" not in form
    ]
    assert silent == []


def test_the_published_files_are_not_stale() -> None:
    check = [sys.executable, "-m", "schemas.publishing", "--check"]
    result = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


# Agreement


def test_every_event_of_every_case_and_base_is_taken_by_all() -> None:
    events = events_of_cases()
    assert {event["type"] for event in events} == set(TYPES)
    assert [event for event in events if takers(event, event["type"]) != ALL] == []


def test_the_published_schema_as_a_whole_takes_an_event_of_every_type() -> None:
    validator = EcmaValidator(PUBLISHED)
    assert [name for name in TYPES if not validator.is_valid(whole_event(NORMATIVE, name))] == []


@pytest.mark.parametrize("event_type", TYPES)
def test_a_changed_event_is_taken_by_all_or_by_none(event_type: str) -> None:
    changed = list(variants(NORMATIVE, event_type))
    seen = {variant.name: takers(variant.event, event_type) for variant in changed}
    assert seen == {variant.name: ALL if variant.sound else set() for variant in changed}


@pytest.mark.parametrize("event_type", TYPES)
def test_an_instant_or_day_that_no_calendar_has_breaks_the_schema_for_the_reader(event_type: str) -> None:
    for variant in impossible_instants_and_dates(NORMATIVE, event_type):
        assert takers(variant.event, event_type) == ALL - {"reader"}, variant.name
        answer = READER.read(json.dumps(variant.event).encode())
        assert isinstance(answer, Unreadable)
        assert answer.reason == "SCHEMA"
        assert answer.detail.endswith(" that no calendar has")


# Reading


@pytest.mark.parametrize(("value", "reason", "detail"), UNREADABLE)
def test_what_cannot_be_read_is_classified(value: bytes | None, reason: str, detail: str) -> None:
    answer = READER.read(value)
    assert isinstance(answer, Unreadable)
    assert (answer.reason, answer.detail) == (reason, detail)


def test_a_dead_letter_says_which_field_is_wrong_and_how() -> None:
    def detail(**changes: object) -> str:
        answer = READER.read(json.dumps(correction(**changes)).encode())
        assert isinstance(answer, Unreadable)
        return answer.detail.removeprefix("correction_submitted: ")

    assert detail(value_cents=10**15 + 1) == '"value_cents" is wrong: expected `int` <= 1000000000000000'
    assert detail(made_by="A\n") == '"made_by" is not an identifier of 1 to 64 characters A-Z a-z 0-9 _ . -'
    assert detail(at="2003-11-03") == '"at" is not an instant of the form 2003-11-03T20:00:00Z'
    assert detail(at="2003-02-30T20:00:00Z") == '"at" names an instant that no calendar has'
    assert len(detail(**{"x" * 100_000: 1})) < 200


@pytest.mark.parametrize("event_type", TYPES)
def test_the_slow_way_answers_as_the_fast_one_does(event_type: str) -> None:
    for variant in variants(NORMATIVE, event_type):
        if "type" in variant.event:
            value = json.dumps(variant.event).encode()
            twice = b'{"type":0,' + value[1:]  # the decoder gives up at the first of two types
            assert READER.read(twice) == READER.read(value), variant.name


@pytest.mark.parametrize("notation", ["300", "300.0", "3e2", "3E+2", "30000e-2", "300.000"])
def test_a_whole_number_is_read_whatever_its_notation(notation: str) -> None:
    assert READER.read(correction_with_count(notation)) == read(correction(item_count=300))


@pytest.mark.parametrize("notation", ["1.00000000000000000001", "1e-400", "-0.1"])
def test_a_number_that_is_only_nearly_whole_breaks_the_schema(notation: str) -> None:
    expected = 'correction_submitted: "item_count" is wrong: expected `int`, got `float`'
    assert READER.read(correction_with_count(notation)) == Unreadable("SCHEMA", expected)


@pytest.mark.parametrize("count", [2**63, 2**64, -(2**63) - 1, 10**30, 10**3_999, 10**4_000 - 1])
def test_a_count_of_any_size_is_read_digested_and_written_again(count: int) -> None:
    event = read(correction(item_count=count))
    written = msgspec.json.encode(event)
    assert json.loads(written) == correction(item_count=count)
    assert READER.read(written) == event
    assert len(body_digest(event)) == 16


@pytest.mark.parametrize("notation", ["9" * 4_001, "-" + "9" * 4_001, "1e4000", "1e999999999999999999999"])
def test_a_count_of_more_digits_than_can_be_added_up_breaks_the_schema(notation: str) -> None:
    expected = Unreadable("SCHEMA", 'correction_submitted: "item_count" has too many digits')
    assert READER.read(correction_with_count(notation)) == expected


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    text = b'{"type":"tock","id":7,"type":"tick","id":"t","at":"2003-11-03T20:00:00Z"}'
    assert READER.read(text) == Tick(id="t", at="2003-11-03T20:00:00Z")


# Bodies


def test_two_bodies_have_one_digest_exactly_when_they_are_equal_as_json_values() -> None:
    sound = [variant.event for variant in variants(NORMATIVE, "entry_submitted") if variant.sound]
    bodies_of: dict[bytes, object] = {}
    digests_of: dict[str, bytes] = {}
    for event in [*events_of_cases(), *sound]:
        exact = json.loads(json.dumps(event, sort_keys=True), parse_float=lambda text: int(Decimal(text)))
        digest = body_digest(read(event))
        assert bodies_of.setdefault(digest, exact) == exact
        assert digests_of.setdefault(json.dumps(exact), digest) == digest


def test_the_order_of_keys_and_white_space_do_not_change_a_digest() -> None:
    for event in events_of_cases():
        turned = READER.read(json.dumps(dict(reversed(event.items())), indent=3).encode())
        assert not isinstance(turned, Unreadable)
        assert body_digest(turned) == body_digest(read(event))


def test_a_field_left_out_is_another_body_than_its_default_written_out() -> None:
    appointed = {"type": "member_registered", "id": "f1", "at": "2003-11-03T20:00:00Z", "member": "A"}
    assert body_digest(read(appointed)) != body_digest(read({**appointed, "member_class": "OTHER"}))


def test_the_same_instant_written_otherwise_is_another_body() -> None:
    assert body_digest(read(correction(at="2003-11-03T20:00:00.0Z"))) != body_digest(read(correction()))


def test_a_digest_kept_by_an_earlier_release_is_still_found() -> None:
    assert body_digest(read(correction())).hex() == "1b743d95c8c912049d6eb685464ae15e"


# Instants and days


@pytest.mark.parametrize(
    ("text", "us"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2003-11-03T20:00:00Z", 1_067_889_600_000_000),
        ("2003-11-03T20:00:00.5Z", 1_067_889_600_500_000),
        ("2003-11-03T20:00:00.00001Z", 1_067_889_600_000_010),
        ("2004-02-29T00:00:00Z", 1_078_012_800_000_000),
        ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
    ],
)
def test_an_instant_is_counted_exactly_and_written_in_its_shortest_form(text: str, us: int) -> None:
    assert instant_us(text) == us
    assert instant_text(us) == text


def test_trailing_zeros_of_a_fraction_do_not_change_an_instant() -> None:
    assert instant_text(instant_us("2003-11-03T20:00:00.120000Z")) == "2003-11-03T20:00:00.12Z"


@pytest.mark.parametrize("text", [*IMPOSSIBLE_INSTANTS, "2003-11-03", "2003-11-03T20:00:00Z\n", ""])
def test_a_text_that_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"instant"):
        instant_us(text)


@pytest.mark.parametrize("text", [*IMPOSSIBLE_DATES, "20031103", "2003-W45-1", "2003-11-03\n", ""])
def test_a_text_that_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|date"):
        date_of(text)

"""Which events stand just inside a contract, and which just outside it?

From a contract in JSON Schema this builds, for every type and field, events that differ in one place from
a sound one. Each says of itself whether the contract takes it, by a rule written here and not by a validator.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Schema = Mapping[str, Any]  # a parsed JSON Schema, or one object inside it


class Variant(NamedTuple):
    """One event, what was changed in it, and whether the contract still takes it."""

    name: str
    event: dict[str, object]
    sound: bool


class Sample(NamedTuple):
    """One value of a field and whether the contract takes it there."""

    value: object
    sound: bool


WRONG_KINDS: tuple[object, ...] = (None, True, 7, 7.5, "7", [], ["A"], {}, {"A": 1})

INSTANTS = (
    *(Sample(f"2003-11-03T20:00:00{fraction}Z", True) for fraction in ("", ".5", ".000001", ".123456")),
    *(Sample(f"2003-11-03T20:00:00{fraction}Z", False) for fraction in (".", ".1234567", ",5", ".5 ", " ")),
    Sample("2003-11-03T20:00:00", False),
    Sample("2003-11-03T20:00:00+00:00", False),
    Sample("2003-11-03t20:00:00Z", False),
    Sample("2003-11-03T20:00:00z", False),
    Sample("2003-11-03 20:00:00Z", False),
    Sample("2003-11-03T20:00Z", False),
    Sample("2003-11-03", False),
    Sample("03-11-03T20:00:00Z", False),
    Sample("+2003-11-03T20:00:00Z", False),
    Sample(" 2003-11-03T20:00:00Z", False),
    Sample("2003-11-03T20:00:00Z\n", False),
    Sample("\n2003-11-03T20:00:00Z", False),
    Sample("2003-11-03T20:00:0\u0660Z", False),
    Sample("", False),
)
DATES = (
    Sample("2003-11-03", True),
    Sample("2004-02-29", True),
    Sample("20031103", False),
    Sample("2003-W45-1", False),
    Sample("2003-11-3", False),
    Sample("03-11-03", False),
    Sample("2003-11-03T00:00:00Z", False),
    Sample(" 2003-11-03", False),
    Sample("2003-11-03\n", False),
    Sample("2003-11-0\u0663", False),
    Sample("", False),
)
PARTIES = (
    *(Sample(name, True) for name in ("A", "BANK_OF_CANADA", "a-1.b_2", "-", "A" * 64)),
    *(Sample(name, False) for name in ("", "A" * 65, "A B", "A/B", "É", "\uff21", "A\n", "\nA", "A\u0000")),
)
INSTITUTION_LISTS = (
    *(Sample(names, True) for names in ([], ["A"], ["A", "a"], ["B", "A"])),
    *(Sample(names, False) for names in (["A", "A"], ["A", "B", "A"], [""], ["A B"], ["A\n"], [None], [1])),
    Sample([["A"]], False),
    Sample(["A" * 65], False),
)
MONTHS = (
    *(Sample(month, True) for month in ("2015-04", "0001-01", "9999-12")),
    *(
        Sample(month, False)
        for month in ("2015-00", "2015-13", "2015-4", "2015-04-01", "201504", "2015-04\n", "")
    ),
    Sample("2015-0\u0664", False),
)
WHOLE_NUMBERS = (
    *(Sample(number, True) for number in (1, 1.0, 1e3)),
    *(Sample(number, False) for number in (1.5, 0.1, 1e-3, "1", "")),
)
BEYOND_64_BITS = (2**53 + 1, 2**63 - 1, 2**63, 2**64, -(2**63), -(2**63) - 1, 10**30, -(10**30))

IMPOSSIBLE_DATES = (
    *(f"2003-{day}" for day in ("02-29", "02-30", "04-31", "13-01", "00-10", "01-00")),
    "0000-01-01",
)
IMPOSSIBLE_INSTANTS = (
    *(f"{day}T20:00:00Z" for day in IMPOSSIBLE_DATES),
    *(f"2003-11-03T{time}Z" for time in ("24:00:00", "25:00:00", "23:60:00", "23:59:60", "23:59:60.5")),
)

UNREADABLE: tuple[tuple[bytes | None, str, str], ...] = (
    (None, "NOT_JSON", "the record has no value"),
    (b"", "NOT_JSON", "no JSON from character 0 on"),
    (b"{", "NOT_JSON", "no JSON from character 1 on"),
    (b'{"type":"tick"} 1', "NOT_JSON", "no JSON from character 16 on"),
    (b"\xef\xbb\xbf{}", "NOT_JSON", "no JSON from character 0 on"),
    ('{"type":"tick"}'.encode("utf-16"), "NOT_JSON", "no UTF-8 from byte 0 on"),
    (b'{"type":"tick","id":"\xff"}', "NOT_JSON", "no UTF-8 from byte 21 on"),
    (b'{"type":"tick","remark":"\xed\xa0\x80"}', "NOT_JSON", "no UTF-8 from byte 25 on"),
    (rb'{"type":"tick","id":"\ud800"}', "NOT_JSON", "a text holds half of a surrogate pair"),
    (rb'{"type":"tick","\udc00":1}', "NOT_JSON", "a text holds half of a surrogate pair"),
    (b'{"type":"tick","id":NaN}', "NOT_JSON", "NaN is no JSON number"),
    (b'{"type":"tick","id":-Infinity}', "NOT_JSON", "-Infinity is no JSON number"),
    (b'{"type":"tick","id":"\n"}', "NOT_JSON", "no JSON from character 21 on"),
    (b"[" * 200_000 + b"]" * 200_000, "NOT_JSON", "nested too deeply to be read"),
    (b"[]", "NOT_JSON", "a JSON value, but not an object"),
    (b'"tick"', "NOT_JSON", "a JSON value, but not an object"),
    (b"null", "NOT_JSON", "a JSON value, but not an object"),
    (b"{}", "UNKNOWN_TYPE", '"type" is missing'),
    (b'{"Type":"tick"}', "UNKNOWN_TYPE", '"type" is missing'),
    (b'{"type":null}', "UNKNOWN_TYPE", '"type" is not a text'),
    (b'{"type":["tick"]}', "UNKNOWN_TYPE", '"type" is not a text'),
    (b'{"type":"tock","id":1}', "UNKNOWN_TYPE", '"type" is "tock", which is not of the contract'),
    (b'{"type":"Tick"}', "UNKNOWN_TYPE", '"type" is "Tick", which is not of the contract'),
    (b'{"type":"tick\\n"}', "UNKNOWN_TYPE", '"type" is "tick\\n", which is not of the contract'),
    (b'{"type":"tick","type":"tock"}', "UNKNOWN_TYPE", '"type" is "tock", which is not of the contract'),
    (b'{"type":"tick"}', "SCHEMA", 'tick: "id" is missing'),
    (b'{"type":"tick","id":null}', "SCHEMA", 'tick: "id" is null; a field without a value is left out'),
    (b'{"type":"tick","id":"t","on":1}', "SCHEMA", 'tick: "on" is not a field of this event'),
    (b'{"type":"tick","id":7}', "SCHEMA", 'tick: "id" is wrong: expected `str`, got `int`'),
)
"""Records, the reason why no event of the clearing contract is in them, and the detail."""


def types_of(contract: Schema) -> list[str]:
    """List the types of a contract in its order."""
    return [_last_part(branch["$ref"]) for branch in contract["oneOf"]]


def whole_event(contract: Schema, event_type: str) -> dict[str, object]:
    """Build a sound event that holds every field of its type."""
    return {
        name: next(sample.value for sample in samples if sample.sound)
        for name, samples in _samples_of_fields(contract, event_type).items()
    }


def variants(contract: Schema, event_type: str) -> Iterator[Variant]:
    """Change a whole event in one place at a time."""
    whole = whole_event(contract, event_type)
    required = contract["$defs"][event_type]["required"]
    yield Variant("nothing changed", whole, True)
    yield Variant("optional fields left out", {name: whole[name] for name in whole if name in required}, True)
    yield Variant("an unknown field", {**whole, "remark": "A"}, False)
    yield Variant("an unknown field that is null", {**whole, "remark": None}, False)
    for name, samples in _samples_of_fields(contract, event_type).items():
        rest = {other: held for other, held in whole.items() if other != name}
        yield Variant(f"{name} left out", rest, name not in required)
        yield Variant(f"{name} under another name", {**rest, name.upper(): whole[name]}, False)
        for value, sound in samples:
            yield Variant(f"{name} is {value!r:.80}", {**whole, name: value}, sound)


def impossible_instants_and_dates(contract: Schema, event_type: str) -> Iterator[Variant]:
    """Put instants and days that no calendar has into a whole event; patterns alone cannot tell them."""
    whole = whole_event(contract, event_type)
    impossible = {"instant": IMPOSSIBLE_INSTANTS, "date": IMPOSSIBLE_DATES, "cycle": IMPOSSIBLE_DATES}
    for name, field in contract["$defs"][event_type]["properties"].items():
        for value in impossible.get(_last_part(field.get("$ref", "")), ()):
            yield Variant(f"{name} is {value}", {**whole, name: value}, False)


def _samples_of_fields(contract: Schema, event_type: str) -> dict[str, tuple[Sample, ...]]:
    definitions = contract["$defs"]
    samples = {}
    for name, field in definitions[event_type]["properties"].items():
        form = _last_part(field.get("$ref", ""))
        items = _last_part(field.get("items", {}).get("$ref", ""))
        choices = definitions.get(items, {}).get("enum", ())
        samples[name] = _samples({**definitions.get(form, {}), **field, "choices": choices}, form)
    return samples


def _samples(field: Schema, form: str) -> tuple[Sample, ...]:
    """List values for a field, the first sound one plain, then those at and beyond its bounds."""
    forms = {"instant": INSTANTS, "date": DATES, "cycle": DATES, "month": MONTHS, "party": PARTIES}
    if "const" in field:
        return *_choices([field["const"]]), *_wrong(str)
    if "enum" in field:
        return *_choices(field["enum"]), *_wrong(str)
    if form in forms:
        return *forms[form], *_wrong(str)
    match field["type"]:
        case "string":
            return *_lengths(field["maxLength"]), *_wrong(str)
        case "integer":
            return *_bounds(field.get("minimum"), field.get("maximum")), *_wrong(int)
        case "boolean":
            return (
                Sample(True, True),
                Sample(False, True),
                Sample(0, False),
                Sample("true", False),
                *_wrong(bool),
            )
        case "array" if field["choices"]:
            return *_lists_of(field["choices"]), *_wrong(list)
        case "array":
            return *INSTITUTION_LISTS, *_wrong(list)
        case kind:
            raise AssertionError(f"no samples for fields of kind {kind}")


def _wrong(right: type) -> Iterator[Sample]:
    """List a value of every kind but the right one."""
    return (Sample(value, False) for value in WRONG_KINDS if type(value) is not right)


def _choices(names: list[str]) -> Iterator[Sample]:
    yield from (Sample(name, True) for name in names)
    yield Sample("", False)
    for name in names:
        yield from (Sample(near, False) for near in (name.swapcase(), name + "\n", " " + name, name[:-1]))


def _lists_of(names: list[str]) -> Iterator[Sample]:
    """List lists that must hold a choice, and none twice."""
    yield from (Sample(held, True) for held in (names[:1], names, names[::-1]))
    yield from (Sample(held, False) for held in ([], names[:1] * 2, [""], [*names, "A"], [None], [names[:1]]))


def _lengths(longest: int) -> Iterator[Sample]:
    yield Sample("A", True)
    yield Sample("", False)
    for character in ("A", "é", "\U0001f3e6"):  # one, two and four bytes: a length counts characters
        yield Sample(character * longest, True)
        yield Sample(character * (longest + 1), False)
    for odd in (" ", "A\n", "\u0000", '"\\', "\u2028"):
        yield Sample(odd, True)


def _bounds(least: int | None, most: int | None) -> Iterator[Sample]:
    yield from WHOLE_NUMBERS
    if least is None or most is None:
        yield from (Sample(number, True) for number in (0, -1, -0.0, *BEYOND_64_BITS, 1e30))
        return
    for number in (least, most, float(least), float(most)):
        yield Sample(number, True)
    for number in (least - 1, most + 1, float(least - 1), float(most + 1), *BEYOND_64_BITS):
        yield Sample(number, False)


def _last_part(reference: str) -> str:
    return reference.rpartition("/")[2]

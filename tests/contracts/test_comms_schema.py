"""Do the structs, the published schema and the normative schema of comms take the same events?"""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import jsonschema
import pytest

from schemas.comms import EVENT_STRUCTS, IDENTIFIERS, clear_identifiers
from schemas.publishing import CONTRACTS
from schemas.reading import Reader, Unreadable
from tests.conftest import ROOT

CASES: Final = ROOT / "tests" / "cases" / "comms"
NORMATIVE: Final[dict[str, Any]] = json.loads((CASES / "events.schema.json").read_text(encoding="utf-8"))
(CONTRACT,) = (contract for contract in CONTRACTS if contract.topic == "comms.events.v1")
PUBLISHED: Final[dict[str, Any]] = json.loads(CONTRACT.file.read_text(encoding="utf-8"))
BRANCHES: Final[dict[str, Any]] = {branch["title"]: branch for branch in NORMATIVE["oneOf"]}
READER: Final = Reader(EVENT_STRUCTS, clear_identifiers)
ALL: Final = {"normative", "published", "reader"}

GOOD_AND_BAD: Final[dict[str, tuple[list[object], list[object]]]] = {
    "event_id": (["a", "A_.:-9", "x" * 128], ["", "a b", "x" * 129, "a\n", "é"]),
    "name": (["A", "a-1.b_2", "4722334455"], ["", "a:b", "x" * 129, "A\n", "+47"]),
    "pseudonym": (
        ["A", "a-1_b", "1a", "x" * 64],
        ["", "12345678", "+47 22", "a@b.no", "a.b", "x" * 65, "A\n"],
    ),
    "number": (["ANONYMOUS", "NUM_1"], ["22334455", "+4722334455"]),
    "instant": (
        ["2024-05-27T10:00:00Z", "2024-05-27T10:00:00.500Z"],
        ["2024-05-27T10:00:00.5Z", "2024-05-27T10:00:00.000000Z", "2024-05-27", "2024-05-27T10:00:00+00:00"],
    ),
    "date": (["2024-02-29"], ["2024-2-29", "20240229", "2024-05-27T10:00:00Z"]),
    "language": (["nb", "en-GB", "sgn-NO-1"], ["NB", "n", "nb_NO", "nb-"]),
    "hash": (["0a0a", "f" * 128], ["0a0", "0A0A", "xyz1", "f" * 129]),
    "services": ([[], [1, 7], [3]], [[0], [8], [1, 1], [1.5], 1]),
    "hours": ([0, 24, 10**6], [-1, 1.5, "1"]),
    "sealed": (["a", "A_-9", "x" * 65536], ["", "a=", "x" * 65537]),
}
PARTIES: Final[tuple[list[object], list[object]]] = (
    [[{"kind": "CLIENT"}], [{"kind": "EMPLOYEE", "party": "A"}, {"kind": "OTHER"}]],
    [
        [],
        [{"party": "A"}],
        [{"kind": "FRIEND"}],
        [{"kind": "CLIENT", "party": "22334455"}],
        [{"kind": "CLIENT", "x": 1}],
    ],
)


def ends_as_in_ecma(
    _validator: object, pattern: str, instance: object, _schema: object
) -> Iterator[jsonschema.ValidationError]:
    """Let `$` be the end of a text, as JSON Schema means it; Python's also stands before a last line feed."""
    if isinstance(instance, str) and not re.search(pattern.removesuffix("$") + r"\Z", instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


EcmaValidator: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": ends_as_in_ecma}
)


@cache
def validators(kind: str) -> dict[str, Any]:
    """The validators of one type."""
    normative = {**BRANCHES[kind], "$defs": NORMATIVE["$defs"]}
    published = {"$ref": f"#/$defs/{kind}", "$defs": PUBLISHED["$defs"]}
    return {"normative": EcmaValidator(normative), "published": EcmaValidator(published)}


def takers(event: Mapping[str, object]) -> set[str]:
    """Who takes an event as one of its type."""
    taking = {name for name, one in validators(str(event["type"])).items() if one.is_valid(event)}
    answer = READER.read(json.dumps(event).encode())
    return taking if isinstance(answer, Unreadable) else taking | {"reader"}


def values(form: Mapping[str, Any]) -> tuple[list[object], list[object]]:
    """Values that a field may hold and values that it may not."""
    reference = form.get("$ref", "").rpartition("/")[2]
    if reference in GOOD_AND_BAD:
        good, bad = GOOD_AND_BAD[reference]
        if form.get("minItems"):
            return [value for value in good if value], [[], *bad]
        return good, bad
    form = NORMATIVE["$defs"].get(reference, form)
    if "const" in form:
        return [form["const"]], []
    if "enum" in form:
        return form["enum"], ["", form["enum"][0].lower()]
    if form.get("type") == "boolean":
        return [True, False], [0, "true"]
    if form["items"].get("$ref"):
        return PARTIES
    choices = form["items"]["enum"]
    least = form.get("minItems", 0)
    return [choices, *([[]] if not least else [])], [[choices[0]] * 2, ["x"], *([[]] if least else [])]


def whole(kind: str) -> dict[str, object]:
    """An event that holds every field of its type."""
    return {name: values(form)[0][-1] for name, form in BRANCHES[kind]["properties"].items()}


def test_every_type_has_the_fields_of_the_normative_schema() -> None:
    fields = {
        str(struct.__struct_config__.tag): {"type", *struct.__struct_encode_fields__}
        for struct in EVENT_STRUCTS
    }
    assert list(fields) == list(BRANCHES)
    assert fields == {kind: set(branch["properties"]) for kind, branch in BRANCHES.items()}


def test_the_fields_that_hold_pseudonyms_are_those_of_the_normative_schema() -> None:
    forms = itertools.chain.from_iterable(branch["properties"].items() for branch in BRANCHES.values())
    found = {
        name for name, form in forms if form.get("$ref", "").rpartition("/")[2] in ("pseudonym", "number")
    }
    assert found | {"party"} == IDENTIFIERS


def test_every_event_of_every_case_and_base_is_taken_by_all() -> None:
    document = json.loads((CASES / "cases.json").read_text(encoding="utf-8"))
    events = [*itertools.chain(*document["bases"].values(), *(case["events"] for case in document["cases"]))]
    assert [event for event in events if takers(event) != ALL] == []


@pytest.mark.parametrize("kind", BRANCHES)
def test_a_field_is_taken_by_all_or_by_none(kind: str) -> None:
    event = whole(kind)
    assert takers(event) == ALL
    assert takers({**event, "remark": "x"}) == set()
    for name, form in BRANCHES[kind]["properties"].items():
        if name == "type":
            continue
        good, bad = values(form)
        without = {other: held for other, held in event.items() if other != name}
        expected = set() if name in BRANCHES[kind]["required"] else ALL
        assert takers(without) == expected, name
        for value in good:
            assert takers({**event, name: value}) == ALL, (name, value)
        for value in (*bad, None, {}):
            assert takers({**event, name: value}) == set(), (name, value)


@pytest.mark.parametrize("kind", [kind for kind, branch in BRANCHES.items() if "anyOf" in branch])
def test_an_event_needs_one_of_the_fields_that_it_may_choose_from(kind: str) -> None:
    choices = [choice["required"][0] for choice in BRANCHES[kind]["anyOf"]]
    event = whole(kind)
    none = {name: value for name, value in event.items() if name not in choices}
    assert takers(none) == set()
    for name in choices:
        assert takers({**none, name: event[name]}) == ALL


def test_an_instant_or_day_that_no_calendar_has_is_refused_by_the_reader() -> None:
    tick = {"type": "tick", "id": "t"}
    for at in (
        "2024-02-30T00:00:00Z",
        "2024-01-01T24:00:00Z",
        "0000-01-01T00:00:00Z",
        "2024-01-01T23:59:60Z",
    ):
        assert takers({**tick, "at": at}) == ALL - {"reader"}, at

"""Is a case document read with its faults named, run, and compared as the contract says? (section 14)"""

import json
from typing import Any

import pytest

from streams.kernel.errors import UserError
from streams.kernel.stage import Shape, View
from streams.replay.cases import (
    Case,
    CaseResult,
    brought_up_to_date,
    closing_mark,
    judge,
    read_cases,
    results_document,
    run_in_memory,
)
from tests.unit.kernel.tills import LAW, TILLS, counted, opened, took

GOOD: dict[str, Any] = {
    "domain": "tills",
    "format": 1,
    "bases": {"open": [{"type": "opened", "id": "o1", "till": "a"}]},
    "cases": [
        {
            "case": "one",
            "title": "A till takes money.",
            "cites": ["X/1"],
            "base": "open",
            "events": [{"type": "taken", "id": "t1", "till": "a", "cents": 5}],
            "expect": {"sums": {"till/a": [5, 1]}},
        }
    ],
}


def text(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


def case(**changes: object) -> dict[str, object]:
    return {**GOOD["cases"][0], **changes}


def fault_of(document: bytes) -> str:
    with pytest.raises(UserError) as caught:
        read_cases("some.json", document)
    assert caught.value.exit_code == 2
    return caught.value.message


# ---- reading ----


def test_the_events_of_a_case_come_after_those_of_its_base() -> None:
    document = read_cases("some.json", text())
    assert [json.loads(event)["id"] for event in document.events_of(document.cases[0])] == ["o1", "t1"]


def test_an_event_is_taken_as_the_bytes_that_stand_in_the_document() -> None:
    odd = b'{ "id":"t1","till" : "a", "cents": 5.0, "type":"taken"}'
    whole = text(cases=[case(events=[])]).replace(b'"events": []', b'"events": [' + odd + b"]")
    document = read_cases("some.json", whole)
    assert document.events_of(document.cases[0])[1] == odd


def repeated(event: str, **numbers: object) -> bytes:
    entry = f'{{"repeat": {json.dumps(numbers)}, "event": {event}}}'
    return text(cases=[case(base=None, events=[])]).replace(
        b'"events": []', b'"events": [' + entry.encode() + b"]"
    )


def test_an_entry_that_repeats_stands_for_an_event_of_each_number() -> None:
    event = '{"type": "opened", "id": "o-{user}", "till": "\\u007buser}"}'
    document = read_cases("some.json", repeated(event, prefix='"', digits=2, first=9, last=10))
    found = [json.loads(one) for one in document.events_of(document.cases[0])]
    assert found == [
        {"type": "opened", "id": 'o-"09', "till": '"09'},
        {"type": "opened", "id": 'o-"10', "till": '"10'},
    ]


def test_an_event_that_has_a_word_for_repeating_in_a_text_is_no_repetition() -> None:
    event = {"type": "opened", "id": '"repeat"', "till": "a"}
    document = read_cases("some.json", text(cases=[case(base=None, events=[event])]))
    assert [json.loads(one) for one in document.events_of(document.cases[0])] == [event]


def test_an_entry_that_repeats_in_another_form_is_a_fault() -> None:
    fault = fault_of(repeated("{}", prefix="a", digits=1))
    assert "one repeats an event in a way that cannot be read: Object missing required field `first`" in fault


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (b"\xff", "is no case document"),
        (b"[]", "Expected `object`, got `array`"),
        (text(format=2), "Invalid enum value 2 - at `$.format`"),
        (text(remark="x"), "unknown field `remark`"),
        (text(cases=[case(events=None)]), "got `null` - at `$.cases[0].events`"),
        (text(cases=[{"case": "one"}]), "missing required field `title` - at `$.cases[0]`"),
        (text(cases=[case(), case()]), "two cases are called one"),
        (text(cases=[case(base="shut")]), "one begins with the base shut, which is not there"),
    ],
)
def test_what_is_wrong_with_a_document_is_named_with_its_place(document: bytes, fault: str) -> None:
    message = fault_of(document)
    assert message.startswith("some.json is no case document: ")
    assert message.endswith(" Nothing was run.")
    assert fault in message


def test_all_names_that_are_wrong_are_named_at_once() -> None:
    message = fault_of(text(cases=[case(), case(base="shut")]))
    assert "two cases are called one; one begins with the base shut" in message


# ---- running ----


def test_a_log_is_run_with_a_mark_after_it() -> None:
    result = run_in_memory(TILLS, LAW, [opened("a"), took("a", 5, "t1")], 2)
    assert result == {"sums": {"till/a": [5, 1]}, "tills": {"a": [5, 1]}}


def test_the_mark_has_an_id_that_the_log_does_not_use() -> None:
    free = json.loads(closing_mark(TILLS, []))["id"]
    taken = json.loads(closing_mark(TILLS, [counted(free)]))["id"]
    assert taken != free
    assert json.loads(closing_mark(TILLS, [counted(free), counted(taken)]))["id"] not in (free, taken)


def test_the_mark_bears_the_stamp_of_the_last_event_that_can_be_read() -> None:
    last = b'{"type":"counted","id":"m","at":"2003-11-04T00:00:00Z"}'
    assert json.loads(closing_mark(TILLS, [last, b"no event"]))["at"] == "2003-11-04T00:00:00Z"
    assert json.loads(closing_mark(TILLS, []))["at"] == "1970-01-01T00:00:00Z"


# ---- comparing ----


def differences(expect: dict[str, object], result: dict[str, object]) -> list[str]:
    domain = TILLS._replace(complete_views=lambda name: name.endswith("_cents") or name == "repeats")
    return list(judge(domain, Case("c", "", [], [], expect), result).differences)


@pytest.mark.parametrize(
    ("expect", "result"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ({}, {"a": 1}),
        ({"a": {"x": 1}}, {"a": {"x": 1, "y": 2}}),
        ({"a": {"x_cents": {"A": 5, "B": 0}}}, {"a": {"x_cents": {"A": 5}}}),
        ({"a": {"x_cents": {"A": 5}}}, {"a": {"x_cents": {"A": 5, "B": 0}}}),
        ({"a": {"x_cents": {}}}, {"a": {"x_cents": {}}}),
        ({"a": None}, {"a": None}),
        ({"a": [1, {"x": 2}]}, {"a": [1, {"x": 2}]}),
        ({"repeats": {"e": {"n": 1}}}, {"repeats": {"e": {"n": 1}}}),
    ],
)
def test_what_agrees(expect: dict[str, object], result: dict[str, object]) -> None:
    assert differences(expect, result) == []


def test_maps_down_to_a_level_must_have_every_key_and_those_below_need_not() -> None:
    domain = TILLS._replace(views={"a": View(Shape.TREE, complete_levels=2)})
    expect: dict[str, object] = {"a": {"m": {"x": {"p": 1}}}}
    result = {"a": {"m": {"x": {"p": 1, "q": 2}, "y": 3}, "n": {}}}
    assert list(judge(domain, Case("c", "", [], [], expect), result).differences) == [
        "a/m/y: expected nothing, found 3",
        "a/n: expected nothing, found {}",
    ]


@pytest.mark.parametrize(
    ("expect", "result", "line"),
    [
        ({"a": 1}, {"a": 2}, "a: expected 1, found 2"),
        ({"a": 1}, {"b": 1}, "a: the domain has no such view"),
        ({"a": {"x": 1}}, {"a": {"y": 1}}, "a/x: expected 1, found nothing"),
        ({"a": {}}, {"a": {"y": 1}}, "a/y: expected nothing, found 1"),
        ({"x_cents": {"A": 5}}, {"x_cents": {"A": 5, "B": 7}}, "x_cents/B: expected nothing, found 7"),
        ({"x_cents": {"A": 5}}, {"x_cents": {}}, "x_cents/A: expected 5, found nothing"),
        ({"x": {"A": 0}}, {"x": {}}, "x/A: expected 0, found nothing"),
        ({"a": None}, {"a": 0}, "a: expected null, found 0"),
        ({"a": True}, {"a": 1}, "a: expected true, found 1"),
        ({"a": 0}, {"a": False}, "a: expected 0, found false"),
        ({"a": [1, 2]}, {"a": [2, 1]}, "a: expected [1, 2], found [2, 1]"),
        ({"a": {"x": 1}}, {"a": [1]}, 'a: expected {"x": 1}, found [1]'),
        ({"repeats": {"e": 1}}, {"repeats": {"e": 1, "f": 1}}, "repeats/f: expected nothing, found 1"),
    ],
)
def test_what_differs_is_told_with_its_place(
    expect: dict[str, object], result: dict[str, object], line: str
) -> None:
    assert differences(expect, result) == [line]


def test_a_long_value_is_cut() -> None:
    (line,) = differences({"a": 1}, {"a": "x" * 1_000})
    assert len(line) < 250
    assert line.endswith("…")


def test_results_are_written_in_the_form_that_is_exchanged() -> None:
    one = CaseResult(read_cases("some.json", text()).cases[0], {"sums": {"é": 10**25}}, [])
    written = results_document([one])
    assert json.loads(written) == {"results": [{"case": "one", "result": {"sums": {"é": 10**25}}}]}
    assert "é".encode() in written
    assert written.endswith(b"}\n")


def test_nothing_follows_a_log_where_figures_are_stated_at_its_own_marks() -> None:
    silent = TILLS._replace(mark=None)
    assert brought_up_to_date(silent, [counted("m")]) == [counted("m")]
    with pytest.raises(LookupError, match="tills states its figures at the marks of the log"):
        closing_mark(silent, [])


def test_of_a_list_with_partial_items_only_what_is_asserted_is_compared() -> None:
    some = TILLS._replace(views={"rows": View(Shape.LIST, ("a",), partial_items=True)})
    one = read_cases("some.json", text(cases=[case(expect={"rows": [{"a": 1}]})])).cases[0]
    assert judge(some, one, {"rows": [{"a": 1, "b": 2}]}).differences == []
    assert judge(some, one, {"rows": [{"a": 2}]}).differences == ["rows[0]/a: expected 1, found 2"]
    assert len(judge(some, one, {"rows": []}).differences) == 1

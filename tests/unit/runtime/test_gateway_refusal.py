"""Is a refused line told with the place where it is wrong?"""

import json

import pytest

from schemas.reading import Unreadable
from streams.kernel.refusal import TOO_LONG, Refusal, refused
from streams.registry import domain_named

ENTRY = (
    '{"type":"entry_submitted","id":"e1","at":"2003-11-03T20:00:00Z","made_by":"A","counterparty":"B",'
    '"direction":"DEBIT","item_class":"A","regional_exchange_point":"TORONTO","value_cents":100,"item_count":1}'
)


@pytest.mark.parametrize(
    ("written", "instead", "reason", "pointed_at"),
    [
        ('"value_cents":100', '"value_cents":"100"', "SCHEMA", '"value_cents"'),
        ('"value_cents":100', '"value_cents":null', "SCHEMA", '"value_cents"'),
        ('"made_by":"A"', '"made_by":"no name"', "SCHEMA", '"made_by"'),
        ("2003-11-03T20", "2003-11-31T20", "SCHEMA", '"at"'),
        ('"direction":"DEBIT"', '"direction":"debit"', "SCHEMA", '"direction"'),
        ('"item_count":1', '"item_count":1,"colour":"red"', "SCHEMA", '"colour"'),
        ('"value_cents":100', '"value_cents":1,"value_cents":"x"', "SCHEMA", '"value_cents":"x"'),
        ("entry_submitted", "entry_sent", "UNKNOWN_TYPE", '"type"'),
        ('"item_count":1}', '"item_count":1', "NOT_JSON", ""),
        ('"item_count":1', '"item_count":}', "NOT_JSON", "}"),
        ('"made_by":"A"', "\"made_by\":'A'", "NOT_JSON", "'A'"),
        ('"id":"e1",', "", "SCHEMA", '{"type"'),
        ('"type":"entry_submitted",', "", "UNKNOWN_TYPE", '{"id"'),
    ],
)
def test_the_column_is_where_the_line_is_wrong(
    written: str, instead: str, reason: str, pointed_at: str
) -> None:
    line = ENTRY.replace(written, instead)

    refusal = _refused(line.encode())

    assert refusal.reason == reason
    assert refusal.column is not None
    assert line[refusal.column - 1 :].startswith(pointed_at)
    assert pointed_at or refusal.column == len(line) + 1


def test_a_field_of_the_same_name_inside_another_is_not_pointed_at() -> None:
    line = ENTRY.replace('"item_class":"A"', '"item_class":["value_cents",{"value_cents":1}]')
    line = line.replace('"item_class"', '"colour"')

    column = refused("x", 1, line.encode(), Unreadable("SCHEMA", 'e: "value_cents" is wrong')).column

    assert column is not None
    assert line[column - 1 :].startswith('"value_cents":100')


def test_a_part_of_a_list_is_told_at_the_list() -> None:
    line = '{"waived_by":["A",1]}'

    assert refused("x", 1, line.encode(), Unreadable("SCHEMA", 'e: "waived_by[1]" is wrong')).column == 2


def test_columns_count_characters_not_bytes() -> None:
    refusal = _refused('{"id":"é","type":"nothing"}'.encode())

    assert refusal.column == len('{"id":"é",') + 1


def test_the_column_of_bytes_that_are_no_utf8_is_behind_what_is() -> None:
    refusal = _refused('{"id":"é'.encode() + b"\xff" + b'"}')

    assert (refusal.reason, refusal.column) == ("NOT_JSON", 9)
    assert "from here on" in refusal.detail


@pytest.mark.parametrize("line", [b"NaN", b"17", b"[" * 100_000, b'{"type":"tick","id":"\\ud800"}'])
def test_what_has_no_place_is_told_at_the_first_column(line: bytes) -> None:
    assert _refused(line).column == 1


def test_a_refusal_reads_like_the_message_of_a_compiler() -> None:
    refusal = _refused(ENTRY.replace('"value_cents":100', '"value_cents":"x"').encode())

    assert str(refusal) == (
        'day.jsonl:118:171: entry_submitted: "value_cents" is wrong: expected `int`, got `str`'
    )
    assert str(Refusal("day.jsonl", None, None, TOO_LONG, "too long")) == "day.jsonl: too long"


def test_a_program_gets_the_line_as_it_came() -> None:
    good, bad = _refused(b'{"type":1}').as_json(), _refused(b"\xff").as_json()

    assert good == {
        "source": "day.jsonl",
        "line": 118,
        "column": 2,
        "reason": "UNKNOWN_TYPE",
        "detail": '"type" is not a text',
        "text": '{"type":1}',
    }
    assert bad["base64"] == "/w=="
    assert json.dumps([good, bad])


def _refused(line: bytes) -> Refusal:
    fault = domain_named("clearing").read(line)
    assert isinstance(fault, Unreadable)
    return refused("day.jsonl", 118, line, fault)

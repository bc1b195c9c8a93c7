"""Is the result document put together from the rows of the views as each view says?"""

from collections.abc import Mapping
from typing import Any

import pytest

from streams.kernel.result import result_document
from streams.kernel.stage import Shape, View
from streams.kernel.view_keys import view_key
from tests.unit.kernel.tills import TILLS

VIEWS = {
    "sums": View(),
    "roles": View(Shape.NESTED),
    "notices": View(Shape.LIST, ("event", "cites", "to")),
    "log": View(Shape.LIST),
    "counts": View(Shape.TREE),
}
DOMAIN = TILLS._replace(views=VIEWS)


def document(rows: Mapping[str, bytes]) -> dict[str, Any]:
    return result_document(DOMAIN, rows)


def test_every_view_is_there_before_anything_was_read() -> None:
    assert document({}) == {"counts": {}, "log": [], "notices": [], "roles": {}, "sums": {}}


def test_a_map_has_its_rows_by_key_in_order() -> None:
    found = document({"sums/b/x": b"2", "sums/a": b"1"})
    assert list(found["sums"].items()) == [("a", 1), ("b/x", 2)]


def test_a_nested_map_has_the_first_part_of_the_key_outside() -> None:
    rows = {"roles/A/DIRECT": b"1", "roles/A/AGENT": b"2", "roles/B/x/y": b"3"}
    assert document(rows)["roles"] == {"A": {"AGENT": 2, "DIRECT": 1}, "B": {"x/y": 3}}


def test_a_list_is_sorted_by_its_fields_and_not_by_its_keys() -> None:
    rows = {
        "notices/3": b'{"event":"e1","cites":["X/1"],"to":"A"}',
        "notices/2": b'{"event":"e1","cites":["X/1"],"to":"B"}',
        "notices/1": b'{"event":"e1","cites":["X/2"],"to":"A"}',
        "notices/0": b'{"event":"e2","cites":["X/1"],"to":"A"}',
    }
    found = [(row["event"], row["cites"][0], row["to"]) for row in document(rows)["notices"]]
    assert found == [("e1", "X/1", "A"), ("e1", "X/1", "B"), ("e1", "X/2", "A"), ("e2", "X/1", "A")]


def test_a_field_that_a_row_lacks_sorts_before_every_text() -> None:
    rows = {
        "notices/1": b'{"event":"e1","cites":["X/1"],"to":"A"}',
        "notices/2": b'{"event":"e1","cites":["X/1"]}',
    }
    assert [row.get("to") for row in document(rows)["notices"]] == [None, "A"]


def test_a_list_without_fields_to_sort_by_is_in_order_of_its_keys() -> None:
    assert document({"log/02": b"1", "log/10": b"0", "log/01": b"2"})["log"] == [2, 1, 0]


def test_a_tree_has_a_map_for_each_key_of_the_path() -> None:
    rows = {'["counts","a","b/c","d"]': b"1", '["counts","a","b/c","e"]': b"2", '["counts","f"]': b"{}"}
    assert document(rows)["counts"] == {"a": {"b/c": {"d": 1, "e": 2}}, "f": {}}


def test_rows_stand_in_the_map_that_had_nothing_yet() -> None:
    assert document({'["counts","a"]': b"{}", '["counts","a","b"]': b"1"})["counts"] == {"a": {"b": 1}}


def test_figures_beyond_64_bits_stay_exact() -> None:
    assert document({"sums/a": b"%d" % 10**25})["sums"]["a"] == 10**25


def test_a_row_of_a_view_that_the_domain_does_not_have_is_a_fault() -> None:
    with pytest.raises(KeyError):
        document({"spare/a": b"1"})


def test_a_view_of_one_value_is_that_value_and_none_where_it_is_missing() -> None:
    views = {"as_of_at": View(Shape.SCALAR)}
    some = TILLS._replace(views=views)
    assert result_document(some, {"as_of_at": b'"2024"'}) == {"as_of_at": "2024"}
    assert result_document(some, {}) == {"as_of_at": None}


def test_numbers_in_a_list_stand_by_size_and_absent_ones_first() -> None:
    some = TILLS._replace(views={"rows": View(Shape.LIST, ("name", "number"))})
    rows = {
        "rows/a/10": b'{"name":"a","number":10}',
        "rows/a/2": b'{"name":"a","number":2}',
        "rows/a": b'{"name":"a"}',
    }
    found: dict[str, Any] = result_document(some, rows)
    assert [row.get("number") for row in found["rows"]] == [None, 2, 10]


@pytest.mark.parametrize("name", ["[", "[a", '["a"]', '["log","a"]', "[1]"])
def test_a_row_may_be_called_as_a_path_is_written(name: str) -> None:
    key = view_key("log", name)
    assert document({key: b"1"})["log"] == [1]
    assert document({view_key("sums", name): b"1"})["sums"] == {name: 1}
    assert document({view_key("counts", (name, "b")): b"1"})["counts"] == {name: {"b": 1}}

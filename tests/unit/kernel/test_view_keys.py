"""Does a row of a view have one key, from which view and row are told again?"""

import pytest

from streams.kernel.view_keys import Row, beginning_of, view_and_row, view_key

NAMES = ["a", "a/b", "[", "[a", "[]", '["a"]', '["sums","a"]', "[1]", '"', "é", "%"]
"""What senders may call something."""


@pytest.mark.parametrize(
    ("view", "row", "key"),
    [
        ("sums", "a", "sums/a"),
        ("sums", "a/b", "sums/a/b"),
        ("as_of_at", "", "as_of_at"),
        ("sums", '["2015-04","D1"]', 'sums/["2015-04","D1"]'),
        ("counts", ("2015-04", "D/1"), '["counts","2015-04","D/1"]'),
        ("counts", ("é",), '["counts","é"]'),
    ],
)
def test_a_row_has_its_view_before_it(view: str, row: Row, key: str) -> None:
    assert view_key(view, row) == key
    assert view_and_row(key) == (view, row)


@pytest.mark.parametrize("row", [*NAMES, *((name,) for name in NAMES), *((name, "b") for name in NAMES)])
def test_a_row_is_found_again_whatever_senders_call_it(row: Row) -> None:
    assert view_and_row(view_key("sums", row)) == ("sums", row)


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_a_branch_begin_like_it_and_others_do_not(name: str) -> None:
    beginning = beginning_of("counts", (name,))

    assert view_key("counts", (name, "b")).startswith(beginning)
    assert not view_key("counts", (f"{name}b", "b")).startswith(beginning)
    assert not view_key("counts", f"{name}b").startswith(beginning)


def test_rows_of_a_view_do_not_begin_like_those_of_one_with_a_longer_name() -> None:
    assert not view_key("sums_of", "a").startswith(beginning_of("sums", ""))
    assert not view_key("sums_of", ("a",)).startswith(beginning_of("sums", ()))

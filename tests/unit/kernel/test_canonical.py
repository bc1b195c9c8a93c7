"""Are equal values equal bytes, whichever of the two writers wrote them?"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.kernel.canonical import canonical_json

BIG = 1 << 64

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
small_numbers = st.integers(-(1 << 63), BIG - 1)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | small_numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def slowly(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(values)
def test_both_writers_write_one_form(value: Any) -> None:
    """A number beyond 64 bits beside a value has it written the slow way: the value must come out the same."""
    assert canonical_json({"a": value, "z": BIG}) == slowly({"a": value, "z": BIG})
    fast = canonical_json({"a": value})
    assert canonical_json({"a": value, "z": BIG}) == fast[:-1] + b',"z":%d}' % BIG


@given(values)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(texts, small_numbers, max_size=5))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_json(value) == canonical_json(dict(reversed(value.items())))


@pytest.mark.parametrize(
    "number", [BIG - 1, BIG, -(1 << 63), -(1 << 63) - 1, 10**25, 10**40], ids=lambda number: f"{number:e}"
)
def test_numbers_of_any_size_stay_exact(number: int) -> None:
    assert canonical_json([number]) == f"[{number}]".encode()


def test_there_is_no_white_space_and_the_keys_are_sorted() -> None:
    assert canonical_json({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'.encode()

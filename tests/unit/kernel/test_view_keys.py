"""Does a row of a view have one key, from which view and row are told again?"""

import pytest

from streams.kernel.view_keys import view_and_row, view_key


@pytest.mark.parametrize(
    ("view", "row", "key"),
    [
        ("sums", "a", "sums/a"),
        ("sums", "a/b", "sums/a/b"),
        ("counts", '["2015-04","D/1"]', '["counts","2015-04","D/1"]'),
        ("counts", '["é"]', '["counts","é"]'),
    ],
)
def test_a_row_has_its_view_before_it(view: str, row: str, key: str) -> None:
    assert view_key(view, row) == key
    assert view_and_row(key) == (view, row)

"""What is found among the rows of the views, whatever their keys look like?"""

from streams.demo.views import Views

ROWS = {
    b"balances/ALDER": b"5",
    b"balances_of/ALDER": b"7",
    b'["fees","2015-04","A/B"]': b'{"cents":1}',
    b'["fees_of","2015-04"]': b"2",
}


def test_a_row_is_found_by_its_view_and_key() -> None:
    views = Views(ROWS)

    assert views.value("balances", "ALDER") == 5
    assert views.row("fees", ("2015-04", "A/B")) == {"cents": 1}
    assert not views.has("fees", ("2015-05", "A/B"))


def test_the_rows_of_a_view_are_not_those_of_one_whose_name_begins_like_it() -> None:
    views = Views(ROWS)

    assert views.rows_of("balances") == {"ALDER": 5}
    assert views.tree_of("fees") == {("2015-04", "A/B"): {"cents": 1}}

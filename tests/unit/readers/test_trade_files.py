"""How are the headings and the rows of a trade file found, and what is said of a file that is none?"""

import io

import pytest

from streams.kernel.errors import UserError
from streams.readers.files import TableFile, text_lines
from streams.readers.swaps.elements import TRADE_FILES
from streams.readers.swaps.given import Given, read_given
from streams.readers.swaps.reading import Reading
from tests.unit.readers.trade_files import OWN_PARTIES, own, public


def _file(text: str, layout: str | None = None) -> TableFile:
    return TableFile("trades.csv", io.StringIO(text, newline=""), TRADE_FILES, layout)


def test_the_layout_is_known_by_the_columns() -> None:
    assert (_file(public()).layout.name, _file(own()).layout.name) == ("part43", "part45")


def test_capitals_and_punctuation_of_headings_do_not_matter() -> None:
    text = own({}).replace('"Notional amount-Leg 1"', '"NOTIONAL AMOUNT - LEG 1"')
    (row,) = _file(text).rows()

    assert row["notional_1"] == "10000000"


def test_short_names_of_elements_are_headings_too() -> None:
    text = own({}).replace('"Unique transaction identifier (UTI)"', '"UTI"')
    (row,) = _file(text).rows()

    assert row["uti"] == "BANK0001"


def test_columns_that_are_not_read_are_known() -> None:
    assert "Fixed rate-Leg 1" in _file(public()).headings.unread


def test_a_file_without_a_needed_column_says_which() -> None:
    text = own().replace('"Action type",', "")
    with pytest.raises(
        UserError, match=r'trades.csv has no column "Action type" \(#26\), which part45 needs'
    ):
        _file(text)


def test_a_file_of_neither_layout_says_by_what_they_are_known() -> None:
    with pytest.raises(
        UserError, match=r'neither of the columns that tell its layout: "Dissemination Identifier"'
    ):
        _file("a,b\n1,2\n")


def test_an_empty_file_says_so() -> None:
    with pytest.raises(UserError, match="is empty"):
        _file("\n\n")


def test_a_row_knows_its_line_although_a_value_before_it_has_several_lines() -> None:
    text = own({"Event identifier": "two\nlines"}, {})

    assert [row.line for row in _file(text).rows()] == [3, 4]


def test_where_the_file_stops_being_a_table_is_told_with_the_line() -> None:
    file = _file(own({}) + '"open')
    rows = file.rows()
    next(rows)
    with pytest.raises(UserError, match=r"trades.csv:3: from here on the file is no CSV"):
        next(rows)


def test_a_byte_order_mark_means_nothing() -> None:
    lines = text_lines(io.BytesIO(b"\xef\xbb\xbf" + public({}).encode()))

    assert TableFile("trades.csv", lines, TRADE_FILES).layout.name == "part43"


def test_a_parties_file_with_an_unknown_word_says_where() -> None:
    with pytest.raises(UserError, match="is no parties file: Object contains unknown field `partys`"):
        read_given("parties.toml", b"[partys]\n")


def test_a_parties_file_with_two_entries_for_a_swap_is_refused() -> None:
    twice = b'[[swap]]\nidentifier = "A"\n[[swap]]\nidentifier = "A"\n'
    with pytest.raises(UserError, match="two entries for the swap A"):
        Reading(TRADE_FILES.layouts["part43"], read_given("parties.toml", twice))


def test_nothing_given_is_a_parties_file_too() -> None:
    assert read_given("parties.toml", b"") == Given()


def test_entities_are_those_of_the_recorded_facts() -> None:
    assert read_given("parties.toml", OWN_PARTIES.encode()).entities["LEI-OF-THE-BANK"] == "BANK"

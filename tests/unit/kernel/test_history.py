"""Does a view show every close as it was, when a row is laid down only when it changes?"""

from streams.kernel.history import History, lay_version, version_key
from streams.kernel.output import Output


def test_a_row_holds_from_its_close_on_until_the_next_of_its_subject() -> None:
    history = History({version_key("T1", 2): "first", version_key("T1", 4): "second"})
    assert [dict(history.at(close)) for close in (1, 2, 3, 4, 9)] == [
        {},
        {"T1": "first"},
        {"T1": "first"},
        {"T1": "second"},
        {"T1": "second"},
    ]


def test_null_says_that_there_is_none_from_then_on() -> None:
    history = History({version_key("T1", 1): 0, version_key("T1", 2): None, version_key("T1", 3): 5})
    assert [dict(history.at(close)) for close in (1, 2, 3)] == [{"T1": 0}, {}, {"T1": 5}]


def test_a_subject_may_have_slashes_of_its_own() -> None:
    assert dict(History({"T1/ACME/000001": True}).at(1)) == {"T1/ACME": True}


def test_a_row_that_is_gone_is_laid_down_as_null_and_not_taken_out() -> None:
    output = Output("law")
    lay_version(output, "tags", "T1", 12, None)
    assert output.views == {"tags/T1/000012": b"null"}

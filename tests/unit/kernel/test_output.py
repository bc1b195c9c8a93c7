"""Does a commit unit hold what was published, counted and in order?"""

import json

from schemas.reading import Unreadable
from streams.kernel.output import Books, Output
from streams.kernel.record import LogRecord


def test_an_outcome_names_the_law_under_which_it_was_decided() -> None:
    output = Output("0123456789abcdef")
    output.outcome("e1", {"type": "entry_accepted", "id": "e1/entry_accepted"})
    assert output.outcomes == [
        (b"e1", b'{"id":"e1/entry_accepted","law":"0123456789abcdef","type":"entry_accepted"}')
    ]


def test_outcomes_and_refusals_are_counted() -> None:
    output = Output("")
    output.outcome("e1", {"type": "entry_refused", "reason": "BAD_VALUE"})
    output.outcome("e2", {"type": "entry_accepted"})
    assert output.tally == {
        ("outcome", "entry_refused"): 1,
        ("outcome", "entry_accepted"): 1,
        ("refusal", "BAD_VALUE"): 1,
    }


def test_outcomes_keep_their_order_and_views_their_newest_row() -> None:
    output = Output("")
    for number in (2, 1):
        output.outcome("e", {"type": "t", "n": number})
        output.view("sums", "a", number)
    assert [json.loads(value)["n"] for _, value in output.outcomes] == [2, 1]
    assert output.views == {"sums/a": b"1"}


def test_a_row_may_be_taken_out_of_a_view() -> None:
    output = Output("")
    output.view("sums", "a", 1)
    output.view("sums", "a", None)
    assert output.views == {"sums/a": None}


def test_a_dead_letter_stands_in_the_books() -> None:
    output = Output("")
    output.dead_letter(LogRecord(3, b"k", b"v"), Unreadable("NOT_JSON", "no JSON"))
    assert output.books == Books(dead_lettered=1)
    assert [(one.record.offset, one.reason, one.detail) for one in output.dead_letters] == [
        (3, "NOT_JSON", "no JSON")
    ]


def test_an_alarm_is_told_and_counted() -> None:
    output = Output("")
    output.alarm("late", "A fact came late.")
    assert output.alarms == ["A fact came late."]
    assert output.tally["alarm", "late"] == 1


def test_books_and_gauges_run_on_and_the_rest_begins_again() -> None:
    output = Output("")
    output.books.read = 1
    output.gauges["missing", ""] = 2
    output.outcome("e", {"type": "t"})
    output.view("v", "a", 1)
    output.forward("sums", 0, "k", b"v")
    output.alarm("late", "late")
    output.mark("m")
    output.start_again()
    assert (output.outcomes, output.views, output.forwards, output.alarms, output.marks) == (
        [],
        {},
        [],
        [],
        [],
    )
    assert not output.tally
    assert (output.books.read, output.gauges) == (1, {("missing", ""): 2})


def test_what_is_unaccounted_for_is_told() -> None:
    assert Books(read=10, decided=4, held=3, repeated=2, dead_lettered=1).difference() == 0
    assert Books(read=10, decided=4).difference() == 6


def test_a_view_of_one_value_is_published_under_its_own_name() -> None:
    output = Output("law")
    output.view("as_of_at", "", 1)
    assert output.views == {"as_of_at": b"1"}


def test_what_must_not_be_kept_is_left_out_of_the_dead_letter_and_so_is_a_key_that_holds_it() -> None:
    output = Output("law")
    withheld = Unreadable("CLEAR_IDENTIFIER", "a clause", b'{"communication":"C1"}')
    output.dead_letter(LogRecord(0, b"C1", b"clear", 5, [("trace", b"clear")]), withheld)
    output.dead_letter(LogRecord(1, b"clear", b"clear"), withheld)
    kept = [(letter.record.key, letter.record.value, letter.record.headers) for letter in output.dead_letters]
    assert kept == [(b"C1", withheld.withheld, ()), (None, withheld.withheld, ())]

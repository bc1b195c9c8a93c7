"""What does a person see while the day runs?"""

import io

from rich.console import Console

from streams.cli.clearing import tables
from streams.cli.demo.program import Glance
from streams.cli.demo.screen import LiveScreen, Moment, PlainScreen
from streams.demo.clearing import figures
from streams.demo.clearing.amounts import dollars
from streams.demo.views import Views
from tests.unit.demo.clearing.small_day import done


def moment(decided: int, total: int = 10) -> Moment:
    """A moment of a day with two balances."""
    picture = tables.balances("Running balances", {"ALDER": 123_456, "ROWAN": -123_456})
    return Moment(total, total, decided, Glance("2 running balances, their sum 0.00", picture))


def test_a_file_gets_a_line_now_and_then_and_one_at_the_end() -> None:
    written = io.StringIO()
    with PlainScreen(Console(file=written, width=120)) as screen:
        for decided in (1, 2, 10, 10):
            screen.show(moment(decided))

    assert written.getvalue().splitlines() == [
        "  published 10 of 10, decided 1; 2 running balances, their sum 0.00",
        "  published 10 of 10, decided 10; 2 running balances, their sum 0.00",
    ]


def test_a_terminal_gets_a_table_and_its_cursor_back() -> None:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=100)
    with LiveScreen(console) as screen:
        screen.show(moment(10))

    assert "sum of all balances" in written.getvalue()
    assert written.getvalue().rstrip().endswith("\x1b[?25h")


def test_the_tables_hold_what_the_case_holds() -> None:
    case = figures.case(done().views)
    written = io.StringIO()
    console = Console(file=written, width=120)
    console.print(tables.obligations(done().views, case))
    console.print(tables.settlement(figures.cycle(done().views)["settlement_entries_cents"]))

    for institution, cents in case["section_56_obligations_cents"].items():
        assert dollars(cents) in next(line for line in written.getvalue().splitlines() if institution in line)
    assert "sum of all entries                     0.00" in written.getvalue()


def test_verdicts_are_counted_by_their_reason() -> None:
    rows = {
        b"verdicts/a": b'{"cites":["BL3/47(1)"],"verdict":"ACCEPTED"}',
        b"verdicts/b": b'{"cites":["BL3/25"],"reason":"UNKNOWN_MEMBER","verdict":"REFUSED"}',
        b"cycles/2003-11-04": b'{"state":"OPEN"}',
    }

    assert tables.verdict_counts(Views(rows)) == {("ACCEPTED", ""): 1, ("REFUSED", "UNKNOWN_MEMBER"): 1}

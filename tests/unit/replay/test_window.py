"""Which outcomes and rows belong to the cycles that were asked for?"""

import re
from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.replay.cases import brought_up_to_date, read_cases, run_in_memory
from streams.replay.window import EVERY_CYCLE, Window

_CASES = Path(__file__).parents[2] / "cases" / "clearing" / "cases.json"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(/|$)")
_ASKED = Window("2003-11-04", "2003-11-05")


@pytest.mark.parametrize(
    ("value", "belongs"),
    [
        (b'{"cycle":"2003-11-03"}', False),
        (b'{"cycle":"2003-11-04"}', True),
        (b'{"booked_in_cycle":"2003-11-05"}', True),
        (b'{"cycle":"2003-11-06"}', False),
        (b'{"booked_in_cycle":"2003-11-04","cycle":"2003-11-01"}', True),
        (b'{"type":"fact_accepted"}', True),
        (None, True),
    ],
)
def test_an_outcome_belongs_to_the_cycles_that_it_names(value: bytes | None, belongs: bool) -> None:
    assert _ASKED.holds_record(value) is belongs
    assert EVERY_CYCLE.holds_record(value)


@pytest.mark.parametrize(
    ("row", "belongs"),
    [
        ("cycles/2003-11-03", False),
        ("bilateral_totals/2003-11-04/A/B", True),
        ("default_cases/2003-11-06/D", False),
        ("verdicts/entry-1", True),
    ],
)
def test_a_row_belongs_to_the_cycle_at_the_beginning_of_its_key(row: str, belongs: bool) -> None:
    assert _ASKED.holds_row(CLEARING.views, row) is belongs
    assert EVERY_CYCLE.holds_row(CLEARING.views, row)


def test_a_day_in_the_id_of_an_event_is_no_cycle() -> None:
    assert _ASKED.holds_row(CLEARING.views, "verdicts/2003-11-03")
    assert _ASKED.holds_row(CLEARING.views, "verdicts/A/2003-11-03/1")


def test_every_view_of_cycles_says_so() -> None:
    """In the acceptance cases rows begin with a cycle exactly where their view says that they do."""
    document = read_cases("cases.json", _CASES.read_bytes())
    found: set[str] = set()
    for case in document.cases:
        log = brought_up_to_date(CLEARING, document.events_of(case))
        result = run_in_memory(CLEARING, CLEARING.law.with_overrides(case.parameters), log, 1)
        found |= {
            view for view, rows in result.items() if isinstance(rows, dict) and any(map(_DAY.match, rows))
        }
    assert found == {name for name, view in CLEARING.views.items() if view.of_cycles}

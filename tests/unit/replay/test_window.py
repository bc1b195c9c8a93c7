"""Which outcomes and rows belong to the cycles that were asked for?"""

import pytest

from streams.replay.window import EVERY_CYCLE, Window

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
        ("verdicts/entry-1", True),
    ],
)
def test_a_row_belongs_to_the_cycles_in_its_key(row: str, belongs: bool) -> None:
    assert _ASKED.holds_row(row) is belongs

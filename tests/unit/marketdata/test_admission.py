"""What does a closed month still take? (section 7.9 of the contract)"""

from typing import NamedTuple

import pytest

from streams.domains.marketdata.state.admission import Admission


class Fact(NamedTuple):
    closes_before: int
    recorded_in: int


def closed(window: int | None = 3, retention: int | None = 24) -> Admission:
    admission = Admission(window, retention)
    for month in (100, 102):
        admission.close(month)
    return admission


@pytest.mark.parametrize(
    ("month", "fact", "taken"),
    [
        (101, Fact(2, 900), True),
        (100, Fact(0, 900), True),
        (100, Fact(1, 103), True),
        (100, Fact(1, 104), False),
        (102, Fact(1, 900), True),
        (102, Fact(2, 105), True),
        (102, Fact(2, 106), False),
        (102, Fact(2, 90), True),
    ],
)
def test_a_month_takes_what_stands_before_its_close_and_what_is_recorded_in_its_window(
    month: int, fact: Fact, taken: bool
) -> None:
    assert closed().admits(month, fact) is taken


def test_without_a_window_a_month_takes_everything() -> None:
    assert closed(window=None).admits(100, Fact(2, 10_000))


def test_what_is_not_admitted_is_judged_as_long_as_facts_are_kept() -> None:
    assert closed().judges(100, Fact(2, 124))
    assert not closed().judges(100, Fact(2, 125))
    assert closed(retention=None).judges(100, Fact(2, 10_000))

"""On which day does an instant fall, and what is some time later?"""

from datetime import date

import pytest

from schemas.instants import instant_us
from streams.domains.comms.state.calendar import Calendar, plus_days, plus_months, plus_years, shown_at

OSLO = Calendar("Europe/Oslo")


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2027-06-30T21:59:59Z", date(2027, 6, 30)),
        ("2027-06-30T22:00:00Z", date(2027, 7, 1)),
        ("2027-12-31T22:59:59.999Z", date(2027, 12, 31)),
        ("2027-12-31T23:00:00Z", date(2028, 1, 1)),
    ],
)
def test_days_begin_at_midnight_in_oslo(instant: str, day: date) -> None:
    assert OSLO.day(instant_us(instant)) == day


def test_the_day_on_which_the_clocks_go_forward_has_23_hours() -> None:
    day = date(2024, 3, 31)
    assert OSLO.end_us(day) - OSLO.begin_us(day) == 23 * 3_600_000_000


def test_29_february_is_1_march_where_there_is_none() -> None:
    assert plus_years(date(2028, 2, 29), 5) == date(2033, 3, 1)
    assert plus_years(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_a_month_after_the_last_day_ends_with_a_shorter_month() -> None:
    assert plus_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert plus_months(date(2025, 12, 15), 1) == date(2026, 1, 15)


def test_no_term_reaches_beyond_the_calendar() -> None:
    assert plus_years(date(9998, 5, 1), 5) == plus_months(date(9999, 12, 1), 1) == date.max
    assert plus_days(date(9999, 12, 30), 30) == date.max


def test_an_instant_shows_three_digits_or_none() -> None:
    assert shown_at(instant_us("2024-05-27T10:00:00.500Z")) == "2024-05-27T10:00:00.500Z"
    assert shown_at(instant_us("2024-05-27T10:00:00.000Z")) == "2024-05-27T10:00:00Z"

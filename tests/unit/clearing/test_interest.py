"""What interest runs on what the survivors deposited? (BL3/57(2), BL3/57(3))"""

from datetime import date

import pytest

from streams.domains.clearing.rules.interest import recovery_interest_cents

START_OF_TIME = date.min
TUESDAY, THURSDAY, SATURDAY = date(2003, 11, 4), date(2003, 11, 6), date(2003, 11, 8)
FOUR_THEN_FIVE = ((date(2003, 11, 1), 40_000), (THURSDAY, 50_000))


def interest(
    cents: int,
    value_on: date = TUESDAY,
    through_on: date = SATURDAY,
    rates: tuple[tuple[date, int], ...] = ((START_OF_TIME, 46_250),),
    year_days: int = 365,
) -> int:
    return recovery_interest_cents([(cents, value_on)], through_on, rates, year_days)


@pytest.mark.parametrize(
    ("share_cents", "interest_cents"),
    [(62_857_143, 31_859), (31_428_571, 15_930), (10_476_191, 5_310), (5_238_095, 2_655)],
)
def test_each_survivor_has_interest_for_four_days(share_cents: int, interest_cents: int) -> None:
    """Worked example 17.3."""
    assert interest(share_cents) == interest_cents


def test_a_rate_change_counts_from_its_day_on() -> None:
    """Worked example 17.10: deposits of two days, rounded once."""
    deposits = [(2_000_000_000, TUESDAY), (700_000_000, THURSDAY)]
    assert recovery_interest_cents(deposits, SATURDAY, FOUR_THEN_FIVE, 365) == 1_178_082


@pytest.mark.parametrize(("cents", "rounded"), [(9_125, 4), (9_124, 4), (9_126, 5), (11_153, 6)])
def test_half_a_cent_goes_to_the_even_one(cents: int, rounded: int) -> None:
    """Worked example 17.10: 4.5 cents is 4."""
    assert interest(cents, rates=FOUR_THEN_FIVE) == rounded


def test_an_uneven_half_is_rounded_up() -> None:
    assert interest(55, through_on=date(2003, 11, 5), rates=((START_OF_TIME, 100_000),), year_days=1) == 6


def test_an_even_half_is_rounded_down() -> None:
    assert interest(45, through_on=date(2003, 11, 5), rates=((START_OF_TIME, 100_000),), year_days=1) == 4


def test_several_deposits_are_rounded_once() -> None:
    rates = ((START_OF_TIME, 400_000),)
    halves = [(1, TUESDAY), (1, TUESDAY)]
    assert recovery_interest_cents(halves, date(2003, 11, 5), rates, 1) == 1


def test_the_value_date_counts_and_the_last_day_does_not() -> None:
    rates = ((START_OF_TIME, 1_000_000),)
    assert interest(7, TUESDAY, date(2003, 11, 5), rates, 1) == 7
    assert interest(7, TUESDAY, TUESDAY, rates, 1) == 0


def test_a_deposit_after_the_last_day_bears_nothing() -> None:
    assert interest(10**9, SATURDAY, TUESDAY) == 0


def test_before_the_first_rate_there_is_none() -> None:
    assert interest(365, rates=((THURSDAY, 1_000_000),)) == 2


def test_no_rate_at_all_gives_no_interest() -> None:
    assert interest(10**9, rates=()) == 0


def test_a_year_may_have_360_days() -> None:
    assert interest(360, rates=((START_OF_TIME, 1_000_000),), year_days=360) == 4

"""Does interest grow with what it runs on, and is it exact? (invariant 20 of the contract)"""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from streams.domains.clearing.rules.interest import recovery_interest_cents

Rates = list[tuple[date, int]]

DAYS = st.dates(date(2003, 10, 1), date(2004, 12, 31))
CENTS = st.integers(0, 10**13)
PPM = st.integers(0, 200_000)
RATES = st.dictionaries(DAYS, PPM, max_size=4).map(lambda steps: sorted(steps.items()))
DEPOSITS = st.lists(st.tuples(st.integers(1, 10**12), DAYS), max_size=4)
YEARS = st.sampled_from([360, 365, 366])


def day_by_day(deposits: list[tuple[int, date]], through_on: date, rates: Rates, year_days: int) -> int:
    """The formula of section 7.12, one day after the other, in exact fractions."""
    total = Fraction(0)
    for cents, value_on in deposits:
        for day in range((through_on - value_on).days):
            reached = [ppm for from_on, ppm in rates if from_on <= value_on + timedelta(days=day)]
            total += Fraction(cents * (reached[-1] if reached else 0), year_days * 1_000_000)
    return round(total)


@given(DEPOSITS, DAYS, RATES, YEARS)
def test_interest_is_that_of_every_day_rounded_once(
    deposits: list[tuple[int, date]], through_on: date, rates: Rates, year_days: int
) -> None:
    found = recovery_interest_cents(deposits, through_on, rates, year_days)
    assert found == day_by_day(deposits, through_on, rates, year_days)


@given(CENTS, DAYS, RATES)
def test_no_days_bear_no_interest(cents: int, value_on: date, rates: Rates) -> None:
    assert recovery_interest_cents([(cents, value_on)], value_on, rates, 365) == 0


@given(DEPOSITS, DAYS)
def test_a_rate_of_nothing_bears_no_interest(deposits: list[tuple[int, date]], through_on: date) -> None:
    assert recovery_interest_cents(deposits, through_on, [(date.min, 0)], 365) == 0


@given(CENTS, DAYS, DAYS, RATES, st.integers(0, 400))
def test_interest_grows_with_the_days(
    cents: int, value_on: date, through_on: date, rates: Rates, more_days: int
) -> None:
    longer = through_on + timedelta(days=more_days)
    assert recovery_interest_cents([(cents, value_on)], longer, rates, 365) >= recovery_interest_cents(
        [(cents, value_on)], through_on, rates, 365
    )


@given(CENTS, CENTS, DAYS, DAYS, RATES)
def test_interest_grows_with_the_principal(
    cents: int, more_cents: int, value_on: date, through_on: date, rates: Rates
) -> None:
    assert recovery_interest_cents(
        [(cents + more_cents, value_on)], through_on, rates, 365
    ) >= recovery_interest_cents([(cents, value_on)], through_on, rates, 365)


@given(CENTS, DAYS, DAYS, PPM, PPM)
def test_interest_grows_with_the_rate(
    cents: int, value_on: date, through_on: date, ppm: int, more_ppm: int
) -> None:
    low, high = ([(date.min, rate)] for rate in (ppm, ppm + more_ppm))
    assert recovery_interest_cents([(cents, value_on)], through_on, high, 365) >= recovery_interest_cents(
        [(cents, value_on)], through_on, low, 365
    )


@given(DEPOSITS, DAYS, RATES)
def test_the_order_of_deposits_does_not_count(
    deposits: list[tuple[int, date]], through_on: date, rates: Rates
) -> None:
    assert recovery_interest_cents(deposits[::-1], through_on, rates, 365) == recovery_interest_cents(
        deposits, through_on, rates, 365
    )

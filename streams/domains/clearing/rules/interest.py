"""What interest runs on what the survivors deposited? (BL3/57(2), BL3/57(3))"""

from collections.abc import Iterable, Sequence
from datetime import date

from streams.kernel.citation import cites


@cites("BL3/57(2)")
def recovery_interest_cents(
    deposits: Iterable[tuple[int, date]],
    through_on: date,
    rates_ppm: Sequence[tuple[date, int]],
    year_days: int,
) -> int:
    """Simple interest on a depositor's deposits, exact until it is rounded once, half to even.

    Args:
        deposits: cents and the day from which interest runs, inclusive.
        through_on: the first day that no longer counts.
        rates_ppm: yearly rate in parts per million from each day on, in order of days; 0 before the first.
        year_days: days of a year for interest.

    Reading: actual days over `year_days`, not compounded (R-12).
    """
    cent_days_ppm = sum(
        cents * _days_times_rate(value_on, through_on, rates_ppm) for cents, value_on in deposits
    )
    return _half_to_even(cent_days_ppm, year_days * 1_000_000)


@cites("BL3/57(2)")
def _days_times_rate(value_on: date, through_on: date, rates_ppm: Sequence[tuple[date, int]]) -> int:
    """The sum of the rates of the days from one to another, exclusive."""
    total = 0
    for place, (from_on, rate_ppm) in enumerate(rates_ppm):
        until_on = rates_ppm[place + 1][0] if place + 1 < len(rates_ppm) else date.max
        days = (min(until_on, through_on) - max(from_on, value_on)).days
        total += max(0, days) * rate_ppm
    return total


@cites("BL3/57(2)")
def _half_to_even(numerator: int, denominator: int) -> int:
    """A quotient rounded to the nearest integer, a half to the even one; the numerator is not below zero."""
    quotient, remainder = divmod(numerator, denominator)
    if 2 * remainder > denominator or (2 * remainder == denominator and quotient % 2):
        return quotient + 1
    return quotient

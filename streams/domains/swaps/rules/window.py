"""Which dates are within twelve months of a day, and in which quarter is a date?"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from schemas.instants import date_of
from streams.kernel.citation import cites


@lru_cache(maxsize=8_192)
@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def window_first(day: str) -> str:
    """The first date of the twelve months through a day: a year back, clamped to the month's end, and one day on.

    Reading R15: calendar months, the first day excluded.
    """
    last = date_of(day)
    if last.year == date.min.year:
        return str(date.min)
    clamped = min(last.day, monthrange(last.year - 1, last.month)[1])
    return str(date(last.year - 1, last.month, clamped) + timedelta(days=1))


@lru_cache(maxsize=8_192)
@cites("17CFR23.23/(e)(4)", "17CFR23.23/(e)(5)")
def quarter_of(day: str) -> str:
    """The calendar quarter of a date: 2021-Q4."""
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def quarter_span(quarter: str) -> tuple[str, str]:
    """The first and the last date of a calendar quarter."""
    year, number = quarter[:4], int(quarter[-1])
    last_day = 31 if number in (1, 4) else 30
    return f"{year}-{3 * number - 2:02d}-01", f"{year}-{3 * number:02d}-{last_day}"

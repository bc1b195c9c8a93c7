"""Until when does somebody have to register? (17CFR1.3/swap-dealer(4)(iii))"""

from calendar import monthrange
from datetime import date

from schemas.instants import date_of
from streams.kernel.citation import cites

_MONTHS_OF_A_YEAR = 12


@cites("17CFR1.3/swap-dealer(4)(iii)")
def registration_due_on(exceeded_on: str) -> str:
    """The last day of the second month after the month in which the threshold was exceeded."""
    day = date_of(exceeded_on)
    months = day.year * _MONTHS_OF_A_YEAR + day.month - 1 + 2
    year, month = divmod(months, _MONTHS_OF_A_YEAR)
    if year > date.max.year:
        return str(date.max)
    return str(date(year, month + 1, monthrange(year, month + 1)[1]))

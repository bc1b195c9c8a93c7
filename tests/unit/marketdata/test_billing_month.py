"""Into which billing month does an instant fall? (R19)"""

import pytest

from schemas.instants import instant_text, instant_us
from streams.domains.marketdata.state.months import BillingMonths, month_of_text, month_text
from streams.kernel.time_zone import time_zone

NEW_YORK = BillingMonths(time_zone("America/New_York"))


@pytest.mark.parametrize(
    ("instant", "month"),
    [
        ("2015-03-01T04:59:59.999999Z", "2015-02"),
        ("2015-03-01T05:00:00Z", "2015-03"),
        ("2015-04-01T03:59:59Z", "2015-03"),
        ("2015-04-01T04:00:00Z", "2015-04"),
        ("2016-01-01T04:59:59Z", "2015-12"),
        ("0001-01-01T00:00:00Z", "0000-12"),
        ("9999-12-31T23:59:59Z", "9999-12"),
    ],
)
def test_a_month_begins_with_local_midnight(instant: str, month: str) -> None:
    assert month_text(NEW_YORK.of(instant_us(instant))) == month


def test_months_are_told_apart_whatever_was_asked_before() -> None:
    months = BillingMonths(time_zone("UTC"))
    asked = ("2015-03-31T23:59:59Z", "2015-04-01T00:00:00Z", "2015-03-31T23:59:59Z", "2014-12-31T23:59:59Z")
    assert [month_text(months.of(instant_us(at))) for at in asked] == [
        "2015-03",
        "2015-04",
        "2015-03",
        "2014-12",
    ]


def test_the_hour_that_clocks_show_twice_at_the_end_of_a_month_belongs_to_that_month() -> None:
    months = BillingMonths(time_zone("America/Havana"))
    november = months.start_us(month_of_text("2015-11"))
    assert instant_text(november) == "2015-11-01T04:00:00Z"
    assert months.of(november + 3_600_000_000 + 1) == month_of_text("2015-11")

"""Is local time what the time zone database says, at the edges of days as well?"""

import pytest

from schemas.instants import instant_text, instant_us
from streams.kernel.time_zone import first_day, local_day, midnight_us, time_zone, year_and_month

NEW_YORK = time_zone("America/New_York")
SAO_PAULO = time_zone("America/Sao_Paulo")


def midnight(zone: str, year: int, month: int, day: int = 1) -> str:
    return instant_text(midnight_us(time_zone(zone), first_day(year, month) + day - 1))


@pytest.mark.parametrize(
    ("month", "instant"),
    [(3, "2015-03-01T05:00:00Z"), (4, "2015-04-01T04:00:00Z"), (12, "2015-12-01T05:00:00Z")],
)
def test_a_day_begins_with_local_midnight(month: int, instant: str) -> None:
    assert midnight("America/New_York", 2015, month) == instant


def test_a_day_whose_midnight_the_clocks_skip_begins_with_the_skip() -> None:
    assert midnight("America/Sao_Paulo", 1996, 10, 6) == "1996-10-06T03:00:00Z"


def test_a_day_begins_after_the_hour_that_the_clocks_show_twice_before_it() -> None:
    assert midnight("America/Sao_Paulo", 1987, 2, 14) == "1987-02-14T03:00:00Z"


def test_a_midnight_that_the_clocks_show_twice_is_the_first() -> None:
    assert midnight("America/Havana", 2015, 11, 1) == "2015-11-01T04:00:00Z"


@pytest.mark.parametrize("zone", [NEW_YORK, SAO_PAULO], ids=str)
def test_a_day_is_shown_from_its_midnight_on_and_not_before(zone: object) -> None:
    named = time_zone(str(zone))
    for day in range(9_000, 17_000):
        start_us = midnight_us(named, day)
        assert local_day(named, start_us) == day
        assert local_day(named, start_us - 1) < day


@pytest.mark.parametrize("year", [-400, 0, 1, 2015, 9_999, 10_000, 20_400])
def test_the_calendar_goes_on_before_year_1_and_after_9999(year: int) -> None:
    assert year_and_month(first_day(year, 3)) == (year, 3)
    assert year_and_month(first_day(year, 3) - 1) == (year, 2)


def test_the_first_and_the_last_instant_of_the_calendar_have_a_day() -> None:
    assert year_and_month(local_day(NEW_YORK, instant_us("0001-01-01T00:00:00Z"))) == (0, 12)
    assert year_and_month(local_day(time_zone("Asia/Tokyo"), instant_us("9999-12-31T23:59:59Z"))) == (
        10_000,
        1,
    )


@pytest.mark.parametrize("name", ["", "America", "America/Gotham", "../zones", "zone.tab"])
def test_a_name_that_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no time zone of the IANA database"):
        time_zone(name)

"""Who stands in the place of a member that ceased to exist? (BL3/36)"""

from datetime import date

import pytest

from streams.domains.clearing.state.amalgamations import Amalgamation, Amalgamations, years_later
from tests.unit.clearing.situations import us

DAY = date(2003, 11, 1)
READ_AT = us("2003-11-02T12:00:00Z")


def amalgamations(*pairs: tuple[str, str], on: date = DAY, through: date | None = None) -> Amalgamations:
    made = Amalgamations()
    for ceased, successor in pairs:
        made.add(ceased, Amalgamation(READ_AT, successor, on, through))
    return made


def test_a_name_stands_for_its_successor_from_the_stamp_on() -> None:
    made = amalgamations(("M1", "A"))
    assert made.successor("M1", READ_AT - 1) == "M1"
    assert made.successor("M1", READ_AT) == "A"
    assert made.has_ceased("M1", READ_AT)
    assert not made.has_ceased("M1", READ_AT - 1)


def test_a_name_stands_for_the_last_in_the_chain() -> None:
    assert amalgamations(("M1", "M2"), ("M2", "A")).successor("M1", READ_AT) == "A"


def test_a_name_that_never_ceased_stands_for_itself() -> None:
    made = amalgamations(("M1", "A"))
    assert made.successor("A", READ_AT) == "A"
    assert not made.has_expired("A", us("2099-01-01T00:00:00Z"), 1)


def test_the_newest_of_several_counts() -> None:
    made = amalgamations(("M1", "A"))
    made.add("M1", Amalgamation(READ_AT + 5, "B", DAY, None))
    assert made.successor("M1", READ_AT + 4) == "A"
    assert made.successor("M1", READ_AT + 5) == "B"


def test_of_one_instant_the_one_read_last_counts() -> None:
    made = amalgamations(("M1", "A"), ("M1", "B"))
    assert made.successor("M1", READ_AT) == "B"


@pytest.mark.parametrize(
    ("at", "expired"), [("2004-11-01T23:59:59.999999Z", False), ("2004-11-02T00:00:00Z", True)]
)
def test_the_period_runs_through_the_anniversary(at: str, expired: bool) -> None:
    assert amalgamations(("M1", "A")).has_expired("M1", us(at), 1) is expired


@pytest.mark.parametrize(("at", "expired"), [("2005-02-01T00:00:00Z", False), ("2005-02-02T00:00:00Z", True)])
def test_an_extended_period_runs_through_its_last_day(at: str, expired: bool) -> None:
    made = amalgamations(("M1", "A"), through=date(2005, 2, 1))
    assert made.has_expired("M1", us(at), 1) is expired


def test_a_period_further_on_the_way_counts_too() -> None:
    made = amalgamations(("M1", "M2"), on=date(2010, 1, 1))
    made.add("M2", Amalgamation(READ_AT, "A", DAY, None))
    assert made.has_expired("M1", us("2004-11-02T00:00:00Z"), 1)
    assert not made.has_expired("M1", us("2004-11-01T00:00:00Z"), 1)


def test_before_the_stamp_nothing_has_expired() -> None:
    made = amalgamations(("M1", "A"), on=date(1990, 1, 1))
    assert not made.has_expired("M1", READ_AT - 1, 1)
    assert made.has_expired("M1", READ_AT, 1)


@pytest.mark.parametrize(
    ("day", "years", "anniversary"),
    [
        (date(2003, 11, 1), 1, date(2004, 11, 1)),
        (date(2004, 2, 29), 1, date(2005, 2, 28)),
        (date(2004, 2, 29), 4, date(2008, 2, 29)),
        (date(1896, 2, 29), 4, date(1900, 2, 28)),
        (date(1996, 2, 29), 4, date(2000, 2, 29)),
        (date(2003, 2, 28), 1, date(2004, 2, 28)),
        (date(2003, 11, 1), 0, date(2003, 11, 1)),
        (date(9998, 1, 1), 1, date(9999, 1, 1)),
        (date(9999, 1, 1), 1, date.max),
    ],
)
def test_an_anniversary_is_the_same_day_save_the_29th_of_february(
    day: date, years: int, anniversary: date
) -> None:
    assert years_later(day, years) == anniversary


def test_a_chain_may_be_longer_than_the_interpreter_calls_deep() -> None:
    made = amalgamations(*((f"M{number}", f"M{number + 1}") for number in range(2_000)))
    assert made.successor("M0", READ_AT) == "M2000"
    assert not made.has_expired("M0", READ_AT, 1)


def test_a_circle_that_facts_out_of_order_make_stops_nobody() -> None:
    """Each member ceased into the other, which only facts whose stamps go back can say."""
    made = amalgamations(("A", "B"), ("B", "A"), on=date(1990, 1, 1))
    assert made.successor("A", READ_AT) == "B"
    assert made.successor("B", READ_AT) == "A"
    assert made.has_expired("A", READ_AT, 1)

"""Through which branch does a party act? (17CFR23.23/(a)(3), section 4.5 of the contract)"""

import pytest

from schemas.swaps import Party
from streams.domains.swaps.rules.branch import HOME, Acting, acting
from tests.unit.swaps.events import ABROAD, IN_THE_US, Event, branch, on_day

FACTS = (branch("HK-BRANCH", "HK"), branch("NY-BRANCH", "US"))


def where(acts: Event, *facts: Event, is_us: bool) -> Acting:
    party = Party(entity="B", dealing=True, **acts)
    return acting(party, on_day(*(facts or FACTS)), is_us=is_us)


def test_a_us_person_acts_through_a_foreign_branch_that_meets_every_condition() -> None:
    assert where(ABROAD, is_us=True) == Acting(through_foreign_branch=True, located_in="HK")


@pytest.mark.parametrize("missing", ["branch_is_payment_office", "branch_normal_course", "booked_in_branch"])
def test_one_condition_of_the_swap_missing_it_acts_from_home(missing: str) -> None:
    assert where({**ABROAD, missing: False}, is_us=True) == HOME


def test_a_branch_that_does_not_meet_the_conditions_is_home() -> None:
    assert where(ABROAD, branch("HK-BRANCH", "HK", met=False), is_us=True) == HOME


def test_a_branch_in_the_us_is_no_foreign_one() -> None:
    assert where({**ABROAD, "branch": "NY-BRANCH"}, is_us=True) == HOME


def test_a_non_us_person_acts_through_a_us_branch_that_books_the_swap() -> None:
    assert where(IN_THE_US, is_us=False).through_us_branch
    assert where({**IN_THE_US, "booked_in_branch": False}, is_us=False) == HOME


def test_a_non_us_person_has_no_foreign_branch() -> None:
    assert where(ABROAD, is_us=False) == HOME


def test_without_a_record_of_the_branch_it_acts_from_home() -> None:
    assert where(ABROAD, branch("OTHER", "HK"), is_us=True) == HOME
    assert where({}, is_us=True) == HOME

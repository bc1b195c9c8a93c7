"""Which licenses would have been cheapest? (section 7.10 of the contract)"""

import pytest

from streams.domains.marketdata.law import LAW
from streams.domains.marketdata.law.values import market_data_values
from streams.domains.marketdata.rules.advice import COMBINATIONS, advice, combination_costs_cents
from streams.domains.marketdata.rules.bill import Profiles
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.state.months import month_of_text
from streams.domains.marketdata.state.words import (
    PREMIUM_DIGITAL,
    PREMIUM_OTHER,
    PROFESSIONAL,
    SUMMARY_DIGITAL,
    SUMMARY_OTHER,
    USED,
    in_cell,
    profile_of,
)
from tests.unit.marketdata.events import APRIL_CLOSED, PARTIES, classified, granted, result

APRIL = Standing(month_of_text("2015-04"), market_data_values(LAW), ())
PAIR = ("D1", "F9")


def users(cell: int, *, professional: bool) -> int:
    return profile_of(in_cell(cell, USED | (PROFESSIONAL if professional else 0)))


def advised(profiles: Profiles) -> list[str]:
    return advice(APRIL, PAIR, profiles).licenses


def test_there_are_nine_combinations() -> None:
    assert len(set(COMBINATIONS)) == 9


@pytest.mark.parametrize(
    ("cell", "professional", "least", "license_"),
    [
        (SUMMARY_OTHER, True, 5_001, "ENTERPRISE_SUMMARY"),
        (SUMMARY_OTHER, False, 200_001, "ENTERPRISE_SUMMARY"),
        (PREMIUM_OTHER, True, 6_667, "ENTERPRISE_PREMIUM"),
        (PREMIUM_OTHER, False, 200_001, "ENTERPRISE_PREMIUM"),
        (SUMMARY_DIGITAL, True, 1_601, "DIGITAL_MEDIA_ENTERPRISE_SUMMARY"),
        (SUMMARY_DIGITAL, False, 64_001, "DIGITAL_MEDIA_ENTERPRISE_SUMMARY"),
        (PREMIUM_DIGITAL, True, 1_734, "DIGITAL_MEDIA_ENTERPRISE_PREMIUM"),
        (PREMIUM_DIGITAL, False, 52_001, "DIGITAL_MEDIA_ENTERPRISE_PREMIUM"),
    ],
)
def test_a_license_is_advised_from_the_break_even_of_the_contract_on(
    cell: int, professional: bool, least: int, license_: str
) -> None:
    profile = users(cell, professional=professional)
    assert advised({profile: least - 1}) == []
    assert advised({profile: least}) == [license_]


def test_all_nine_combinations_cost_what_the_contract_works_out() -> None:
    profiles = {
        users(PREMIUM_DIGITAL, professional=False): 62_000,
        users(SUMMARY_OTHER, professional=True): 5_150,
    }
    costs = sorted(cents // 100 for _, cents in combination_costs_cents(APRIL, PAIR, profiles))
    assert costs == [76_000, 77_500, 81_000, 82_500, 97_000, 98_500, 100_000, 116_000, 126_000]
    assert advice(APRIL, PAIR, profiles).saving_cents == 650_000


def test_advice_is_given_for_a_pair_with_a_named_user_whatever_is_held() -> None:
    found = result(*PARTIES, classified(), granted(), APRIL_CLOSED)
    assert found["license_advice"]["2015-04"] == {
        "D1": {"F1": {"licenses": [], "cost_cents": 25, "per_user_cost_cents": 25, "saving_cents": 0}}
    }


def test_the_advice_of_a_closed_month_is_never_changed() -> None:
    late = granted("v", at="2015-05-20T12:00:00Z", effective_at="2015-04-20T12:00:00Z")
    before = result(*PARTIES, classified(), granted(), APRIL_CLOSED)
    after = result(*PARTIES, classified(), granted(), APRIL_CLOSED, late)
    assert after["license_advice"] == before["license_advice"]
    assert after["user_counts"] != before["user_counts"]

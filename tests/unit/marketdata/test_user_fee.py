"""Which fee does an individual cost? (section 7.7 of the contract)"""

import pytest

from streams.domains.marketdata.rules.price import Price
from streams.domains.marketdata.rules.user_fee import user_fee, user_price
from streams.domains.marketdata.state.words import (
    ALL_CELLS,
    PREMIUM_DIGITAL,
    PREMIUM_OTHER,
    PROFESSIONAL,
    SUMMARY_DIGITAL,
    SUMMARY_OTHER,
    USED,
    in_cell,
    profile_of,
)

NON = USED
PRO = USED | PROFESSIONAL
PRICES = {
    "PROFESSIONAL_USER_SUMMARY": Price(1000, ("a",)),
    "PROFESSIONAL_USER_PREMIUM": Price(1500, ("b",)),
    "NON_PROFESSIONAL_USER_PREMIUM": Price(50, ("c",)),
}


def profile(*uses: tuple[int, int]) -> int:
    word = 0
    for cell, bits in uses:
        word |= in_cell(cell, bits)
    return profile_of(word)


@pytest.mark.parametrize(
    ("uses", "covered", "fee"),
    [
        ([(SUMMARY_OTHER, NON)], 0, "NON_PROFESSIONAL_USER_SUMMARY"),
        ([(SUMMARY_OTHER, PRO)], 0, "PROFESSIONAL_USER_SUMMARY"),
        ([(SUMMARY_OTHER, NON), (PREMIUM_DIGITAL, NON)], 0, "NON_PROFESSIONAL_USER_PREMIUM"),
        ([(SUMMARY_OTHER, NON), (PREMIUM_OTHER, PRO)], 0, "PROFESSIONAL_USER_PREMIUM"),
        ([(SUMMARY_OTHER, PRO), (PREMIUM_OTHER, NON)], 0b0011, "NON_PROFESSIONAL_USER_PREMIUM"),
        ([(SUMMARY_OTHER, PRO), (SUMMARY_DIGITAL, NON)], 0b0010, "PROFESSIONAL_USER_SUMMARY"),
        ([(SUMMARY_DIGITAL, PRO)], 0b0010, None),
        ([(SUMMARY_OTHER, PRO), (PREMIUM_DIGITAL, PRO)], ALL_CELLS, None),
        ([], 0, None),
    ],
)
def test_the_uses_left_uncovered_decide_the_fee(
    uses: list[tuple[int, int]], covered: int, fee: str | None
) -> None:
    assert user_fee(profile(*uses), covered) == fee


def test_premium_costs_its_price_or_that_of_summary_besides() -> None:
    assert user_price("PROFESSIONAL_USER_PREMIUM", PRICES, "TOTAL") == Price(1500, ("b",))
    assert user_price("PROFESSIONAL_USER_PREMIUM", PRICES, "TOP_UP") == Price(2500, ("a", "b"))
    assert user_price("PROFESSIONAL_USER_SUMMARY", PRICES, "TOP_UP") == Price(1000, ("a",))


def test_a_summary_price_that_is_not_in_force_tops_nothing_up_and_neither_does_it_make_a_premium_price() -> (
    None
):
    assert user_price("NON_PROFESSIONAL_USER_PREMIUM", PRICES, "TOP_UP") == Price(50, ("c",))
    assert user_price("PROFESSIONAL_USER_PREMIUM", {}, "TOP_UP") is None

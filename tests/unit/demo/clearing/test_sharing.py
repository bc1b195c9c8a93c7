"""Who pays what of the rest of the shortfall, and how did one share come about?"""

import pytest

from streams.demo.clearing import figures
from streams.demo.clearing.amounts import dollars
from streams.demo.clearing.sharing import explained, most_telling, shares
from streams.registry import domain_named
from tests.unit.demo.clearing.small_day import done

# Example 17.3 of the contract.
CASE = {
    "shortfall_cents": 150_000_000,
    "advance_credited_cents": 0,
    "section_55_credits_cents": 40_000_000,
    "section_56_deposits_cents": {},
    "section_57_a_cents": 110_000_000,
    "section_57_b_cents": {"A": 300_000_000, "B": 150_000_000, "BANK_OF_CANADA": 25_000_000, "C": 50_000_000},
    "section_57_c_cents": 525_000_000,
    "section_57_shares_cents": {
        "A": 62_857_143,
        "B": 31_428_571,
        "BANK_OF_CANADA": 5_238_095,
        "C": 10_476_191,
    },
}


def test_a_published_share_is_its_floor_and_perhaps_a_leftover_cent() -> None:
    assert {share.survivor: (share.floor_cents, share.gets_a_leftover_cent) for share in shares(CASE)} == {
        "A": (62_857_142, True),
        "B": (31_428_571, False),
        "BANK_OF_CANADA": (5_238_095, False),
        "C": (10_476_190, True),
    }


def test_the_share_with_the_largest_remainder_tells_most() -> None:
    assert most_telling(shares(CASE)).survivor == "A"


def test_an_explanation_names_the_figures_the_provisions_and_who_pays_the_leftover_cents() -> None:
    taken_apart = shares(CASE)
    text = " ".join(explained(CASE, taken_apart, taken_apart[0], domain_named("clearing").law))

    assert "110,000,000 x 300,000,000 / 525,000,000 cents = 628,571.42" in text
    assert "leave 2 cents of A" in text
    assert "largest remainders, ties to the lower identifier (reading R-11): A, C." in text
    assert "So A pays 628,571.43." in text
    for provision in ("BL3/53(1)(a)", "BL3/54", "BL3/55", "BL3/56", "BL3/57(1)"):
        assert provision in text


def test_shares_without_a_leftover_cent_say_so() -> None:
    even = CASE | {
        "section_57_a_cents": 100,
        "section_57_b_cents": {"A": 1, "B": 1},
        "section_57_c_cents": 2,
        "section_57_shares_cents": {"A": 50, "B": 50},
    }
    taken_apart = shares(even)

    assert "no cent is left over" in " ".join(
        explained(even, taken_apart, taken_apart[0], domain_named("clearing").law)
    )


def test_the_shares_of_the_day_taken_apart_are_the_published_ones() -> None:
    case = figures.case(done().views)

    assert {share.survivor: share.cents for share in shares(case)} == case["section_57_shares_cents"]


@pytest.mark.parametrize(
    ("cents", "shown"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_456_789, "1,234,567.89"), (-100, "-1.00")],
)
def test_an_amount_is_shown_to_the_cent(cents: int, shown: str) -> None:
    assert dollars(cents) == shown

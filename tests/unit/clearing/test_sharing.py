"""Who pays the rest of a shortfall, and how much? (BL3/57(1))"""

from streams.domains.clearing.rules.sharing import base_cents, shares_cents

ONE_CENT_MORE_OR_LESS = {
    "A": 9_988_294_229_953,
    "B": 9_988_294_229_941,
    "C": 9_988_294_229_937,
    "BANK_OF_CANADA": 9_988_294_229_958,
}


def cell(own: int = 0, represented: int = 0, credit: int = 0) -> list[int]:
    return [own, represented, 1, credit, 1]


# ---- B ----


def test_the_base_counts_what_a_survivor_entered_on_the_member_in_default_itself() -> None:
    assert base_cents({"A": cell(own=8, represented=12)}, {"A"}, "LITERAL") == {"A": 8}


def test_the_base_may_count_items_drawn_on_those_it_represents_too() -> None:
    assert base_cents({"A": cell(own=8, represented=12)}, {"A"}, "ACSS_COUNTERPARTY") == {"A": 20}


def test_credits_sent_to_the_member_in_default_are_no_part_of_the_base() -> None:
    assert base_cents({"A": cell(own=8, credit=500)}, {"A"}, "ACSS_COUNTERPARTY") == {"A": 8}


def test_only_survivors_have_a_base() -> None:
    assert base_cents({"A": cell(own=8), "D2": cell(own=9)}, {"A", "B"}, "LITERAL") == {"A": 8}


def test_a_survivor_that_entered_nothing_has_no_base() -> None:
    assert base_cents({"A": cell(own=0, represented=12)}, {"A"}, "LITERAL") == {}


def test_the_base_stands_in_order_of_the_identifiers() -> None:
    assert list(base_cents({"B": cell(1), "a": cell(1), "A": cell(1)}, set("ABa"), "LITERAL")) == [
        "A",
        "B",
        "a",
    ]


# ---- shares ----


def test_leftover_cents_go_to_the_largest_remainders() -> None:
    """Worked example 17.3."""
    base = {"A": 300_000_000, "B": 150_000_000, "C": 50_000_000, "BANK_OF_CANADA": 25_000_000}
    assert shares_cents(110_000_000, base) == {
        "A": 62_857_143,
        "B": 31_428_571,
        "C": 10_476_191,
        "BANK_OF_CANADA": 5_238_095,
    }


def test_a_tie_goes_to_the_lower_identifier() -> None:
    """Worked example 17.4; rounding each share by itself would collect 1,000,002."""
    base = {"C": 700, "B": 700, "A": 700}
    assert shares_cents(1_000_001, base) == {"A": 333_334, "B": 333_334, "C": 333_333}


def test_near_ties_are_told_apart_in_whole_numbers() -> None:
    """Worked example 17.4, second part: binary fractions would move a cent."""
    assert shares_cents(7_991_841_775_009, ONE_CENT_MORE_OR_LESS) == {
        "A": 1_997_960_443_753,
        "B": 1_997_960_443_751,
        "C": 1_997_960_443_750,
        "BANK_OF_CANADA": 1_997_960_443_755,
    }


def test_a_share_may_fall_when_more_is_to_be_shared() -> None:
    """Worked example 17.5: largest remainders do not grow with what is shared."""
    base = {"A": 3, "B": 16, "C": 5}
    assert shares_cents(36, base) == {"A": 5, "B": 24, "C": 7}
    assert shares_cents(37, base) == {"A": 4, "B": 25, "C": 8}


def test_who_entered_nothing_pays_nothing() -> None:
    assert shares_cents(7, {"A": 0, "B": 2}) == {"A": 0, "B": 7}


def test_a_product_beyond_64_bits_stays_exact() -> None:
    base = {"A": 10**13, "B": 10**13 + 1}
    assert sum(shares_cents(3 * 10**12 + 1, base).values()) == 3 * 10**12 + 1

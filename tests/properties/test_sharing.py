"""Are shares fair to the cent? (invariants 13 and 14 of the contract)

That a share never falls when more is to be shared is not one of them: see worked example 17.5.
"""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from streams.domains.clearing.rules.sharing import shares_cents

CENTS = st.integers(0, 10**13) | st.sampled_from([0, 1, 2, 99, 100, 10**13 - 1, 10**13])
NAMES = st.sampled_from(["A", "B", "BANK_OF_CANADA", "C", "D", "E-1", "a", "b.c", "Z_9"])
BASES = st.dictionaries(NAMES, CENTS, min_size=1, max_size=9).filter(lambda base: sum(base.values()) > 0)
REST = st.integers(1, 10**13)


@given(REST, BASES)
def test_shares_add_up_exactly(rest_cents: int, base_cents: dict[str, int]) -> None:
    shares = shares_cents(rest_cents, base_cents)
    assert sum(shares.values()) == rest_cents
    assert shares.keys() == base_cents.keys()


@given(REST, BASES)
def test_a_share_is_within_a_cent_of_its_proportion(rest_cents: int, base_cents: dict[str, int]) -> None:
    total = sum(base_cents.values())
    for name, share in shares_cents(rest_cents, base_cents).items():
        assert abs(share * total - rest_cents * base_cents[name]) < total


@given(REST, BASES)
def test_who_entered_nothing_pays_nothing(rest_cents: int, base_cents: dict[str, int]) -> None:
    shares = shares_cents(rest_cents, base_cents)
    assert all(shares[name] == 0 for name, cents in base_cents.items() if cents == 0)


@given(REST, BASES)
def test_who_entered_more_pays_no_less(rest_cents: int, base_cents: dict[str, int]) -> None:
    shares = shares_cents(rest_cents, base_cents)
    for one, other in combinations(base_cents, 2):
        if base_cents[one] > base_cents[other]:
            assert shares[one] >= shares[other]


@given(REST, BASES, CENTS)
def test_equal_bases_differ_by_a_cent_at_most_and_the_lower_identifier_pays_no_less(
    rest_cents: int, base_cents: dict[str, int], equal_cents: int
) -> None:
    shares = shares_cents(rest_cents, {**base_cents, "X": equal_cents, "Y": equal_cents})
    assert shares["X"] - shares["Y"] in (0, 1)


@given(REST, BASES, st.integers(2, 1_000))
def test_only_proportions_count(rest_cents: int, base_cents: dict[str, int], factor: int) -> None:
    scaled = {name: cents * factor for name, cents in base_cents.items()}
    assert shares_cents(rest_cents, scaled) == shares_cents(rest_cents, base_cents)


@given(REST, BASES)
def test_the_order_in_which_survivors_are_named_does_not_count(
    rest_cents: int, base_cents: dict[str, int]
) -> None:
    backwards = dict(reversed(base_cents.items()))
    assert shares_cents(rest_cents, backwards) == shares_cents(rest_cents, base_cents)

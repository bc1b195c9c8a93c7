"""Which swap arises by novation? (section 6 of the contract)"""

from schemas.swaps import SwapNovated
from streams.domains.swaps.rules.novation import arisen_terms
from streams.domains.swaps.state.terms import Terms
from streams.domains.swaps.state.told import Told
from tests.unit.swaps.events import amended, event, novated, told_of, traded, usd

T1 = traded(notionals=usd(100), b={"dealing": True, "exclusions": ["CLEARING"], "branch": "X"})
EMPTY = told_of()


def arisen(*novations: SwapNovated, **told: Told) -> dict[str, Terms]:
    said = {"T1": told_of(T1), **dict.fromkeys(("N1", "N2", "N3"), EMPTY), **told}
    return arisen_terms(said, novations)


def test_the_newcomer_deals_with_the_party_that_stays() -> None:
    terms = arisen(novated("T1", "N1", "A", "C"))["N1"]
    newcomer, staying = terms.parties
    assert (newcomer.entity, staying.entity, staying.branch) == ("C", "B", "X")
    assert (terms.traded_on, terms.product) == ("2022-02-10", "INTEREST_RATE_SWAP")


def test_exclusions_of_the_party_that_stays_do_not_carry_over_and_it_deals_as_the_novation_says() -> None:
    deals = arisen(novated("T1", "N1", "A", "C"))["N1"].parties[1]
    does_not = arisen(novated("T1", "N1", "A", "C", remaining_party_dealing=False))["N1"].parties[1]
    assert (deals.dealing, does_not.dealing) == (True, False)
    assert not isinstance(deals.exclusions, tuple)


def test_the_notionals_are_those_amended_up_to_the_day_unless_given() -> None:
    told = told_of(T1, amended(2, 120, "2022-02-10"), amended(3, 500, "2022-02-11"))
    assert arisen(novated("T1", "N1", "A", "C"), T1=told)["N1"].notionals[0].notional_cents == 120
    given = novated("T1", "N1", "A", "C", notionals=usd(7))
    assert arisen(given, T1=told)["N1"].notionals[0].notional_cents == 7


def test_a_chain_read_from_its_end_resolves() -> None:
    chain = (
        novated("N2", "N3", "D", "E", novated_on="2022-02-01"),
        novated("N1", "N2", "C", "D", novated_on="2022-02-02"),
        novated("T1", "N1", "A", "C", novated_on="2022-02-03"),
    )
    assert [party.entity for party in arisen(*chain)["N3"].parties] == ["E", "B"]


def test_a_novation_by_somebody_else_or_to_the_party_that_stays_has_no_effect() -> None:
    assert arisen(novated("T1", "N1", "X", "C")) == {}
    assert arisen(novated("T1", "N1", "A", "B")) == {}


def test_a_name_that_has_a_base_already_keeps_it() -> None:
    assert arisen(novated("T1", "N1", "A", "C"), N1=told_of(traded("N1"))) == {}
    two = (
        novated("T1", "N1", "A", "C", novated_on="2022-02-02"),
        novated("T1", "N1", "A", "D", novated_on="2022-02-01"),
    )
    assert arisen(*two)["N1"].parties[0].entity == "D"


def test_a_correction_of_the_old_swap_reaches_the_new_one_and_a_cancellation_does_not() -> None:
    said = (
        event("swap_corrected", swap="T1", version=2, product="SWAPTION"),
        event("swap_cancelled", swap="T1"),
    )
    assert arisen(novated("T1", "N1", "A", "C"), T1=told_of(T1, *said))["N1"].product == "SWAPTION"

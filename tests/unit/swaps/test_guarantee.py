"""Whose obligations does a U.S. person guarantee? (17CFR23.23/(a)(9), section 4.3 of the contract)"""

import pytest

from streams.domains.swaps.rules.guarantee import Guaranteed, has_financial_guarantor, us_guarantors
from tests.unit.swaps.events import Event, guarantee, on_day, person, values

US_BANK = person("US1", "US")
OF_A = Guaranteed("A", "C", "T1")


def guarantors(*facts: Event, of: Guaranteed = OF_A) -> list[str]:
    return sorted(us_guarantors(of, on_day(person("A"), US_BANK, *facts), values()))


def test_recourse_to_a_us_person_is_a_guarantee() -> None:
    assert guarantors(guarantee("g", "US1", "A")) == ["US1"]


@pytest.mark.parametrize(
    "kind", ["KEEPWELL", "LIQUIDITY_PUT", "INDEMNITY", "MASTER_TRUST", "LOSS_SHARING", "ENDED"]
)
def test_any_other_support_is_none(kind: str) -> None:
    assert guarantors(guarantee("g", "US1", "A", kind)) == []


def test_recourse_to_somebody_abroad_is_none() -> None:
    assert guarantors(guarantee("g", "X", "A"), person("X")) == []


def test_recourse_runs_through_guarantors_abroad_and_without_a_record() -> None:
    assert guarantors(guarantee("g1", "X", "A"), guarantee("g2", "Y", "X"), guarantee("g3", "US1", "Y")) == [
        "US1"
    ]


def test_a_chain_of_guarantors_goes_on_whatever_their_beneficiaries() -> None:
    assert guarantors(guarantee("g1", "X", "A"), guarantee("g2", "US1", "X", beneficiary="Z")) == ["US1"]


def test_a_guarantee_towards_another_counterparty_is_none() -> None:
    assert guarantors(guarantee("g", "US1", "A", beneficiary="D")) == []
    assert guarantors(guarantee("g", "US1", "A", beneficiary="C")) == ["US1"]


def test_a_guarantor_has_recourse_for_its_own_claim() -> None:
    assert guarantors(guarantee("g1", "X", "A"), guarantee("g2", "US1", "A", beneficiary="X")) == ["US1"]


def test_a_guarantee_for_one_swap_reaches_no_other() -> None:
    one_swap = guarantee("g", "US1", "A", swap="T1")
    assert guarantors(one_swap) == ["US1"]
    assert guarantors(one_swap, of=Guaranteed("A", "C", "T2")) == []


def test_circles_end() -> None:
    circle = (guarantee("g1", "X", "A"), guarantee("g2", "A", "X"), guarantee("g3", "X", "X"))
    assert guarantors(*circle) == []


def test_a_us_person_is_never_guaranteed() -> None:
    facts = on_day(person("A", "US"), US_BANK, guarantee("g", "US1", "A"))
    assert us_guarantors(OF_A, facts, values()) == []


def test_an_arrangement_that_names_another_obligor_now_supports_the_former_no_longer() -> None:
    assert guarantors(guarantee("g", "US1", "A"), guarantee("g", "US1", "B", at="2021-02-01T00:00:00Z")) == []


def test_one_financial_guarantor_is_enough_and_unknown_ones_are_financial() -> None:
    facts = on_day(person("F", "US"), person("N", "US", financial_entity=False))
    assert has_financial_guarantor(["N", "F"], facts)
    assert has_financial_guarantor(["N", "UNKNOWN"], facts)
    assert not has_financial_guarantor(["N"], facts)

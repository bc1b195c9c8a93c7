"""Does a swap count, and under which words? (section 5 of the contract; its tables of rows stand in test_cases)"""

import pytest

from streams.domains.swaps.rules.counting import REASONS, reason_for
from streams.domains.swaps.rules.side import counterparty_flags
from streams.domains.swaps.rules.tagging import tagged
from tests.unit.swaps.contract_page import quoted, table_rows
from tests.unit.swaps.events import (
    ABROAD,
    Event,
    branch,
    control,
    guarantee,
    on_day,
    ownership,
    parts,
    person,
    registered,
    says,
    side,
    subsidiary,
    traded,
    values,
)


def reason(*facts: Event, swap: Event | None = None) -> str:
    return reason_for(side(*facts, swap=swap)).name


def a(**acts: object) -> Event:
    return traded(a=acts)


def test_the_reasons_are_those_of_the_page_in_its_order_with_its_citations() -> None:
    page = [(name, counts == "yes", quoted(cites)) for name, counts, _, cites in table_rows("## Reasons")]
    assert [(one.name, one.counts, one.cites) for one in REASONS] == page


FOREIGN = (person("A"), person("B"))


@pytest.mark.parametrize(
    "product", ["FOREIGN_EXCHANGE_FORWARD", "FOREIGN_EXCHANGE_SWAP", "SECURITY_BASED_SWAP"]
)
def test_what_is_no_swap_does_not_count_even_if_nobody_deals(product: str) -> None:
    swap = traded(product=product, a={"dealing": False})
    assert reason(*FOREIGN, swap=swap) == "NOT_A_SWAP"


@pytest.mark.parametrize(
    "exclusion",
    [
        "CLEARING",
        "EXERCISE",
        "MULTILATERAL_COMPRESSION",
        "COOPERATIVE_WITH_MEMBER",
        "HEDGE_OF_PHYSICAL_POSITION",
        "FLOOR_TRADER",
    ],
)
def test_an_exclusion_of_the_party_leaves_the_swap_out(exclusion: str) -> None:
    assert reason(person("A", "US"), swap=a(exclusions=[exclusion])) == exclusion


def test_an_exclusion_of_the_counterparty_changes_nothing() -> None:
    assert reason(person("A", "US"), swap=traded(b={"exclusions": ["CLEARING"]})) == "US_PERSON"


def test_majority_owned_affiliates_need_no_exclusion_and_go_before_those_listed_behind_them() -> None:
    owned = (person("A", "US"), ownership("A", "B"))
    assert reason(*owned) == "MAJORITY_OWNED_AFFILIATES"
    assert reason(*owned, swap=a(exclusions=["FLOOR_TRADER"])) == "MAJORITY_OWNED_AFFILIATES"
    assert reason(*owned, swap=a(exclusions=["EXERCISE"])) == "EXERCISE"


def test_a_loan_swap_is_left_out_for_an_insured_bank_only() -> None:
    loan = a(exclusions=["INSURED_DEPOSITORY_LOAN"])
    bank = person("A", "US", insured_depository_institution=True)
    assert reason(bank, swap=loan) == "INSURED_DEPOSITORY_LOAN"
    assert reason(person("A", "US"), swap=loan) == "US_PERSON"


@pytest.mark.parametrize(
    ("traded_on", "counted", "expected"),
    [
        ("2021-09-13", True, "EARLIER_PRACTICE_COUNTED"),
        ("2021-09-13", False, "EARLIER_PRACTICE_NOT_COUNTED"),
        ("2021-09-14", False, "US_PERSON"),
    ],
)
def test_before_the_compliance_date_earlier_practice_decides(
    traded_on: str, counted: bool, expected: str
) -> None:
    swap = traded(traded_on=traded_on, a={"counted_under_earlier_practice": counted})
    assert reason(person("A", "US"), person("B"), swap=swap) == expected


ANONYMOUS: Event = {
    "facility": "EXEMPT_SWAP_EXECUTION_FACILITY",
    "executed_anonymously": True,
    "clearing": "EXEMPT_DERIVATIVES_CLEARING_ORGANIZATION",
}


def test_an_anonymous_cleared_swap_helps_only_an_other_non_us_person() -> None:
    swap = traded(**ANONYMOUS)
    us_counterparty = person("B", "US")
    assert reason(person("A"), us_counterparty, swap=swap) == "ANONYMOUS_AND_CLEARED"
    assert reason(person("A", "US"), us_counterparty, swap=swap) == "US_PERSON"
    assert reason(person("A"), subsidiary("A"), swap=swap) == "SIGNIFICANT_RISK_SUBSIDIARY"
    supported = (person("A"), us_counterparty, guarantee("g", "B", "A"))
    assert reason(*supported, swap=swap) == "GUARANTEED_ENTITY"


def test_a_foreign_branch_of_a_registered_dealer_is_left_out_by_an_other_non_us_person() -> None:
    facts = (person("A"), person("B", "US"), branch("HK-BRANCH", "HK"))
    swap = traded(b=ABROAD)
    assert reason(*facts, registered("B"), swap=swap) == "COUNTERPARTY_SWAP_DEALER_FOREIGN_BRANCH"
    assert reason(*facts, swap=swap) == "COUNTERPARTY_US_PERSON"
    assert reason(*facts, registered("B", "MAJOR_SWAP_PARTICIPANT"), swap=swap) == "COUNTERPARTY_US_PERSON"


GUARANTEED = (*FOREIGN, person("US1", "US"), guarantee("g", "US1", "B"))
SISTER = (control("B", "P"), control("S", "P"), registered("S"))


def test_a_guaranteed_counterparty_counts_with_three_exceptions() -> None:
    below = says("B", "BELOW_DE_MINIMIS_THRESHOLD", value=True)
    assert reason(*GUARANTEED) == "COUNTERPARTY_GUARANTEED_ENTITY"
    assert reason(*GUARANTEED, registered("B")) == "COUNTERPARTY_GUARANTEED_SWAP_DEALER"
    assert reason(*GUARANTEED, below) == "COUNTERPARTY_GUARANTEED_ENTITY"
    assert reason(*GUARANTEED, *SISTER) == "COUNTERPARTY_GUARANTEED_ENTITY"
    assert reason(*GUARANTEED, *SISTER, below) == "COUNTERPARTY_GUARANTEED_AFFILIATE_BELOW_THRESHOLD"
    industrial = (*FOREIGN, person("US1", "US", financial_entity=False), guarantee("g", "US1", "B"))
    assert reason(*industrial) == "COUNTERPARTY_GUARANTEED_BY_NON_FINANCIAL_ENTITY"


def test_a_represented_affiliation_goes_before_the_facts() -> None:
    below = says("B", "BELOW_DE_MINIMIS_THRESHOLD", value=True)
    denied = says("B", "AFFILIATED_WITH_SWAP_DEALER", value=False)
    affirmed = says("B", "AFFILIATED_WITH_SWAP_DEALER", value=True)
    assert reason(*GUARANTEED, *SISTER, below, denied) == "COUNTERPARTY_GUARANTEED_ENTITY"
    assert reason(*GUARANTEED, below, affirmed) == "COUNTERPARTY_GUARANTEED_AFFILIATE_BELOW_THRESHOLD"


def test_a_represented_guarantee_says_itself_whether_a_guarantor_is_financial() -> None:
    financial = says("B", "GUARANTEED_BY_US_PERSON", value=True)
    industrial = says("B", "GUARANTEED_BY_US_PERSON", value=True, guarantor_financial_entity=False)
    assert reason(*FOREIGN, financial) == "COUNTERPARTY_GUARANTEED_ENTITY"
    assert reason(*FOREIGN, industrial) == "COUNTERPARTY_GUARANTEED_BY_NON_FINANCIAL_ENTITY"
    denied = says("B", "GUARANTEED_BY_US_PERSON", value=False)
    assert reason(*GUARANTEED, denied) == "COUNTERPARTY_OTHER_NON_US_PERSON"


def test_guaranteed_goes_before_significant_risk() -> None:
    assert reason(*GUARANTEED, subsidiary("B")) == "COUNTERPARTY_GUARANTEED_ENTITY"
    assert reason(*FOREIGN, subsidiary("B")) == "COUNTERPARTY_SIGNIFICANT_RISK_SUBSIDIARY"


def test_a_party_may_not_rely_on_what_it_says_of_itself() -> None:
    assert reason(person("A", "US"), person("B"), says("A", "US_PERSON", value=False)) == "US_PERSON"


def test_where_it_was_arranged_never_matters() -> None:
    assert (
        reason(*FOREIGN, swap=a(arranged_negotiated_or_executed_in_us=True))
        == "COUNTERPARTY_OTHER_NON_US_PERSON"
    )


# Flags


def test_who_is_unknown_is_taken_for_a_us_person_and_flagged() -> None:
    of = side(person("A"))
    assert reason_for(of).name == "COUNTERPARTY_US_PERSON"
    assert counterparty_flags(of) == ["ASSUMED_US_PERSON"]


def test_a_representation_that_the_facts_contradict_stands_and_is_flagged() -> None:
    of = side(person("A"), person("B", "US"), says("B", "US_PERSON", value=False))
    assert reason_for(of).name == "COUNTERPARTY_OTHER_NON_US_PERSON"
    assert counterparty_flags(of) == ["REPRESENTATION_CONTRADICTED"]


def test_a_representation_of_somebody_unknown_contradicts_nothing() -> None:
    assert counterparty_flags(side(person("A"), says("B", "US_PERSON", value=False))) == []


def flags(*facts: Event, swap: Event) -> list[str]:
    (part,) = parts(swap)
    about = on_day(*facts, day=part.dated_on)
    (mine,) = [one for one in tagged(part, (about, about), values()).sides if one.entity == "A"]
    return list(mine.tag.flags)


def test_a_counterparty_that_was_not_looked_at_is_not_flagged() -> None:
    assert flags(person("A", "US"), swap=a(dealing=False)) == []
    assert flags(person("A", "US"), swap=traded(traded_on="2021-09-13")) == []
    assert flags(person("A", "US"), swap=traded()) == ["ASSUMED_US_PERSON"]


def test_a_missing_rate_is_flagged_whatever_the_reason() -> None:
    notionals = [{"currency": "EUR", "notional_cents": 1}]
    assert flags(*FOREIGN, swap=traded(notionals=notionals, a={"dealing": False})) == ["FX_RATE_MISSING"]

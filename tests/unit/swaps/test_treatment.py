"""Which requirements apply to a swap entity? (section 8 of the contract; its table of rows stands in test_cases)"""

from streams.domains.swaps.rules.exceptions import EXCEPTIONS, exceptions_available
from streams.domains.swaps.rules.requirements import GROUP_A, GROUP_B
from streams.domains.swaps.rules.treatment import has_treatment, treatment_of
from tests.unit.swaps.contract_page import PAGE, quoted, table_rows
from tests.unit.swaps.events import (
    ABROAD,
    IN_THE_US,
    Event,
    branch,
    event,
    guarantee,
    person,
    registered,
    side,
    subsidiary,
    traded,
)

FOREIGN = (person("A"), person("B"), registered("A"))
BRANCHES = (branch("HK-BRANCH", "HK"), branch("NY-BRANCH", "US"))


def comparable(jurisdiction: str, *requirements: str, **fields: object) -> list[Event]:
    return [
        event("comparability_determined", jurisdiction=jurisdiction, requirement=one, **fields)
        for one in requirements
    ]


def test_the_exceptions_are_those_of_the_page_in_its_order_with_its_citations() -> None:
    page = [(row[0], quoted(row[1])) for row in table_rows("## Treatment values")]
    assert [(one.name, (one.cites,)) for one in EXCEPTIONS] == page


def test_the_requirements_are_those_of_the_page_in_its_order() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"Group A: {', '.join(GROUP_A)}. Group B: {', '.join(GROUP_B)}." in text


def test_a_treatment_needs_a_swap_entity_and_a_swap() -> None:
    assert has_treatment(side(*FOREIGN))
    assert has_treatment(side(*FOREIGN, swap=traded(a={"dealing": False})))
    assert has_treatment(side(person("A"), registered("A", "MAJOR_SWAP_PARTICIPANT")))
    assert not has_treatment(side(person("A"), person("B")))
    assert not has_treatment(side(*FOREIGN, swap=traded(product="FOREIGN_EXCHANGE_SPOT")))


def test_an_other_non_us_swap_entity_is_freed_with_other_non_us_persons_and_end_users() -> None:
    own = "NON_US_SWAP_ENTITY_GROUP_B_EXCEPTION"
    assert own in exceptions_available(side(*FOREIGN))
    assert own in exceptions_available(side(*FOREIGN, subsidiary("B")))
    assert own not in exceptions_available(side(*FOREIGN, subsidiary("B"), registered("B")))
    guaranteed = (person("US1", "US"), guarantee("g", "US1", "B"))
    assert own not in exceptions_available(side(*FOREIGN, *guaranteed))
    assert own not in exceptions_available(side(*FOREIGN, subsidiary("A")))


def test_a_swap_of_a_us_branch_is_not_foreign_based() -> None:
    of = side(*FOREIGN, *BRANCHES, swap=traded(a=IN_THE_US))
    assert exceptions_available(of) == []


def test_a_us_branch_may_follow_comparable_rules_with_foreign_counterparties() -> None:
    found = treatment_of(side(*FOREIGN, *BRANCHES, *comparable("GB", "23.501"), swap=traded(a=IN_THE_US)))
    assert dict(zip(GROUP_B, found.group_b, strict=True))["23.501"] == "SUBSTITUTED_COMPLIANCE"
    assert dict(zip(GROUP_B, found.group_b, strict=True))["23.502"] == "FULL"


def test_a_us_branch_may_not_with_a_guaranteed_counterparty() -> None:
    guaranteed = (person("US1", "US"), guarantee("g", "US1", "B"))
    facts = (*FOREIGN, *BRANCHES, *guaranteed, *comparable("GB", "23.501"))
    assert set(treatment_of(side(*facts, swap=traded(a=IN_THE_US))).group_b) == {"FULL"}


def test_a_foreign_branch_looks_at_the_rules_of_the_place_where_it_is() -> None:
    facts = (person("A", "US"), person("B"), registered("A"), *BRANCHES, *comparable("HK", "23.501", "3.3"))
    found = treatment_of(side(*facts, swap=traded(a=ABROAD)))
    assert list(found.group_b) == [
        "FOREIGN_BRANCH_GROUP_B_EXCEPTION",
        "SUBSTITUTED_COMPLIANCE",
        *["FOREIGN_BRANCH_GROUP_B_EXCEPTION"] * 3,
    ]
    assert set(found.group_a) == {"FULL"}
    assert found.relies_on == ["FOREIGN_BRANCH_GROUP_B_EXCEPTION"]


def test_a_determination_that_ended_makes_nothing_comparable() -> None:
    ended = comparable("GB", "3.3", comparable=False, at="2021-06-01T00:00:00Z")
    assert treatment_of(side(*FOREIGN, *comparable("GB", "3.3"))).group_a[0] == "SUBSTITUTED_COMPLIANCE"
    assert treatment_of(side(*FOREIGN, *comparable("GB", "3.3"), *ended)).group_a[0] == "FULL"


def test_somebody_without_a_home_jurisdiction_has_nothing_comparable() -> None:
    homeless = event("entity_recorded", entity="A", kind="LEGAL_PERSON", organized_in="GB")
    facts = (homeless, person("B"), registered("A"), *comparable("GB", *GROUP_A))
    assert set(treatment_of(side(*facts)).group_a) == {"FULL"}


def test_an_anonymous_cleared_swap_keeps_its_daily_trading_records() -> None:
    facts = (person("A"), subsidiary("A"), person("B", "US"), registered("A"))
    anonymous = traded(
        facility="DESIGNATED_CONTRACT_MARKET",
        executed_anonymously=True,
        clearing="REGISTERED_DERIVATIVES_CLEARING_ORGANIZATION",
    )
    found = treatment_of(side(*facts, swap=anonymous))
    assert list(found.group_b) == ["FULL", *["EXCHANGE_TRADED_EXCEPTION"] * 4]
    assert found.group_c == "EXCHANGE_TRADED_EXCEPTION"


def test_a_treatment_cites_what_stands_in_it() -> None:
    assert treatment_of(side(person("A", "US"), registered("A"))).cites() == ["XB2020/6"]
    found = treatment_of(side(*FOREIGN, *comparable("GB", "3.3")))
    assert found.cites() == ["XB2020/6", "17CFR23.23/(e)(2)", "17CFR23.23/(e)(3)", "17CFR23.23/(f)"]

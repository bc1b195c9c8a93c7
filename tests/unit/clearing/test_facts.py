"""Is every kind of fact judged, and under the provision that the contract gives it?"""

from typing import Any, get_args

import pytest

from schemas.clearing import DepositReceived, Fact, MemberRegistered, RoleAppointed, RoleRevoked
from schemas.wire import Event
from streams.domains.clearing.rules import returns
from streams.domains.clearing.rules.fact import FactSituation
from streams.domains.clearing.rules.facts import FACT_RULES, primary_citation
from tests.unit.clearing.contract_page import primary_citations
from tests.unit.clearing.events import EVENING, LATER, appointed, deposit, event, revoked, shortfall
from tests.unit.clearing.situations import LAW_OF_2003, judged, registry_of

PAGE = primary_citations()
BY_FIELD: dict[type[Event], list[Event]] = {
    RoleAppointed: [appointed("A", role) for role in ("DIRECT_CLEARER", "GROUP_CLEARER", "CLEARING_AGENT")],
    RoleRevoked: [revoked("A", role) for role in ("DIRECT_CLEARER", "GROUP_CLEARER", "CLEARING_AGENT")],
    DepositReceived: [deposit("D", "A", 1, basis) for basis in ("SECTION_56", "SECTION_57", "MANUAL")],
}


def tag(kind: type[Event]) -> str:
    return str(kind.__struct_config__.tag)


def test_every_kind_of_fact_has_its_rule() -> None:
    assert set(FACT_RULES) == set(get_args(Fact))


@pytest.mark.parametrize(
    "kind", [kind for kind in FACT_RULES if ":" not in PAGE[tag(kind)].split(";")[0]], ids=tag
)
def test_a_fact_is_judged_under_its_primary_citation(kind: type[Event]) -> None:
    assert FACT_RULES[kind].primary == PAGE[tag(kind)].split(";")[0]


@pytest.mark.parametrize("kind", BY_FIELD, ids=tag)
def test_where_a_field_decides_the_citation_follows_it(kind: type[Event]) -> None:
    page = PAGE[tag(kind)].split(": ")[1].split(", ")
    facts: list[Any] = BY_FIELD[kind]
    assert [primary_citation(fact) for fact in facts] == page


def test_the_grounds_of_a_return_have_the_citations_of_the_contract() -> None:
    assert list(returns.PRIMARY.values()) == PAGE["return_submitted"].split(": ")[1].split(", ")


def test_a_fact_that_fails_no_check_is_taken() -> None:
    verdict = judged(event(MemberRegistered, member="A"))
    assert (verdict.verdict, verdict.cites) == ("ACCEPTED", ("25",))


@pytest.mark.parametrize(("effective_at", "effect_at"), [({}, EVENING), ({"effective_at": LATER}, LATER)])
def test_a_fact_has_effect_from_its_effect_instant_else_its_stamp(
    effective_at: dict[str, str], effect_at: str
) -> None:
    of = FactSituation(appointed("A", at=EVENING, **effective_at), registry_of(), LAW_OF_2003)
    assert of.effect_us == FactSituation(shortfall("A", 1, at=effect_at), registry_of(), LAW_OF_2003).at_us


def test_the_day_of_a_fact_is_the_utc_date_of_its_effect() -> None:
    last = FactSituation(appointed("A", at="2003-11-04T23:59:59.999999Z"), registry_of(), LAW_OF_2003)
    assert str(last.effect_day) == "2003-11-04"

"""Does every provision have its rule, every citation its provision, and is the page still true?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from streams import coverage
from streams.coverage import PAGE, Case, Domain, Rule, page_text, read_domains
from streams.kernel.law import DatedValue, LawBook, Parameter, Provision

DOMAINS = read_domains()
PAY = Rule("streams.domains.post.rules.paying", "pay", ("X/1(a)",))
CASE = Case("S01", frozenset({"X/1"}))


def post(*provisions: Provision, rules: Sequence[Rule] = (), cases: Sequence[Case] = ()) -> Domain:
    entries = [DatedValue(date(2003, 10, 23), ["X/1"], "days", None, 30)]
    parameters = {"post.days": Parameter("post.days", "Days", entries)}
    law = LawBook("post", parameters, {provision.id: provision for provision in provisions}, {})
    return Domain("post", law, rules, cases)


def test_clearing_keeps_a_law() -> None:
    assert "clearing" in [domain.name for domain in DOMAINS]


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_every_provision_has_a_rule_or_a_reason_and_every_citation_a_provision(domain: Domain) -> None:
    assert list(domain.faults()) == []


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_every_citation_of_a_case_is_a_provision(domain: Domain) -> None:
    assert set() == {citation for case in domain.cases for citation in case.cites} - set(
        domain.law.provisions
    )


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_every_provision_is_said_in_one_sentence(domain: Domain) -> None:
    assert [
        provision.id
        for provision in domain.law.provisions.values()
        if not provision.says.endswith(".") or ". " in provision.says
    ] == []


def test_the_page_is_what_the_law_the_rules_and_the_cases_say() -> None:
    assert page_text(DOMAINS) == PAGE.read_text(encoding="utf-8"), "run: python -m streams.coverage"


# ---- the check itself ----


def test_a_provision_with_neither_rule_nor_reason_is_a_fault() -> None:
    domain = post(Provision("X/1", "Pay."))
    assert list(domain.faults()) == ["X/1 has neither a rule nor a reason for having none"]


def test_a_provision_with_a_reason_for_having_no_rule_is_covered() -> None:
    assert list(post(Provision("X/1", "Pay.", "Nothing to compute.")).faults()) == []


def test_a_reason_for_having_no_rule_is_a_fault_beside_a_rule() -> None:
    domain = post(Provision("X/1(a)", "Pay.", "Nothing to compute."), rules=[PAY])
    assert list(domain.faults()) == ["X/1(a) has a reason for having no rule, and a rule: pay"]


def test_a_rule_of_a_paragraph_covers_the_section() -> None:
    assert list(post(Provision("X/1", "Pay."), Provision("X/1(a)", "Pay."), rules=[PAY]).faults()) == []


def test_a_rule_of_one_section_does_not_cover_a_section_that_begins_alike() -> None:
    rule = Rule("streams.domains.post.rules.paying", "pay", ("X/10",))
    domain = post(Provision("X/1", "Pay."), Provision("X/10", "Pay."), rules=[rule])
    assert list(domain.faults()) == ["X/1 has neither a rule nor a reason for having none"]


def test_a_rule_that_cites_what_is_no_provision_is_a_fault() -> None:
    domain = post(Provision("X/1", "Pay."), rules=[PAY])
    assert list(domain.faults()) == [
        "streams.domains.post.rules.paying:pay cites X/1(a), which provisions.toml does not have"
    ]


def test_a_case_that_cites_what_is_no_provision_is_a_fault() -> None:
    domain = post(Provision("X/2", "Pay.", "Nothing to compute."), cases=[CASE])
    assert list(domain.faults()) == ["S01 cites X/1, which provisions.toml does not have"]


def test_the_page_shows_a_provision_beside_its_rules_and_cases() -> None:
    domain = post(Provision("X/1", "Pay."), Provision("X/1(a)", "Pay now."), rules=[PAY], cases=[CASE])
    link = "[rules.paying:pay](../streams/domains/post/rules/paying.py)"
    assert f"| X/1 | Pay. | {link} | S01 |" in page_text([domain])


def test_the_page_shows_why_a_provision_has_no_rule() -> None:
    domain = post(Provision("X/1", "Pay.", "Out of scope."), Provision("X/2", "Wait."))
    assert "| X/1 | Out of scope. |\n| X/2 | **No rule yet.** |" in page_text([domain])


def test_the_page_marks_a_value_that_the_source_does_not_give() -> None:
    assert "| post.days | 30 | days | 2003-10-23 | placeholder | X/1 |" in page_text([post()])


def test_a_stale_page_is_named_and_a_fresh_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    domain = post(Provision("X/1", "Pay.", "Nothing to compute."))
    monkeypatch.setattr(coverage, "PAGE", tmp_path / "law-coverage.md")
    monkeypatch.setattr(coverage, "read_domains", lambda: [domain])
    assert coverage.main(["--check"]) == 1
    assert "is not what the law and the rules say" in capsys.readouterr().out
    assert coverage.main([]) == 0
    assert coverage.main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_a_law_that_is_not_covered_fails_although_its_page_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(coverage, "PAGE", tmp_path / "law-coverage.md")
    monkeypatch.setattr(coverage, "read_domains", lambda: [post(Provision("X/1", "Pay."))])
    assert coverage.main([]) == 1
    assert capsys.readouterr().out == "post: X/1 has neither a rule nor a reason for having none.\n"

"""Who is Professional, and which records are flagged? (section 7.6 of the contract)"""

import itertools

import pytest

from schemas.marketdata import UserClassified
from streams.domains.marketdata.rules.classification import classification
from streams.domains.marketdata.state.words import MISCLASSIFIED, PROFESSIONAL, UNCLASSIFIED

TESTS = (
    "registered_or_qualified",
    "engaged_as_investment_adviser",
    "performs_registrable_functions_for_exempt_organization",
)


def record(kind: str, *answers: str, claim: str | None = None) -> UserClassified:
    fields = dict(zip(TESTS, answers, strict=False))
    claimed = {} if claim is None else {"claimed_classification": claim}
    stamps = {"at": "2015-03-01T05:00:00Z", "effective_at": "2015-03-01T05:00:00Z"}
    names = {"id": "e", "distributor": "D1", "user": "u", "user_kind": kind}
    return UserClassified(**stamps, **names, **fields, **claimed)  # type: ignore[arg-type]


def test_a_natural_person_who_meets_no_test_is_non_professional() -> None:
    assert classification(record("NATURAL_PERSON", "NO", "NO", "NO")) == 0


@pytest.mark.parametrize("answers", list(itertools.product(("YES", "NO", "UNKNOWN"), repeat=3)))
def test_any_answer_but_no_makes_a_natural_person_professional(answers: tuple[str, str, str]) -> None:
    expected = (
        PROFESSIONAL if "YES" in answers else PROFESSIONAL | UNCLASSIFIED if "UNKNOWN" in answers else 0
    )
    assert classification(record("NATURAL_PERSON", *answers)) == expected


def test_an_answer_that_is_left_out_is_unknown() -> None:
    assert classification(record("NATURAL_PERSON", "NO", "NO")) == PROFESSIONAL | UNCLASSIFIED


@pytest.mark.parametrize("kind", ["PROPRIETORSHIP", "CORPORATION", "PARTNERSHIP", "ENTITY"])
def test_whoever_is_no_natural_person_is_professional_whatever_it_answers(kind: str) -> None:
    assert classification(record(kind, "NO", "NO", "NO")) == PROFESSIONAL
    assert classification(record(kind)) == PROFESSIONAL


@pytest.mark.parametrize("held", [("NATURAL_PERSON", "YES", "NO", "NO"), ("ENTITY",)])
def test_a_claim_to_be_non_professional_that_does_not_hold_is_flagged(held: tuple[str, ...]) -> None:
    assert classification(record(*held, claim="NON_PROFESSIONAL")) == PROFESSIONAL | MISCLASSIFIED


def test_a_claim_to_be_professional_is_not_flagged_and_decides_nothing() -> None:
    assert classification(record("NATURAL_PERSON", "YES", claim="PROFESSIONAL")) == PROFESSIONAL
    assert classification(record("NATURAL_PERSON", "NO", "NO", "NO", claim="PROFESSIONAL")) == 0


def test_a_claim_beside_an_unknown_answer_is_flagged_as_unclassified_only() -> None:
    unknown = record("NATURAL_PERSON", "NO", "UNKNOWN", "NO", claim="NON_PROFESSIONAL")
    assert classification(unknown) == PROFESSIONAL | UNCLASSIFIED

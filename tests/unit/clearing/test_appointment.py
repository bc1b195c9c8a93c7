"""Who may be appointed to a role, and whose role may be revoked? (BL3/26 to BL3/34)"""

import pytest

from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import AGENT, DIRECT, EVENING, FOUNDED, GROUP, appointed, member, revoked
from tests.unit.clearing.situations import TWO_CLEARERS, judged, reason

EARLIER = "2003-11-03T19:59:59Z"
CLASSES = (
    "QUALIFIED_CORPORATION_MONEY_MARKET_MUTUAL_FUND",
    "TRUSTEE_OF_QUALIFIED_TRUST",
    "LIFE_INSURANCE_COMPANY",
)


@pytest.mark.parametrize(("role", "cite"), [(DIRECT, "26"), (GROUP, "29(1)"), (AGENT, "33")])
def test_an_appointment_cites_the_section_of_its_role(role: str, cite: str) -> None:
    before = (member("C"), *([appointed("C", GROUP)] if role == AGENT else []))
    assert judged(appointed("C", role), before).cites == (cite,)


def test_an_appointment_may_not_have_effect_before_its_stamp() -> None:
    fact = appointed("C", at=EVENING, effective_at=EARLIER)
    assert reason(fact, [member("C")]) is Reason.BACKDATED
    assert reason(appointed("C", at=EVENING, effective_at=EVENING), [member("C")]) is None


@pytest.mark.parametrize("name", ["Z", "BANK_OF_CANADA", "GENERAL_MANAGER"])
def test_only_registered_members_other_than_the_bank_are_appointed(name: str) -> None:
    assert reason(appointed(name)) is Reason.UNKNOWN_MEMBER


@pytest.mark.parametrize("member_class", CLASSES)
@pytest.mark.parametrize("role", [DIRECT, GROUP])
def test_three_classes_are_excluded_from_the_clearer_roles(role: str, member_class: str) -> None:
    verdict = judged(appointed("C", role), [member("C", member_class=member_class)])
    assert (verdict.reason, verdict.cites) == (Reason.CLASS_EXCLUDED, ("32",))


@pytest.mark.parametrize("member_class", ["CENTRAL", "COOPERATIVE_CREDIT_ASSOCIATION", "OTHER"])
def test_other_classes_are_not(member_class: str) -> None:
    assert reason(appointed("C"), [member("C", member_class=member_class)]) is None


def test_an_excluded_class_is_no_clearer_and_so_no_agent() -> None:
    assert reason(appointed("C", AGENT), [member("C", member_class=CLASSES[0])]) is Reason.NOT_A_CLEARER


def test_only_a_clearer_becomes_a_clearing_agent() -> None:
    verdict = judged(appointed("C", AGENT), [member("C")])
    assert (verdict.reason, verdict.cites) == (Reason.NOT_A_CLEARER, ("33",))


@pytest.mark.parametrize(("effective_at", "found"), [(EVENING, None), (EARLIER, Reason.NOT_A_CLEARER)])
def test_it_must_be_a_clearer_at_the_effect_instant(effective_at: str, found: Reason | None) -> None:
    before = (member("C"), appointed("C", effective_at=EVENING))
    assert reason(appointed("C", AGENT, effective_at=effective_at), before) is found


def test_a_role_is_held_once_at_a_time() -> None:
    assert reason(appointed("A"), TWO_CLEARERS) is Reason.ALREADY_APPOINTED
    assert reason(appointed("A", GROUP), TWO_CLEARERS) is None
    before = (*TWO_CLEARERS, revoked("A", effective_at=EVENING))
    assert reason(appointed("A", effective_at=EARLIER), before) is Reason.ALREADY_APPOINTED
    assert reason(appointed("A", effective_at=EVENING), before) is None


@pytest.mark.parametrize(("role", "cite"), [(DIRECT, "27(1)"), (GROUP, "30(1)"), (AGENT, "34(1)")])
def test_a_revocation_cites_the_section_of_its_role(role: str, cite: str) -> None:
    verdict = judged(revoked("Z", role))
    assert (verdict.reason, verdict.cites) == (Reason.ROLE_NOT_HELD, (cite,))


def test_a_role_is_revoked_while_it_is_held() -> None:
    before = (
        member("C"),
        appointed("C", effective_at=EVENING),
        revoked("C", effective_at="2003-11-04T00:00:00Z"),
    )
    assert reason(revoked("C", at=FOUNDED), before) is Reason.ROLE_NOT_HELD
    assert reason(revoked("C", effective_at=EVENING), before) is None
    assert reason(revoked("C", effective_at="2003-11-03T23:59:59Z"), before) is None
    assert reason(revoked("C", effective_at="2003-11-04T00:00:00Z"), before) is Reason.ROLE_NOT_HELD


def test_a_revocation_may_not_have_effect_before_its_stamp() -> None:
    assert reason(revoked("A", at=EVENING, effective_at=EARLIER), TWO_CLEARERS) is Reason.BACKDATED

"""Does an applicant meet the limbs for a role? (BL3/26, BL3/29(2), BL3/32, BL3/33)"""

from typing import Any

import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.rules.eligibility import has_volume
from streams.domains.clearing.rules.verdicts import Reason, Verdict
from tests.unit.clearing.events import AGENT, DIRECT, EVENING, GROUP, appointed, event, member, revoked
from tests.unit.clearing.situations import TWO_CLEARERS, judged, reason


def application(role: str = DIRECT, name: str = "C", **fields: Any) -> events.ApplicationCompleted:
    more = {
        "settlement_account_at_bank_of_canada": True,
        "loan_facility_at_bank_of_canada": True,
        "item_volume_count": 49_100_000,
        "national_item_volume_count": 9_820_000_000,
        "other_requirements_met": True,
        **fields,
    }
    return event(events.ApplicationCompleted, EVENING, member=name, role=role, **more)


def assessed(
    role: str = DIRECT, before: tuple[Event, ...] = (member("C"),), section_29: str = "ALL", **fields: Any
) -> Verdict:
    return judged(application(role, **fields), before, section_29_conjunction=section_29)


def failing(verdict: Verdict) -> list[str]:
    limbs = dict(verdict.more)["limbs"]
    assert isinstance(limbs, dict)
    return [limb for limb, holds in limbs.items() if not holds]


def test_half_a_percent_of_the_national_volume_is_enough() -> None:
    assert has_volume(49_100_000, 9_820_000_000, 5_000)
    assert not has_volume(49_099_999, 9_820_000_000, 5_000)


def test_volumes_beyond_what_a_binary_fraction_tells_apart_are_compared_exactly() -> None:
    assert has_volume(10**15, 2 * 10**17, 5_000)
    assert not has_volume(10**15 - 1, 2 * 10**17, 5_000)


def test_an_applicant_that_meets_every_limb_is_eligible() -> None:
    verdict = assessed()
    assert (verdict.verdict, verdict.cites, failing(verdict)) == ("ELIGIBLE", ("26",), [])


@pytest.mark.parametrize(
    ("field", "bad", "limb"),
    [
        ("settlement_account_at_bank_of_canada", False, "26(a)"),
        ("loan_facility_at_bank_of_canada", False, "26(b)"),
        ("item_volume_count", 49_099_999, "26(c)"),
        ("other_requirements_met", False, "26(d)"),
    ],
)
def test_a_direct_clearer_needs_every_limb(field: str, bad: Any, limb: str) -> None:
    verdict = assessed(**{field: bad})
    assert (verdict.verdict, verdict.cites) == ("INELIGIBLE", (limb,))
    assert failing(verdict) == [f"BL3/{limb}"]


def test_an_excluded_class_is_not_eligible() -> None:
    life_insurer = (member("C", member_class="LIFE_INSURANCE_COMPANY"),)
    assert assessed(before=life_insurer).cites == ("32",)
    assert assessed(GROUP, life_insurer, "ANY").cites == ("32",)


def test_failing_limbs_are_cited_in_order() -> None:
    verdict = assessed(
        other_requirements_met=False, settlement_account_at_bank_of_canada=False, item_volume_count=0
    )
    assert verdict.cites == ("26(a)", "26(c)", "26(d)")


def test_a_group_clearer_has_limbs_of_its_own() -> None:
    verdict = assessed(GROUP)
    assert (verdict.verdict, verdict.cites) == ("ELIGIBLE", ("29(2)",))
    assert dict(verdict.more)["limbs"] == {"BL3/29(2)(a)": True, "BL3/29(2)(b)": True, "BL3/32": True}


@pytest.mark.parametrize(
    "bad",
    ["settlement_account_at_bank_of_canada", "loan_facility_at_bank_of_canada", "other_requirements_met"],
)
def test_limb_29_2_a_is_an_account_a_facility_and_the_other_requirements(bad: str) -> None:
    without: dict[str, Any] = {bad: False}
    assert assessed(GROUP, **without).cites == ("29(2)(a)",)


def test_commitments_count_only_where_they_are_stated() -> None:
    assert assessed(GROUP, contractual_commitments_made=False).cites == ("29(2)(c)",)
    assert assessed(GROUP, contractual_commitments_made=True).verdict == "ELIGIBLE"


@pytest.mark.parametrize(("section_29", "found"), [("ALL", "INELIGIBLE"), ("ANY", "ELIGIBLE")])
def test_one_limb_of_section_29_is_enough_where_they_are_read_as_alternatives(
    section_29: str, found: str
) -> None:
    assert assessed(GROUP, section_29=section_29, item_volume_count=0).verdict == found


def test_no_limb_of_section_29_is_enough_under_no_reading() -> None:
    nothing: dict[str, Any] = {
        "item_volume_count": 0,
        "other_requirements_met": False,
        "contractual_commitments_made": False,
    }
    verdict = assessed(GROUP, section_29="ANY", **nothing)
    assert verdict.cites == ("29(2)(a)", "29(2)(b)", "29(2)(c)")


def test_a_clearing_agent_is_a_clearer_that_meets_the_other_requirements() -> None:
    assert assessed(AGENT).cites == ("33",)
    clearer = (member("C"), appointed("C"))
    verdict = assessed(AGENT, clearer, item_volume_count=0)
    assert (verdict.verdict, verdict.cites) == ("ELIGIBLE", ("33",))
    assert assessed(AGENT, clearer, other_requirements_met=False).verdict == "INELIGIBLE"
    assert assessed(AGENT, (*clearer, revoked("C", effective_at=EVENING))).verdict == "INELIGIBLE"


@pytest.mark.parametrize("name", ["Z", "BANK_OF_CANADA"])
def test_only_registered_members_other_than_the_bank_apply(name: str) -> None:
    assert reason(application(name=name), TWO_CLEARERS) is Reason.UNKNOWN_MEMBER

"""Refusal reasons in their order of precedence, citations, and parameters (sections 5, 6, 12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Checks = dict[str, Callable[[], bool]]
Verdict = dict[str, Any]

PRIMARY = ("p",)
IRREVOCABLE_UNDER_RULES = ("14", "17")
NOTICE_OF_IMMEDIATE_CEASING = ("39(2)",)

# Section 6: the order of this table is the order of precedence; "p" stands for the primary citation.
REASONS: dict[str, tuple[str, ...]] = {
    "BACKDATED": PRIMARY,
    "UNKNOWN_CYCLE": PRIMARY,
    "BAD_VALUE": ("6(1)(b)(iii)",),
    "SELF_ENTRY": ("3(1)",),
    "UNKNOWN_MEMBER": PRIMARY,
    "ALREADY_REGISTERED": PRIMARY,
    "CLASS_EXCLUDED": ("32",),
    "NOT_A_CLEARER": ("33",),
    "ALREADY_APPOINTED": PRIMARY,
    "ROLE_NOT_HELD": PRIMARY,
    "NOT_A_GROUP_CLEARER": ("28(1)",),
    "ALREADY_IN_GROUP": PRIMARY,
    "NOT_A_CLEARING_AGENT": ("41(1)",),
    "NO_SETTLEMENT_ACCOUNT_WITH_AGENT": ("16(1)",),
    "NO_LOAN_FACILITY_WITH_AGENT": ("16(2)",),
    "ALREADY_REPRESENTED": PRIMARY,
    "NOT_A_PARTICIPANT": ("25",),
    "ORIGINAL_REFUSED": ("47(1)",),
    "UNKNOWN_REFERENCE": ("47(1)",),
    "CYCLE_STILL_OPEN": ("48",),
    "SETTLEMENT_FINAL": ("52",),
    "NOT_SETTLED": PRIMARY,
    "LATE_CORRECTION": ("49",),
    "NOT_ENTRY_OWNER": ("49",),
    "NOT_ITEM_RECEIVER": PRIMARY,
    "DEFAULTER_PROHIBITED": ("62",),
    "IRREVOCABLE": ("14", "61"),
    "NOT_IN_POSSESSION": ("59",),
    "BELOW_RETURNED": ("49",),
    "EXCEEDS_ORIGINAL": PRIMARY,
    "NO_SHORTFALL_REPORTED": PRIMARY,
    "ADVANCE_ALREADY_REPORTED": PRIMARY,
    "CASE_EXISTS": PRIMARY,
    "NOT_IN_DEFAULT": ("53(1)",),
    "GROUND_MISMATCH": PRIMARY,
    "RETURNS_CLOSED": ("55",),
    "RETURNS_NOT_CLOSED": PRIMARY,
    "DEPOSITS_CLOSED": PRIMARY,
    "SHORTFALL_CURED": PRIMARY,
    "CASE_STILL_OPEN": PRIMARY,
    "SETTLEMENT_BLOCKED": ("50",),
    "INTEREST_RATE_NOT_SET": PRIMARY,
    "AGENT_EXEMPT": ("13",),
    "RETURN_REASON_NOT_ADMITTED": PRIMARY,
    "RETURN_TOO_LATE": PRIMARY,
    "COUNTERPARTY_NOT_PARTICIPANT": ("25",),
    "CYCLE_EXISTS": PRIMARY,
    "BAD_CYCLE_TIMES": PRIMARY,
    "CYCLE_OVERLAP": PRIMARY,
    "NO_OPEN_CYCLE": ("1(ACSS-cycle)",),
    "CYCLE_NOT_OPEN": ("1(ACSS-cycle)",),
    "CYCLE_CLOSED": ("1(ACSS-cycle)",),
    "SEAL_TOO_EARLY": PRIMARY,
    "ALREADY_DECLARED": PRIMARY,
    "NATIONAL_FAILURE": ("47(2)",),
    "NOT_IN_NATIONAL_FAILURE": ("47(2)",),
    "UNKNOWN_REGIONAL_EXCHANGE_POINT": ("1(regional-exchange-point)",),
    "ITEM_CLASS_NOT_ELIGIBLE": ("6(1)",),
    "NOT_PAYABLE_ON_DEMAND": ("6(1)(b)(i)",),
    "IDENTIFICATION_MISSING": ("10",),
    "NOT_IN_DISPUTE": PRIMARY,
    "ITEM_IN_DISPUTE": ("9",),
    "EXCHANGE_SUSPENDED": ("46(1)",),
    "UNKNOWN_INSTITUTION": ("6(1)(a)",),
    "PAYER_NOT_ELIGIBLE": ("6(1)(a)(iii)",),
    "AMALGAMATION_PERIOD_EXPIRED": ("36(1)",),
    "NOT_REPRESENTED": ("35",),
    "REPRESENTATION_ENDED": ("40", "44"),
    "INVALID_GROUND": PRIMARY,
    "NOTICE_TOO_SHORT": PRIMARY,
    "NOTICE_AFTER_CUTOFF": ("39(2)",),
    "NO_ACCEPTED_NOTICE": PRIMARY,
}
LAST_CHECK_BEFORE_HOLDING = "NOT_A_PARTICIPANT"

# Section 5: the primary citation of every event type; some depend on a field of the event.
CITATIONS: dict[str, str | dict[str, str]] = {
    "entry_submitted": "47(1)",
    "correction_submitted": "49",
    "return_submitted": {
        "RULES": "17",
        "SECTION_54_1_A": "54(1)(a)",
        "SECTION_54_1_C": "54(1)(c)",
        "SECTION_54_2": "54(2)",
        "SECTION_60": "60",
    },
    "outside_exchange_reported": "3(1)(b)",
    "item_forwarded": "59",
    "item_remitted": "59",
    "reimbursement_claimed": "12",
    "member_registered": "25",
    "non_member_entity_registered": "4",
    "role_appointed": {"DIRECT_CLEARER": "26", "GROUP_CLEARER": "29(1)", "CLEARING_AGENT": "33"},
    "role_revoked": {"DIRECT_CLEARER": "27(1)", "GROUP_CLEARER": "30(1)", "CLEARING_AGENT": "34(1)"},
    "application_completed": {"DIRECT_CLEARER": "26", "GROUP_CLEARER": "29(2)", "CLEARING_AGENT": "33"},
    "group_joined": "28(1)",
    "group_leave_notice_given": "43",
    "group_left": "44",
    "agent_act_notice_given": "37(1)",
    "agent_designated": "35",
    "agent_cease_notice_given": "38(1)",
    "agent_ceased": "38(1)",
    "agent_ceased_immediately": "39(1)",
    "members_amalgamated": "36(1)",
    "cycle_scheduled": "1(ACSS-cycle)",
    "cycle_sealed": "48",
    "exchange_suspended": "46(1)",
    "item_disputed": "9",
    "item_dispute_resolved": "9",
    "national_failure_declared": "47(2)",
    "national_failure_ended": "47(2)",
    "settlement_account_reported": "53(1)(a)",
    "sub_account_reported": "56",
    "shortfall_reported": "53(1)(a)",
    "advance_reported": "53(1)(b)",
    "default_returns_closed": "55",
    "deposit_received": {"SECTION_56": "56", "SECTION_57": "57(1)", "MANUAL": "57(1)"},
    "default_deposits_closed": "57(1)",
    "default_ended": "62",
    "settlement_requested": "50",
    "settlement_effected": "50",
    "settlement_reversal_requested": "52",
    "recovery_interest_accrued": "57(2)",
    "indirect_shortfall_reported": "58(a)",
    "indirect_advance_reported": "58(b)",
}
CITATION_FIELDS = {
    "return_submitted": "ground",
    "role_appointed": "role",
    "role_revoked": "role",
    "application_completed": "role",
    "deposit_received": "basis",
}

# Section 12: every parameter with its default.
DEFAULT_PARAMETERS: dict[str, Any] = {
    "clearing.section_57_basis": "LITERAL",
    "clearing.volume_threshold_ppm": 5000,
    "clearing.section_29_conjunction": "ALL",
    "clearing.section_39_notice_seconds": 3600,
    "clearing.section_39_notice_cutoff_time": None,
    "clearing.notice_period_days": 30,
    "clearing.amalgamation_period_years": 1,
    "clearing.non_member_payers_through_on": "2006-12-31",
    "clearing.eligible_item_classes": None,
    "clearing.section_6_2_item_classes": [],
    "clearing.regional_exchange_points": None,
    "clearing.identification_required": False,
    "clearing.return_reasons": None,
    "clearing.recovery_interest_rate_ppm": None,
    "clearing.interest_year_days": 365,
}


def cites(*citations: str) -> list[str]:
    """Puts the mark of the by-law before each citation."""
    return [f"BL3/{citation}" for citation in citations]


def primary_citation(event: dict[str, Any]) -> str:
    """Section 5: the primary citation of an event, without the mark of the by-law."""
    citation = CITATIONS[event["type"]]
    return citation if isinstance(citation, str) else citation[event[CITATION_FIELDS[event["type"]]]]


def refused(event: dict[str, Any], reason: str) -> Verdict:
    """Section 6: the verdict of a refused event with the citations of its reason."""
    kind = event["type"]
    citations = REASONS[reason]
    match reason, kind:
        case "SELF_ENTRY", "members_amalgamated":
            citations = PRIMARY
        case "UNKNOWN_MEMBER", "entry_submitted":
            citations = ("25",)
        case "NOT_A_CLEARER", "settlement_account_reported" | "shortfall_reported":
            citations = ("53(1)",)
        case "IRREVOCABLE", _ if event["ground"] == "RULES":
            citations = IRREVOCABLE_UNDER_RULES
        case "NOTICE_TOO_SHORT", "agent_ceased_immediately":
            citations = NOTICE_OF_IMMEDIATE_CEASING
    named = [primary_citation(event) if citation == "p" else citation for citation in citations]
    return {"verdict": "REFUSED", "reason": reason, "cites": cites(*named)}


def first_failure(checks: Checks, early: bool = False) -> str | None:
    """Section 6: the first reason that applies, of all or only of those before holding."""
    unknown = set(checks) - set(REASONS)
    assert not unknown, unknown
    for reason in REASONS:
        if reason in checks and checks[reason]():
            return reason
        if early and reason == LAST_CHECK_BEFORE_HOLDING:
            break
    return None

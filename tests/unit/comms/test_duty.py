"""Was there a duty to record, and why? (section 7 of the contract)"""

from typing import Any

import pytest

from streams.domains.comms.rules.duty_external import CANDIDATES
from tests.unit.comms.events import CHANNEL, FIRM, Told, at, call, ended, message, recording, tick

LATER = tick("t", at("11:00:00"))
ISSUER = [{"kind": "ISSUER"}]


def reason(**changes: Any) -> tuple[str, str]:
    row = Told(*FIRM, call(services=[], **changes), ended(), LATER).decision()
    return row["duty"], row["reason"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"market_sounding": True, "order_given": True}, ("REQUIRED", "MARKET_SOUNDING")),
        ({"order_indication": True, "intent": "INTENDED"}, ("REQUIRED", "ORDER_INDICATION")),
        ({"intent": "ASSUMED", "topic": "CREDIT"}, ("REQUIRED", "ASSUMED_TO_LEAD")),
        ({"perceived_as_advice": True}, ("REQUIRED", "SVC5_ADVICE")),
        ({"order_related": True}, ("NONE", "NO_SERVICE_LINK")),
        ({"topic": "CREDIT"}, ("NONE", "ANCILLARY_ONLY")),
        ({"facts_missing": True}, ("REQUIRED", "PRESUMED_BY_FUNCTION")),
        ({"private": True, "order_given": True}, ("NONE", "PRIVATE")),
        ({"answered": False, "private": True}, ("NONE", "NOT_ANSWERED")),
        ({"parties": ISSUER, "mandate_expected": True}, ("REQUIRED", "CF_EXPECTED_MANDATE")),
        ({"order_handling": True}, ("NONE", "NO_SERVICE_LINK")),
    ],
)
def test_the_strictest_reason_wins_and_of_equals_the_first(
    changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert reason(**changes) == expected


def test_the_table_ends_with_what_always_applies() -> None:
    assert CANDIDATES[-1].reason == "NO_SERVICE_LINK"
    assert len(CANDIDATES) == 28


def test_a_firm_that_nobody_registered_is_out_of_scope() -> None:
    told = Told(*FIRM[1:], call(), ended(), LATER)
    assert told.decision()["reason"] == "OUT_OF_SCOPE_FIRM"


def test_a_principal_in_scope_is_responsible_for_the_services_it_outsourced() -> None:
    arranged = {
        "type": "outsourcing_arranged",
        "id": "o1",
        "at": at("09:00:00"),
        "provider": "ABROAD",
        "principal": "FIRM",
        "services": [1, 2],
        "effective_at": "2020-01-01T00:00:00Z",
    }
    told = Told(*FIRM, arranged, call(firm="ABROAD"), ended(), LATER)
    assert told.decision() == told.decision() | {"responsible": "FIRM", "via": "ABROAD"}
    other = Told(*FIRM, arranged, call(firm="ABROAD", services=[3]), ended(), LATER)
    assert other.decision()["reason"] == "OUT_OF_SCOPE_FIRM"


def test_a_letter_without_an_order_need_not_be_kept() -> None:
    told = Told(
        *FIRM, CHANNEL, message(medium="LETTER"), message("M2", medium="LETTER", order_given=True), LATER
    )
    assert [row["reason"] for row in told.result["decisions"]] == ["PAPER_NO_ORDER", "SVC1_ORDER_RECEPTION"]


def test_internal_talk_is_recorded_only_where_orders_are_handled() -> None:
    inside = [{"kind": "EMPLOYEE", "party": "ANN"}]
    assert reason(parties=inside, order_given=True) == ("NONE", "INTERNAL_OTHER")
    assert reason(parties=inside, order_handling=True) == ("REQUIRED", "INTERNAL_ORDER_HANDLING")


def test_the_switchboard_is_not_taped_unless_it_puts_through_to_a_service() -> None:
    desk = {**FIRM[3], "kind": "SWITCHBOARD"}
    facts = [desk if event["id"] == "f4" else event for event in FIRM]
    through = {
        "type": "communication_transferred",
        "id": "x1",
        "at": at("10:02:00"),
        "communication": "C1",
        "transferred_at": at("10:02:00"),
        "to_employee": "BROKER",
        "to_telephone": "ANOTHER",
    }
    alone = Told(*facts, call(services=[]), ended(), LATER)
    assert alone.decision()["duty"] == "FORBIDDEN"
    served = Told(*facts, call(services=[]), {**through, "services": [1]}, ended(), LATER)
    assert served.decision()["reason"] == "SWITCHBOARD_TRANSFERRED"
    chat = Told(*facts, call(services=[]), through, ended(), LATER)
    assert chat.decision()["reason"] == "SWITCHBOARD_NO_BASIS"


def test_a_correction_without_approval_raises_what_is_kept_and_never_lowers_it() -> None:
    recoded = {
        "type": "segment_recoded",
        "id": "rc",
        "at": at("11:00:00"),
        "communication": "C1",
        "ref": "start-C1",
        "recoded_at": at("11:00:00"),
        "recoded_by": "REVIEWER",
        "topic": "ADMINISTRATION",
    }
    kept = Told(*FIRM, call(), ended(), recording(), recoded, LATER)
    assert kept.decision()["duty"] == "NONE"
    assert kept.result["retention"]["R1"]["class"] == "DUTY"
    approved = Told(*FIRM, call(), ended(), recording(), {**recoded, "approved_by": "SECOND"}, LATER)
    assert approved.result["retention"]["R1"]["class"] == "SURPLUS"


def test_a_refused_sounding_is_noted_unless_a_service_in_its_segment_must_be_taped() -> None:
    refused = {
        "type": "consent_answered",
        "id": "no",
        "at": at("10:00:10"),
        "communication": "C1",
        "answered_at": at("10:00:10"),
        "given": False,
    }
    noted = Told(*FIRM, call(services=[], market_sounding=True), refused, ended(), LATER)
    assert noted.decision()["form"] == "MINUTES"
    taped = Told(*FIRM, call(services=[1], market_sounding=True), refused, ended(), LATER)
    assert (taped.decision()["reason"], taped.decision()["form"]) == ("MARKET_SOUNDING", "AUDIO")


def test_consent_given_after_a_refusal_runs_from_then() -> None:
    answers = [
        {
            "type": "consent_answered",
            "id": f"c{place}",
            "at": at(time),
            "communication": "C1",
            "answered_at": at(time),
            "given": given,
        }
        for place, (time, given) in enumerate(
            [("10:00:10", True), ("10:00:30", False), ("10:01:00", True), ("10:02:00", True)]
        )
    ]
    sounding = call(services=[], market_sounding=True)
    told = Told(*FIRM, sounding, *answers, ended(), recording(), LATER)
    assert told.codes() == []
    late = Told(*FIRM, sounding, *answers[:2], answers[3], ended(), recording(), LATER)
    assert late.codes() == ["SOUNDING_NO_CONSENT"]

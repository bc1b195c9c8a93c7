"""Why has an event no effect? (section 6.1 of the contract)"""

import re
from pathlib import Path

from streams.domains.marketdata.rules.refusal import CITES, Reason
from tests.unit.marketdata.events import (
    APRIL,
    APRIL_CLOSED,
    PARTIES,
    accessed,
    closed,
    granted,
    outcomes,
    result,
    tick,
)

PAGE = Path(__file__).parents[3] / "docs" / "domains" / "marketdata.md"


def refusals(*events: dict[str, object]) -> list[dict[str, str]]:
    return list(result(*events)["refusals"])


def test_the_reasons_and_their_citations_stand_in_the_order_of_the_contract() -> None:
    section = PAGE.read_text().split("### 6.1")[1].split("### 6.2")[0]
    rows = re.findall(r"^\| `([A-Z_]+)` \|.*\| `([^`]+)` \|$", section, re.MULTILINE)
    assert [(str(reason), CITES[reason]) for reason in Reason] == rows


def test_another_body_under_a_used_id_is_refused_and_the_first_stands() -> None:
    first, other = granted(), {**granted(), "feed": "PREMIUM"}
    found = result(*PARTIES, first, other, APRIL_CLOSED)
    assert found["refusals"] == [{"event": first["id"], "reason": "EVENT_ID_CONFLICT"}]
    assert found["user_counts"]["2015-04"]["D1"]["F1"]["professional_summary_user_count"] == 1


def test_the_same_body_with_another_stamp_is_a_repeat() -> None:
    assert refusals(*PARTIES, granted(), {**granted(), "at": "2015-09-01T00:00:00Z"}) == []


def test_a_field_left_out_is_another_body_than_its_default() -> None:
    spelled = {**granted(), "purpose": "TRADING"}
    assert [one["reason"] for one in refusals(*PARTIES, granted(), spelled)] == ["EVENT_ID_CONFLICT"]


def test_an_id_is_judged_in_its_own_scope() -> None:
    users = [{**accessed(user), "id": "same"} for user in ("u", "v", None)]
    assert refusals(*PARTIES, *users, {**tick(APRIL), "id": "same"}) == []


def test_a_refusal_is_published_once_for_each_scope_id_and_reason() -> None:
    first = {**granted(), "id": "a/b%"}
    others = [{**first, "entitlement": name} for name in ("x", "y", "x")]
    refused = [
        (key, body) for key, body in outcomes(*PARTIES, first, *others) if body["type"] == "event_refused"
    ]
    ((key, body),) = refused
    assert key == '["D1","u"]'
    assert body["id"] == "refused/D1/u/a%2Fb%25/EVENT_ID_CONFLICT"
    assert (body["event"], body["reason"], body["cites"]) == ("a/b%", "EVENT_ID_CONFLICT", ["MARKETDATA/R29"])


def test_a_conflict_of_facts_is_published_once_whatever_the_number_of_partitions() -> None:
    other = {**PARTIES[0], "legal_entity": "OMEGA"}
    found = [(key, body["id"]) for key, body in outcomes(*PARTIES, other, partitions=5)]
    assert found == [
        (
            '["fact","distributor_registered","reg-D1-ALPHA-EXTERNAL"]',
            "refused///reg-D1-ALPHA-EXTERNAL/EVENT_ID_CONFLICT",
        )
    ]


def test_an_access_may_lie_as_far_after_its_record_as_clocks_may_differ() -> None:
    at = "2015-04-10T15:00:00Z"
    assert refusals(*PARTIES, accessed(accessed_at="2015-04-10T15:05:00Z", at=at)) == []
    late = accessed(accessed_at="2015-04-10T15:05:00.000001Z", at=at)
    assert refusals(*PARTIES, late) == [{"event": late["id"], "reason": "ACCESS_IN_FUTURE"}]
    anonymous = accessed(None, "2015-04-10T15:06:00Z", at=at)
    assert refusals(*PARTIES, anonymous) == [{"event": anonymous["id"], "reason": "ACCESS_IN_FUTURE"}]


def test_a_refused_event_has_used_its_id() -> None:
    late = accessed(accessed_at="2015-04-10T15:06:00Z", at="2015-04-10T15:00:00Z")
    mended = {**late, "at": "2015-04-10T15:06:00Z"}
    found = result(*PARTIES, late, mended, APRIL_CLOSED)
    assert [one["reason"] for one in found["refusals"]] == ["ACCESS_IN_FUTURE"]
    assert found["user_counts"] == {"2015-04": {}}


def test_a_month_is_closed_from_its_end_on_and_once() -> None:
    early = closed("2015-04", "2015-05-01T03:59:59Z", "early")
    just = closed("2015-04", "2015-05-01T04:00:00Z", "just")
    again = closed("2015-04", "2015-06-01T04:00:00Z", "again")
    found = result(*PARTIES, early, just, again)
    assert found["refusals"] == [
        {"event": "again", "reason": "MONTH_ALREADY_CLOSED"},
        {"event": "early", "reason": "MONTH_NOT_ENDED"},
    ]
    assert [one["issued_at"] for one in found["documents"]] == ["2015-05-01T04:00:00Z"]

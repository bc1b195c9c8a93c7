"""The reference implementation agrees with the published cases, and random histories reach what it knows."""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import Any

import pytest

from .marketdata_histories import history
from .marketdata_model import read, run
from .marketdata_model_outcomes import ANOMALY_CITES
from .marketdata_model_schema import CASES_FOLDER, Event, as_event, spread
from .marketdata_model_views import result_document

CASES: dict[str, Any] = json.loads((CASES_FOLDER / "cases.json").read_text(encoding="utf-8"))
LARGE = 20_000
"""Cases of more users than this, which take seconds, are left to the nightly run."""

SEEDS = range(80)

LICENSE_FEES = (
    "ENTERPRISE_SUMMARY",
    "ENTERPRISE_PREMIUM",
    "DIGITAL_MEDIA_ENTERPRISE_SUMMARY",
    "DIGITAL_MEDIA_ENTERPRISE_PREMIUM",
)
FEES = (
    *LICENSE_FEES,
    "DATA_CONSOLIDATION",
    "PROFESSIONAL_USER_SUMMARY",
    "PROFESSIONAL_USER_PREMIUM",
    "NON_PROFESSIONAL_USER_SUMMARY",
    "NON_PROFESSIONAL_USER_PREMIUM",
)
DOCUMENTS = ("INVOICE", "DEBIT_NOTE", "CREDIT_NOTE", "ADJUSTMENT_NOTE")
NAMED = (
    *ANOMALY_CITES,
    *("EVENT_ID_CONFLICT", "ACCESS_IN_FUTURE", "MONTH_NOT_ENDED", "MONTH_ALREADY_CLOSED", "dead letter"),
    *DOCUMENTS,
    *(f"{name.lower()}_issued" for name in DOCUMENTS),
    *("anomaly_reported", "anomaly_cleared", "anomaly_reopened", "event_refused", "license_advised"),
    *FEES,
    *(f"{name} in a note" for name in FEES),
    *(f"advice of {name}" for name in ("", *LICENSE_FEES)),
)
"""What a history may reach."""


def user_count(case: Event) -> int:
    """How many users the longest `repeat` of a case writes out."""
    repeats = [each["repeat"] for each in case["events"] if "repeat" in each]
    return max((each["last"] - each["first"] + 1 for each in repeats), default=0)


CHOSEN = [
    case
    for case in CASES["cases"]
    if user_count(case) <= LARGE or "COUNTINGHOUSE_TEST_HISTORIES" in os.environ
]


@pytest.mark.parametrize("case", CHOSEN, ids=lambda case: str(case["case"]))
def test_the_model_agrees_with_the_published_case(case: Event) -> None:
    """Every view that a published case names is exactly as it says."""
    events = spread(CASES["bases"].get(case.get("base"), []) + case["events"])
    result = run(events, case.get("parameters"))
    assert {view: result[view] for view in case["expect"]} == case["expect"]


def test_few_cases_are_left_to_the_nightly_run() -> None:
    """All but two of 75 are checked in every run."""
    assert len(CASES["cases"]) == 75
    assert len(CHOSEN) >= 73


def test_an_empty_log_has_every_view() -> None:
    """All views are there before anything has been read."""
    result = run([])
    assert len(result) == 8
    assert not any(result.values())


def told() -> Counter[str]:
    """In how many histories each anomaly, refusal, document, line, advice and outcome occurs."""
    reached: Counter[str] = Counter()
    for seed in SEEDS:
        events, parameters = history(seed)
        books = read(events, parameters)
        result = result_document(books)
        seen = {each["anomaly"] for each in result["anomalies"]}
        seen |= {each["reason"] for each in result["refusals"]}
        seen |= {each["document"] for each in result["documents"]}
        seen |= {line["fee"] for each in result["documents"] for line in each["lines"]}
        seen |= {
            f"{line['fee']} in a note"
            for each in result["documents"]
            for line in each["lines"]
            if each["document"] != "INVOICE"
        }
        seen |= {each["type"] for each in books.outcomes.values()}
        seen |= {
            "advice of " + " and ".join(advice["licenses"])
            for distributors in result["license_advice"].values()
            for firms in distributors.values()
            for advice in firms.values()
        }
        seen |= {"dead letter" for event in events if as_event(event) is None}
        reached.update(seen)
    return reached


def test_histories_reach_every_reason_anomaly_document_fee_and_outcome_again_and_again() -> None:
    """Whatever the contract names occurs in one history of forty at least, most things far more often."""
    reached = told()
    assert {name for name in NAMED if reached[name] < len(SEEDS) // 40} == set()

"""The reference implementation of comms agrees with the published cases, and histories reach all of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .comms_histories import history
from .comms_model import run, ticks
from .comms_model_breaches import SEVERITIES_AND_CITES
from .comms_model_duty import CITES

CASES_PATH = Path(__file__).parents[1] / "cases" / "comms" / "cases.json"
CASES: dict[str, Any] = json.loads(CASES_PATH.read_text(encoding="utf-8"))


def differences(path: str, expected: Any, found: Any) -> list[str]:
    """Section 20: of objects only the keys given, of lists the length and every item."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for name, value in expected.items()
            for line in (
                differences(f"{path}/{name}", value, found[name])
                if name in found
                else [f"{path}/{name}: missing"]
            )
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            line
            for number, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(f"{path}/{number}", one, other)
        ]
    same = type(expected) is type(found) and expected == found
    return [] if same else [f"{path}: expected {expected!r}, got {found!r}"]


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: str(case["case"]))
def test_the_model_agrees_with_the_published_case(case: dict[str, Any]) -> None:
    """Every published case holds."""
    events = CASES["bases"].get(case.get("base"), []) + case["events"]
    assert differences("", case["expect"], run(events, case.get("parameters"))) == []


SEEDS = range(30)
EVERY_CLASS = ("DUTY", "POLICY", "SURPLUS", "PROVISIONAL")
EVERY_BASIS = ("EXPLICIT", "NONE", "AMBIGUOUS", "GAP", "REGISTER")
EVERY_STATUS = (
    "PROVIDED",
    "PROVIDED_LATE",
    "OPEN",
    "OVERDUE",
    "NOT_CONCERNED",
    "PROVIDED_TO_WRONG_PARTY",
)
EVERY_ASIDE = (
    "ID_CONFLICT",
    "COMMUNICATION_ALREADY_STARTED",
    "RECORD_ALREADY_FILED",
    "REQUEST_ALREADY_MADE",
    "UNKNOWN_COMMUNICATION",
    "COMMUNICATION_ALREADY_ENDED",
    "OUTSIDE_COMMUNICATION",
    "UNKNOWN_SEGMENT",
    "UNKNOWN_RECORD",
    "RECORD_ALREADY_DELETED",
    "UNKNOWN_REQUEST",
    "UNKNOWN_HOLD",
    "UNKNOWN_FACT",
    "NOT_WITHDRAWABLE",
)


@cache
def seen_in_histories() -> dict[str, set[str]]:
    """Which words the results of some histories hold at any tick, by the view they stand in."""
    seen: dict[str, set[str]] = defaultdict(set)
    for seed in SEEDS:
        for _, result in ticks(*history(seed)):
            seen["reasons"] |= {row["reason"] for row in result["decisions"]}
            seen["codes"] |= {row["code"] for row in result["breaches"]}
            seen["closed"] |= {row["code"] for row in result["breaches"] if row["status"] == "CLOSED"}
            seen["causes"] |= {cause for row in result["breaches"] for cause in row.get("causes", [])}
            seen["bases"] |= {row["basis"] for row in result["attributions"].values()}
            seen["classes"] |= {row["class"] for row in result["retention"].values()}
            seen["statuses"] |= {row["status"] for row in result["access_requests"].values()}
            seen["asides"] |= {row["reason"] for row in result["set_aside"]}
    return seen


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("codes", SEVERITIES_AND_CITES),
        ("causes", ("RETENTION", "HOLD", "ACCESS_REQUEST")),
        ("bases", EVERY_BASIS),
        ("classes", EVERY_CLASS),
        ("statuses", EVERY_STATUS),
        ("asides", EVERY_ASIDE),
    ],
)
def test_histories_reach_every_rule(view: str, words: Iterable[str]) -> None:
    """Every breach, cause, basis, class, status and reason occurs."""
    assert set(words) <= seen_in_histories()[view]


def test_histories_reach_every_reason_of_a_decision() -> None:
    """Every reason of section 7 occurs."""
    assert seen_in_histories()["reasons"] == set(CITES)


def test_nothing_closes_that_never_closes() -> None:
    """Section 8: what was altered or deleted early stays so."""
    assert not {"RECORD_ALTERED", "EARLY_DELETION"} & seen_in_histories()["closed"]
    assert len(seen_in_histories()["closed"]) > 15

"""The reference implementation agrees with the published cases and keeps the invariants of the contract."""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from .clearing_histories import history
from .clearing_model import run
from .clearing_model_business import BUSINESS_TYPES, ENTRY_TYPES
from .clearing_model_schema import as_event, instant
from .comparison import differences

CASES_PATH = Path(__file__).parents[1] / "cases" / "clearing" / "cases.json"
CASES: dict[str, Any] = json.loads(CASES_PATH.read_text(encoding="utf-8"))
SEEDS = range(30)

Event = dict[str, Any]


@cache
def told(seed: int) -> tuple[list[Event], dict[str, Any], dict[str, Any]]:
    """A history, its parameters and its result document."""
    events, parameters = history(seed, 40)
    return events, parameters, run(events, parameters)


def first_readings(events: list[Event]) -> list[Event]:
    """The events of a log without dead letters, repeats and conflicts."""
    seen: set[tuple[str, str]] = set()
    result = []
    for event in events:
        if as_event(event) is not None:
            key = (root(event), event["id"])
            if key not in seen:
                seen.add(key)
                result.append(event)
    return result


def root(event: Event) -> str:
    """The root entry id of a business event, or nothing for a fact."""
    if event["type"] not in BUSINESS_TYPES:
        return ""
    return str(event["id"] if event["type"] in ENTRY_TYPES else event["ref"])


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: str(case["case"]))
def test_the_model_agrees_with_the_published_case(case: dict[str, Any]) -> None:
    """Every published case holds."""
    events = CASES["bases"].get(case.get("base"), []) + case["events"]
    assert differences(case["expect"], run(events, case.get("parameters"))) == []


def test_an_empty_log_has_every_view() -> None:
    """All views are there before anything has been read."""
    result = run([])
    assert len(result) == 13
    assert not any(result.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_history_keeps_the_promises_of_the_writers(seed: int) -> None:
    """Facts stand in order of their stamps, before each business event stamped at or after them."""
    latest_fact = latest_act = None
    for event in first_readings(told(seed)[0]):
        at = instant(event["at"])
        if event["type"] in BUSINESS_TYPES:
            latest_act = at if latest_act is None else max(at, latest_act)
        else:
            assert latest_fact is None or at >= latest_fact
            assert latest_act is None or at > latest_act
            latest_fact = at


def test_histories_reach_deep_states() -> None:
    """Over all seeds every course of a default and most reasons of refusal occur."""
    states: Counter[str] = Counter()
    reasons: set[str] = set()
    interest = 0
    for seed in SEEDS:
        result = told(seed)[2]
        states.update(case["state"] for case in result["default_cases"].values())
        states.update(verdict["verdict"] for verdict in result["verdicts"].values())
        reasons.update(verdict.get("reason", "") for verdict in result["verdicts"].values())
        for case in result["default_cases"].values():
            interest += sum(debt["interest_cents"] for debt in case["recovery_debts"].values())
    for state in ("CURED_BY_RETURNS", "CURED_BY_DEPOSITS", "COVERED_BY_SECTION_57", "RESOLVED_MANUALLY"):
        assert states[state] > 0, state
    for verdict in (
        "HELD",
        "SUPERSEDED",
        "NO_DEFAULT",
        "AWAITING_SECTION_57",
        "ALLOCATION_UNDEFINED",
        "SETTLED",
    ):
        assert states[verdict] > 0, verdict
    assert interest > 0
    assert len(reasons) > 55


@pytest.mark.parametrize("seed", SEEDS)
def test_balances_sum_to_zero(seed: int) -> None:
    """Invariants 1 and 17: every map of balances sums to zero."""
    for cycle in told(seed)[2]["cycles"].values():
        for view in ("clearing_balances_cents", "established_balances_cents", "settlement_entries_cents"):
            assert sum((cycle[view] or {}).values()) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_sending_everything_again_changes_only_the_repeats(seed: int) -> None:
    """Invariant 5: repeats change no figure."""
    events, parameters, result = told(seed)
    again = run([each for event in events for each in (event, dict(event))], parameters)
    assert {**again, "repeats": None} == {**result, "repeats": None}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_different_entries_between_two_facts_does_not_matter(seed: int) -> None:
    """Invariant 4: what stands between two facts may be read in any order of its root entries."""
    events, parameters, result = told(seed)
    chance = random.Random(seed)
    shuffled: list[Event] = []
    stretch: list[Event] = []
    for event in [*events, {"type": "tick"}]:
        if event["type"] in BUSINESS_TYPES and as_event(event) is not None:
            stretch.append(event)
            continue
        roots = list(dict.fromkeys(root(each) for each in stretch))
        chance.shuffle(roots)
        shuffled += [each for name in roots for each in stretch if root(each) == name]
        stretch = []
        shuffled.append(event)
    assert run(shuffled, parameters) == result


@pytest.mark.parametrize("seed", SEEDS)
def test_a_verdict_never_changes(seed: int) -> None:
    """Invariants 8 and 9: what is read later changes no verdict and moves no state back."""
    events, parameters, result = told(seed)
    order = ("OPEN", "ESTABLISHED", "SETTLED")
    for part in (1, 2, 3, 4):
        early = run(events[: len(events) * part // 5], parameters)
        for name, verdict in early["verdicts"].items():
            assert verdict["verdict"] == "HELD" or result["verdicts"][name] == verdict
        for name, cycle in early["cycles"].items():
            late = result["cycles"][name]
            assert order.index(cycle["state"]) <= order.index(late["state"])
            if cycle["state"] == "SETTLED":
                assert cycle == late


@pytest.mark.parametrize("seed", SEEDS)
def test_exchanges_outside_the_acss_leave_balances_unchanged(seed: int) -> None:
    """Invariant 3: without its outside exchanges a log has the same balances."""
    events, parameters, result = told(seed)
    without = run([event for event in events if event["type"] != "outside_exchange_reported"], parameters)
    assert without["cycles"] == result["cycles"]
    assert without["bilateral_totals"] == result["bilateral_totals"]


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_sum_to_what_is_left(seed: int) -> None:
    """Invariants 13 and 17: shares sum to A, keep the order of B and fall on survivors only."""
    for case in told(seed)[2]["default_cases"].values():
        shares, bases = case["section_57_shares_cents"], case["section_57_b_cents"]
        if case["section_57_c_cents"]:
            assert sum(shares.values()) == case["section_57_a_cents"]
            assert sum(bases.values()) == case["section_57_c_cents"]
            ranked = sorted(bases, key=lambda name: (bases[name], name))
            for lower, higher in pairwise(ranked):
                if bases[lower] < bases[higher]:
                    assert shares.get(lower, 0) <= shares.get(higher, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_account_of_a_member_in_default_adds_up(seed: int) -> None:
    """Invariant 16: available, balance, advance and deposits come to the excess or the uncovered rest."""
    events, _, result = told(seed)
    mismatched = {(each.get("cycle"), each.get("member")) for each in result["anomalies"]}
    for case_key, case in result["default_cases"].items():
        cycle, member = case_key.split("/")
        available = None
        for event in first_readings(events):
            if (event.get("cycle"), event.get("member")) != (cycle, member):
                continue
            if event["type"] == "settlement_account_reported":
                available = event["available_cents"]
            if (
                event["type"] == "shortfall_reported"
                and result["verdicts"][event["id"]]["verdict"] == "ACCEPTED"
            ):
                break
        if available is None or (cycle, member) in mismatched or not case["in_default"]:
            continue
        maps = ("section_56_deposits_cents", "section_57_deposits_cents", "manual_deposits_cents")
        deposits = sum(sum(case[name].values()) for name in maps)
        balance = result["cycles"][cycle]["clearing_balances_cents"].get(member, 0)
        total = available + balance + case["advance_credited_cents"] + deposits
        assert total == case["excess_cents"] - case["uncovered_cents"]


@pytest.mark.parametrize("seed", SEEDS)
def test_notices_are_free_of_repeats(seed: int) -> None:
    """Invariant 22: no notice is listed twice, and nobody notifies itself."""
    notices = told(seed)[2]["notices"]
    texts = [json.dumps(notice, sort_keys=True) for notice in notices]
    assert len(set(texts)) == len(texts)
    assert all(notice["from"] != notice["to"] for notice in notices)

"""Does the literal reading of the swaps contract agree with its cases and tables, and do histories reach it all?"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from .swaps_histories import history, swarm
from .swaps_model import VIEWS, decisions, run
from .swaps_model_counting import REASONS
from .swaps_model_schema import SCHEMA, SCHEMA_PATH
from .swaps_model_tables import DAY, log_of, table
from .swaps_model_treatment import BRANCH, CAPPED, EXCHANGE, GROUP_C, LIMITED, NON_US

CASES: dict[str, Any] = json.loads((SCHEMA_PATH.parent / "cases.json").read_text(encoding="utf-8"))
COUNTING, TREATMENT = table("counting"), table("treatment")
SEEDS = range(40)


def differences(expected: Any, found: Any, path: str) -> list[str]:
    """Everything in which a view differs from what a case asserts; null stands for a record that is not there."""
    if not isinstance(expected, dict):
        same = type(expected) is type(found) and expected == found
        return [] if same else [f"{path}: expected {expected!r}, found {found!r}"]
    holder = found if isinstance(found, dict) else {}
    return [
        line
        for key, value in expected.items()
        for line in differences(value, holder.get(key), f"{path}/{key}")
    ]


@cache
def by_table(name: str) -> dict[str, Any]:
    """The tags and treatments of a whole table."""
    return decisions(log_of(table(name)))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: str(case["case"]))
def test_the_model_agrees_with_the_published_case(case: dict[str, Any]) -> None:
    events = CASES["bases"].get(case.get("base"), []) + case["events"]
    assert differences(case["expect"], run(events, case["parameters"]), "") == []


@pytest.mark.parametrize("number", range(len(COUNTING)))
def test_the_model_agrees_with_the_row_of_the_counting_table(number: int) -> None:
    row, found = COUNTING[number], by_table("counting")["tags"][DAY][f"S{number}"][f"P{number}"]
    assert (json.dumps(found["counts"]), found["reason"]) == (row["counts"], row["reason"])
    assert (found["flags"] == ["ASSUMED_US_PERSON"]) is (row["counterparty"] == "UNKNOWN")


@pytest.mark.parametrize("number", range(len(TREATMENT)))
def test_the_model_agrees_with_the_row_of_the_treatment_table(number: int) -> None:
    row, found = TREATMENT[number], by_table("treatment")["treatment"][DAY][f"S{number}"][f"P{number}"]
    assert "+".join(found["exceptions_available"]) == row["exceptions_available"]
    assert found["group_a"]["3.3"] == row["group_a"]
    assert found["group_b"]["23.202"] == row["group_b_23.202"]
    assert found["group_b"]["23.504"] == row["group_b_23.504"]
    assert found["group_c"] == row["group_c"]


def test_an_empty_log_has_every_view() -> None:
    assert run([]) == {view: {} for view in VIEWS}


def words_in(value: Any) -> list[str]:
    """Every text in a view, names of fields and codes alike."""
    if isinstance(value, dict):
        return [word for key, each in value.items() for word in (key, *words_in(each))]
    if isinstance(value, list):
        return [word for each in value for word in words_in(each)]
    return [value] if isinstance(value, str) else [str(value)] if isinstance(value, bool) else []


def test_histories_reach_every_rule() -> None:
    found: Counter[str] = Counter()
    for seed in SEEDS:
        log, parameters = history(seed)
        result = run(log, parameters)
        words: Counter[str] = Counter()
        for view in ("tags", "treatment", "threshold_distance"):
            words.update(words_in(result[view]))
        found.update(set(words))
        found.update({f"{name} over the cap" for name in capped(result) if not capped(result)[name]})
        found.update({record["type"] for record in log if isinstance(record, dict)})
        found.update(name.partition("#")[2][:3] for day in result["tags"].values() for name in day)
    expected = {reason for reason, *_ in REASONS} | {EXCHANGE, GROUP_C, NON_US, BRANCH, LIMITED}
    expected |= {"ASSUMED_US_PERSON", "REPRESENTATION_CONTRADICTED", "FX_RATE_MISSING", "inc"}
    expected |= {"SUBSTITUTED_COMPLIANCE", "WARNING_80", "WARNING_95", "EXCEEDED", "WITHIN"}
    expected |= {f"{name} over the cap" for name in CAPPED}
    expected |= {each["$ref"].removeprefix("#/$defs/") for each in SCHEMA["oneOf"]}
    assert {name: found[name] for name in expected if not found[name]} == {}


def capped(result: dict[str, Any]) -> dict[str, bool]:
    """Whether each capped exception that somebody relies on stayed within its cap wherever it was taken."""
    rows: dict[str, bool] = {}
    for persons in result["cap_usage"].values():
        for exceptions in persons.values():
            for name, quarters in exceptions.items():
                for row in quarters.values():
                    rows[name] = rows.get(name, True) and row["within_cap"]
    return rows


def test_a_swarm_reaches_every_reason() -> None:
    found: set[str] = set()
    for seed in range(8):
        (tags,) = decisions(swarm(seed))["tags"].values()
        found |= {tag["reason"] for part in tags.values() for tag in part.values()}
    assert {reason for reason, *_ in REASONS} - found == set()

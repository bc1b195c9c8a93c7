"""Do all acceptance cases hold in memory, whatever the number of partitions?"""

import json
from pathlib import Path

import pytest

from streams.domains.marketdata.domain import MARKETDATA
from streams.replay.cases import Case, judge, read_cases, run_in_memory

PATH = Path(__file__).parents[2] / "cases" / "marketdata" / "cases.json"
DOCUMENT = read_cases(PATH.name, PATH.read_bytes())
PARTITIONS = (1, 2, 3, 8, 31)
MANY_EVENTS = 2_000
VERY_MANY_EVENTS = 100_000
LARGE = {"marketdata-W32", "marketdata-W59"}
"""The cases with so many events."""


def partitions_for(event_count: int) -> tuple[int, ...]:
    """Long logs are folded with fewer numbers of partitions, each of which takes its time."""
    return PARTITIONS if event_count < MANY_EVENTS else (3, 8) if event_count < VERY_MANY_EVENTS else (2,)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=case.case, marks=[pytest.mark.large] if case.case in LARGE else [])
        for case in DOCUMENT.cases
    ],
)
def test_a_case_holds_with_any_number_of_partitions_and_one_result(case: Case) -> None:
    law = MARKETDATA.law.with_overrides(case.parameters)
    log = DOCUMENT.events_of(case)
    assert (len(log) >= VERY_MANY_EVENTS) == (case.case in LARGE)
    documents = set()
    for partitions in partitions_for(len(log)):
        result = run_in_memory(MARKETDATA, law, log, partitions)
        assert list(judge(MARKETDATA, case, result).differences) == []
        documents.add(json.dumps(result))
    assert len(documents) == 1


def test_there_are_75_cases() -> None:
    assert len(DOCUMENT.cases) == 75

"""Do all acceptance cases and all rows of the decision tables hold in memory, whatever the number of partitions?"""

import json
from pathlib import Path
from typing import Any

import pytest

from streams.domains.swaps.domain import SWAPS
from streams.replay.cases import Case, judge, read_cases, run_in_memory
from tests.unit.swaps.rows import TABLES, differences, log_of, table

PATH = Path(__file__).parents[2] / "cases" / "swaps" / "cases.json"
DOCUMENT = read_cases(PATH.name, PATH.read_bytes())
PARTITIONS = (1, 2, 3, 8, 31)
PARTITIONS_OF_TABLES = (1, 8)
"""A table is one long log; that nothing depends on the number of partitions is for the cases to show."""


@pytest.mark.parametrize("case", DOCUMENT.cases, ids=lambda case: case.case)
def test_a_case_holds_with_any_number_of_partitions_and_one_result(case: Case) -> None:
    law = SWAPS.law.with_overrides(case.parameters)
    log = DOCUMENT.events_of(case)
    documents = set()
    for partitions in PARTITIONS:
        result = run_in_memory(SWAPS, law, log, partitions)
        assert list(judge(SWAPS, case, result).differences) == []
        documents.add(json.dumps(result))
    assert len(documents) == 1


@pytest.mark.parametrize("partitions", PARTITIONS_OF_TABLES)
@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_is_decided_as_the_table_says(name: str, partitions: int) -> None:
    log = [json.dumps(event).encode() for event in log_of(table(name))]
    result: Any = run_in_memory(SWAPS, SWAPS.law, log, partitions)
    assert differences(name, result) == []


def test_there_are_38_cases_380_rows_of_counting_and_144_of_treatment() -> None:
    assert len(DOCUMENT.cases) == 38
    assert {name: len(table(name)) for name in TABLES} == {"counting": 380, "treatment": 144}

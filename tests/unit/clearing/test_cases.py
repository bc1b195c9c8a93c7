"""Do all acceptance cases hold in memory, whatever the number of partitions?"""

import json
from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.replay.cases import Case, judge, read_cases, run_in_memory

PATH = Path(__file__).parents[2] / "cases" / "clearing" / "cases.json"
DOCUMENT = read_cases(PATH.name, PATH.read_bytes())
PARTITIONS = (1, 2, 3, 8, 31)


@pytest.mark.parametrize("case", DOCUMENT.cases, ids=lambda case: case.case)
def test_a_case_holds_with_any_number_of_partitions_and_one_result(case: Case) -> None:
    law = CLEARING.law.with_overrides(case.parameters)
    log = DOCUMENT.events_of(case)
    documents = set()
    for partitions in PARTITIONS:
        result = run_in_memory(CLEARING, law, log, partitions)
        assert list(judge(CLEARING, case, result).differences) == []
        documents.add(json.dumps(result))
    assert len(documents) == 1


def test_there_are_54_cases() -> None:
    assert len(DOCUMENT.cases) == 54

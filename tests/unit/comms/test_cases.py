"""Do all acceptance cases hold in memory, whatever the number of partitions?"""

import json
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from schemas.reading import Unreadable
from streams.domains.comms.stages.addresses import is_keyed, key_of
from streams.domains.comms.stages.reader import READER
from streams.kernel.partitioner import partition_of
from streams.replay.cases import Case, judge, read_cases, run_in_memory
from tests.unit.comms.events import COMMS

PATH = Path(__file__).parents[2] / "cases" / "comms" / "cases.json"
DOCUMENT = read_cases(PATH.name, PATH.read_bytes())
PARTITIONS: Final = (1, 2, 3, 8, 31)


def a_partition_for_each_key(log: list[bytes]) -> int:
    """The smallest number of partitions that parts all keys."""
    events = [event for value in log if not isinstance(event := READER.read(value), Unreadable)]
    keys = {key_of(event).encode() for event in events if is_keyed(event)}
    return next(n for n in count(1) if len({partition_of(key, n) for key in keys}) == len(keys))


@pytest.mark.parametrize("case", DOCUMENT.cases, ids=lambda case: case.case)
def test_a_case_holds_with_any_number_of_partitions_and_one_result(case: Case) -> None:
    law = COMMS.law.with_overrides(case.parameters)
    log = DOCUMENT.events_of(case)
    documents = set()
    for partitions in {*PARTITIONS, a_partition_for_each_key(log)}:
        result = run_in_memory(COMMS, law, log, partitions)
        assert list(judge(COMMS, case, result).differences) == []
        documents.add(json.dumps(result))
    assert len(documents) == 1


def test_there_are_58_cases() -> None:
    assert len(DOCUMENT.cases) == 58

"""Do the decision tables of swaps hold through real topics and workers?"""

import json
from typing import Any

import pytest

from streams.domains.swaps.domain import SWAPS
from streams.kernel.result import result_document
from streams.replay.cases import closing_mark
from streams.runtime.case_run import CaseLog, run_logs
from tests.conftest import Bootstrap
from tests.unit.swaps.rows import TABLES, differences, log_of, table


@pytest.mark.parametrize("partitions", [1, 3])
def test_every_row_is_decided_as_its_table_says(broker: Bootstrap, partitions: int) -> None:
    logs = []
    for name in TABLES:
        values = [json.dumps(event).encode() for event in log_of(table(name))]
        logs.append(CaseLog(name, [*values, closing_mark(SWAPS, values)]))
    views = run_logs(SWAPS, logs, broker.bootstrap, partitions)
    for name in TABLES:
        result: Any = result_document(SWAPS, views[name])
        assert differences(name, result) == []

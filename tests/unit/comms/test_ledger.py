"""Does a record of comms in one file agree when it is folded again, whatever was handed on between the stages?"""

import json
from pathlib import Path

import pytest

from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.figures import is_up_to_date, result
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.verify import verify
from tests.unit.comms.events import COMMS, FIRM, Told, at, call, ended, recording, tick
from tests.unit.ledger.ledgers import clock

NAMES = TopicNames("comms")
DAY = [
    *FIRM,
    call(),
    ended(),
    recording("R1", None),
    tick("t1", at("11:00:00")),
    call("C2", started_at=at("12:00:00")),
    ended("C2", ended_at=at("12:10:00")),
    tick("t2", at("12:10:00", "2024-05-28")),
]


@pytest.mark.parametrize("partitions", [1, 3])
def test_a_day_in_a_ledger_agrees_with_itself_and_with_memory(tmp_path: Path, partitions: int) -> None:
    path = tmp_path / "day.ledger"
    lines = [json.dumps(event).encode() for event in DAY]
    with LedgerWriter.begin_or_open(path, clock) as ledger:
        run = LedgerRun(ledger, COMMS, COMMS.law, partitions=partitions, batch_lines=3)
        run.take([Source.memory("day", lines)], IntakeReport())
    with LedgerReader.open(path) as read:
        report = verify(COMMS, NAMES, read)
        assert report.agrees, report
        assert result(read, COMMS, NAMES) == Told(*DAY).result
        assert is_up_to_date(read, COMMS, NAMES)

"""Does a log give the same after any crash, at any place? (section 3.4 and invariant 7 of the contract)"""

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.folding import Partition
from streams.kernel.law import LawBook
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.result import result_document
from streams.kernel.runner import Runner
from streams.kernel.stage import INPUT, Stage
from tests.properties.stories import SOME, Result, Story, log_of, plain

PARTITIONS = 3


class KilledError(Exception):
    """The process ends before a commit."""


class Disk:
    """Topics and state that outlive the process; a commit is written whole or, when it is killed, not at all."""

    def __init__(self, told: Story, chance: random.Random) -> None:
        self._chance = chance
        self._topics: dict[tuple[str, int], list[LogRecord]] = defaultdict(list)
        self._rows: dict[tuple[str, int], dict[bytes, bytes]] = defaultdict(dict)
        self.views: dict[str, bytes] = {}
        self.outcomes: list[str] = []
        for value in log_of(told.events):
            for partition, key in CLEARING.places(CLEARING.read(value), PARTITIONS):
                self._append(INPUT, partition, key, value)

    def _append(self, source: str, partition: int, key: bytes, value: bytes) -> None:
        topic = self._topics[source, partition]
        topic.append(LogRecord(len(topic), key, value))

    def end(self, source: str, partition: int) -> int:
        return len(self._topics[source, partition])

    def read(self, source: str, partition: int, offset: int, limit: int) -> Sequence[LogRecord]:
        return self._topics[source, partition][offset : offset + limit]

    def rows(self, stage: str, partition: int) -> Iterable[tuple[bytes, bytes]]:
        return self._rows[stage, partition].items()

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        if self._chance.random() < 0.2:
            raise KilledError
        rows = self._rows[stage.name, partition]
        for key, value in unit.rows:
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value
        for forward in unit.forwards:
            self._append(forward.source, forward.partition, forward.key, forward.value)
        for row, shown in unit.views:
            if shown is None:
                self.views.pop(row.decode(), None)
            else:
                self.views[row.decode()] = shown
        self.outcomes += [value.decode() for _, value in unit.outcomes]

    def result(self) -> Result:
        return plain(result_document(CLEARING, self.views))


def folded_with_crashes(told: Story, chance: random.Random) -> tuple[Disk, int]:
    """Fold a log in processes that are killed again and again; memory is lost, the disk is not."""
    disk = Disk(told, chance)
    process_count = 0
    waits = True
    while waits:
        process_count += 1
        runner = Runner(CLEARING, PARTITIONS, told.law, disk, batch=chance.choice((1, 3, 10)))
        try:
            for _ in range(chance.randrange(1, 12)):
                waits = runner.run_once()
        except KilledError:
            continue
    return disk, process_count


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_crashes_change_no_result_and_repeat_no_outcome(told: Story) -> None:
    disk, process_count = folded_with_crashes(told, told.chance("crashes"))
    assert process_count > 5
    assert disk.result() == told.result
    expected = sorted(json.dumps(one, sort_keys=True) for one in told.by_the_product.outcomes())
    assert sorted(json.dumps(json.loads(one), sort_keys=True) for one in disk.outcomes) == expected


# ---- one partition of each stage, stopped at any record ----


def unit_by_unit(partition: Partition, log: Sequence[LogRecord]) -> list[CommitUnit]:
    """The commit units of the records from where a partition stands on, one record each, without passing gauges."""
    units = []
    for record in log[partition.next_offset :]:
        partition.process([record])
        unit = partition.commit_unit()
        units.append(unit._replace(gauges={}, books=msgspec.structs.replace(unit.books)))
    return units


def opened(stage: Stage, law: LawBook, units: Sequence[CommitUnit]) -> Partition:
    """A partition of a stage with nothing but the rows that were committed."""
    sender_count = 1 if stage.source != INPUT else 0
    partition = Partition(CLEARING.name, stage, 0, sender_count, law)
    rows: dict[bytes, bytes] = {}
    for unit in units:
        for key, value in unit.rows:
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value
    for key, value in rows.items():
        partition.load(key, value)
    partition.resume()
    return partition


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_a_restart_at_any_record_gives_the_same_units_after_it(told: Story) -> None:
    chance = told.chance("stops")
    log = [LogRecord(place, b"", value) for place, value in enumerate(log_of(told.events))]
    for stage in CLEARING.stages:
        units = unit_by_unit(opened(stage, told.law, []), log)
        for stop in chance.sample(range(len(log)), 4):
            again = opened(stage, told.law, units[:stop])
            assert unit_by_unit(again, log[: stop + 25]) == units[stop : stop + 25]
        handed_on = [forward.value for unit in units for forward in unit.forwards]
        log = [LogRecord(place, b"", value) for place, value in enumerate(handed_on)]

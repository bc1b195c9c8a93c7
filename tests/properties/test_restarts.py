"""Does a log give the same after any crash, at any place? (section 3.4 and invariant 7 of the contract)"""

import json
from collections.abc import Sequence

import msgspec
import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.folding import Partition
from streams.kernel.law import LawBook
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.stage import INPUT, Stage
from tests.properties.crashes import folded_with_crashes
from tests.properties.stories import SOME, Story, log_of, plain


@pytest.mark.parametrize("told", SOME, indirect=True)
def test_crashes_change_no_result_and_repeat_no_outcome(told: Story) -> None:
    log = log_of(told.events)
    disk, process_count = folded_with_crashes(CLEARING, told.law, log, told.chance("crashes"))
    assert process_count > 5
    assert plain(disk.result()) == told.result
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

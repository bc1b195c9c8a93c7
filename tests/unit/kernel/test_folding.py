"""Is a partition folded the same, whoever reads the log, whoever commits, and wherever it was stopped?"""

import msgspec
import pytest

from streams.kernel.chain import START, chained
from streams.kernel.errors import UserError
from streams.kernel.folding import POSITION_KEY, Partition, Position
from streams.kernel.output import CommitUnit, Output
from tests.unit.kernel.tills import (
    LAW,
    SUM_STAGE,
    TILLS_STAGE,
    HandedOn,
    a_partition,
    counted,
    opened,
    records,
    restarted,
    took,
)

LOG = [
    opened("a"),
    took("a", 5, "t1"),
    took("b", 7, "t2"),
    took("b", 1, "t3"),
    b"no event",
    took("a", 5, "t1"),
    counted("m1"),
    opened("b"),
    took("b", 2, "t4"),
    counted("m2"),
    took("a", 9, "t5"),
]


def position(unit: CommitUnit) -> Position:
    return msgspec.json.decode(dict(unit.rows)[POSITION_KEY] or b"", type=Position)


def published(unit: CommitUnit) -> CommitUnit:
    """A unit without gauges, which show the moment and are not remembered."""
    return unit._replace(gauges={}, books=msgspec.structs.replace(unit.books))


def unit_by_unit(partition: Partition, values: list[bytes]) -> list[CommitUnit]:
    """The commit units of records folded one at a time, from where the partition stands."""
    units = []
    for record in records(values, partition.next_offset):
        partition.process([record])
        units.append(published(partition.commit_unit()))
    return units


# ---- where records go ----


def test_records_read_are_accounted_for() -> None:
    partition = a_partition()
    assert partition.process(records(LOG)) == len(LOG)
    books = partition.commit_unit().books
    assert (books.decided, books.held, books.repeated, books.dead_lettered) == (7, 2, 1, 1)
    assert books.read == len(LOG)
    assert books.difference() == 0


def test_records_folded_before_are_skipped() -> None:
    partition = a_partition()
    partition.process(records(LOG[:4]))
    before = partition.commit_unit()
    assert partition.process(records(LOG[:4])) == 0
    after = partition.commit_unit()
    assert (after.rows, after.outcomes, after.views) == (before.rows[-1:], [], [])


def test_a_record_that_cannot_be_read_does_not_stop_the_partition() -> None:
    partition = a_partition()
    partition.process(records([None, b"{", opened("a"), took("a", 5, "t1")]))
    unit = partition.commit_unit()
    assert [(letter.record.offset, letter.reason) for letter in unit.dead_letters] == [
        (0, "SCHEMA"),
        (1, "SCHEMA"),
    ]
    assert dict(unit.views) == {b"tills/a": b"[5,1]"}
    assert unit.tally["dead_letter", "SCHEMA"] == 2


def test_a_fault_of_the_program_stops_it() -> None:
    partition = a_partition(SUM_STAGE, 1)
    broken = msgspec.json.encode(HandedOn(0, "m", {"t/a": [1]}))
    partition.process(records([broken]))
    with pytest.raises(ValueError, match="argument"):
        partition.process(records([broken.replace(b"[1]", b"[1,2]").replace(b'"m"', b'"n"')], 1))


def test_gaps_between_offsets_are_passed() -> None:
    partition = a_partition()
    partition.process([*records([opened("a")], 3), *records([took("a", 1, "t1")], 7)])
    assert partition.next_offset == 8
    partition.advance(12)
    assert position(partition.commit_unit()).next == 12


def test_the_position_never_moves_back() -> None:
    partition = a_partition()
    partition.process(records([opened("a")], 3))
    partition.advance(2)
    assert partition.next_offset == 4


# ---- commit units ----


def test_a_unit_holds_what_came_of_its_own_records_only() -> None:
    partition = a_partition()
    partition.process(records([opened("a"), took("a", 5, "t1")]))
    assert len(partition.commit_unit().outcomes) == 1
    empty = partition.commit_unit()
    assert (empty.outcomes, empty.views, empty.forwards, empty.dead_letters) == ([], [], [], [])
    assert [key for key, _ in empty.rows] == [POSITION_KEY]


def test_the_position_row_comes_last_with_the_form_of_the_rows() -> None:
    partition = a_partition()
    partition.process(records(LOG[:2]))
    unit = partition.commit_unit()
    assert unit.rows[-1][0] == POSITION_KEY
    found = position(unit)
    assert (found.next, found.state, found.books.read) == (2, "tills/tills/1", 2)


def test_of_several_values_of_a_row_of_a_view_the_newest_is_published() -> None:
    partition = a_partition()
    partition.process(records([opened("a"), took("a", 5, "t1"), took("a", 4, "t2")]))
    unit = partition.commit_unit()
    assert unit.views == [(b"tills/a", b"[9,2]")]
    assert len(unit.outcomes) == 2


def test_somebody_may_watch_what_is_published() -> None:
    output = Output("law")
    partition = Partition("tills", TILLS_STAGE, 0, 0, LAW, output)
    partition.process(records([opened("a"), took("a", 5, "t1")]))
    assert list(output.views) == ["tills/a"]
    assert partition.commit_unit().views == [(b"tills/a", b"[5,1]")]


def test_the_rows_of_the_last_commit_are_counted() -> None:
    partition = a_partition()
    partition.process(records([opened("a"), took("a", 5, "t1")]))
    partition.commit_unit()
    assert partition.row_count == 4


# ---- restarts ----


@pytest.mark.parametrize("stop", range(len(LOG) + 1))
def test_a_restart_at_any_record_gives_the_same_units_after_it(stop: int) -> None:
    units = unit_by_unit(a_partition(), LOG)
    again = restarted(units[:stop])
    assert again.next_offset == stop
    assert unit_by_unit(again, LOG[stop:]) == units[stop:]


@pytest.mark.parametrize("stop", range(len(LOG) + 1))
def test_memory_that_ran_ahead_of_a_commit_is_lost_without_harm(stop: int) -> None:
    units = unit_by_unit(a_partition(), LOG)
    ahead = restarted(units[:stop])
    ahead.process(records(LOG[stop:], stop))
    assert unit_by_unit(restarted(units[:stop]), LOG[stop:]) == units[stop:]


def test_a_stage_that_receives_marks_restarts_too() -> None:
    handed_on = [
        HandedOn(sender, mark, {"till/a": [number, 1]})
        for number, (sender, mark) in enumerate([(0, "m1"), (1, "m1"), (1, "m2"), (0, "m2")], start=1)
    ]
    log = [msgspec.json.encode(one) for one in handed_on]
    units = unit_by_unit(a_partition(SUM_STAGE, 2), log)
    for stop in range(len(log) + 1):
        again = restarted(units[:stop], SUM_STAGE, 2)
        assert unit_by_unit(again, log[stop:]) == units[stop:]


def test_state_of_another_version_is_refused() -> None:
    units = unit_by_unit(a_partition(), LOG)
    later = TILLS_STAGE._replace(state_version=2)
    with pytest.raises(UserError) as caught:
        restarted(units, later)
    assert caught.value.exit_code == 6
    assert caught.value.message == (
        "The state of partition 0 has the form tills/tills/1, this version works with tills/tills/2. Nothing was "
        "changed. Delete the state topic and the worker rebuilds it from the input, or start the version that wrote it."
    )


# ---- the chain over the input ----


def test_a_mark_attests_the_input_up_to_itself() -> None:
    partition = a_partition()
    partition.process(records(LOG))
    chain = START
    for record in records(LOG[:7]):
        chain = chained(chain, record)
    attestations = [(key, msgspec.json.decode(value)) for key, value in partition.commit_unit().attestations]
    assert [(key, one["mark"]) for key, one in attestations] == [(b"tills/0", "m1"), (b"tills/0", "m2")]
    first = attestations[0][1]
    assert first == {
        "stage": "tills",
        "partition": 0,
        "mark": "m1",
        "offset": 6,
        "records": 7,
        "chain": chain.hex(),
        "law": first["law"],
    }


def test_a_stage_that_reads_no_input_attests_nothing() -> None:
    partition = a_partition(SUM_STAGE, 1)
    partition.process(records([msgspec.json.encode(HandedOn(0, "m", {}))]))
    unit = partition.commit_unit()
    assert unit.attestations == []
    assert position(unit).chain == START

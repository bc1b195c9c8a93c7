"""What becomes of fetched bytes that are damaged, hidden, cut or out of date?"""

from collections.abc import Sequence
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import READ_COMMITTED, FetchResult, PartitionRecords
from aiokafka.consumer.subscription_state import Assignment
from aiokafka.errors import CorruptRecordException
from aiokafka.record._crecords import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords

from streams.runtime.fetching import Batch, take

_PLACE = TopicPartition("topic", 0)
_CONTROL = 0x20
_ATTRIBUTES_OFFSET = 21
_BASE_OFFSET_LENGTH = 8


def _record_batch(base_offset: int, values: Sequence[bytes], producer_id: int = -1) -> bytearray:
    """A record batch as the broker hands it out."""
    builder = DefaultRecordBatchBuilder(2, 0, int(producer_id >= 0), producer_id, 0, 0, 1_000_000)
    for delta, value in enumerate(values):
        builder.append(delta, 1000 + delta, None, value, [])
    batch: bytearray = builder.build()
    batch[:_BASE_OFFSET_LENGTH] = base_offset.to_bytes(_BASE_OFFSET_LENGTH, "big")
    return batch


def _fetched(
    log: bytes | bytearray,
    position: int = 0,
    aborted: Sequence[tuple[int, int]] = (),
    *,
    check_crcs: bool = True,
) -> tuple[Any, Any]:
    """A fetch result over bytes, and the position that aiokafka keeps for the partition."""
    assignment = Assignment({_PLACE})
    state = assignment.state_value(_PLACE)
    state.seek(position)
    records = PartitionRecords(
        _PLACE, MemoryRecords(bytes(log)), list(aborted), position, None, None, check_crcs, READ_COMMITTED
    )
    return FetchResult(_PLACE, assignment=assignment, partition_records=records, backoff=0), state


def _values(batch: Batch | None) -> list[bytes | None]:
    assert batch is not None
    return [record.value for record in batch.records]


async def test_batches_end_with_record_batches_and_follow_one_another() -> None:
    log = _record_batch(0, [b"a", b"b"]) + _record_batch(2, [b"c", b"d"]) + _record_batch(4, [b"e"])
    result, state = _fetched(log)
    first = take(result, 3)
    second = take(result, 3)
    assert first is not None and second is not None
    assert (first.start, first.end, _values(first)) == (0, 4, [b"a", b"b", b"c", b"d"])
    assert (second.start, second.end, _values(second)) == (4, 5, [b"e"])
    assert state.position == 5
    assert take(result, 3) is None


async def test_records_before_the_position_are_left_out() -> None:
    result, _ = _fetched(_record_batch(0, [b"a", b"b", b"c"]), position=2)
    batch = take(result, 100)
    assert batch is not None
    assert (batch.start, batch.end, _values(batch)) == (2, 3, [b"c"])


async def test_a_gap_that_compaction_left_lies_within_a_batch() -> None:
    result, _ = _fetched(_record_batch(0, [b"a"]) + _record_batch(7, [b"b"]))
    batch = take(result, 100)
    assert batch is not None
    assert (batch.start, batch.end, [record.offset for record in batch.records]) == (0, 8, [0, 7])


async def test_what_an_aborted_producer_wrote_is_hidden_and_others_are_not() -> None:
    log = (
        _record_batch(0, [b"aborted"], producer_id=1)
        + _record_batch(1, [b"kept"], producer_id=2)
        + _record_batch(2, [b"aborted too"], producer_id=1)
    )
    result, _ = _fetched(log, aborted=[(1, 0)])
    batch = take(result, 100)
    assert batch is not None
    assert (batch.end, _values(batch)) == (3, [b"kept"])


async def test_markers_are_passed_without_a_record() -> None:
    marker = _record_batch(0, [b"\x00\x00\x00\x00\x00\x00"], producer_id=1)
    marker[_ATTRIBUTES_OFFSET + 1] |= _CONTROL
    result, state = _fetched(marker, check_crcs=False)
    result._partition_records._contains_abort_marker = lambda batch: False
    assert take(result, 100) == Batch(0, 1, [])
    assert state.position == 1


async def test_a_damaged_record_batch_is_refused_and_the_position_stays() -> None:
    log = _record_batch(0, [b"whole"])
    log[-3] ^= 0xFF
    result, state = _fetched(log)
    with pytest.raises(CorruptRecordException, match="Invalid CRC"):
        take(result, 100)
    assert state.position == 0


async def test_a_result_is_dropped_when_the_position_moved_since_the_fetch() -> None:
    result, state = _fetched(_record_batch(0, [b"a"]))
    state.seek(5)
    assert take(result, 100) is None
    assert not result.has_more()

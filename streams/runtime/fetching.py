"""How do fetched bytes become whole batches of records, with the positions before and after each?

The seam to aiokafka's fetcher. Its own way builds an 11-field Python object for each record; here its C records are
handed on as they are. What the fetcher checks stays checked: checksums, aborted transactions, control batches and
that the position did not move since the fetch was sent.
"""

import asyncio
from collections.abc import Callable, Container
from typing import Any, NamedTuple

from aiokafka.consumer.fetcher import READ_COMMITTED, FetchResult
from aiokafka.errors import ConsumerStoppedError, CorruptRecordException

from streams.kernel.record import Record


class Batch(NamedTuple):
    """What one fetch of one partition brought.

    Attributes:
        start: the position that was asked for.
        end: the next position to ask for; it lies beyond markers and beyond aborted or compacted records.
    """

    start: int
    end: int
    records: list[Record]


async def fetched_batches(
    fetcher: Any,
    wanted: Container[Any],
    timeout_seconds: float,
    max_records: int,
    may_take: Callable[[], bool] = lambda: True,
) -> dict[Any, Batch]:
    """Take what was fetched of the wanted partitions, waiting a while if nothing was.

    Args:
        fetcher: of an aiokafka consumer, in the event loop of that consumer.
        wanted: partitions; what was fetched of others stays where it is.
        max_records: the least number of records of one partition after which its batch ends, if more are there.
        may_take: asked again after waiting, because the partitions may belong to somebody else by then.

    Raises:
        KafkaError: what the broker answered for a partition, such as OffsetOutOfRangeError.
    """
    if fetcher._closed:
        raise ConsumerStoppedError
    batches = _take_all(fetcher, wanted, max_records)
    if not batches and timeout_seconds:
        waiter = fetcher._create_fetch_waiter()
        _, pending = await asyncio.wait([waiter], timeout=timeout_seconds)
        if pending:
            waiter.cancel()
            return {}
        waiter.result()
        batches = {} if not may_take() else _take_all(fetcher, wanted, max_records)
    return batches


def _take_all(fetcher: Any, wanted: Container[Any], max_records: int) -> dict[Any, Batch]:
    # During a reassignment what was fetched may belong to somebody else by now.
    if fetcher._subscriptions.reassignment_in_progress:
        return {}
    batches: dict[Any, Batch] = {}
    for partition, result in list(fetcher._records.items()):
        if partition not in wanted:
            if not fetcher._subscriptions.is_assigned(partition):
                del fetcher._records[partition]
            continue
        batch = None
        if type(result) is FetchResult:
            batch = take(result, max_records)
            if batch is not None:
                batches[partition] = batch
        elif batches:
            # An error is told by the next call; what was taken so far is not lost for it.
            return batches
        if batch is None or not result.has_more():
            del fetcher._records[partition]
            fetcher._notify(fetcher._wait_consume_future)
        if type(result) is not FetchResult:
            result.check_raise()
    return batches


def take(result: Any, max_records: int) -> Batch | None:
    """Take the next batch of a fetch result; None where its partition was lost, paused or moved meanwhile."""
    if not result.has_more() or not result.check_assignment(result._topic_partition):
        return None
    fetched = result._partition_records
    start = fetched.next_fetch_offset
    records: list[Record] = []
    while fetched._records.has_next() and len(records) < max_records:
        _take_record_batch(fetched, records)
    result._update_position()
    if not fetched._records.has_next():
        result._partition_records = None
    return Batch(start, fetched.next_fetch_offset, records)


def _take_record_batch(fetched: Any, records: list[Record]) -> None:
    """Append the visible records of the next record batch and move the position beyond it."""
    record_batch = fetched._records.next_batch()
    if fetched._check_crcs and not record_batch.validate_crc():
        raise CorruptRecordException(f"Invalid CRC - {fetched._tp}")
    if not _is_hidden(fetched, record_batch):
        taken = list(record_batch)
        if taken and taken[0].offset < fetched.next_fetch_offset:
            taken = [record for record in taken if record.offset >= fetched.next_fetch_offset]
        records += taken
    fetched.next_fetch_offset = record_batch.next_offset


def _is_hidden(fetched: Any, record_batch: Any) -> bool:
    """Whether a record batch holds a transaction marker or what an aborted transaction wrote."""
    is_control_batch: bool = record_batch.is_control_batch
    if fetched._isolation_level == READ_COMMITTED and record_batch.producer_id is not None:
        fetched._consume_aborted_up_to(record_batch.base_offset)
        if is_control_batch and fetched._contains_abort_marker(record_batch):
            fetched._aborted_producers.discard(record_batch.producer_id)
        if record_batch.is_transactional and record_batch.producer_id in fetched._aborted_producers:
            return True
    return is_control_batch

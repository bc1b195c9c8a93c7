"""How does an archive get back into empty topics, each record at the offset that it had?

Between records Kafka leaves offsets out: a marker at the end of each transaction, what was aborted, what was compacted
away. Such a hole is made again with the same means. One offset is the marker of a transaction that holds the records
before it; more are what an aborted transaction writes, with its marker. Readers of committed records see the archive.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from typing import Any, Final, NamedTuple

import msgspec
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from streams.kernel.errors import UserError
from streams.kernel.record import LogRecord
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.runtime.archiving import archived_topics
from streams.runtime.deployment import Deployment
from streams.runtime.producer import stop, transactional_producer
from streams.runtime.reading import Bounds, Target, TopicReader

_RECORDS_AT_ONCE: Final = 20_000
_TIMEOUT_MS: Final = 60_000
_NOT_EMPTY: Final = 1
_UNAVAILABLE: Final = 4
_FILLER: Final = LogRecord(0, b"", b"")

OnProgress = Callable[[int], None]
"""Is told how many more records were written."""


class RestoredPart(msgspec.Struct, frozen=True):
    """What was written to one partition of a topic; `end` is its next offset."""

    topic: str
    partition: int
    end: int
    records: int


class _Run(NamedTuple):
    """Records without a hole between them, and how many offsets after them hold none."""

    records: Sequence[LogRecord]
    hole: int


async def restore(
    bootstrap: str,
    deployment: Deployment,
    ledger: LedgerReader,
    held: TopicNames,
    *,
    only_input: bool,
    on_progress: OnProgress = lambda records: None,
) -> list[RestoredPart]:
    """Write an archive into topics that are empty.

    Args:
        held: the names that the topics have in the archive.
        only_input: leave out what workers publish, so that they can publish it again.

    Raises:
        UserError: a topic is not empty, the archive lacks its beginning, or Kafka fails; delete the topics then.
    """
    names = deployment.names
    sources = _places(deployment._replace(names=held), only_input)
    targets = _places(deployment, only_input)
    _check_whole(ledger, sources)
    async with TopicReader(bootstrap, isolation="read_uncommitted") as reader:
        _check_empty(await reader.bounds(targets))
    async with AsyncExitStack() as closing:
        plain = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", compression_type="lz4")
        transactional = transactional_producer(
            bootstrap, f"{names.app}-{names.prefix}{names.domain}-restore", _TIMEOUT_MS
        )
        await plain.start()
        closing.push_async_callback(plain.stop)
        await transactional.start()
        closing.push_async_callback(stop, transactional)
        writing = _Writing(plain, transactional, on_progress)
        return [
            await writing.write(ledger, source, target)
            for source, target in zip(sources, targets, strict=True)
        ]


def _places(deployment: Deployment, only_input: bool) -> list[Target]:
    """Every partition of the topics that are restored."""
    names = [deployment.names.events] if only_input else list(archived_topics(deployment))
    counts = deployment.partitions_of_topic
    return [(name, partition) for name in names for partition in range(counts[name])]


def _check_whole(ledger: LedgerReader, targets: Sequence[Target]) -> None:
    for target in targets:
        start = ledger.span(*target).start
        if start:
            raise UserError(
                f"{ledger.path} holds {target[0]}, partition {target[1]} from offset {start} on only; without its "
                "beginning nothing can be folded from it. Nothing was written.",
                _NOT_EMPTY,
            )


def _check_empty(bounds: dict[Target, Bounds]) -> None:
    for (name, partition), one in bounds.items():
        if one.end:
            raise UserError(
                f"{name}, partition {partition} is not empty: it ends at offset {one.end}. Nothing was written. "
                "Restore into topics of their own, with --topic-prefix, or delete these first.",
                _NOT_EMPTY,
            )


class _Writing:
    """Writes partitions one after the other, and checks every offset that Kafka gives."""

    def __init__(
        self, plain: AIOKafkaProducer, transactional: AIOKafkaProducer, on_progress: OnProgress
    ) -> None:
        self._plain = plain
        self._transactional = transactional
        self._on_progress = on_progress

    async def write(self, ledger: LedgerReader, source: Target, target: Target) -> RestoredPart:
        """Write all records of a partition, with the holes between them."""
        span, end = ledger.span(*source), 0
        try:
            for run in _runs(ledger, source):
                end = await self._write_run(target, run, end)
                self._on_progress(len(run.records))
        except KafkaError as fault:
            raise UserError(
                f"Kafka answered {type(fault).__name__} {fault} while {target[0]}, partition {target[1]} was written "
                f"at offset {end}. Delete the topics that were begun, and repeat the command.",
                _UNAVAILABLE,
            ) from fault
        return RestoredPart(*target, end, span.records)

    async def _write_run(self, target: Target, run: _Run, end: int) -> int:
        """Write a run and make the hole after it; return the next offset."""
        if run.hole == 1 and run.records:
            await self._transactional.begin_transaction()
            await self._send(self._transactional, target, run.records, end)
            await self._transactional.commit_transaction()
            return end + len(run.records) + 1
        await self._send(self._plain, target, run.records, end)
        end += len(run.records)
        if run.hole > 1:
            await self._transactional.begin_transaction()
            await self._send(self._transactional, target, [_FILLER] * (run.hole - 1), end)
            await self._transactional.abort_transaction()
        elif run.hole:
            raise UserError(
                f"{target[0]}, partition {target[1]} begins with one offset that holds no record, which cannot be made "
                "again. Nothing after it was written; delete the topics that were begun.",
                _NOT_EMPTY,
            )
        return end + run.hole

    async def _send(self, producer: Any, target: Target, records: Sequence[LogRecord], offset: int) -> None:
        """Send records in whole batches, and wait for the offsets that they get.

        Raises:
            UserError: somebody else writes to the topic as well.
        """
        left = list(records)
        while left:
            batch = producer.create_batch()
            count = 0
            for one in left:
                timestamp = one.timestamp or time.time_ns() // 1_000_000
                headers = list(one.headers)
                if batch.append(timestamp=timestamp, key=one.key, value=one.value, headers=headers) is None:
                    break
                count += 1
            written = await (await producer.send_batch(batch, target[0], partition=target[1]))
            if written.offset != offset:
                raise UserError(
                    f"{target[0]}, partition {target[1]}: a record came to offset {written.offset} instead of "
                    f"{offset}, so somebody else writes to the topic. Delete the topics that were begun, and repeat "
                    "the command.",
                    _NOT_EMPTY,
                )
            offset, left = offset + count, left[count:]


def _runs(ledger: LedgerReader, source: Target) -> Iterator[_Run]:
    """The records of a partition, cut where offsets are missing; large runs are cut, too."""
    end = ledger.span(*source).end
    waiting: list[LogRecord] = []
    reached = 0
    while records := ledger.read_range(*source, reached, _RECORDS_AT_ONCE):
        for record in records:
            if record.offset > reached:
                yield _Run(waiting, record.offset - reached)
                waiting = []
            waiting.append(record)
            reached = record.offset + 1
        if waiting and len(waiting) >= _RECORDS_AT_ONCE:
            # The last one stays, because a hole of one offset needs a record before it.
            yield _Run(waiting[:-1], 0)
            waiting = waiting[-1:]
    yield _Run(waiting, end - reached)

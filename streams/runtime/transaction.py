"""How is one commit unit written to Kafka, together or not at all?

The seams to aiokafka's producer: `BACKOFF_OVERRIDE`, the batch interface, and that a failed batch does not keep a
transaction from being committed.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import aiokafka.producer.sender
from aiokafka import AIOKafkaProducer
from aiokafka.errors import InvalidProducerEpoch, KafkaError, MessageSizeTooLargeError, ProducerFenced

from streams.kernel.output import CommitUnit, DeadLetter
from streams.kernel.partitioner import partition_of
from streams.runtime.exits import ExitCode
from streams.runtime.reading import Target

# Back-to-back transactions meet the markers of the one before; aiokafka waits 20 ms for them, which take one.
aiokafka.producer.sender.BACKOFF_OVERRIDE = 0.001

# A broker's own limit for a record batch is 1,048,588 bytes.
_BATCH_BYTES = 1_000_000
_REQUEST_BYTES = 8 << 20
_STOP_SECONDS = 5.0

Headers = list[tuple[str, bytes]]
Entry = tuple[bytes | None, bytes | None, Headers]

_NO_HEADERS: Headers = []


class CommitError(Exception):
    """A commit unit was not written, or it is not known whether it was; the process must end."""

    def __init__(self, code: ExitCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class Destinations(NamedTuple):
    """Where the commit units of one source partition go.

    Attributes:
        source: the topic and partition that are folded.
        state: the topic and partition that hold what the stage remembers.
        sources: the topics of later stages by the noun of their source.
        partitions: how many partitions each topic has, by name.
    """

    source: Target
    state: Target
    outcomes: str
    views: str
    deadletter: str
    sources: Mapping[str, str]
    partitions: Mapping[str, int]

    def spread(self, unit: CommitUnit) -> dict[Target, list[Entry]]:
        """The records of a commit unit by topic and partition, each list in the order of writing."""
        spread: dict[Target, list[Entry]] = {self.state: [(key, value, _NO_HEADERS) for key, value in unit.rows]}
        self._by_key(spread, self.outcomes, unit.outcomes)
        self._by_key(spread, self.views, unit.views)
        for forward in unit.forwards:
            target = (self.sources[forward.source], forward.partition)
            spread.setdefault(target, []).append((forward.key, forward.value, _NO_HEADERS))
        for letter in unit.dead_letters:
            key = letter.record.key
            target = (self.deadletter, partition_of(key or b"", self.partitions[self.deadletter]))
            spread.setdefault(target, []).append((key, letter.record.value, self._headers(letter)))
        return spread

    def _by_key(
        self, spread: dict[Target, list[Entry]], topic: str, entries: Iterable[tuple[bytes, bytes | None]]
    ) -> None:
        count = self.partitions[topic]
        for key, value in entries:
            target = (topic, partition_of(key, count))
            spread.setdefault(target, []).append((key, value, _NO_HEADERS))

    def _headers(self, letter: DeadLetter) -> Headers:
        """The headers of the record as it came, then why and from where it is here."""
        topic, partition = self.source
        return [
            *letter.record.headers,
            ("reason", letter.reason.encode()),
            ("detail", letter.detail.encode()),
            ("source_topic", topic.encode()),
            ("source_partition", str(partition).encode()),
            ("source_offset", str(letter.record.offset).encode()),
        ]


class TransactionWriter:
    """The one writer of a source partition's results; starting it fences the writer before it.

    Attributes:
        state_end: the offset after the last commit in the state partition, its marker included.
    """

    def __init__(self, bootstrap: str, transactional_id: str, destinations: Destinations, timeout_ms: int) -> None:
        self.transactional_id = transactional_id
        self.destinations = destinations
        self.state_end = 0
        self._timeout_seconds = timeout_ms / 1000
        self._producer = AIOKafkaProducer(
            bootstrap_servers=bootstrap,
            client_id=transactional_id,
            transactional_id=transactional_id,
            transaction_timeout_ms=timeout_ms,
            compression_type="lz4",
            max_batch_size=_BATCH_BYTES,
            max_request_size=_REQUEST_BYTES,
            linger_ms=0,
        )

    async def start(self) -> None:
        """Become the writer: the transaction of the writer before is ended when this returns.

        Raises:
            KafkaError: the broker refuses.
            TimeoutError: the broker does not answer in time.
        """
        async with asyncio.timeout(self._timeout_seconds):
            await self._producer.start()

    async def stop(self) -> None:
        """Close the connections; what is still in progress is left to the next owner, who ends it."""
        with contextlib.suppress(KafkaError, TimeoutError):
            async with asyncio.timeout(_STOP_SECONDS):
                await self._producer.stop()

    async def commit(self, unit: CommitUnit) -> None:
        """Write a commit unit in one transaction.

        Raises:
            CommitError: it was not written, or nobody knows; memory is ahead of the log from now on.
        """
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await self._producer.begin_transaction()
                await self._send(self.destinations.spread(unit))
                await self._producer.commit_transaction()
        except Exception as fault:
            raise self._commit_error(fault) from fault

    async def _send(self, spread: dict[Target, list[Entry]]) -> None:
        """Send all records and wait until the broker has them: aiokafka would commit without a failed batch."""
        timestamp = time.time_ns() // 1_000_000
        pending = dict(spread)
        deliveries: list[tuple[Target, int, Any]] = []
        while pending:
            # One batch of each target in a round, so that all of a round travel in one request.
            for target, entries in list(pending.items()):
                batch = self._producer.create_batch()
                taken = _fill(batch, entries, timestamp)
                delivery = await self._producer.send_batch(batch, target[0], partition=target[1])
                deliveries.append((target, taken, delivery))
                if taken < len(entries):
                    pending[target] = entries[taken:]
                else:
                    del pending[target]
        for target, count, delivery in deliveries:
            written = await delivery
            if target == self.destinations.state:
                self.state_end = written.offset + count + 1

    def _commit_error(self, fault: BaseException) -> CommitError:
        topic, partition = self.destinations.source
        place = f"{topic}, partition {partition}"
        fatal = self._producer._txn_manager.is_fatal_error()
        if isinstance(fault, ProducerFenced | InvalidProducerEpoch) or (fatal and isinstance(fault, AssertionError)):
            return CommitError(
                ExitCode.FENCED,
                f"{place} has another owner now, which fenced this worker off. Nothing of this worker's last batch "
                "was written; the other owner folds it. Start this worker again.",
            )
        if isinstance(fault, MessageSizeTooLargeError):
            what = "A record is larger than its topic allows (max.message.bytes)"
        elif isinstance(fault, TimeoutError):
            what = f"Kafka did not confirm within {self._timeout_seconds:.0f} s"
        else:
            what = f"Kafka answered {type(fault).__name__} {fault}".rstrip()
        return CommitError(
            ExitCode.COMMIT_FAILED,
            f"The commit for {place} failed. {what}. Start this worker again: it goes on after the last batch that "
            "is known to be written, and nothing is lost or doubled.",
        )


def _fill(batch: Any, entries: list[Entry], timestamp: int) -> int:
    """Append as many entries as fit into the batch, at least one; say how many."""
    append = batch.append
    for taken, (key, value, headers) in enumerate(entries):
        if append(timestamp=timestamp, key=key, value=value, headers=headers) is None:
            return taken
    return len(entries)

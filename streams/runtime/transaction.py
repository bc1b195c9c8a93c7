"""How is one commit unit written to Kafka, together or not at all?

The seam to aiokafka's producer: a failed batch does not keep it from committing the rest of a transaction.
"""

import asyncio
import time
from typing import Any

from aiokafka.errors import MessageSizeTooLargeError

from streams.kernel.destinations import Destinations, Entry, Target
from streams.kernel.output import CommitUnit
from streams.runtime.exits import ExitCode
from streams.runtime.producer import stop, transactional_producer, was_fenced


class CommitError(Exception):
    """A commit unit was not written, or it is not known whether it was; the process must end."""

    def __init__(self, code: ExitCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class TransactionWriter:
    """The one writer of a source partition's results; starting it fences the writer before it.

    Attributes:
        state_end: the offset after the last commit in the state partition, its marker included.
        state_timestamp: of the rows of that commit.
    """

    def __init__(
        self, bootstrap: str, transactional_id: str, destinations: Destinations, timeout_ms: int
    ) -> None:
        self.transactional_id = transactional_id
        self.destinations = destinations
        self.state_end = 0
        self.state_timestamp = 0
        self._timeout_seconds = timeout_ms / 1000
        self._producer = transactional_producer(bootstrap, transactional_id, timeout_ms)

    async def start(self) -> None:
        """Become the writer: the transaction of the writer before is ended when this returns.

        Raises:
            KafkaError: the broker refuses.
            TimeoutError: the broker does not answer in time.
        """
        async with asyncio.timeout(self._timeout_seconds):
            await self._producer.start()
            # Else the first commit asks for the leaders of each topic in turn.
            await self._producer.client.set_topics(self.destinations.topics)

    async def stop(self) -> None:
        """Close the connections; what is still in progress is left to the next owner, who ends it."""
        await stop(self._producer)

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
                # A topic may be set up to keep the broker's own time.
                self.state_timestamp = written.timestamp if written.timestamp_type == 1 else timestamp

    def _commit_error(self, fault: BaseException) -> CommitError:
        topic, partition = self.destinations.source
        place = f"{topic}, partition {partition}"
        if was_fenced(self._producer, fault):
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

"""What do topics hold that was committed, from one offset to another?"""

import time
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from typing import Literal, NamedTuple, Self

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.kernel.record import Record
from streams.runtime.fetching import Batch, fetched_batches

Target = tuple[str, int]
"""A topic and a partition of it."""
Isolation = Literal["read_committed", "read_uncommitted"]

_FETCH_BYTES = 8 << 20
_FETCH_MAX_WAIT_MS = 50
# The first question about a topic is always asked twice, because its leader is not known yet.
_RETRY_MS = 10
_RECORDS_AT_ONCE = 50_000
_FETCH_SECONDS = 1.0


class Bounds(NamedTuple):
    """Where the log of a partition begins, and its next offset."""

    start: int
    end: int


class TopicReader:
    """Reads partitions between two offsets, outside of any consumer group."""

    def __init__(
        self,
        bootstrap: str,
        silence_seconds: float = 30.0,
        isolation: Isolation = "read_committed",
    ) -> None:
        self._silence_seconds = silence_seconds
        self._options = {"bootstrap_servers": bootstrap, "isolation_level": isolation}
        self._topics: set[str] = set()

    async def __aenter__(self) -> Self:
        self._consumer = AIOKafkaConsumer(
            enable_auto_commit=False,
            auto_offset_reset="none",
            retry_backoff_ms=_RETRY_MS,
            fetch_max_wait_ms=_FETCH_MAX_WAIT_MS,
            max_partition_fetch_bytes=_FETCH_BYTES,
            **self._options,
        )
        await self._consumer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def bounds(self, targets: Collection[Target]) -> dict[Target, Bounds]:
        """Where these partitions begin and end; the end of committed records lies before any open transaction."""
        if not targets:
            return {}
        partitions = [TopicPartition(*target) for target in targets]
        await self._learn(targets)
        starts = await self._consumer.beginning_offsets(partitions)
        ends = await self._consumer.end_offsets(partitions)
        return {(one.topic, one.partition): Bounds(starts[one], ends[one]) for one in partitions}

    async def batches(self, bounds: Mapping[Target, Bounds]) -> AsyncIterator[tuple[Target, Batch]]:
        """The batches of each partition in order, those of different partitions mixed.

        Raises:
            KafkaError: a partition is not to be had.
            TimeoutError: nothing came for too long.
        """
        unread = {TopicPartition(*target) for target, (start, end) in bounds.items() if start < end}
        if not unread:
            return
        self._consumer.assign(unread)
        await self._learn(bounds)
        for place in unread:
            self._consumer.seek(place, bounds[place].start)
        heard_at = time.monotonic()
        while unread:
            fetched = await fetched_batches(self._consumer._fetcher, unread, _FETCH_SECONDS, _RECORDS_AT_ONCE)
            for place, batch in fetched.items():
                yield (place.topic, place.partition), batch
                if batch.end >= bounds[place].end:
                    unread.discard(place)
            if fetched:
                heard_at = time.monotonic()
            elif time.monotonic() - heard_at > self._silence_seconds:
                raise TimeoutError(f"nothing came from {', '.join(_spelled(unread))}")

    async def _learn(self, targets: Iterable[Target]) -> None:
        """Learn the leaders of all topics in one request, and keep them: aiokafka would ask for each in turn."""
        self._topics.update(topic for topic, _ in targets)
        await self._consumer._client.set_topics(self._topics)

    async def records(self, targets: Collection[Target]) -> dict[Target, list[Record]]:
        """All records of these partitions up to now."""
        bounds = await self.bounds(targets)
        found: dict[Target, list[Record]] = {target: [] for target in bounds}
        async for target, batch in self.batches(bounds):
            found[target] += batch.records
        return found


def _spelled(partitions: Iterable[TopicPartition]) -> list[str]:
    return sorted(f"{one.topic}, partition {one.partition}" for one in partitions)

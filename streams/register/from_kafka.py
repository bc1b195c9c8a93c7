"""How is a register fed from the topic of views?"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from streams.kernel.topics import TopicNames
from streams.register.database import Database
from streams.register.feeding import Feed, Position, Reading, check_same_log
from streams.runtime.reading import Bounds, Target, TopicReader

_POLL_SECONDS = 0.2


class KafkaFeed:
    """Feeds a register, round by round.

    A round reads everything that was written when it began, committed or not yet, and waits until it is decided
    what becomes of it. So a round that begins after a tick is known to be complete reads all of that tick.
    """

    def __init__(
        self, database: Database, feed: Feed, topic: str, committed: TopicReader, written: TopicReader
    ) -> None:
        self._database = database
        self._feed = feed
        self._topic = topic
        self._committed = committed
        self._written = written
        self._positions = feed.positions()

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        database: Database,
        names: TopicNames,
        kafka: str,
        committed: TopicReader,
        partitions: int,
        *,
        again: bool = False,
    ) -> "AsyncIterator[KafkaFeed]":
        """Connect to a cluster, and see that it holds the log of the register.

        Args:
            kafka: HOST:PORT of a broker.
            committed: reads what is committed there.
            partitions: of the topic of views.
            again: feed the register from the beginning.

        Raises:
            UserError: the register belongs to another log.
        """
        feed = Feed(database, partitions)
        if again:
            feed.begin_again()
        async with TopicReader(kafka, isolation="read_uncommitted") as written:
            opened = cls(database, feed, names.views, committed, written)
            await opened._check()
            yield opened

    async def round(self, on_progress: Callable[[int], None] = lambda count: None) -> bool:
        """Read what is there, and take it over if it is complete; whether it is.

        Raises:
            KafkaError, TimeoutError: Kafka does not hand it out.
        """
        mark = self._feed.common_mark()
        left = {
            (self._topic, partition): Bounds(max(start, self._positions[partition].next), end)
            for (_, partition), (start, end) in (await self._written.bounds(self._targets())).items()
        }
        async for (_, partition), batch in self._committed.batches(left):
            reading = Reading(batch.records, batch.end)
            self._positions = self._feed.arrive({partition: reading}, self._positions)
            on_progress(len(batch.records))
        return self._feed.settle(mark)

    async def catch_up(self, seconds: float, on_progress: Callable[[int], None] = lambda count: None) -> bool:
        """Go on until the register is complete as of the newest tick; whether it was in time."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not await self.round(on_progress):
            if asyncio.get_running_loop().time() > deadline:
                return False
            await asyncio.sleep(_POLL_SECONDS)
        return True

    def _targets(self) -> list[Target]:
        return [(self._topic, partition) for partition in self._positions]

    async def _check(self) -> None:
        ends = await self._written.bounds(self._targets())
        read = {partition: one for partition, one in self._positions.items() if one.last_offset is not None}
        for partition, position in read.items():
            await self._check_partition(partition, position, ends[self._topic, partition])

    async def _check_partition(self, partition: int, position: Position, bounds: Bounds) -> None:
        found = None
        place = position.last_offset
        assert place is not None, "only positions behind a record are compared"
        if bounds.start <= place < bounds.end:
            spot = {(self._topic, partition): Bounds(place, place + 1)}
            async for _, batch in self._committed.batches(spot):
                found = next((record for record in batch.records if record.offset == place), found)
        check_same_log(self._database, partition, position, bounds.end, found)

"""How are batches fetched, handed on without a gap, acknowledged, and their offsets committed?

The seams to Faust's consumer: `_drain_messages`, `_wait_next_records` and `perform_seek` (the flow),
`ack`, `_filter_tps_with_pending_acks` and `_new_offset` (what may be committed), `on_partitions_revoked`.
"""

import asyncio
from collections.abc import Iterator
from typing import Any

from aiokafka.errors import OffsetOutOfRangeError
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer
from faust.types import TP, ConsumerMessage

from streams.runtime.deliveries import Deliveries
from streams.runtime.fetching import Batch, fetched_batches

_FETCH_SECONDS = 1.0
# A partition that has room again takes part in the next fetch, so while one has none the fetches are short.
_FETCH_SECONDS_WHILE_FULL = 0.02
_FETCH_MAX_WAIT_MS = 100
_MOST_WAITING_RECORDS = 40_000


class BatchConsumerThread(AIOKafkaConsumerThread):
    """Runs the aiokafka consumer in an event loop of its own; always reads committed records only."""

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        # The fetcher reads these when it starts. A fetch asks for those partitions only that were free when it
        # was sent, so a long wait for one would hold up the others.
        consumer._isolation_level = "read_committed"
        consumer._fetch_max_wait_ms = _FETCH_MAX_WAIT_MS
        return consumer

    async def _fetch_records(
        self, consumer: Any, active_partitions: Any, timeout: Any = None, max_records: Any = None
    ) -> Any:
        fetcher = consumer._fetcher
        if not self._may_take():
            return {}
        with fetcher._subscriptions.fetch_context():
            return await fetched_batches(fetcher, active_partitions, timeout, max_records, self._may_take)

    def _may_take(self) -> bool:
        return bool(self.consumer.flow_active)

    async def seek_all(self, positions: dict[TP, int]) -> None:
        """Seek partitions, those that were revoked meanwhile left out."""
        await self.call_thread(self._seek_all, positions)

    async def _seek_all(self, positions: dict[TP, int]) -> None:
        consumer = self._ensure_consumer()
        assigned = consumer.assignment()
        for partition, position in positions.items():
            if partition in assigned:
                consumer.seek(partition, position)


class BatchConsumer(Consumer):
    """Delivers batches in offset order without a gap, and commits what is finished for lag displays."""

    _thread: BatchConsumerThread

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = self.transport.owner
        self._deliveries: dict[TP, Deliveries] = {}
        self._is_handed_on = False

    def _new_consumer_thread(self) -> BatchConsumerThread:
        return BatchConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def perform_seek(self) -> None:
        """Seek every partition to the next offset that its owner has not folded."""
        if self._is_handed_on:
            return
        positions = dict(self.owner.positions(self.assignment()))
        self._deliveries = {partition: Deliveries(position) for partition, position in positions.items()}
        await self._thread.seek_all(positions)

    async def _drain_messages(self, fetcher: Any) -> None:
        try:
            while not (self.should_stop or fetcher.should_stop):
                if self.flow_active:
                    await self._deliver_next()
                else:
                    await self.wait(self.can_resume_flow)
        except self.consumer_stopped_errors:
            if not self.app.should_stop:
                raise
        except asyncio.CancelledError:
            # That is how Faust stops the fetching; while the group rebalances it would take it for a crash.
            if not self.app.should_stop:
                raise

    async def _deliver_next(self) -> None:
        active = self._get_active_partitions() & self._deliveries.keys()
        wanted = {partition for partition in active if not self._is_full(partition)}
        if not wanted:
            await self.sleep(_FETCH_SECONDS_WHILE_FULL)
            return
        full = len(wanted) < len(active)
        try:
            fetched = await self._getmany(wanted, _FETCH_SECONDS_WHILE_FULL if full else _FETCH_SECONDS)
        except OffsetOutOfRangeError as fault:
            self.owner.refuse_gap(fault)
            return
        for partition, batch in fetched.items():
            # The flow may have been stopped while the fetch or a delivery ran; then everything is fetched again.
            if not self.flow_active:
                return
            await self._deliver(TP(partition.topic, partition.partition), batch)

    def _is_full(self, partition: TP) -> bool:
        deliveries = self._deliveries[partition]
        return (
            deliveries.waiting_batches >= self.app.conf.stream_buffer_maxsize
            or deliveries.waiting_records >= _MOST_WAITING_RECORDS
        )

    async def _deliver(self, partition: TP, batch: Batch) -> None:
        deliveries = self._deliveries.get(partition)
        if deliveries is None:
            return
        if not deliveries.follows(batch):
            self.owner.count_gap_repeated(partition)
            await self._thread.seek_all({partition: deliveries.expected})
            return
        deliveries.deliver(batch)
        message = self._batch_message(partition, batch)
        await self.wait_first(self.callback(message), self.suspend_flow.wait())

    def _batch_message(self, partition: TP, batch: Batch) -> ConsumerMessage:
        timestamp = batch.records[-1].timestamp if batch.records else 0
        return ConsumerMessage(
            partition.topic,
            partition.partition,
            batch.start,
            timestamp / 1000,
            0,
            None,
            None,
            batch,
            None,
            tp=partition,
            generation_id=self.app.consumer_generation_id,
        )

    def ack(self, message: Any) -> bool:
        """Note that a batch is finished; False for one from before a rebalance."""
        message.acked = True
        self._unacked_messages.discard(message)
        if message.generation_id != self.app.consumer_generation_id:
            return False
        deliveries = self._deliveries.get(message.tp)
        return deliveries is not None and deliveries.finish(message.offset)

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[TP]:
        return (tp for tp in self._deliveries if topics is None or tp in topics or tp.topic in topics)

    def _new_offset(self, tp: TP) -> int | None:
        return self._deliveries[tp].committable()

    async def wait_empty(self) -> None:
        """Let the owner finish what it began and drop the rest, then commit."""
        await self.owner.release()
        self._unacked_messages.clear()
        await self.commit()

    async def on_partitions_revoked(self, revoked: Any) -> None:
        """Stop the flow, finish and commit what was begun (`wait_empty`), then hand the partitions on."""
        self._is_handed_on = True
        if self.app.should_stop:
            # Faust does nothing at a revocation once it was told to stop, but the group goes on without waiting.
            await self.owner.release()
        await super().on_partitions_revoked(revoked)
        self._deliveries.clear()

    async def on_partitions_assigned(self, assigned: Any, generation_id: int = 0) -> None:
        """Let a new flow begin, once the partitions are recovered."""
        self._is_handed_on = False
        await super().on_partitions_assigned(assigned, generation_id)

    def resume_flow(self) -> None:
        """Resume the flow, unless the partitions were revoked while they were being recovered."""
        if not self._is_handed_on:
            super().resume_flow()

"""Who folds which partition now, and what happens when partitions come and go?"""

import asyncio
import gc
import logging
import time
import traceback
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NoReturn

from aiokafka.errors import KafkaError
from faust.types import TP

from streams.kernel.errors import UserError
from streams.kernel.folding import Partition
from streams.runtime.deployment import Deployment
from streams.runtime.exits import ExitCode, end_process
from streams.runtime.fetching import Batch
from streams.runtime.lane import Delivery, FoldError, Lane, LaneLimits
from streams.runtime.metrics import LaneMetrics, Metrics
from streams.runtime.reading import TopicReader
from streams.runtime.recovery import OffsetsGapError, Recovered, check_position, recover
from streams.runtime.transaction import CommitError, TransactionWriter

log = logging.getLogger(__name__)

_WRITERS_STARTED_AT_ONCE = 16
_RELEASE_SECONDS = 20.0
_GC_THRESHOLDS = (200_000, 50, 50)


class Engine:
    """The partitions that this process owns, each with its lane, from assignment to revocation."""

    def __init__(
        self,
        deployments: Iterable[Deployment],
        bootstrap: str,
        metrics: Metrics,
        limits: LaneLimits,
        timeout_ms: int,
    ) -> None:
        self._bootstrap = bootstrap
        self._metrics = metrics
        self._limits = limits
        self._timeout_ms = timeout_ms
        self._by_topic = {topic: deployment for deployment in deployments for topic in deployment.stages()}
        self._lanes: dict[TP, Lane] = {}
        self._runs: dict[TP, asyncio.Task[None]] = {}
        self._assigned: frozenset[TP] | None = None
        self._taking_over: asyncio.Task[None] | None = None

    @property
    def sources(self) -> list[str]:
        """The topics that are folded."""
        return sorted(self._by_topic)

    # What Faust's transport asks (see transport.PartitionOwner).

    def positions(self, partitions: Collection[TP]) -> Mapping[TP, int]:
        """The next offset to fold of each of these partitions that is recovered."""
        return {one: self._lanes[one].partition.next_offset for one in partitions if one in self._lanes}

    async def release(self) -> None:
        """Drop what was not begun, and let what was begun be committed; after a bounded wait go on regardless.

        Whatever is still in progress then is fenced by the next owner, and this process ends.
        """
        self._assigned = None
        if self._taking_over is not None and self._taking_over.cancel():
            await asyncio.wait([self._taking_over])
        for lane in self._lanes.values():
            lane.drop_waiting()
        try:
            async with asyncio.timeout(_RELEASE_SECONDS):
                await asyncio.gather(*(lane.settle() for lane in self._lanes.values()))
        except TimeoutError:
            log.warning(
                "Some commits still run after %.0f s; the partitions are handed on.", _RELEASE_SECONDS
            )
        except CommitError as fault:
            end_process(fault.code, str(fault))

    def refuse_gap(self, fault: Exception) -> NoReturn:
        """End the process, because the log does not hold what must be folded next."""
        places = ", ".join(
            f"{one.topic}, partition {one.partition}: {offset}" for one, offset in dict(fault.args[0]).items()
        )
        end_process(
            ExitCode.OFFSETS_GAP,
            f"Kafka does not hold the records to be folded next ({places}). Either they were deleted by the topic's "
            "retention, or the log is another one. Nothing was folded or written without them.",
        )

    def count_gap_repeated(self, partition: TP) -> None:
        """Count a batch that is fetched again because it did not begin where the last one ended."""
        if partition in self._lanes:
            self._lanes[partition].metrics.gaps_repeated.inc()

    def hand_over(self, partition: TP, batch: Batch, message: Any, consumer: Any) -> None:
        """Give a batch to the lane of its partition; one from before a rebalance is dropped."""
        lane = self._lanes.get(partition)
        if lane is not None and self._assigned is not None:
            lane.offer(Delivery(batch, lambda: message.ack(consumer)))

    # What happens at an assignment.

    async def take_over(self, assigned: Collection[TP]) -> bool:
        """Own exactly these partitions: close the lanes of others, recover those that are new.

        Returns:
            Whether it came to an end; a rebalance meanwhile stops it, because a writer that starts after the
            partition went to another worker would fence the rightful owner.
        """
        self._taking_over = asyncio.create_task(self._take_over(frozenset(assigned)))
        try:
            await asyncio.wait([self._taking_over])
            if self._taking_over.cancelled():
                return False
            self._taking_over.result()
        except UserError as fault:
            end_process(fault.exit_code, fault.message)
        except OffsetsGapError as fault:
            end_process(fault.code, str(fault))
        except (KafkaError, TimeoutError) as fault:
            end_process(
                ExitCode.BROKER_UNAVAILABLE,
                f"Kafka at {self._bootstrap} did not hand over the partitions: {type(fault).__name__} {fault}. "
                "Nothing was folded. Start this worker again.",
            )
        except Exception as fault:
            traceback.print_exc()
            end_process(ExitCode.ENGINE_FAILED, f"The recovery failed with {type(fault).__name__}: {fault}.")
        return True

    async def _take_over(self, assigned: frozenset[TP]) -> None:
        begun = time.monotonic()
        await self._close([one for one in self._lanes if one not in assigned])
        async with TopicReader(self._bootstrap, self._timeout_ms / 1000) as reader:
            await self._close(await self._overtaken(reader))
            new = {one: self._new_lane(one) for one in sorted(assigned) if one not in self._lanes}
            if new:
                await self._recover(new, reader)
                _spare_collector()
                self._metrics.recovery_seconds.observe(time.monotonic() - begun)
                log.info("Recovered %d partitions in %.2f s.", len(new), time.monotonic() - begun)
        self._assigned = assigned

    async def _recover(self, lanes: Mapping[TP, Lane], reader: TopicReader) -> None:
        try:
            await _start_writers([lane.writer for lane in lanes.values()])
            states = {lane.writer.destinations.state: lane.partition for lane in lanes.values()}
            recovered = await recover(reader, states)
            bounds = await reader.bounds([lane.source for lane in lanes.values()])
            for lane in lanes.values():
                check_position(lane.source, lane.partition.next_offset, bounds[lane.source])
        except BaseException:
            await asyncio.gather(*(lane.writer.stop() for lane in lanes.values()))
            raise
        for place, lane in lanes.items():
            self._begin(place, lane, recovered[lane.writer.destinations.state])

    async def _overtaken(self, reader: TopicReader) -> list[TP]:
        """The partitions that came back and were written by somebody else meanwhile."""
        kept = {lane.writer.destinations.state: place for place, lane in self._lanes.items()}
        bounds = await reader.bounds(kept)
        return [
            place for state, place in kept.items() if bounds[state].end > self._lanes[place].writer.state_end
        ]

    def _begin(self, place: TP, lane: Lane, recovered: Recovered) -> None:
        lane.finished_offset = lane.partition.next_offset
        lane.metrics.books = recovered.books
        lane.writer.state_end = recovered.end
        self._metrics.recovery_records.inc(recovered.records)
        self._lanes[place] = lane
        self._runs[place] = asyncio.create_task(_guarded(lane))

    async def _close(self, places: Iterable[TP]) -> None:
        for place in places:
            self._runs.pop(place).cancel()
            await self._lanes.pop(place).writer.stop()

    def _new_lane(self, place: TP) -> Lane:
        deployment = self._by_topic[place.topic]
        stage = deployment.stages()[place.topic]
        domain = deployment.domain
        if place.partition >= deployment.partitions_of_topic[place.topic]:
            raise UserError(
                f"{place.topic} was given more partitions while this worker ran. Keys moved to other partitions than "
                'their state is in. Nothing of it was folded; see "Partitions" in the documentation of operations.',
                ExitCode.DIFFERENT_DEPLOYMENT,
            )
        destinations = deployment.destinations(stage, place.partition)
        partitions = deployment.partitions
        senders = domain.sender_count(stage, partitions)
        identity = deployment.transactional_id(stage, place.partition)
        return Lane(
            destinations.source,
            Partition(domain.name, stage, place.partition, senders, deployment.law, partitions=partitions),
            TransactionWriter(self._bootstrap, identity, destinations, self._timeout_ms),
            LaneMetrics(self._metrics, domain.name, stage.name),
            self._limits,
        )

    # What metrics and probes ask.

    @property
    def is_ready(self) -> bool:
        """Whether the assignment is known and each of its partitions is recovered."""
        return self._assigned is not None and self._assigned <= self._lanes.keys()

    def lanes(self) -> Iterator[tuple[TP, Lane]]:
        """The lanes of this moment."""
        yield from list(self._lanes.items())


async def _guarded(lane: Lane) -> None:
    """Run a lane; whatever ends it ends the process."""
    try:
        await lane.run()
    except asyncio.CancelledError:
        raise
    except CommitError as fault:
        end_process(fault.code, str(fault))
    except FoldError as fault:
        traceback.print_exc()
        end_process(fault.code, str(fault))
    except BaseException as fault:
        traceback.print_exc()
        end_process(ExitCode.ENGINE_FAILED, f"{type(fault).__name__}: {fault}. Start this worker again.")


def _spare_collector() -> None:
    """Take everything that is there now out of garbage collection: rows stay, and events are freed by counting."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)


async def _start_writers(writers: Iterable[TransactionWriter]) -> None:
    gate = asyncio.Semaphore(_WRITERS_STARTED_AT_ONCE)

    async def start(writer: TransactionWriter) -> None:
        async with gate:
            await writer.start()

    results = await asyncio.gather(*(start(writer) for writer in writers), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result

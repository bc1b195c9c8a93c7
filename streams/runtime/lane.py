"""How does one partition of a stage go from batches to commits, one commit at a time?"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

from streams.kernel.folding import Partition
from streams.runtime.disk_rows import DiskFaultError
from streams.runtime.exits import ExitCode
from streams.runtime.fetching import Batch
from streams.runtime.metrics import LaneMetrics
from streams.runtime.partition_rows import PartitionRows, Trace
from streams.runtime.reading import Target
from streams.runtime.transaction import TransactionWriter

log = logging.getLogger(__name__)


_RECORDS_A_TURN = 500


class Delivery(NamedTuple):
    """A batch and how to say that it is finished."""

    batch: Batch
    acknowledge: Callable[[], Any]


class FoldError(Exception):
    """A record could not be folded: a fault of ours, which a restart alone does not mend."""

    code = ExitCode.FOLD_FAILED


class LaneLimits(NamedTuple):
    """How large a commit may grow, how long it may take, and how long a position without records waits for company.

    Attributes:
        group_records: a commit takes no further batch once it holds so many records.
        idle_seconds: a position that moved over markers alone is committed after so long without a record.
        transaction_ms: after so long the broker gives a commit up.
    """

    group_records: int = 20_000
    idle_seconds: float = 5.0
    transaction_ms: int = 30_000


class Lane:
    """Folds one source partition and commits what comes of it; all that waits goes into one commit.

    Attributes:
        finished_offset: everything before it is folded and committed.
        rows: what is committed of its rows, on disk; None where they are in memory.
    """

    def __init__(
        self,
        partition: Partition,
        rows: PartitionRows | None,
        writer: TransactionWriter,
        metrics: LaneMetrics,
        limits: LaneLimits,
    ) -> None:
        self.partition = partition
        self.rows = rows
        self.writer = writer
        self.metrics = metrics
        self.finished_offset = 0
        self._limits = limits
        self._waiting: deque[Delivery] = deque()
        self._arrived = asyncio.Event()
        self._folding = asyncio.Lock()
        self._position_unsaved = False

    @property
    def source(self) -> Target:
        """The partition that is folded."""
        return self.writer.destinations.source

    def offer(self, delivery: Delivery) -> None:
        """Put a batch behind those that wait."""
        self._waiting.append(delivery)
        self._arrived.set()

    def drop_waiting(self) -> None:
        """Forget the batches that were not begun; they are fetched again by whoever goes on."""
        self._waiting.clear()
        self._arrived.clear()

    async def settle(self) -> None:
        """Wait until the batches in hand are committed, and save the position if it moved since."""
        async with self._folding:
            if self._position_unsaved:
                await self._commit()

    async def run(self) -> None:
        """Fold and commit for ever.

        Raises:
            FoldError, CommitError, DiskFaultError: memory may be ahead of the log; the process must end.
        """
        while True:
            await self._wait()
            async with self._folding:
                await self._fold_and_commit()

    async def _wait(self) -> None:
        if not self._position_unsaved:
            await self._arrived.wait()
            return
        try:
            async with asyncio.timeout(self._limits.idle_seconds):
                await self._arrived.wait()
        except TimeoutError:
            await self.settle()

    async def _fold_and_commit(self) -> None:
        deliveries: list[Delivery] = []
        fresh = records = 0
        begun = time.perf_counter()
        while self._waiting and records < self._limits.group_records:
            delivery = self._waiting.popleft()
            deliveries.append(delivery)
            records += len(delivery.batch.records)
            fresh += await self._fold(delivery.batch)
        if not self._waiting:
            self._arrived.clear()
        self._position_unsaved = self._position_unsaved or bool(deliveries)
        if fresh:
            self.metrics.folded(fresh, time.perf_counter() - begun)
            await self._commit()
        self.finished_offset = self.partition.next_offset
        for delivery in deliveries:
            delivery.acknowledge()

    async def _fold(self, batch: Batch) -> int:
        partition = self.partition
        if batch.start > partition.next_offset:
            raise FoldError(
                f"{self._place()}: a batch begins at {batch.start}, and the next to be folded is "
                f"{partition.next_offset}. Nothing after that was written. Start this worker again."
            )
        fresh = 0
        try:
            for begin in range(0, len(batch.records), _RECORDS_A_TURN):
                fresh += partition.process(batch.records[begin : begin + _RECORDS_A_TURN])
                # The other partitions of this worker have their turn, the clearing house among them.
                await asyncio.sleep(0)
        except DiskFaultError:
            raise
        except Exception as fault:
            raise FoldError(
                f"{self._place()}, offset {partition.next_offset - 1}: the stage {partition.stage.name} failed with "
                f"{type(fault).__name__}: {fault}. Nothing of the batch was written. This is a fault of the program, "
                "which a restart does not mend: report it with the record at that offset."
            ) from fault
        partition.advance(batch.end)
        if batch.records:
            self.metrics.saw(batch.records[-1].timestamp)
        return fresh

    async def _commit(self) -> None:
        unit = self.partition.commit_unit()
        begun = time.perf_counter()
        await self.writer.commit(unit)
        if self.rows is not None:
            # The position is the last record of a commit, before its marker.
            through = self.writer.state_end - 2
            self.rows.save(Trace.of(through, self.writer.state_timestamp, self.rows.position))
        self._position_unsaved = False
        self.metrics.committed(unit, time.perf_counter() - begun)
        for alarm in unit.alarms:
            log.warning("%s: %s", self._place(), alarm)

    def _place(self) -> str:
        return f"{self.source[0]}, partition {self.source[1]}"

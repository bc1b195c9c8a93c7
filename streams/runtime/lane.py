"""How does one partition of a stage go from batches to commits, one commit at a time?"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Self

from streams.kernel.folding import Partition
from streams.kernel.record import Record
from streams.runtime.disk_rows import DiskFaultError
from streams.runtime.exits import ExitCode
from streams.runtime.fetching import Batch
from streams.runtime.metrics import LaneMetrics
from streams.runtime.partition_rows import PartitionRows, Trace
from streams.runtime.reading import Target
from streams.runtime.transaction import TransactionWriter

log = logging.getLogger(__name__)


# What one record costs differs a thousandfold: most are a look-up, a close of many persons takes half a second.
_RECORDS_AT_ONCE = 10
_TURN_SECONDS = 0.02


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
        group_records: a commit takes no further record once it holds so many.
        fold_seconds: a commit takes no further record once it took so long to fold what it holds.
        idle_seconds: a position that moved over markers alone is committed after so long without a record.
        transaction_ms: after so long the broker gives a commit up.
    """

    group_records: int = 20_000
    fold_seconds: float = 2.0
    idle_seconds: float = 5.0
    transaction_ms: int = 30_000


class _Folded(NamedTuple):
    """What was folded since the last commit.

    Attributes:
        records: how many.
        fresh: how many of them were not folded before.
        seconds: that folding took, without the turns of others.
    """

    records: int = 0
    fresh: int = 0
    seconds: float = 0.0

    def and_also(self, records: int, fresh: int, seconds: float) -> Self:
        """What was folded, and some more."""
        return self._replace(
            records=self.records + records, fresh=self.fresh + fresh, seconds=self.seconds + seconds
        )


class Lane:
    """Folds one source partition and commits what comes of it; what waits goes into one commit, within its limits.

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
        self._is_dropped = False
        self._folded = _Folded()

    @property
    def source(self) -> Target:
        """The partition that is folded."""
        return self.writer.destinations.source

    def offer(self, delivery: Delivery) -> None:
        """Put a batch behind those that wait."""
        self._waiting.append(delivery)
        self._arrived.set()

    def drop_waiting(self) -> None:
        """Forget the batches that were not begun, and the rest of one that was; whoever goes on fetches them again."""
        self._is_dropped = True
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
        finished: list[Delivery] = []
        self._is_dropped = False
        while self._waiting and not self._is_due():
            delivery = self._waiting.popleft()
            self._position_unsaved = True
            if await self._fold(delivery.batch):
                finished.append(delivery)
        if not self._waiting:
            self._arrived.clear()
        if self._folded.fresh:
            await self._commit()
        self._folded = _Folded()
        self.finished_offset = self.partition.next_offset
        for delivery in finished:
            delivery.acknowledge()

    def _is_due(self) -> bool:
        """Whether what was folded is enough for a commit."""
        return (
            self._folded.records >= self._limits.group_records
            or self._folded.seconds > self._limits.fold_seconds
        )

    async def _fold(self, batch: Batch) -> bool:
        """Fold a batch, in several commits if it takes long; whether that was done to its end."""
        partition = self.partition
        if batch.start > partition.next_offset:
            raise FoldError(
                f"{self._place()}: a batch begins at {batch.start}, and the next to be folded is "
                f"{partition.next_offset}. Nothing after that was written. Start this worker again."
            )
        records = batch.records
        begin = 0
        while begin < len(records):
            if self._is_dropped:
                return False
            if self._is_due():
                await self._commit()
            begin = self._take_turn(records, begin)
            # The other partitions of this worker have their turn, the clearing house among them.
            await asyncio.sleep(0)
        partition.advance(batch.end)
        if records:
            self.metrics.saw(records[-1].timestamp)
        return True

    def _take_turn(self, records: Sequence[Record], begin: int) -> int:
        """Fold some of the records, for as long as one may keep the others waiting; where the next turn begins."""
        partition = self.partition
        fresh = 0
        place = begin
        started = now = time.perf_counter()
        try:
            while place < len(records) and now - started < _TURN_SECONDS:
                fresh += partition.process(records[place : place + _RECORDS_AT_ONCE])
                place += _RECORDS_AT_ONCE
                now = time.perf_counter()
        except DiskFaultError:
            raise
        except Exception as fault:
            raise FoldError(
                f"{self._place()}, offset {partition.next_offset - 1}: the stage {partition.stage.name} failed with "
                f"{type(fault).__name__}: {fault}. Nothing of the batch was written. This is a fault of the program, "
                "which a restart does not mend: report it with the record at that offset."
            ) from fault
        place = min(place, len(records))
        self._folded = self._folded.and_also(place - begin, fresh, now - started)
        return place

    async def _commit(self) -> None:
        if self._folded.fresh:
            self.metrics.folded(self._folded.fresh, self._folded.seconds)
        unit = self.partition.commit_unit()
        begun = time.perf_counter()
        await self.writer.commit(unit)
        if self.rows is not None:
            # The position is the last record of a commit, before its marker.
            through = self.writer.state_end - 2
            self.rows.save(Trace.of(through, self.writer.state_timestamp, self.rows.position))
        self._position_unsaved = False
        self._folded = _Folded()
        self.finished_offset = self.partition.next_offset
        self.metrics.committed(unit, time.perf_counter() - begun)
        for alarm in unit.alarms:
            log.warning("%s: %s", self._place(), alarm)

    def _place(self) -> str:
        return f"{self.source[0]}, partition {self.source[1]}"

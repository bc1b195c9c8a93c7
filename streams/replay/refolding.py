"""What comes of a recorded input when it is folded again, in one process and without writing anything?"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from streams.kernel.destinations import Destinations, Entry, Target
from streams.kernel.folding import Partition
from streams.kernel.output import CommitUnit, Forward, Output
from streams.kernel.record import LogRecord
from streams.kernel.stage import INPUT, Stage
from streams.kernel.view_keys import Row, view_key
from streams.replay.recorded import Recorded
from streams.runtime.deployment import Deployment
from streams.runtime.disk_rows import DiskFaultError, DiskRows
from streams.runtime.partition_rows import PartitionRows

BATCH: Final = 2_000
"""How many records of a partition are folded before its neighbours have their turn; no result depends on it."""


class Folded(NamedTuple):
    """What came of a batch of one partition.

    Attributes:
        stage: the name of the stage.
        partition: of the stage's source.
        records: how many records of the input were folded; 0 for what was handed on.
        published: what a worker writes, by topic and partition, but for views and state.
        views: every value that a row of a view took, in order; a worker may leave out all but the last of a batch.
    """

    stage: str
    partition: int
    records: int
    published: dict[Target, list[Entry]]
    views: Sequence[tuple[str, bytes | None]]


class FoldStoppedError(Exception):
    """A record of the input could not be folded: no input that a worker has folded does that.

    Attributes:
        place: the topic, the partition and the offset.
    """

    def __init__(self, place: tuple[str, int, int], fault: Exception) -> None:
        super().__init__(f"{type(fault).__name__}: {fault}")
        self.place = place


class _WatchedOutput(Output):
    """Remembers every value that a row of a view took, not only the last before a commit."""

    def __init__(self, law_digest: str) -> None:
        super().__init__(law_digest)
        self.values: list[tuple[str, bytes | None]] = []

    def view(self, view: str, row: Row, value: object | None) -> None:
        super().view(view, row, value)
        key = view_key(view, row)
        self.values.append((key, self.views[key]))

    def view_bytes(self, view: str, row: Row, value: bytes) -> None:
        super().view_bytes(view, row, value)
        self.values.append((view_key(view, row), value))


class _Lane:
    """One partition of a stage, with what it was handed and has not folded yet."""

    def __init__(self, deployment: Deployment, stage: Stage, number: int, disk: DiskRows) -> None:
        domain, law = deployment.domain, deployment.law
        self.stage = stage
        self.number = number
        self.waiting: list[LogRecord] = []
        self.marks = 0
        self.end = 0
        self._output = _WatchedOutput(law.digest)
        partitions = deployment.partitions
        senders = domain.sender_count(stage, partitions)
        self.fold = Partition(domain.name, stage, number, senders, law, self._output, partitions=partitions)
        self._rows = PartitionRows(disk, f"{stage.name}/{number}", is_whole=False)
        self.fold.keep_rows_in(self._rows)
        self.fold.resume()
        self.source = deployment.names.source(stage.source)
        self._destinations: Destinations = deployment.destinations(stage, number)

    def hand(self, forward: Forward) -> None:
        """Take a record of an earlier stage."""
        self.waiting.append(LogRecord(self.end, forward.key, forward.value))
        self.end += 1

    def process(self, records: Sequence[LogRecord], end: int) -> tuple[Folded, CommitUnit]:
        """Fold records, and move on to an offset behind them.

        Raises:
            FoldStoppedError: a record cannot be folded.
            DiskFaultError: the rows cannot be kept.
        """
        try:
            count = self.fold.process(records)
        except DiskFaultError:
            raise
        except Exception as fault:
            raise FoldStoppedError((self.source, self.number, self.fold.next_offset - 1), fault) from fault
        self.fold.advance(end)
        unit = self.fold.commit_unit()
        self._rows.save()
        self.marks += len(unit.attestations)
        values, self._output.values = self._output.values, []
        published = self._destinations.published(unit._replace(views=(), forwards=()))
        count = count if self.stage.source == INPUT else 0
        return Folded(self.stage.name, self.number, count, published, values), unit


class Refolding:
    """Folds the recorded input of a domain from its beginning.

    What a stage hands on is folded at once and then forgotten. Of the input's partitions the one goes on that has
    passed the fewest marks, so that little waits for marks of others. Rows are kept on disk. So memory holds one batch,
    and what the stages want in memory at all times, however long the log is.
    """

    def __init__(
        self, deployment: Deployment, recorded: Recorded, disk: DiskRows, *, batch: int = BATCH
    ) -> None:
        self._recorded = recorded
        self._batch = batch
        domain = deployment.domain
        lanes = [
            _Lane(deployment, stage, number, disk)
            for stage in domain.stages
            for number in range(domain.partitions_of(stage, deployment.partitions))
        ]
        self._of_input = [lane for lane in lanes if lane.stage.source == INPUT]
        self._later = {(lane.stage.source, lane.number): lane for lane in lanes if lane.stage.source != INPUT}

    def run(self, through: Sequence[int]) -> Iterator[Folded]:
        """Fold on, and tell what came of it batch by batch.

        Args:
            through: the offset in each partition of the input before which to stop.

        Raises:
            FoldStoppedError: a record cannot be folded.
            DiskFaultError: the rows cannot be kept.
        """
        for lane, end in zip(self._of_input, through, strict=True):
            lane.end = end
        while unfinished := [lane for lane in self._of_input if lane.fold.next_offset < lane.end]:
            lane = min(unfinished, key=lambda lane: (lane.marks, lane.fold.next_offset, lane.number))
            begin = lane.fold.next_offset
            limit = min(self._batch, lane.end - begin)
            records = self._recorded.read_range(lane.source, lane.number, begin, limit)
            # Offsets may be missing, so that a batch of this size goes beyond the end.
            records = [one for one in records if one.offset < lane.end]
            yield self._fold(lane, records, lane.end if len(records) < limit else 0)
            yield from self._fold_later()

    def _fold_later(self) -> Iterator[Folded]:
        """Fold what was handed on, stage by stage."""
        for lane in self._later.values():
            while lane.waiting:
                waiting, lane.waiting = lane.waiting, []
                yield self._fold(lane, waiting, 0)

    def _fold(self, lane: _Lane, records: Sequence[LogRecord], end: int) -> Folded:
        folded, unit = lane.process(records, end)
        for forward in unit.forwards:
            self._later[forward.source, forward.partition].hand(forward)
        return folded

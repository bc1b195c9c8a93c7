"""Which rows of the state topics does this worker have on its disk already, and what is missing of them?

The state topic is the truth, and the folder a copy of it that may be deleted whenever no worker runs. What is on disk
was committed before; a worker that comes back reads only what was committed since.
"""

import fcntl
import itertools
import logging
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, TextIO

import msgspec

from streams.kernel.folding import POSITION_KEY, Partition, Position
from streams.kernel.output import Books
from streams.kernel.stage import Stage
from streams.runtime.disk_rows import DiskFaultError, DiskRows
from streams.runtime.partition_rows import PartitionRows, Trace
from streams.runtime.reading import Bounds, Target, TopicReader
from streams.runtime.recovery import Recovered

log = logging.getLogger(__name__)

Wanted = Literal["large", "all", "none"]
"""Which stages keep their rows on disk; large are those that say so of themselves."""

FORM: Final = "1"
"""Goes up when what is on disk changes its form; what is there in another form is left alone."""


class StateCache:
    """The folder in which a worker process keeps rows, opened when the first of them are asked for."""

    def __init__(self, directory: Path, worker: str, wanted: Wanted) -> None:
        """Choose a folder below a directory.

        Args:
            worker: the name under which the folder is found again; where another process has it, the next is taken.
            wanted: which stages keep their rows here.
        """
        self._directory = directory / FORM
        self._worker = worker
        self._wanted = wanted
        self._lock: TextIO | None = None
        self._disk: DiskRows | None = None

    def keeps(self, stage: Stage) -> bool:
        """Whether a stage keeps its rows here, or else in memory."""
        return self._wanted == "all" or (self._wanted == "large" and stage.is_large)

    def partition(self, state: Target) -> PartitionRows:
        """The rows of a partition of a state topic.

        Raises:
            DiskFaultError: the disk refuses.
        """
        if self._disk is None:
            self._disk = self._open(self._own_folder())
        topic, number = state
        return PartitionRows(self._disk, f"{topic}/{number}")

    def discard(self) -> None:
        """Throw everything away, for a process that ends at once; the next one begins with an empty folder."""
        if self._disk is not None:
            shutil.rmtree(self._disk.path, ignore_errors=True)

    def close(self) -> None:
        """Put on disk what was saved, so that the next process finds all of it, and let the folder go."""
        if self._disk is not None:
            self._disk.close()
            self._disk = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _own_folder(self) -> Path:
        """The first folder that no other process has; killed, this one lets it go as well."""
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            for number in itertools.count(1):
                folder = self._directory / (self._worker if number == 1 else f"{self._worker}-{number}")
                lock = folder.with_name(f"{folder.name}.lock").open("w")
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    lock.close()
                    continue
                self._lock = lock
                break
        except OSError as fault:
            raise DiskFaultError(self._directory, fault) from fault
        return folder

    def _open(self, folder: Path) -> DiskRows:
        try:
            return DiskRows(folder)
        except DiskFaultError as fault:
            log.warning("The rows kept on disk are thrown away and read again from Kafka. %s", fault)
            shutil.rmtree(folder, ignore_errors=True)
            return DiskRows(folder)


async def recover_on_disk(
    reader: TopicReader, partitions: Mapping[Target, tuple[Partition, PartitionRows]]
) -> dict[Target, Recovered]:
    """Bring the rows on disk up to date with their state topics, and let partitions go on from them.

    Args:
        reader: of committed records; see `recover`.

    Raises:
        UserError: rows of another version.
        DiskFaultError: the disk refuses.
        KafkaError, TimeoutError: the broker does not hand them out.
    """
    rows = {target: kept for target, (_, kept) in partitions.items()}
    bounds = await reader.bounds(rows)
    missing = await _missing(reader, rows, bounds)
    counts = dict.fromkeys(rows, 0)
    async for target, batch in reader.batches(missing):
        trace = None
        for record in batch.records:
            rows[target].take(record)
            if record.key == POSITION_KEY:
                trace = Trace.of(record.offset, record.timestamp, record.value)
        rows[target].save(trace)
        counts[target] += len(batch.records)
    recovered = {}
    for target, (partition, kept) in partitions.items():
        partition.keep_rows_in(kept)
        partition.resume()
        recovered[target] = Recovered(counts[target], bounds[target].end, _books(kept.position))
    return recovered


async def _missing(
    reader: TopicReader, rows: Mapping[Target, PartitionRows], bounds: Mapping[Target, Bounds]
) -> dict[Target, Bounds]:
    """What has to be read of each state partition; rows that come from another log than this are thrown away.

    They come from this one if it holds the last record whose rows are all there. Where compaction has removed that
    record it may have removed the deletion of a row as well, so that all must be read again in that case too.
    """
    traces = {
        target: one.through
        for target, one in rows.items()
        if one.through is not None and bounds[target].start <= one.through.offset < bounds[target].end
    }
    asked = {target: Bounds(trace.offset, trace.offset + 1) for target, trace in traces.items()}
    met = set()
    async for target, batch in reader.batches(asked):
        for record in batch.records[:1]:
            if Trace.of(record.offset, record.timestamp, record.value) == traces[target]:
                met.add(target)
    missing = {}
    for target, one in rows.items():
        if target in met:
            missing[target] = Bounds(traces[target].offset + 1, bounds[target].end)
            continue
        if one.through is not None:
            topic, number = target
            log.warning(
                "%s, partition %d: the rows kept on disk come from another log, or from a part of this one that was "
                "compacted since. They are read again from Kafka.",
                topic,
                number,
            )
        one.clear()
        missing[target] = bounds[target]
    return missing


def _books(position: bytes | None) -> Books:
    return Books() if position is None else msgspec.json.decode(position, type=Position).books

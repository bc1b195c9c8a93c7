"""How many records does verify fold and compare a CPU-second, beside what a worker folds and makes ready to be sent?

    .venv/bin/python bench/verify.py --entries 20000

One process does both in turns, some times, and the least CPU time of each counts. The worker side is all that a worker
does but talk to the broker: it reads no topic and sends nothing, which would cost it more. So a ratio of 1 means that
verify keeps up with a worker for certain.
"""

import argparse
import gc
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from aiokafka.record.default_records import DefaultRecordBatchBuilder

from streams.demo.day import Day
from streams.domains.clearing.domain import CLEARING
from streams.kernel.destinations import Destinations
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.runner import Runner
from streams.kernel.source import Source
from streams.kernel.stage import INPUT, Stage
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.verify import verify

PARTITIONS = 4
ROUNDS = 3
BATCH = 5_000
BATCH_BYTES = 1 << 20
NAMES = TopicNames(CLEARING.name)


class Unsent:
    """Topics in memory; what is committed is put into compressed batches, and then forgotten."""

    def __init__(self, ledger: LedgerReader) -> None:
        self._partitions = {name: topic.partitions for name, topic in ledger.topics.items()}
        self._topics: dict[tuple[str, int], list[LogRecord]] = {}
        for partition in range(PARTITIONS):
            end = ledger.span(NAMES.events, partition).end
            self._topics[INPUT, partition] = ledger.read_range(NAMES.events, partition, 0, end)

    def end(self, source: str, partition: int) -> int:
        """The offset after the last record."""
        return len(self._topics.get((source, partition), ()))

    def read(self, source: str, partition: int, offset: int, limit: int) -> Sequence[LogRecord]:
        """Records from an offset on."""
        return self._topics[source, partition][offset : offset + limit]

    def rows(self, stage: str, partition: int) -> Iterable[tuple[bytes, bytes]]:
        """Nothing is remembered."""
        return ()

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        """Make everything ready to be sent."""
        for forward in unit.forwards:
            topic = self._topics.setdefault((forward.source, forward.partition), [])
            topic.append(LogRecord(len(topic), forward.key, forward.value))
        destinations = Destinations.of(NAMES, stage, partition, self._partitions)
        for records in destinations.spread(unit).values():
            builder = DefaultRecordBatchBuilder(2, 3, 1, -1, -1, 0, BATCH_BYTES)
            for key, value, headers in records:
                if builder.append(0, 0, key, value, headers) is None:
                    builder.build()
                    builder = DefaultRecordBatchBuilder(2, 3, 1, -1, -1, 0, BATCH_BYTES)
            builder.build()


def recorded(path: Path, entries: int) -> int:
    """Record a day in a ledger and count its records."""
    lines = list(Day(entries).until_the_seal())
    with LedgerWriter.begin_or_open(path, lambda: 0) as ledger:
        LedgerRun(ledger, CLEARING, CLEARING.law, partitions=PARTITIONS).take(
            [Source.memory("day", lines)], IntakeReport()
        )
        return sum(ledger.span(NAMES.events, partition).records for partition in range(PARTITIONS))


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of something."""
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun


def rounds(path: Path) -> Iterator[tuple[float, float]]:
    """CPU seconds of the worker's side and of verify, in turns."""
    with LedgerReader.open(path) as ledger:
        for _ in range(ROUNDS):
            runner = Runner(CLEARING, PARTITIONS, CLEARING.law, Unsent(ledger), batch=BATCH)
            yield seconds(runner.run), seconds(lambda: verify(CLEARING, NAMES, ledger))


def measure(entries: int) -> None:
    """Record a day, and print both speeds and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "day.ledger"
        count = recorded(path, entries)
        gc.freeze()
        gc.set_threshold(200_000, 50, 50)
        worker, audit = (min(times) for times in zip(*rounds(path), strict=True))
    print(f"{count / worker:10,.0f} records a CPU-second: a worker without its broker")
    print(f"{count / audit:10,.0f} records a CPU-second: verify")
    print(f"{worker / audit:10.2f} of a worker's speed, {count:,} records")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=20_000)
    measure(parser.parse_args().entries)

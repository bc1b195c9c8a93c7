"""How many events does verify fold and compare a CPU-second, beside a live worker that decides and publishes them?

    .venv/bin/python bench/verify.py --events 30000

Both take the demo's day, in turns, on the same machine: the worker from a real broker, exactly once, from the moment it
is ready with nothing to do until it has taken everything; verify from the ledger of the same day, all of its command
but the start of Python. The best of each counts, since what a loaded machine adds is noise.
"""

import argparse
import asyncio
import gc
import tempfile
import time
from pathlib import Path

from engine import PARTITIONS, ours

from streams.demo.clearing.day import Day
from streams.domains.clearing.domain import CLEARING
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.verify import verify
from streams.runtime.broker import Broker

GC_THRESHOLDS = (200_000, 50, 50)


def record(path: Path, lines: list[bytes]) -> None:
    """Record the day in a ledger."""
    with LedgerWriter.begin_or_open(path, lambda: 0) as ledger:
        run = LedgerRun(ledger, CLEARING, CLEARING.law, partitions=PARTITIONS)
        run.take([Source.memory("day", lines)], IntakeReport())


def verified(path: Path, events: int) -> float:
    """Events per CPU-second of verify."""
    gc.collect()
    begun = time.process_time()
    with LedgerReader.open(path) as ledger:
        report = verify(CLEARING, TopicNames(CLEARING.name), ledger)
    assert report.agrees
    return events / (time.process_time() - begun)


async def compare(events: int, rounds: int) -> None:
    """Measure both in turns, and print the best of each and their ratio."""
    lines = list(Day(events).until_the_seal())
    worker = audit = 0.0
    with tempfile.TemporaryDirectory() as folder, Broker(Path(folder) / "broker", port=0) as broker:
        path = Path(folder) / "day.ledger"
        record(path, lines)
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLDS)
        for number in range(rounds):
            worker = max(worker, await ours(broker.bootstrap, f"verify-{number}", lines, Path(folder)))
            audit = max(audit, verified(path, len(lines)))
            print(f"best so far: worker {worker:,.0f}, verify {audit:,.0f} a CPU-second")
    print(f"verify has {audit / worker:.2f} times the speed of a live worker")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    asyncio.run(compare(given.events, given.rounds))

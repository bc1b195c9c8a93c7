"""How much memory do many users take whose rows are on disk, how fast are they found, and how soon is a worker back?

    .venv/bin/python bench/rows_on_disk.py --users 10000000

One process folds, as a worker does but without a broker, one event of each user and then events of random users. Each
user has a row. Then it ends, and another process opens what is there and goes on.
"""

import argparse
import multiprocessing
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from streams.kernel.folding import Partition
from streams.kernel.law import LawBook
from streams.kernel.partitioner import partition_of
from streams.kernel.record import LogRecord, Record
from streams.kernel.stage import Disposition, Opening, Stage, Width
from streams.kernel.table import Table, Tables
from streams.runtime.disk_rows import DiskRows
from streams.runtime.partition_rows import PartitionRows, Trace

PARTITIONS = 8
BATCH = 20_000
AGAIN = 200_000
SEED = 8


class Used(msgspec.Struct, gc=False):
    """A user used something."""

    user: str


class User(msgspec.Struct, array_like=True, gc=False):
    """What is remembered of a user: about 150 bytes packed."""

    statements: list[tuple[str, str, int]]
    months: dict[str, list[int]]
    use_count: int = 0


class Users:
    """One partition of users."""

    def __init__(self, opening: Opening) -> None:
        self._users: Table[User] = Table("users", User)
        self.tables = Tables(self._users)

    def resume(self) -> None:
        """Nothing follows from the rows."""

    def step(self, event: Used, record: Record) -> Disposition:
        """Count a use."""
        row = self._users.get(event.user)
        if row is None:
            row = User([("professional", "2024-01-01", 1), (event.user, "device-1", 2)], {"2024-01": [0] * 8})
        row.use_count += 1
        self._users.put(event.user, row)
        return Disposition.DECIDED


_used = msgspec.json.Decoder(Used).decode


def read(value: bytes | None) -> Any:
    """An event."""
    return _used(value or b"")


STAGE = Stage("users", "events", Width.PARTITIONED, [], 1, read, Users, is_large=True)
LAW = LawBook("bench", {}, {}, {})


class Lane:
    """One partition with its rows on disk."""

    def __init__(self, disk: DiskRows, number: int) -> None:
        self.rows = PartitionRows(disk, f"state/{number}")
        self.partition = Partition("bench", STAGE, number, 0, LAW)
        self.partition.keep_rows_in(self.rows)
        self.partition.resume()

    def fold(self, values: list[bytes]) -> None:
        """Fold values and save what a worker would have committed."""
        begin = self.partition.next_offset
        self.partition.process([LogRecord(begin + place, b"", value) for place, value in enumerate(values)])
        self.partition.commit_unit()
        self.rows.save(Trace.of(self.partition.next_offset, 0, b""))


def user(number: int) -> str:
    """The id of a user."""
    return f"distributor-{number % 97:02d}/user-{number * 7919 % 99_999_989:08d}"


def fold(lanes: list[Lane], numbers: Iterator[int]) -> float:
    """Fold an event of each user and return the CPU seconds that it took, those of the disk's threads among them."""
    begun = time.process_time()
    waiting: list[list[bytes]] = [[] for _ in lanes]
    for number in numbers:
        name = user(number)
        values = waiting[partition_of(name.encode(), len(lanes))]
        values.append(b'{"user":"%s"}' % name.encode())
        if len(values) == BATCH:
            lanes[partition_of(name.encode(), len(lanes))].fold(values)
            values.clear()
    for lane, values in zip(lanes, waiting, strict=True):
        lane.fold(values)
    return time.process_time() - begun


def filled(path: Path, users: int) -> None:
    """Fold one event of each user, then events of some."""
    disk = DiskRows(path)
    lanes = [Lane(disk, number) for number in range(PARTITIONS)]
    seconds = fold(lanes, iter(range(users)))
    print(f"{users / seconds:12,.0f} new users folded a CPU-second")
    chance = Random(SEED)
    seconds = fold(lanes, (chance.randrange(users) for _ in range(AGAIN)))
    print(f"{AGAIN / seconds:12,.0f} events of known users folded a CPU-second")
    disk.close()
    print(f"{sum(file.stat().st_size for file in path.iterdir()) >> 20:12,} MiB on disk")


def reopened(path: Path, users: int) -> None:
    """Open what is there, as a worker does that comes back, and fold on."""
    begun = time.perf_counter()
    disk = DiskRows(path)
    lanes = [Lane(disk, number) for number in range(PARTITIONS)]
    print(f"{time.perf_counter() - begun:12.2f} s to open it again")
    assert sum(lane.partition.row_count for lane in lanes) == users
    chance = Random(SEED + 1)
    seconds = fold(lanes, (chance.randrange(users) for _ in range(AGAIN)))
    print(f"{AGAIN / seconds:12,.0f} events of known users folded a CPU-second after that")
    disk.close()


def alone(work: Callable[[Path, int], None], path: Path, users: int) -> None:
    """Do something in a process of its own, and tell the most memory that it held."""

    def run() -> None:
        work(path, users)
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:12,} MiB of memory at most")

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()


def measure(users: int) -> None:
    """Fill, and open again."""
    folder = Path(tempfile.mkdtemp())
    try:
        print(f"{users:12,} users on {PARTITIONS} partitions")
        alone(filled, folder / "rows", users)
        alone(reopened, folder / "rows", users)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--users", type=int, default=1_000_000)
    measure(parser.parse_args().users)

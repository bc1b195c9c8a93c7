"""Does a worker with rows on its disk know what the state topic says, whatever became of either?"""

import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from streams.kernel.destinations import Destinations
from streams.kernel.folding import Partition
from streams.kernel.record import LogRecord
from streams.runtime import topics
from streams.runtime.disk_rows import DiskFaultError
from streams.runtime.partition_rows import PartitionRows, Trace
from streams.runtime.reading import Target, TopicReader
from streams.runtime.recovery import Recovered
from streams.runtime.state_cache import FORM, StateCache, recover_on_disk
from streams.runtime.topics import Topic
from streams.runtime.transaction import TransactionWriter
from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster
from tests.kafka.ledger_oracle import LEDGER, REGISTRY, Ledger, check, entries, marks, published
from tests.unit.kernel.tills import TILLS_STAGE, a_partition, opened, records, took

_NOUNS = ("outcomes", "views", "deadletter", "attestations", "sums")


class State(NamedTuple):
    """A state topic of one partition."""

    bootstrap: str
    prefix: str

    @property
    def target(self) -> Target:
        return (f"{self.prefix}state", 0)

    async def made(self) -> "State":
        """Make it and all that its writer writes to."""
        plain = [Topic(f"{self.prefix}{noun}", 1) for noun in _NOUNS]
        await topics.apply(self.bootstrap, [*plain, Topic(self.target[0], 1, "compact")])
        return self

    async def write(self, partition: Partition, rows: PartitionRows | None = None) -> None:
        """Commit what came of a partition, and save it on disk if its rows are there, as a lane does."""
        names = {noun: f"{self.prefix}{noun}" for noun in _NOUNS}
        destinations = Destinations(
            ("source", 0), self.target, names["outcomes"], names["views"], names["deadletter"],
            names["attestations"], {"sums": names["sums"]}, dict.fromkeys(names.values(), 1),
        )  # fmt: skip
        writer = TransactionWriter(self.bootstrap, f"{self.prefix}writer", destinations, 10_000)
        await writer.start()
        await writer.commit(partition.commit_unit())
        if rows is not None:
            rows.save(Trace.of(writer.state_end - 2, writer.state_timestamp, rows.position))
        await writer.stop()

    async def recover(self, cache: StateCache) -> tuple[Partition, PartitionRows, Recovered]:
        """A partition as a worker has it after its start."""
        partition, rows = a_partition(), cache.partition(self.target)
        async with TopicReader(self.bootstrap) as reader:
            recovered = await recover_on_disk(reader, {self.target: (partition, rows)})
        return partition, rows, recovered[self.target]


@pytest.fixture
async def state(broker: Bootstrap, topic_prefix: str) -> State:
    return await State(broker.bootstrap, topic_prefix).made()


def a_cache(tmp_path: Path) -> StateCache:
    return StateCache(tmp_path, "one", "all")


def folded(partition: Partition, first: int, *values: bytes) -> Partition:
    partition.process(records(values, first))
    return partition


_BEGIN = (opened("a"), took("a", 5, "t1"))
_MORE = (took("a", 7, "t2"), took("b", 1, "t3"))
_LAST: Sequence[LogRecord] = records([took("a", 100, "t4"), opened("b"), took("a", 7, "t2")], 4)


def assert_goes_on(partition: Partition, books: Recovered) -> None:
    """Check that a partition goes on as one does that never stopped."""
    other = folded(a_partition(), 0, *_BEGIN, *_MORE)
    other.commit_unit()
    assert partition.next_offset == other.next_offset
    assert partition.row_count == other.row_count
    other.process(_LAST)
    partition.process(_LAST)
    assert partition.commit_unit() == other.commit_unit()


async def test_a_worker_without_a_folder_reads_the_whole_state_topic(state: State, tmp_path: Path) -> None:
    written = folded(a_partition(), 0, *_BEGIN)
    await state.write(written)
    await state.write(folded(written, 2, *_MORE))
    partition, _, recovered = await state.recover(a_cache(tmp_path))
    assert recovered.records == 10
    assert_goes_on(partition, recovered)


async def test_a_worker_that_comes_back_reads_what_was_committed_since(state: State, tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    partition, rows, _ = await state.recover(cache)
    await state.write(folded(partition, 0, *_BEGIN), rows)
    cache.close()
    elsewhere = folded(a_partition(), 0, *_BEGIN)
    elsewhere.commit_unit()
    await state.write(folded(elsewhere, 2, *_MORE))
    again, _, recovered = await state.recover(a_cache(tmp_path))
    assert recovered.records == 5
    assert recovered.books.read == 4
    assert_goes_on(again, recovered)


async def test_a_worker_that_missed_nothing_reads_nothing(state: State, tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    partition, rows, _ = await state.recover(cache)
    await state.write(folded(partition, 0, *_BEGIN), rows)
    await state.write(folded(partition, 2, *_MORE), rows)
    cache.close()
    again, _, recovered = await state.recover(a_cache(tmp_path))
    assert recovered.records == 0
    assert_goes_on(again, recovered)


async def test_what_was_committed_and_not_saved_is_read_again(state: State, tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    partition, rows, _ = await state.recover(cache)
    await state.write(folded(partition, 0, *_BEGIN), rows)
    await state.write(folded(partition, 2, *_MORE))
    cache.close()
    again, _, recovered = await state.recover(a_cache(tmp_path))
    assert recovered.records > 0
    assert_goes_on(again, recovered)


async def test_rows_of_another_log_are_thrown_away(state: State, tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    partition, rows, _ = await state.recover(cache)
    await state.write(folded(partition, 0, opened("z"), took("z", 1, "t9")), rows)
    cache.close()
    await topics.delete(state.bootstrap, [Topic(state.target[0], 1, "compact")])
    await state.made()
    written = folded(a_partition(), 0, *_BEGIN)
    await state.write(written)
    await state.write(folded(written, 2, *_MORE))
    again, _, recovered = await state.recover(a_cache(tmp_path))
    assert_goes_on(again, recovered)


async def test_rows_that_are_newer_than_the_state_topic_are_thrown_away(state: State, tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    partition, rows, _ = await state.recover(cache)
    await state.write(folded(partition, 0, *_BEGIN), rows)
    rows.put_position(b"{}")
    rows.save(Trace.of(1_000, 5, b"{}"))
    cache.close()
    again, _, recovered = await state.recover(a_cache(tmp_path))
    assert again.next_offset == 2
    assert recovered.books.read == 2


async def test_a_damaged_folder_is_thrown_away(state: State, tmp_path: Path) -> None:
    cache = a_cache(tmp_path)
    partition, rows, _ = await state.recover(cache)
    await state.write(folded(partition, 0, *_BEGIN), rows)
    await state.write(folded(partition, 2, *_MORE), rows)
    cache.close()
    (tmp_path / FORM / "one" / "CURRENT").write_bytes(b"nothing of ours\n")
    again, _, recovered = await state.recover(a_cache(tmp_path))
    assert recovered.records == 10
    assert_goes_on(again, recovered)


async def test_damage_that_is_met_later_is_told_and_the_next_start_begins_anew(
    state: State, tmp_path: Path
) -> None:
    cache = a_cache(tmp_path)
    partition, rows, _ = await state.recover(cache)
    await state.write(folded(partition, 0, *_BEGIN), rows)
    await state.write(folded(partition, 2, *_MORE), rows)
    cache.close()
    for table in (tmp_path / FORM / "one").glob("*.sst"):
        body = bytearray(table.read_bytes())
        body[8] ^= 0xFF
        table.write_bytes(body)
    damaged = a_cache(tmp_path)
    with pytest.raises(DiskFaultError) as told:
        await state.recover(damaged)
    assert told.value.is_damage
    damaged.discard()
    damaged.close()
    again, _, recovered = await state.recover(a_cache(tmp_path))
    assert_goes_on(again, recovered)


async def test_a_second_process_takes_a_folder_of_its_own(tmp_path: Path) -> None:
    first, second = a_cache(tmp_path), a_cache(tmp_path)
    first.partition(("state", 0))
    second.partition(("state", 0))
    assert {folder.name for folder in (tmp_path / FORM).iterdir() if folder.is_dir()} == {"one", "one-2"}


async def test_a_worker_that_stops_and_starts_again_reads_no_row_from_kafka(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(61, 0, 1_000)
    settings = {"rows_on_disk": "all", "data_dir": tmp_path / "data"}
    async with Cluster(
        broker.bootstrap, LEDGER, 3, topic_prefix, tmp_path, registry=REGISTRY, settings=settings
    ) as cluster:
        first = cluster.start_worker("one")
        await cluster.publish(published(some[:600]))
        await cluster.wait_until_folded()
        first.send(signal.SIGTERM)
        assert await first.exit_code() == 0, first.output
        again = cluster.start_worker("one")
        await again.ready()
        assert again.metric("countinghouse_recovery_records_total") == 0
        assert again.metric("countinghouse_state_rows") > 0
        await cluster.publish([*published(some[600:]), *marks("m1", 3)])
        await cluster.wait_until_folded()
        await check(cluster, Ledger(some, "m1"))


def test_large_stages_alone_are_on_disk_unless_something_else_is_asked(tmp_path: Path) -> None:
    large = TILLS_STAGE._replace(is_large=True)
    kept: Counter[str] = Counter()
    for wanted in ("large", "all", "none"):
        cache = StateCache(tmp_path, "one", wanted)
        kept[wanted] = sum(cache.keeps(stage) for stage in (TILLS_STAGE, large))
    assert kept == {"large": 1, "all": 2, "none": 0}
    assert list(tmp_path.iterdir()) == []

"""Does anything get lost or doubled when workers come and go under load?"""

import asyncio
import signal
from pathlib import Path

from tests.conftest import Bootstrap
from tests.faults.load import publish_until
from tests.kafka.harness import Cluster, until
from tests.kafka.ledger_oracle import LEDGER, REGISTRY, Ledger, check, entries, marks, published

_PARTITIONS = 6
_SETTINGS = {"commit_max_records": 500, "max_poll_records": 200}


async def test_two_workers_then_three_then_one_lose_and_double_nothing(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    stop = asyncio.Event()
    async with Cluster(
        broker.bootstrap, LEDGER, _PARTITIONS, topic_prefix, tmp_path, registry=REGISTRY, settings=_SETTINGS
    ) as cluster:
        # Without a group instance id a worker that ends leaves the group, and its partitions move at once.
        workers = [cluster.start_worker(None) for _ in range(2)]
        publishing = asyncio.create_task(publish_until(stop, cluster, 51))
        for worker in workers:
            await worker.ready()
        third = cluster.start_worker(None)
        await third.ready()
        await asyncio.gather(*(worker.ready() for worker in workers))
        for worker in workers:
            worker.send(signal.SIGTERM)
            assert await worker.exit_code(40) == 0, worker.output
        await third.ready()
        stop.set()
        written = await publishing
        await cluster.publish(marks("m1", _PARTITIONS))
        await cluster.wait_until_folded()
        await check(cluster, Ledger(written, "m1"))


async def test_a_static_worker_is_back_on_its_partitions_without_a_rebalance(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    stop = asyncio.Event()
    async with Cluster(
        broker.bootstrap, LEDGER, _PARTITIONS, topic_prefix, tmp_path, registry=REGISTRY, settings=_SETTINGS
    ) as cluster:
        first = cluster.start_worker("one", session_timeout_ms=30_000)
        second = cluster.start_worker("two", session_timeout_ms=30_000)
        publishing = asyncio.create_task(publish_until(stop, cluster, 52))
        await asyncio.gather(first.ready(), second.ready())
        first.send(signal.SIGTERM)
        assert await first.exit_code() == 0, first.output
        recoveries = second.metric("countinghouse_recovery_seconds_count")
        first = cluster.start_worker("one", session_timeout_ms=30_000)
        await first.ready()
        stop.set()
        written = await publishing
        await cluster.publish(marks("m1", _PARTITIONS))
        await cluster.wait_until_folded()
        assert second.metric("countinghouse_recovery_seconds_count") == recoveries
        await check(cluster, Ledger(written, "m1"))


async def test_a_rebalance_during_a_recovery_does_not_fence_the_rightful_owner(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(53, 0, 2_000)
    slow = "tests.faults.slow_openings:DOMAINS"
    async with Cluster(
        broker.bootstrap, LEDGER, _PARTITIONS, topic_prefix, tmp_path, registry=slow
    ) as cluster:
        await cluster.publish([*published(some), *marks("m1", _PARTITIONS)])
        first = cluster.start_worker(None)
        await until(lambda: "/readyz" in first.get("/")[1], 30, "the first worker to start", first)
        second = cluster.start_worker(None)
        await first.ready()
        await second.ready()
        await cluster.wait_until_folded()
        assert first.is_running and second.is_running
        assert first.metric("countinghouse_state_rows") > 0
        assert second.metric("countinghouse_state_rows") > 0
        await check(cluster, Ledger(some, "m1"))


async def test_a_worker_that_is_stopped_during_a_rebalance_settles_before_it_hands_its_partitions_on(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    stop = asyncio.Event()
    long = "tests.faults.long_commits:DOMAINS"
    async with Cluster(
        broker.bootstrap, LEDGER, _PARTITIONS, topic_prefix, tmp_path, registry=long, settings=_SETTINGS
    ) as cluster:
        first = cluster.start_worker(None)
        await first.ready()
        publishing = asyncio.create_task(publish_until(stop, cluster, 54))
        await until(lambda: first.metric("countinghouse_books_records") > 0, 30, "a commit", first)
        second = cluster.start_worker(None)
        await until(lambda: "/readyz" in second.get("/")[1], 30, "the second worker to start", second)
        # It joins now, and the first one has transactions open, one after the other.
        first.send(signal.SIGTERM)
        assert await first.exit_code() == 0, first.output
        await second.ready()
        stop.set()
        written = await publishing
        await cluster.publish(marks("m1", _PARTITIONS))
        await cluster.wait_until_folded()
        await check(cluster, Ledger(written, "m1"))

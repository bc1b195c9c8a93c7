"""Does a worker that is killed at any moment lose or double anything?"""

import asyncio
import random
from pathlib import Path

import pytest

from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster
from tests.kafka.ledger_oracle import LEDGER, REGISTRY, Ledger, check, entries, marks, published

_PARTITIONS = 4
# Small commits, so that a worker spends most of its time inside of transactions.
_SETTINGS = {"commit_max_records": 100, "max_poll_records": 50}


async def _publish_until(stop: asyncio.Event, cluster: Cluster, seed: int) -> list[tuple[str, str, int]]:
    """Publish entries, a few thousand a second, until told to stop; return them."""
    written: list[tuple[str, str, int]] = []
    while not stop.is_set():
        some = entries(seed + len(written), len(written), 200)
        await cluster.publish(published(some))
        written += some
        await asyncio.sleep(0.05)
    return written


@pytest.mark.parametrize("seed", [11, 12, 13])
async def test_workers_killed_under_load_lose_and_double_nothing(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    stop = asyncio.Event()
    async with Cluster(
        broker.bootstrap, LEDGER, _PARTITIONS, topic_prefix, tmp_path, registry=REGISTRY, settings=_SETTINGS
    ) as cluster:
        workers = {name: cluster.start_worker(name) for name in ("one", "two")}
        publishing = asyncio.create_task(_publish_until(stop, cluster, seed))
        for _ in range(5):
            name = chance.choice(sorted(workers))
            await workers[name].ready()
            await asyncio.sleep(chance.random())
            workers[name].kill()
            workers[name] = cluster.start_worker(name)
        stop.set()
        written = await publishing
        await cluster.publish(marks("m1", _PARTITIONS))
        await cluster.wait_until_folded()
        await check(cluster, Ledger(written, "m1"))

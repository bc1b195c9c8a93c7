"""Does a worker that is killed at any moment lose or double anything?"""

import asyncio
import random
from itertools import count
from pathlib import Path

import pytest

from tests.conftest import Bootstrap
from tests.faults.load import publish_until
from tests.kafka.harness import Cluster
from tests.kafka.ledger_oracle import LEDGER, Ledger, check, marks

_PARTITIONS = 4
_KILLS, _MOST_KILLS = 4, 20
_SLOW = "tests.faults.slow_commits:DOMAINS"
# Small commits, so that a worker spends most of its time inside of transactions.
_SETTINGS = {"commit_max_records": 100, "max_poll_records": 50}


@pytest.mark.parametrize(("seed", "rows_on_disk"), [(11, "none"), (12, "all"), (13, "all")])
async def test_workers_killed_under_load_lose_and_double_nothing(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path, seed: int, rows_on_disk: str
) -> None:
    settings = {**_SETTINGS, "rows_on_disk": rows_on_disk, "data_dir": tmp_path / "data"}
    chance = random.Random(seed)
    stop = asyncio.Event()
    async with Cluster(
        broker.bootstrap, LEDGER, _PARTITIONS, topic_prefix, tmp_path, registry=_SLOW, settings=settings
    ) as cluster:
        workers = {name: cluster.start_worker(name) for name in ("one", "two")}
        publishing = asyncio.create_task(publish_until(stop, cluster, seed))
        # Four times, and on until a kill has hit a transaction that was open.
        for kills in count(1):
            name = chance.choice(sorted(workers))
            await workers[name].ready()
            await asyncio.sleep(chance.random())
            workers[name].kill()
            workers[name] = cluster.start_worker(name)
            if kills >= _KILLS and await _aborted_outcomes(cluster):
                break
            assert kills < _MOST_KILLS, "no kill hit an open transaction"
        stop.set()
        written = await publishing
        await cluster.publish(marks("m1", _PARTITIONS))
        await cluster.wait_until_folded()
        await check(cluster, Ledger(written, "m1"))


async def _aborted_outcomes(cluster: Cluster) -> int:
    """How many outcomes stand in the log that no reader may see: the kills did hit transactions."""
    topic = cluster.names.outcomes
    committed = await cluster.read(topic)
    written = await cluster.read(topic, isolation="read_uncommitted")
    return sum(len(written[partition]) - len(committed[partition]) for partition in committed)

"""Do workers outlive a broker that stops, or dies, and comes back?"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from streams.runtime.broker import Broker
from tests.faults.load import publish_until
from tests.kafka.harness import Cluster, until
from tests.kafka.ledger_oracle import LEDGER, REGISTRY, Ledger, check, marks

_SETTINGS = {"commit_max_records": 200, "max_poll_records": 100}


@pytest.mark.parametrize("fail", [Broker.stop, Broker.kill], ids=["stopped", "killed"])
async def test_a_broker_that_comes_back_finds_nothing_lost_or_doubled(
    own_broker: Broker, topic_prefix: str, tmp_path: Path, fail: Callable[[Broker], object]
) -> None:
    own_broker.start()
    stop = asyncio.Event()
    async with Cluster(
        own_broker.bootstrap, LEDGER, 2, topic_prefix, tmp_path, registry=REGISTRY, settings=_SETTINGS
    ) as cluster:
        worker = cluster.start_worker()
        await worker.ready()
        publishing = asyncio.create_task(publish_until(stop, cluster, 71))
        await until(lambda: worker.metric("countinghouse_events_total") > 2_000, 30, "work", worker)
        stop.set()
        written = await publishing
        fail(own_broker)
        own_broker.start()
        await cluster.publish(marks("m1", 2))
        if not worker.is_running:
            cluster.start_worker()
        await cluster.wait_until_folded(90)
        await check(cluster, Ledger(written, "m1"))

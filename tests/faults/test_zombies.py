"""What can a worker do that lost its partitions while it stood still?"""

import signal
from pathlib import Path

from aiokafka import AIOKafkaProducer

from streams.runtime.exits import ExitCode
from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster, until
from tests.kafka.ledger_oracle import LEDGER, REGISTRY, Ledger, check, entries, marks, published

_SETTINGS = {"commit_max_records": 50, "max_poll_records": 50}


async def test_a_worker_that_wakes_up_after_its_session_changes_nothing_and_ends(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(21, 0, 60_000)
    async with Cluster(
        broker.bootstrap, LEDGER, 2, topic_prefix, tmp_path, registry=REGISTRY, settings=_SETTINGS
    ) as cluster:
        zombie = cluster.start_worker("one")
        await zombie.ready()
        await cluster.publish([*published(some), *marks("m1", 2)])
        await until(lambda: zombie.metric("countinghouse_events_total") > 2000, 20, "work to begin", zombie)
        zombie.send(signal.SIGSTOP)
        cluster.start_worker("two", commit_max_records=20_000)
        await cluster.wait_until_folded()
        zombie.send(signal.SIGCONT)
        assert await zombie.exit_code() == ExitCode.FENCED, zombie.output
        assert "has another owner now" in zombie.output
        await check(cluster, Ledger(some, "m1"))


async def test_a_fenced_commit_ends_the_worker(broker: Bootstrap, topic_prefix: str, tmp_path: Path) -> None:
    first, second = entries(22, 0, 10), entries(23, 10, 10)
    async with Cluster(broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
        worker = cluster.start_worker()
        await cluster.publish(published(first))
        await cluster.wait_until_folded()
        identity = (await cluster.deployment()).transactional_id(LEDGER.stages[0], 0)
        usurper = AIOKafkaProducer(bootstrap_servers=broker.bootstrap, transactional_id=identity)
        await usurper.start()
        await usurper.stop()
        await cluster.publish([*published(second), *marks("m1", 1)])
        assert await worker.exit_code() == ExitCode.FENCED, worker.output
        cluster.start_worker()
        await cluster.wait_until_folded()
        await check(cluster, Ledger([*first, *second], "m1"))

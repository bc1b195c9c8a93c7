"""What becomes of a batch that takes long to fold?"""

from pathlib import Path

from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster
from tests.kafka.ledger_oracle import LEDGER, Ledger, check, entries, marks, published

_SLOW = "tests.faults.slow_folds:DOMAINS"


async def test_a_batch_that_takes_long_goes_into_several_commits(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    some = entries(61, 0, 300)
    settings = {"commit_fold_seconds": 0.4}
    async with Cluster(
        broker.bootstrap, LEDGER, 1, topic_prefix, tmp_path, registry=_SLOW, settings=settings
    ) as cluster:
        await cluster.publish([*published(some), *marks("m1", 1)])
        worker = cluster.start_worker()
        await worker.ready()
        await cluster.wait_until_folded()
        rows = (await cluster.read(cluster.names.state("accounts")))[0]
        assert sum(row.key == b"position" for row in rows) >= 5
        await check(cluster, Ledger(some, "m1"))

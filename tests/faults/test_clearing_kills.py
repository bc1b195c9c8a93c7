"""Does a clearing day come out the same when its workers are killed again and again?"""

import asyncio
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from streams.demo.clearing.day import Day
from streams.domains.clearing.domain import CLEARING
from streams.kernel.pipeline import Pipeline
from streams.kernel.result import result_document
from streams.kernel.source import Source
from streams.runtime.gateway.gateway import Gateway
from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster

_PARTITIONS = 3
_KILLS = 4
_SEED = 5
# Small commits, so that a kill finds work that is begun and not committed.
_SETTINGS = {"commit_max_records": 100, "max_poll_records": 50}
_SEAL = {"type": "cycle_sealed", "id": "seal", "at": "2003-11-04T16:45:00Z", "cycle": "2003-11-04"}


@pytest.mark.parametrize("rows_on_disk", ["none", "all"])
async def test_a_day_with_killed_workers_is_the_day_without(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path, rows_on_disk: str
) -> None:
    settings = {**_SETTINGS, "rows_on_disk": rows_on_disk, "data_dir": tmp_path / "data"}
    lines = [*Day(1_000, _SEED).until_the_seal(), json.dumps(_SEAL).encode()]
    undisturbed: dict[str, list[bytes]] = {"outcomes": []}
    pipeline = Pipeline(CLEARING, _PARTITIONS, CLEARING.law)
    pipeline.on_commit = lambda _stage, _partition, unit: undisturbed["outcomes"].extend(
        value for _, value in unit.outcomes
    )
    for line in lines:
        pipeline.write(line)
    pipeline.run()

    async with Cluster(
        broker.bootstrap, CLEARING, _PARTITIONS, topic_prefix, tmp_path, settings=settings
    ) as cluster:
        await _fold_with_kills(cluster, lines, random.Random(_SEED))
        outcomes = await cluster.values(cluster.names.outcomes)
        rows = await cluster.newest(cluster.names.views)

    ids = Counter(json.loads(outcome)["id"] for outcome in outcomes)
    assert [identifier for identifier, count in ids.items() if count != 1] == []
    assert sorted(outcomes) == sorted(undisturbed["outcomes"])
    assert result_document(CLEARING, {key.decode(): row for key, row in rows.items()}) == pipeline.result()


async def _fold_with_kills(cluster: Cluster, lines: list[bytes], chance: random.Random) -> None:
    """Publish in parts; after each, kill one of two workers at a random moment and start it again."""
    workers = {name: cluster.start_worker(name) for name in ("one", "two")}
    async with Gateway(CLEARING, cluster.names, cluster.bootstrap) as gateway:
        for begin in range(0, len(lines), len(lines) // _KILLS + 1):
            part = lines[begin : begin + len(lines) // _KILLS + 1]
            name = chance.choice(sorted(workers))
            await workers[name].ready()
            await gateway.publish([Source.memory(f"from {begin}", part)])
            await asyncio.sleep(chance.random() / 4)
            workers[name].kill()
            workers[name] = cluster.start_worker(name)
    await cluster.wait_until_folded()

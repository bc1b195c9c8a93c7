"""Is an invoice printed from what Kafka holds, and is it said which cut is missing before?"""

import asyncio
import json
from pathlib import Path

from typer.testing import CliRunner

from streams.cli.app import app
from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.runtime.gateway.gateway import Gateway
from tests.conftest import Bootstrap
from tests.kafka.harness import Cluster
from tests.unit.marketdata.events import APRIL_CLOSED, PARTIES, as_records, granted

INVOICE = ("invoice", "--month", "2015-04", "--distributor", "D1", "--json")


async def _asked(cluster: Cluster, data_dir: Path, *arguments: str) -> str:
    """What a command prints, or says went wrong."""
    place = ["--kafka", cluster.bootstrap, "--topic-prefix", cluster.names.prefix]
    environment = {"COUNTINGHOUSE_APP": cluster.names.app, "COUNTINGHOUSE_DATA_DIR": str(data_dir)}
    runner = CliRunner(env=environment)
    done = await asyncio.to_thread(runner.invoke, app, ["marketdata", *arguments, *place])
    return done.exception.message if isinstance(done.exception, UserError) else done.stdout


async def test_an_invoice_and_its_lines_are_told_from_the_topics_once_every_cut_is_there(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    log = as_records([*PARTIES, *(granted(f"u{number}") for number in range(5)), APRIL_CLOSED])
    async with Cluster(broker.bootstrap, MARKETDATA, 2, topic_prefix, tmp_path) as cluster:
        async with Gateway(MARKETDATA, cluster.names, cluster.bootstrap) as gateway:
            await gateway.publish([Source.memory("april", log)])
        before = await _asked(cluster, tmp_path, *INVOICE, "--wait", "0.2")
        cluster.start_worker()
        await cluster.wait_until_folded()
        told = json.loads(await _asked(cluster, tmp_path, *INVOICE, "--check-log"))
        users = await _asked(cluster, tmp_path, "explain", "invoice/2015-04/ALPHA#2", "--json")

    assert "2015-04 is not closed yet: its close close-2015-04 stands in the log" in before
    assert "the cut is missing of partition 0" in before
    assert told["total_cents"] == 105_000
    assert [json.loads(row)["user"] for row in users.splitlines()] == ["u0", "u1", "u2", "u3", "u4"]

"""Is a register fed from real topics complete, and is a search in the log before it is answered?"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from streams.cli.app import app
from streams.domains.comms.domain import COMMS
from streams.kernel.source import Source
from streams.runtime.gateway.gateway import Gateway
from tests.conftest import Bootstrap
from tests.kafka.harness import ROOT, Cluster
from tests.unit.cli.test_comms_register import grant
from tests.unit.comms.events import FIRM, Event, at, call, ended, recording, tick
from tests.unit.register.fed import lines_of

_PARTITIONS = 2


async def _publish(cluster: Cluster, events: Sequence[Event]) -> None:
    async with Gateway(COMMS, cluster.names, cluster.bootstrap) as gateway:
        report = await gateway.publish([Source.memory("events", lines_of(events))])
        assert report.refused_count == 0


async def _begin(cluster: Cluster, data_dir: Path, *arguments: object) -> asyncio.subprocess.Process:
    environment = {"COUNTINGHOUSE_APP": cluster.names.app, "COUNTINGHOUSE_DATA_DIR": str(data_dir)}
    program = "from streams.cli.app import main; main()"
    options = ["--kafka", cluster.bootstrap, "--topic-prefix", cluster.names.prefix]
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, "comms", *map(str, arguments), *options),
        env=os.environ | environment,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def _comms(cluster: Cluster, data_dir: Path, *arguments: object) -> Any:
    """Run a command in this process; what it tells a program."""
    environment = {"COUNTINGHOUSE_APP": cluster.names.app, "COUNTINGHOUSE_DATA_DIR": str(data_dir)}
    options = ["--kafka", cluster.bootstrap, "--topic-prefix", cluster.names.prefix]
    command = ["comms", *map(str, arguments), *options]
    done = await asyncio.to_thread(CliRunner().invoke, app, command, env=environment)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


async def test_a_register_follows_the_topics_and_answers_what_is_logged(
    broker: Bootstrap, topic_prefix: str, tmp_path: Path
) -> None:
    async with Cluster(broker.bootstrap, COMMS, _PARTITIONS, topic_prefix, tmp_path) as cluster:
        cluster.start_worker()
        talk = [call(), ended(), recording(), call("C2"), ended("C2")]
        await _publish(cluster, [*FIRM, grant("ANN"), *talk, tick("t1", at("09:00:00", "2024-05-28"))])
        await cluster.wait_until_folded()
        fed = await _comms(cluster, tmp_path, "register", "feed", "--json")
        assert (fed["as_of_at"], fed["is_newest"]) == (at("09:00:00", "2024-05-28"), True)

        search = ("search", "--actor", "ANN", "--purpose", "MONITORING", "--employee", "BROKER", "--json")
        async with Gateway(COMMS, cluster.names, cluster.bootstrap) as intake:
            found = await _comms(cluster, tmp_path, *search)
            # The intake goes on beside the search.
            late = [recording("R2", "C2"), tick("t2", at("10:00:00", "2024-05-28"))]
            await intake.publish([Source.memory("late", lines_of(late))])
        assert found["records"] == ["R1"]
        events = [json.loads(value) for value in await cluster.values(cluster.names.events)]
        assert [one["id"] for one in events if one["type"] == "register_searched"] == found["searched"]

        follower = await _begin(cluster, tmp_path, "register", "follow")
        assert follower.stdout is not None
        line = await asyncio.wait_for(follower.stdout.readline(), 60)
        while b"(10:00Z)" not in line:
            line = await asyncio.wait_for(follower.stdout.readline(), 60)
        follower.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(follower.wait(), 30) == 0
        assert (await _comms(cluster, tmp_path, *search))["records"] == ["R1", "R2"]
        rebuilt = await _comms(cluster, tmp_path, "register", "rebuild", "--json")
        assert (rebuilt["as_of_at"], rebuilt["is_newest"]) == (at("10:00:00", "2024-05-28"), True)
        assert (await _comms(cluster, tmp_path, *search))["records"] == ["R1", "R2"]

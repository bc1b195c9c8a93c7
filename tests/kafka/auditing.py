"""How does a test audit a cluster, as a person would?"""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from streams.cli.app import app
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.runtime.gateway.gateway import Gateway
from tests.kafka.harness import ROOT, Cluster
from tests.kafka.publishing import CLEARING


class Answer(NamedTuple):
    """What a command answered."""

    exit_code: int
    output: str

    @property
    def facts(self) -> Any:
        """What a program reads."""
        return json.loads(self.output)


def _command(
    cluster: Cluster, data_dir: Path, arguments: Sequence[object]
) -> tuple[list[str], dict[str, str]]:
    """A command on the clearing topics of a cluster, and its environment."""
    options = ["--domain", "clearing", "--kafka", cluster.bootstrap, "--topic-prefix", cluster.names.prefix]
    environment = {"COUNTINGHOUSE_APP": cluster.names.app, "COUNTINGHOUSE_DATA_DIR": str(data_dir)}
    return [*map(str, arguments), *options], environment


async def ask_apart(cluster: Cluster, data_dir: Path, *arguments: object) -> Answer:
    """Run a command in a process of its own, so that several can run at the same time."""
    command, environment = _command(cluster, data_dir, arguments)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        "from streams.cli.app import main; main()",
        *command,
        env=os.environ | environment,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await asyncio.wait_for(process.communicate(), 60)
    return Answer(await process.wait(), output.decode())


async def ask(cluster: Cluster, data_dir: Path, *arguments: object, broker: bool = True) -> Answer:
    """Run a command in this process; without the broker it is to look at a ledger."""
    command, environment = _command(cluster, data_dir, arguments)
    if not broker:
        place = command.index("--kafka")
        del command[place : place + 2]
    done = await asyncio.to_thread(CliRunner(env=environment).invoke, app, command)
    if isinstance(done.exception, UserError):
        return Answer(done.exception.exit_code, done.exception.message)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Answer(done.exit_code, done.stdout)


async def publish(cluster: Cluster, lines: list[bytes]) -> None:
    """Publish lines through the gateway."""
    async with Gateway(CLEARING, cluster.names, cluster.bootstrap) as gateway:
        await gateway.publish([Source.memory("day", lines)])

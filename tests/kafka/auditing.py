"""How does a test audit a cluster, as a person would?"""

import asyncio
import json
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from streams.cli.app import app
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.runtime.gateway.gateway import Gateway
from tests.kafka.harness import Cluster
from tests.kafka.publishing import CLEARING


class Answer(NamedTuple):
    """What a command answered."""

    exit_code: int
    output: str

    @property
    def facts(self) -> Any:
        """What a program reads."""
        return json.loads(self.output)


async def ask(cluster: Cluster, data_dir: Path, *arguments: object) -> Answer:
    """Run a command on the clearing topics of a cluster."""
    environment = {"COUNTINGHOUSE_APP": cluster.names.app, "COUNTINGHOUSE_DATA_DIR": str(data_dir)}
    options = ["--domain", "clearing", "--kafka", cluster.bootstrap, "--topic-prefix", cluster.names.prefix]
    command = [*map(str, arguments), *options]
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

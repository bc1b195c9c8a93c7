"""How does a test publish, as a person would, and see what is on the topics afterwards?"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from streams.kernel.partitioner import partition_of
from streams.kernel.stage import Domain
from streams.registry import domain_named
from streams.runtime.gateway.writer import Acknowledged
from tests.kafka.harness import ROOT, Cluster

CLEARING: Domain = domain_named("clearing")


def entries(count: int, first: int = 0) -> list[bytes]:
    """Entries of the clearing domain, each a line."""
    return [
        b'{"type":"entry_submitted","id":"entry-%07d","at":"2003-11-03T15:%02d:00Z","made_by":"A",'
        b'"counterparty":"B","direction":"DEBIT","item_class":"A","regional_exchange_point":"TORONTO",'
        b'"value_cents":%d,"item_count":1}' % (number, number % 60, 100 + number)
        for number in range(first, first + count)
    ]


def fact(member: str) -> bytes:
    """A fact, with white space and an order of keys that no encoder would choose."""
    return b'{ "member":"%s", "at":"2003-11-03T14:00:00Z", "id":"fact-%s","type":"member_registered" }' % (
        member.encode(),
        member.encode(),
    )


def tick(number: int) -> bytes:
    """A tick."""
    return b'{"type":"tick","id":"tick-%d","at":"2003-11-03T16:00:00Z"}' % number


def dealt(lines: Iterable[bytes], partitions: int) -> dict[int, list[bytes]]:
    """What each partition must hold of these lines, one line after the other."""
    held: dict[int, list[bytes]] = {partition: [] for partition in range(partitions)}
    for line in lines:
        event = json.loads(line)
        if event["type"] == "entry_submitted":
            held[partition_of(event["id"].encode(), partitions)].append(line)
        else:
            for partition in held.values():
                partition.append(line)
    return held


def write(path: Path, lines: Iterable[bytes]) -> Path:
    """A file of these lines."""
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


async def on_topic(cluster: Cluster) -> dict[int, list[bytes]]:
    """The committed values of the input topic, by partition."""
    records = await cluster.read(cluster.names.events)
    return {partition: [record.value or b"" for record in found] for partition, found in records.items()}


async def acknowledged_line(cluster: Cluster) -> int:
    """Up to which line the source that was published last is acknowledged; 0 for none."""
    rows = (await cluster.read(cluster.names.gateway))[0]
    return msgspec.json.decode(rows[-1].value or b"", type=Acknowledged).place.line if rows else 0


class Publish:
    """The command in a process of its own."""

    def __init__(
        self,
        cluster: Cluster,
        *arguments: str | Path,
        stdin: int = subprocess.DEVNULL,
        stderr: int = subprocess.PIPE,
    ) -> None:
        command = [sys.executable, "-c", "from streams.cli.app import main; main()", "publish"]
        options = ["--domain", "clearing", "--kafka", cluster.bootstrap, "--prefix", cluster.names.prefix]
        self.process = subprocess.Popen(
            [*command, *map(str, arguments), *options],
            cwd=ROOT,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
        self.output = self.complaint = ""

    async def ended(self, seconds: float = 60.0) -> int:
        """Wait for the end and return the exit code; what was written stands in `output` and `complaint`."""
        try:
            self.output, self.complaint = await asyncio.to_thread(self.process.communicate, timeout=seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return self.process.returncode


async def until_acknowledged(cluster: Cluster, line: int, seconds: float = 30.0) -> None:
    """Wait until at least so many lines of the source that is being published are acknowledged."""
    async with asyncio.timeout(seconds):
        while await acknowledged_line(cluster) < line:
            await asyncio.sleep(0.02)

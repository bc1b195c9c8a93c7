"""How does a test run real workers on a real broker, and read what they committed?

async with Cluster(broker.bootstrap, LEDGER, 2, topic_prefix, tmp_path, registry=REGISTRY) as cluster:
    cluster.start_worker("one")
    await cluster.publish([Published(b'{"type":"mark","id":"m1"}', b"mark", partition=0)])
    await cluster.wait_until_folded()
    outcomes = await cluster.read(cluster.names.outcomes)
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import msgspec
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from streams.kernel.partitioner import partition_of
from streams.kernel.record import Record
from streams.kernel.stage import Domain
from streams.runtime import topics
from streams.runtime.cluster import partitions_found
from streams.runtime.deployment import Deployment, deploy
from streams.runtime.folded import FoldedWatch
from streams.runtime.plan import REGISTRY, Plan, PlannedDeployment
from streams.runtime.reading import Isolation, TopicReader

ROOT = Path(__file__).parents[2]
# Short, so that a worker that was killed or stopped is missed within seconds.
SESSION_SECONDS = 3.0
_BATCH_BYTES = 100_000


class Published(NamedTuple):
    """A record to be written; without a partition it goes where its key belongs."""

    value: bytes | None
    key: bytes | None = None
    partition: int | None = None
    headers: Sequence[tuple[str, bytes]] = ()


class WorkerProcess:
    """A worker in a process of its own."""

    def __init__(self, name: str, environment: Mapping[str, str], directory: Path) -> None:
        self.name = name
        self.port = free_port()
        self._output = directory / f"{name}-{self.port}.log"
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streams.worker"],
                cwd=ROOT,
                env={**os.environ, **environment, "COUNTINGHOUSE_METRICS_PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    @property
    def output(self) -> str:
        """Everything that it wrote."""
        return self._output.read_text(errors="replace")

    @property
    def is_running(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def send(self, which: signal.Signals) -> None:
        """Send a signal, unless the process has ended."""
        if self.is_running:
            self._process.send_signal(which)

    def kill(self) -> None:
        """End it as a power failure would."""
        self.send(signal.SIGKILL)
        self._process.wait()

    async def exit_code(self, seconds: float = 20.0) -> int:
        """Wait for its end and return its exit code."""
        await until(lambda: not self.is_running, seconds, f"worker {self.name} to end")
        return self._process.wait()

    async def ready(self, seconds: float = 60.0) -> None:
        """Wait until it has recovered every partition that it owns."""
        await until(lambda: self.get("/readyz")[0] == 200, seconds, f"worker {self.name} to be ready", self)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of what it answers at a path; status 0 while nothing listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()
        except OSError:
            return 0, ""

    def metric(self, name: str, **labels: str) -> float:
        """The sum of a metric's samples that carry these labels."""
        wanted = [f'{label}="{value}"' for label, value in labels.items()]
        return sum(
            float(line.rsplit(" ", 1)[1])
            for line in self.get("/metrics")[1].splitlines()
            if line.split("{")[0].split(" ")[0] == name and all(label in line for label in wanted)
        )


class Cluster:
    """One domain on topics of its own, with as many workers as a test starts."""

    def __init__(
        self,
        bootstrap: str,
        domain: Domain,
        partitions: int,
        prefix: str,
        directory: Path,
        *,
        registry: str = REGISTRY,
        parameters: Mapping[str, object] | None = None,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        self.bootstrap = bootstrap
        self.domain = domain
        self.partitions = partitions
        self.app = prefix.strip(".-").lower()
        self.names = topics.TopicNames(domain.name, self.app, prefix)
        self.workers: list[WorkerProcess] = []
        self._directory = directory
        self._plan = directory / f"{self.app}-plan.json"
        self._settings = dict(settings or {})
        self._parameters = dict(parameters or {})
        self._registry = registry

    async def __aenter__(self) -> Self:
        planned = PlannedDeployment(self.domain.name, self.names.prefix, self._parameters)
        self._plan.write_bytes(msgspec.json.encode(Plan([planned], self._registry)))
        await self.apply_topics()
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.kill()
        await topics.delete(self.bootstrap, self._topics)

    @property
    def _topics(self) -> list[topics.Topic]:
        return topics.topics_of(self.domain, self.names, self.partitions)

    async def apply_topics(self) -> None:
        """Create the topics."""
        await topics.apply(self.bootstrap, self._topics)

    async def deployment(self) -> Deployment:
        """The domain on its topics, as a worker sees it."""
        found = await partitions_found(self.bootstrap, 10)
        return deploy(self.domain, self.names, self._parameters, found)

    def start_worker(self, instance: str | None = "one", **settings: object) -> WorkerProcess:
        """Start a worker; its group instance id is the deployment's name with `instance`, none for None."""
        chosen = {
            "kafka": self.bootstrap,
            "app": self.app,
            "plan": self._plan,
            "session_timeout_ms": int(SESSION_SECONDS * 1000),
            "heartbeat_ms": 300,
            "commit_interval_seconds": 0.5,
            "idle_commit_seconds": 0.5,
            **self._settings,
            **settings,
        }
        if instance is not None:
            chosen["group_instance_id"] = f"{self.app}-{instance}"
        environment = {f"COUNTINGHOUSE_{name.upper()}": str(value) for name, value in chosen.items()}
        worker = WorkerProcess(instance or "dynamic", environment, self._directory)
        self.workers.append(worker)
        return worker

    async def publish(
        self, records: Iterable[Published], transactional_id: str | None = None, *, abort: bool = False
    ) -> None:
        """Write records to the input, in one transaction where an id is given, which may be aborted."""
        await self.write(self.names.events, records, transactional_id, abort=abort)

    async def write(
        self,
        topic: str,
        records: Iterable[Published],
        transactional_id: str | None = None,
        *,
        abort: bool = False,
    ) -> None:
        """Write records to a topic and wait until they are there."""
        producer = AIOKafkaProducer(
            bootstrap_servers=self.bootstrap,
            acks="all",
            max_batch_size=_BATCH_BYTES,
            transactional_id=transactional_id,
        )
        await producer.start()
        try:
            if transactional_id is None:
                await self._send(producer, topic, records)
            else:
                await producer.begin_transaction()
                await self._send(producer, topic, records)
                await (producer.abort_transaction() if abort else producer.commit_transaction())
        finally:
            await producer.stop()

    async def _send(self, producer: AIOKafkaProducer, topic: str, records: Iterable[Published]) -> None:
        count = len(await producer.partitions_for(topic))
        batches: dict[int, Any] = {}
        for record in records:
            key = record.key or b""
            partition = partition_of(key, count) if record.partition is None else record.partition
            parts = {
                "timestamp": None,
                "key": record.key,
                "value": record.value,
                "headers": list(record.headers),
            }
            batch = batches.setdefault(partition, producer.create_batch())
            if batch.append(**parts) is None:
                await (await producer.send_batch(batch, topic, partition=partition))
                batches[partition] = producer.create_batch()
                batches[partition].append(**parts)
        for partition, batch in batches.items():
            await (await producer.send_batch(batch, topic, partition=partition))

    async def wait_until_folded(self, seconds: float = 60.0) -> None:
        """Wait until every stage has folded everything that was written."""
        async with FoldedWatch(self.bootstrap, [await self.deployment()]) as watch:
            await watch.wait(seconds)

    async def group_offsets(self) -> dict[tuple[str, int], int]:
        """What the workers' group committed for displays of its lag."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            offsets = await admin.list_consumer_group_offsets(self.app)
        finally:
            await admin.close()
        return {tuple(place): found.offset for place, found in offsets.items()}

    async def read(self, topic: str, isolation: Isolation = "read_committed") -> dict[int, list[Record]]:
        """The records of a topic by partition, the committed ones if nothing else is asked."""
        found = await partitions_found(self.bootstrap, 10)
        async with TopicReader(self.bootstrap, isolation=isolation) as reader:
            records = await reader.records([(topic, partition) for partition in range(found[topic])])
        return {partition: found for (_, partition), found in records.items()}

    async def values(self, topic: str) -> list[bytes]:
        """The committed values of a topic, those of each partition in order."""
        return [record.value or b"" for records in (await self.read(topic)).values() for record in records]

    async def newest(self, topic: str) -> dict[bytes, bytes]:
        """The newest value of each key of a compacted topic; deleted keys are left out."""
        newest: dict[bytes, bytes | None] = {}
        for records in (await self.read(topic)).values():
            newest.update({record.key or b"": record.value for record in records})
        return {key: value for key, value in newest.items() if value is not None}


async def until(
    holds: Callable[[], bool], seconds: float, what: str, worker: WorkerProcess | None = None
) -> None:
    """Wait for a condition; after the deadline the test fails with what was waited for."""
    deadline = time.monotonic() + seconds
    while not holds():
        said = f"\n{worker.output}" if worker is not None else ""
        if worker is not None and not worker.is_running:
            raise AssertionError(f"waited for {what}, but the worker ended.{said}")
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:.0f} s for {what} in vain.{said}")
        await asyncio.sleep(0.02)


def free_port() -> int:
    """A port on loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

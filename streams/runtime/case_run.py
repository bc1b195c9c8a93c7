"""How do many small logs run through real topics and real workers, without a worker start for each?"""

import asyncio
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from aiokafka import AIOKafkaProducer

from streams.kernel.errors import UserError
from streams.kernel.partitioner import partition_of
from streams.kernel.stage import Domain
from streams.runtime import topics
from streams.runtime.cluster import partitions_found
from streams.runtime.deployment import Deployment, deploy
from streams.runtime.folded import FoldedWatch, NotFoldedError
from streams.runtime.plan import REGISTRY, Plan, PlannedDeployment
from streams.runtime.reading import TopicReader

_WORKERS = 2
_LANES_AT_ONCE = 120
_FOLD_SECONDS = 180.0
_LEAST_RECORDS_PER_SECOND = 500
"""So many a slow machine folds; long logs are waited for accordingly."""
_BROKER_SECONDS = 5.0


class CaseLog(NamedTuple):
    """A log for an empty system, the mark at its end included, and the parameters that its law replaces."""

    name: str
    values: Sequence[bytes]
    parameters: Mapping[str, object] = {}


def run_logs(
    domain: Domain, logs: Sequence[CaseLog], bootstrap: str, partitions: int, registry: str = REGISTRY
) -> dict[str, dict[str, bytes]]:
    """Run each log on topics of its own and read the views: log name to row key to newest value.

    Several logs run side by side in the same workers, each as a deployment of its own.

    Raises:
        UserError: the broker does not answer, or the workers did not fold everything in time.
    """
    lanes = sum(domain.partitions_of(stage, partitions) for stage in domain.stages)
    at_once = max(1, _LANES_AT_ONCE // lanes)
    results: dict[str, dict[str, bytes]] = {}
    for first in range(0, len(logs), at_once):
        group = _Group(domain, logs[first : first + at_once], bootstrap, partitions, registry)
        results |= asyncio.run(group.run())
    return results


class _Group:
    """Logs that run side by side."""

    def __init__(
        self, domain: Domain, logs: Sequence[CaseLog], bootstrap: str, partitions: int, registry: str
    ) -> None:
        self._domain = domain
        self._bootstrap = bootstrap
        self._partitions = partitions
        self._app = f"cases-{uuid.uuid4().hex[:12]}"
        self._logs = {
            topics.TopicNames(domain.name, self._app, f"{self._app}-{n}."): log for n, log in enumerate(logs)
        }
        self._plan = Plan(
            [
                PlannedDeployment(domain.name, names.prefix, dict(log.parameters))
                for names, log in self._logs.items()
            ],
            registry,
        )

    async def run(self) -> dict[str, dict[str, bytes]]:
        """Create the topics, start workers, write the logs, wait, read the views, and leave nothing behind."""
        wanted = [
            topic for names in self._logs for topic in topics.topics_of(self._domain, names, self._partitions)
        ]
        await topics.apply(self._bootstrap, wanted)
        try:
            with tempfile.TemporaryDirectory() as directory, self._workers(Path(directory)) as workers:
                deployments = await self._deployments()
                await self._publish()
                await self._wait(deployments, workers)
                return await self._views(deployments)
        finally:
            await topics.delete(self._bootstrap, wanted)

    async def _deployments(self) -> list[Deployment]:
        found = await partitions_found(self._bootstrap, _BROKER_SECONDS)
        return [deploy(self._domain, names, log.parameters, found) for names, log in self._logs.items()]

    @contextmanager
    def _workers(self, directory: Path) -> Iterator[list[subprocess.Popen[str]]]:
        plan = directory / "plan.json"
        plan.write_bytes(msgspec.json.encode(self._plan))
        # The surroundings of whoever runs the cases must not change what the workers do.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COUNTINGHOUSE_")}
        settings = {
            "kafka": self._bootstrap,
            "app": self._app,
            "plan": plan,
            "metrics_port": 0,
            "heartbeat_ms": 300,
        }
        environment = kept | {f"COUNTINGHOUSE_{name.upper()}": str(value) for name, value in settings.items()}
        command = [sys.executable, "-m", "streams.worker"]
        workers = [
            subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
            for _ in range(_WORKERS)
        ]
        try:
            yield workers
        finally:
            for worker in workers:
                # What they know is in the topics, which are deleted next.
                worker.kill()
                worker.wait()

    async def _publish(self) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self._bootstrap, acks="all", enable_idempotence=True)
        await producer.start()
        try:
            await producer.client.set_topics({names.events for names in self._logs})
            sent = []
            for names, log in self._logs.items():
                for partition, records in enumerate(self._addressed(log.values)):
                    sent += [
                        await producer.send(names.events, value, key, partition) for key, value in records
                    ]
            await asyncio.gather(*sent)
        finally:
            await producer.stop()

    def _addressed(self, values: Sequence[bytes]) -> list[list[tuple[bytes, bytes]]]:
        """The records of a log by partition, written as the gateway writes them."""
        records: list[list[tuple[bytes, bytes]]] = [[] for _ in range(self._partitions)]
        for value in values:
            for key, every_partition in self._domain.addresses_or_first(self._domain.read(value)):
                encoded = key.encode()
                own = [partition_of(encoded, self._partitions)]
                for partition in range(self._partitions) if every_partition else own:
                    records[partition].append((encoded, value))
        return records

    async def _wait(self, deployments: list[Deployment], workers: list[subprocess.Popen[str]]) -> None:
        async with FoldedWatch(self._bootstrap, deployments) as watch:
            try:
                await watch.wait(_FOLD_SECONDS + self._record_count() / _LEAST_RECORDS_PER_SECOND)
            except NotFoldedError as fault:
                raise UserError(f"{fault} {_last_words(workers)}".rstrip(), exit_code=4) from fault

    def _record_count(self) -> int:
        return sum(len(log.values) for log in self._logs.values())

    async def _views(self, deployments: list[Deployment]) -> dict[str, dict[str, bytes]]:
        async with TopicReader(self._bootstrap) as reader:
            read = await reader.records(
                [(one.names.views, partition) for one in deployments for partition in range(self._partitions)]
            )
        results: dict[str, dict[str, bytes]] = {}
        for deployment in deployments:
            rows: dict[str, bytes | None] = {}
            for partition in range(self._partitions):
                records = read[deployment.names.views, partition]
                rows.update({(record.key or b"").decode(): record.value for record in records})
            found = {key: value for key, value in rows.items() if value is not None}
            results[self._logs[deployment.names].name] = found
        return results


def _last_words(workers: list[subprocess.Popen[str]]) -> str:
    """What the workers that ended said."""
    ended = [worker for worker in workers if worker.poll() is not None and worker.stderr is not None]
    return " ".join(worker.stderr.read().strip() for worker in ended if worker.stderr is not None)

"""What must run before the day can begin, and how is all of it gone afterwards?"""

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from rich.console import Console

from streams.cli.demo.interruption import to_its_end
from streams.cli.demo.on_kafka import OnKafka, Place
from streams.cli.demo.stopwatch import Stopwatch
from streams.cli.demo.workers import Worker, end_leftovers, note
from streams.kernel.errors import UserError
from streams.kernel.stage import Domain
from streams.runtime import topics
from streams.runtime.broker import DEFAULT_PORT, Broker, newest_libs
from streams.runtime.gateway.gateway import Gateway
from streams.runtime.settings import PREFIX, Settings
from streams.runtime.topics import TopicNames

_COMMIT_MAX_RECORDS = 2_000
_MAX_POLL_RECORDS = 250


def found_libs(settings: Settings) -> Path:
    """Kafka's jars, as `make jars` fetched them.

    Raises:
        UserError: there are none.
    """
    return newest_libs(settings.data_dir, Path(".countinghouse"))


class Backstage:
    """Broker, topics and workers of one demonstration, all below one directory that is gone afterwards."""

    def __init__(self, settings: Settings, domain: Domain, worker_count: int, console: Console) -> None:
        self._settings = settings
        self._domain = domain
        self._worker_count = worker_count
        self._console = console
        self._directory = (settings.data_dir / "demo").resolve()
        self.workers: list[Worker] = []

    @contextlib.asynccontextmanager
    async def on_own_broker(self, watch: Stopwatch) -> AsyncIterator[Place]:
        """A broker of our own, with the topics; it ends, and what it wrote is removed."""
        libs = found_libs(self._settings)
        with self._room():
            broker = Broker(self._directory, port=DEFAULT_PORT, libs=libs)
            try:
                with watch.step("start Kafka"):
                    running = await to_its_end(broker.start)
                taken = f"; port {DEFAULT_PORT} is taken" if running.port != DEFAULT_PORT else ""
                self._console.print(f"Kafka {running.version} listens at {running.bootstrap}{taken}.")
                yield await self._with_topics(running.bootstrap, TopicNames(self._domain.name, "demo"), watch)
            finally:
                broker.stop()

    @contextlib.asynccontextmanager
    async def on_kafka(self, kafka: str, watch: Stopwatch) -> AsyncIterator[Place]:
        """Topics of our own on a broker of somebody else; they are deleted afterwards."""
        name = f"demo-{secrets.token_hex(4)}"
        names = TopicNames(self._domain.name, name, f"{name}.")
        with self._room():
            try:
                yield await self._with_topics(kafka, names, watch)
            finally:
                await topics.delete(kafka, self._topics(names))

    async def _with_topics(self, kafka: str, names: TopicNames, watch: Stopwatch) -> Place:
        with watch.step("apply topics"):
            created = await topics.apply(kafka, self._topics(names))
        partitions = self._settings.partitions
        self._console.print(f"{len(created)} topics are created; {names.events} has {partitions} partitions.")
        return Place(self._domain, names, kafka, partitions)

    def _topics(self, names: TopicNames) -> list[topics.Topic]:
        return topics.topics_of(self._domain, names, self._settings.partitions)

    @contextlib.contextmanager
    def working(self, place: Place) -> Iterator[list[Worker]]:
        """Worker processes, just started; all of them have ended afterwards."""
        environment = {
            "KAFKA": place.kafka,
            "APP": place.names.app,
            "TOPIC_PREFIX": place.names.prefix,
            "DOMAINS": self._domain.name,
            "DATA_DIR": str(self._directory),
            # Small steps: the partitions go on side by side, and the running balances with them.
            "COMMIT_MAX_RECORDS": str(_COMMIT_MAX_RECORDS),
            "MAX_POLL_RECORDS": str(_MAX_POLL_RECORDS),
        }
        try:
            for number in range(1, self._worker_count + 1):
                named = {PREFIX + name: value for name, value in environment.items()}
                self.workers.append(Worker(f"worker-{number}", named, self._directory))
                note(self._notes, self.workers)
            yield self.workers
        finally:
            for worker in self.workers:
                worker.ask_to_end()
            for worker in self.workers:
                worker.end()

    @contextlib.asynccontextmanager
    async def open(self, place: Place, watch: Stopwatch) -> AsyncIterator[OnKafka]:
        """The venue: the gateway is open and the workers are ready."""
        with watch.step("wait for the workers"):
            for worker in self.workers:
                await worker.ready()
        async with (
            Gateway(self._domain, place.names, place.kafka) as gateway,
            OnKafka(place, gateway, self.workers) as venue,
        ):
            yield venue

    @property
    def _notes(self) -> Path:
        return self._directory / "workers.json"

    @contextlib.contextmanager
    def _room(self) -> Iterator[None]:
        """The directory, empty and ours alone; what an earlier demonstration left is ended and removed first."""
        self._settings.data_dir.mkdir(parents=True, exist_ok=True)
        with _locked(self._settings.data_dir):
            self._clear()
            self._directory.mkdir()
            try:
                yield
            finally:
                self._clear()

    def _clear(self) -> None:
        end_leftovers(self._notes, f"{PREFIX}DATA_DIR={self._directory}")
        Broker(self._directory).stop()
        shutil.rmtree(self._directory, ignore_errors=True)


@contextlib.contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Let one demonstration below a directory run at a time.

    Raises:
        UserError: another one runs.
    """
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"Another demo runs in {directory}. Let it end, then repeat. Nothing was started."
            raise UserError(message, exit_code=4) from None
        yield
    finally:
        os.close(descriptor)

"""How is a load folded by workers of the product, one a core, and what does that cost them?"""

import asyncio
import os
import time
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final

from streams.cli.demo.workers import Worker
from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.runtime.folded import FoldedWatch, NotFoldedError
from streams.runtime.gateway.gateway import Gateway
from streams.runtime.topics import TopicNames

WORKERS: Final = 2
_LONGEST_SECONDS: Final = 4 * 3600.0


class Workers:
    """The workers of a run, the greatest memory and the CPU time of all that ever ran."""

    def __init__(self, environment: dict[str, str], directory: Path) -> None:
        self._environment = environment
        self._directory = directory
        self._running: list[Worker] = []
        self._cpu_of_gone = 0.0
        self._peak_of_gone_kb = [0] * WORKERS
        self._cpu_last: dict[int, float] = {}

    async def start(self) -> None:
        """Start all workers."""
        self._running = [self._started(number) for number in range(WORKERS)]
        await asyncio.gather(*(worker.ready() for worker in self._running))

    def _started(self, number: int) -> Worker:
        return Worker(f"bench-{number}", self._environment, self._directory)

    def look(self) -> None:
        """Remember how much memory and CPU time each has used."""
        for number, worker in enumerate(self._running):
            self._cpu_last[number] = worker.cpu_seconds() or self._cpu_last.get(number, 0.0)
            self._peak_of_gone_kb[number] = max(self._peak_of_gone_kb[number], _peak_kb(worker.pid))

    def kill(self, number: int) -> None:
        """End a worker as if the power had gone, and start it again."""
        self.look()
        os.kill(self._running[number].pid, 9)
        self._running[number].end()
        self._cpu_of_gone += self._cpu_last.pop(number, 0.0)
        self._running[number] = self._started(number)

    def check(self) -> None:
        """Raise where one has ended by itself."""
        for worker in self._running:
            worker.check()

    def end(self) -> None:
        """End all workers."""
        for worker in self._running:
            worker.ask_to_end()
        for worker in self._running:
            worker.end()

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all that ever ran."""
        return self._cpu_of_gone + sum(self._cpu_last.values())

    @property
    def peak_mb(self) -> int:
        """The sum of the greatest memory of each worker."""
        return sum(self._peak_of_gone_kb) // 1024


def _peak_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(one.split()[1]) for one in lines if one.startswith("VmHWM")), 0)


async def through_gateway(domain: Domain, kafka: str, names: TopicNames, lines: Iterable[bytes]) -> None:
    """Publish facts as anybody does."""
    async with Gateway(domain, names, kafka) as gateway:
        await gateway.publish([Source.memory("bench", lines)])


async def folded(
    watch: FoldedWatch, workers: Workers, kills: int = 0, pause_seconds: float = 0.0, seed: int = 30
) -> int:
    """Wait until everything is folded, killing workers at random meanwhile; how many were killed."""
    random = Random(seed)
    killed = 0
    next_at = time.monotonic() + random.uniform(0.5, 1.5) * pause_seconds
    begun = time.monotonic()
    while time.monotonic() - begun < _LONGEST_SECONDS:
        workers.look()
        if killed < kills and time.monotonic() > next_at:
            workers.kill(random.randrange(WORKERS))
            killed += 1
            next_at = time.monotonic() + random.uniform(0.5, 1.5) * pause_seconds
        workers.check()
        try:
            await watch.wait(0.5)
        except NotFoldedError:
            continue
        break
    workers.look()
    return killed

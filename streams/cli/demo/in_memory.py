"""How is a day run without Kafka? The same stages, in this process."""

import asyncio
import time

from streams.cli.demo.venue import OnProgress
from streams.demo.figures import Figures
from streams.demo.refolding import Rows, differences, newest
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.kernel.stage import Domain

_LINES_AT_ONCE = 2_000


class InMemory:
    """Runs a domain in this process; a second run on one partition checks the figures of the first."""

    def __init__(self, domain: Domain, partitions: int) -> None:
        self._domain = domain
        self._lines: list[bytes] = []
        self.rows: Rows = {}
        self.figures = Figures(self.rows)
        self.decided_count = 0
        self._pipeline = self._opened(partitions, self.rows)

    def _opened(self, partitions: int, rows: Rows) -> Pipeline:
        def take(_stage: str, _partition: int, unit: CommitUnit) -> None:
            newest(rows, unit.views)

        pipeline = Pipeline(self._domain, partitions, self._domain.law)
        pipeline.on_commit = take
        return pipeline

    def cpu_seconds(self) -> float:
        """CPU time of this process."""
        return time.process_time()

    async def publish(self, lines: list[bytes], on_progress: OnProgress) -> None:
        """Fold events as they are published."""
        await self._fold(self._pipeline, lines, on_progress)
        self._lines += lines

    async def _fold(self, pipeline: Pipeline, lines: list[bytes], on_progress: OnProgress) -> None:
        for begin in range(0, len(lines), _LINES_AT_ONCE):
            some = lines[begin : begin + _LINES_AT_ONCE]
            for line in some:
                pipeline.write(line)
            pipeline.run()
            self.decided_count += len(some)
            on_progress(begin + len(some))
            await asyncio.sleep(0)

    async def decided(self, fact: str) -> None:
        """Everything that was published is decided."""
        self.figures.verdict(fact)

    async def refold(self) -> list[str]:
        """Fold the log again, on one partition."""
        again: Rows = {}
        await self._fold(self._opened(1, again), self._lines, lambda _count: None)
        return differences(self.rows, again)

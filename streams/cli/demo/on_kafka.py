"""How is a day run through real topics and real workers?"""

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import NamedTuple, Self

import msgspec

from streams.cli.demo.again import Request, shared_out
from streams.cli.demo.venue import OnProgress
from streams.cli.demo.workers import Worker
from streams.demo.figures import Figures
from streams.demo.refolding import Folded, Rows, differences, fold_on, newest
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.runtime.gateway.gateway import Gateway
from streams.runtime.reading import Bounds, Target, TopicReader
from streams.runtime.topics import TopicNames

_POLL_SECONDS = 0.03
_PATIENCE_SECONDS = 120.0
_PROCESSES = 4
_LINES_AT_ONCE = 2_000
_MOST_AHEAD = 40_000


class Place(NamedTuple):
    """Where a domain runs.

    Attributes:
        partitions: of its input.
    """

    domain: Domain
    names: TopicNames
    kafka: str
    partitions: int


class OnKafka:
    """Publishes through the gateway and follows the committed views; the workers are processes of their own."""

    def __init__(self, place: Place, gateway: Gateway, workers: Sequence[Worker]) -> None:
        self._place = place
        self._gateway = gateway
        self._workers = workers
        self._published_count = 0
        self.rows: Rows = {}
        self.figures = Figures(self.rows)

    async def __aenter__(self) -> Self:
        self._following = asyncio.create_task(self._follow())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._following

    @property
    def decided_count(self) -> int:
        """How many rows there are: nearly all of them are verdicts."""
        return len(self.rows)

    def cpu_seconds(self) -> float:
        """CPU time of the workers."""
        return sum(worker.cpu_seconds() for worker in self._workers)

    async def publish(self, lines: list[bytes], on_progress: OnProgress) -> None:
        """Publish events through the gateway, never so many ahead of the workers that they hear nothing new for long.

        Raises:
            UserError: a worker ended, or nothing was decided for too long.
        """
        for begin in range(0, len(lines), _LINES_AT_ONCE):
            some = lines[begin : begin + _LINES_AT_ONCE]
            first = self._published_count + 1
            report = await self._gateway.publish([Source.memory(f"demo, events from {first}", some)])
            if report.refused_count:
                raise UserError(f"The gateway refused what the demo made: {report.refusals[0]}.", exit_code=1)
            self._published_count += len(some)
            on_progress(begin + len(some))
            await self._until(lambda: self._published_count - self.decided_count < _MOST_AHEAD)

    async def decided(self, fact: str) -> None:
        """Wait for the verdict on a fact.

        Raises:
            UserError: a worker ended, or nothing was decided for too long.
        """
        await self._until(lambda: self.figures.is_decided(fact))

    async def _until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, while the workers work."""
        seen, heard_at = 0, time.monotonic()
        while not holds():
            if self._following.done():
                self._following.result()
            for worker in self._workers:
                worker.check()
            if len(self.rows) > seen:
                seen, heard_at = len(self.rows), time.monotonic()
            if time.monotonic() - heard_at > _PATIENCE_SECONDS:
                raise UserError(f"The workers decided nothing for {_PATIENCE_SECONDS:.0f} s.", exit_code=1)
            await asyncio.sleep(_POLL_SECONDS)

    async def _follow(self) -> None:
        """Bring the rows up to date for ever."""
        targets = [(self._place.names.views, number) for number in range(self._place.partitions)]
        read_up_to: dict[Target, int] = dict.fromkeys(targets, 0)
        async with TopicReader(self._place.kafka) as reader:
            while True:
                bounds = await reader.bounds(targets)
                unread = {
                    one: Bounds(max(start, read_up_to[one]), end) for one, (start, end) in bounds.items()
                }
                async for target, batch in reader.batches(unread):
                    newest(self.rows, ((record.key or b"", record.value) for record in batch.records))
                    read_up_to[target] = batch.end
                await asyncio.sleep(_POLL_SECONDS)

    async def refold(self) -> list[str]:
        """Read the input back from Kafka and fold it again, its partitions in two processes, the rest in this one."""
        for worker in self._workers:
            worker.ask_to_end()
        place = self._place
        parts = await asyncio.gather(
            *(self._refold(numbers) for numbers in shared_out(place.partitions, _PROCESSES))
        )
        return differences(self.rows, fold_on(place.domain, place.partitions, parts))

    async def _refold(self, numbers: list[int]) -> Folded:
        place = self._place
        request = Request(place.domain.name, place.kafka, place.names.events, place.partitions, numbers)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "streams.cli.demo.again",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        try:
            answer, _ = await process.communicate(msgspec.json.encode(request))
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            raise UserError("The recorded log could not be folded again; see above.", exit_code=1)
        return msgspec.msgpack.decode(answer, type=Folded)

"""How is a period run through real topics and real workers?"""

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
from streams.demo.refolding import Folded, Rows, differences, fold_on, newest
from streams.demo.views import Views
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.kernel.stage import INPUT, Domain
from streams.runtime.gateway.gateway import Gateway
from streams.runtime.reading import Bounds, Target, TopicReader
from streams.runtime.topics import TopicNames

_POLL_SECONDS = 0.03
_ASK_SECONDS = 0.2
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
        self._written_count = 0
        self._folded_count = 0
        self.rows: Rows = {}
        self.views = Views(self.rows)

    async def __aenter__(self) -> Self:
        self._following = [asyncio.create_task(self._follow()), asyncio.create_task(self._ask_the_workers())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._following:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    @property
    def decided_count(self) -> int:
        """How many events are folded and committed, if none that waits is written to several partitions."""
        return max(0, self._published_count - self._waiting_count)

    @property
    def _waiting_count(self) -> int:
        """Records of the input that no worker has committed yet."""
        return max(0, self._written_count - self._folded_count)

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
            self._written_count += report.record_count
            on_progress(begin + len(some))
            await self.until(lambda: self._waiting_count < _MOST_AHEAD)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until the views show something, while the workers work.

        Raises:
            UserError: a worker ended, or nothing was decided for too long.
        """
        seen, heard_at = (0, 0), time.monotonic()
        while not holds():
            for task in self._following:
                if task.done():
                    task.result()
            for worker in self._workers:
                worker.check()
            heard = (len(self.rows), self._folded_count)
            if heard != seen:
                seen, heard_at = heard, time.monotonic()
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

    async def _ask_the_workers(self) -> None:
        """Bring the count of what they folded up to date for ever."""
        stages = [stage.name for stage in self._place.domain.readers_of(INPUT)]
        while True:
            counts = [await asyncio.to_thread(worker.folded_count, stages) for worker in self._workers]
            self._folded_count = max(self._folded_count, sum(counts))
            await asyncio.sleep(_ASK_SECONDS)

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

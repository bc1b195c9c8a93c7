"""Has every stage folded everything that was written?"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

import msgspec

from streams.kernel.folding import POSITION_KEY, Position
from streams.kernel.stage import Stage
from streams.runtime.deployment import Deployment
from streams.runtime.reading import Bounds, Target, TopicReader

_POLL_SECONDS = 0.02


class NotFoldedError(Exception):
    """Something written was not folded in time."""


class FoldedWatch:
    """Watches the state topics of deployments from outside, as any reader can."""

    def __init__(self, bootstrap: str, deployments: Iterable[Deployment]) -> None:
        self._deployments = list(deployments)
        self._committed = TopicReader(bootstrap)
        self._written = TopicReader(bootstrap, isolation="read_uncommitted")
        self._read_up_to: dict[Target, int] = {}
        self._next: dict[Target, int] = {}

    async def __aenter__(self) -> Self:
        await self._committed.__aenter__()
        await self._written.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._written.__aexit__(kind, error, trace)
        await self._committed.__aexit__(kind, error, trace)

    async def wait(self, seconds: float) -> None:
        """Wait until every stage of every deployment has folded all that its source holds.

        Raises:
            NotFoldedError: the time is up; it says which partition is behind.
        """
        deadline = time.monotonic() + seconds
        waiting = list(self._deployments)
        while waiting:
            await self._read_positions(waiting)
            behind = [one for one in waiting if await self._behind(one)]
            if behind and time.monotonic() > deadline:
                places = [await self._behind(one) for one in behind]
                raise NotFoldedError(f"After {seconds:.0f} s these are not folded: {'; '.join(filter(None, places))}.")
            waiting = behind
            if waiting:
                await asyncio.sleep(_POLL_SECONDS)

    async def _behind(self, deployment: Deployment) -> str:
        """The first stage that has something left to fold, in words; empty where all is folded.

        The stages are asked in their order: what one hands on is there when it has folded everything itself.
        """
        for stage in deployment.domain.stages:
            sources = _sources(deployment, stage)
            committed = await self._committed.bounds(list(sources))
            written = await self._written.bounds(list(sources))
            if any(committed[source].end != written[source].end for source in sources):
                return f"{stage.name}: a transaction is open in {deployment.names.source(stage.source)}"
            left = {
                source: Bounds(max(self._next.get(state, 0), committed[source].start), committed[source].end)
                for source, state in sources.items()
            }
            # Offsets may be left that hold markers only.
            async for source, batch in self._committed.batches(left):
                if batch.records:
                    return f"{stage.name}: {source[0]}, partition {source[1]} from {batch.records[0].offset}"
        return ""

    async def _read_positions(self, deployments: Iterable[Deployment]) -> None:
        states = [
            state
            for deployment in deployments
            for stage in deployment.domain.stages
            for state in _sources(deployment, stage).values()
        ]
        bounds = {
            state: Bounds(max(start, self._read_up_to.get(state, 0)), end)
            for state, (start, end) in (await self._committed.bounds(states)).items()
        }
        async for state, batch in self._committed.batches(bounds):
            self._read_up_to[state] = batch.end
            for record in batch.records:
                if record.key == POSITION_KEY and record.value is not None:
                    self._next[state] = msgspec.json.decode(record.value, type=Position).next


def _sources(deployment: Deployment, stage: Stage) -> Mapping[Target, Target]:
    """The source partitions of a stage, each with the state partition that belongs to it."""
    count = deployment.domain.partitions_of(stage, deployment.partitions)
    source, state = deployment.names.source(stage.source), deployment.names.state(stage.name)
    return {(source, partition): (state, partition) for partition in range(count)}

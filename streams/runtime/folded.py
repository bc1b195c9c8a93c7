"""Has every stage folded everything that was written?"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self

import msgspec

from streams.kernel.folding import POSITION_KEY, Position
from streams.runtime.deployment import Deployment
from streams.runtime.reading import Bounds, Target, TopicReader
from streams.runtime.topics import TopicNames

_POLL_SECONDS = 0.02
_MOST_PLACES_NAMED = 5
# A longer stretch than this is not all markers.
_MOST_MARKERS = 1_000


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
            behind = await self._behind(waiting)
            if behind and time.monotonic() > deadline:
                places = "; ".join(sorted(behind.values())[:_MOST_PLACES_NAMED])
                raise NotFoldedError(f"After {seconds:.0f} s these are not folded: {places}.")
            waiting = [one for one in waiting if one.names in behind]
            if waiting:
                await asyncio.sleep(_POLL_SECONDS)

    async def _behind(self, deployments: list[Deployment]) -> dict[TopicNames, str]:
        """The deployments in which a stage has something left to fold, with the place in words.

        What a stage hands on becomes visible with its new position. So the positions are read before the ends of
        the sources: then the end of a later source is the final one as soon as the earlier stages are done.
        """
        await self._read_positions(deployments)
        sources = [source for one in deployments for source, _ in _places(one)]
        committed = await self._committed.bounds(sources)
        written = await self._written.bounds(sources)
        left = {}
        for deployment in deployments:
            for source, state in _places(deployment):
                start, end = committed[source]
                left[source] = Bounds(max(self._next.get(state, 0), start), end)
        held = await self._holding_records(left)
        behind = {}
        for deployment in deployments:
            for source, _ in _places(deployment):
                if source in held or committed[source].end != written[source].end:
                    behind[deployment.names] = f"{source[0]}, partition {source[1]} from {left[source].start}"
        return behind

    async def _holding_records(self, left: Mapping[Target, Bounds]) -> set[Target]:
        """Which of these stretches hold a record; offsets may be left that hold transaction markers only."""
        held = {source for source, (start, end) in left.items() if end - start > _MOST_MARKERS}
        short = {source: bounds for source, bounds in left.items() if source not in held}
        async for source, batch in self._committed.batches(short):
            if batch.records:
                held.add(source)
        return held

    async def _read_positions(self, deployments: Iterable[Deployment]) -> None:
        states = [state for one in deployments for _, state in _places(one)]
        bounds = {
            state: Bounds(max(start, self._read_up_to.get(state, 0)), end)
            for state, (start, end) in (await self._committed.bounds(states)).items()
        }
        async for state, batch in self._committed.batches(bounds):
            self._read_up_to[state] = batch.end
            for record in batch.records:
                if record.key == POSITION_KEY and record.value is not None:
                    self._next[state] = msgspec.json.decode(record.value, type=Position).next


def _places(deployment: Deployment) -> list[tuple[Target, Target]]:
    """Every source partition of a deployment, with the state partition that belongs to it."""
    names, domain = deployment.names, deployment.domain
    return [
        ((names.source(stage.source), partition), (names.state(stage.name), partition))
        for stage in domain.stages
        for partition in range(domain.partitions_of(stage, deployment.partitions))
    ]

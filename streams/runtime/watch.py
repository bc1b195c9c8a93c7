"""Is a worker alive, is it ready, and how far behind is each partition?"""

import asyncio
import time
from collections.abc import Callable, Iterator

from faust.types import TP

from streams.runtime.engine import Engine
from streams.runtime.lane import Lane
from streams.runtime.metrics import LaneReading

_LOOK_SECONDS = 1.0


class Watch:
    """Looks at every lane once a second; the endpoint reads what was seen, from a thread of its own.

    Args:
        end_of: the end of a partition's committed records as last heard from the broker; None while unknown.
        stall_seconds: how long a partition with a lag may go without a finished batch.
    """

    def __init__(self, engine: Engine, end_of: Callable[[TP], int | None], stall_seconds: float) -> None:
        self._engine = engine
        self._end_of = end_of
        self._stall_seconds = stall_seconds
        self._looked_at = time.monotonic()
        self._behind_since: dict[TP, float] = {}

    async def run(self) -> None:
        """Look for ever."""
        while True:
            self._look(time.monotonic())
            await asyncio.sleep(_LOOK_SECONDS)

    def _look(self, now: float) -> None:
        self._looked_at = now
        behind = [place for place, lane in self._engine.lanes() if self._lag(place, lane)]
        self._behind_since = {place: self._behind_since.get(place, now) for place in behind}

    def _lag(self, place: TP, lane: Lane) -> int | None:
        end = self._end_of(place)
        return None if end is None else max(0, end - lane.finished_offset)

    @property
    def is_ready(self) -> bool:
        """Whether every partition of a known assignment is recovered."""
        return self._engine.is_ready

    def stalled(self) -> list[str]:
        """What stands still for too long, in words; empty while the worker lives."""
        now = time.monotonic()
        if now - self._looked_at > self._stall_seconds:
            return [f"the event loop stands still for {now - self._looked_at:.0f} s"]
        return [
            f"{place.topic}, partition {place.partition}, is behind and finished nothing for {now - since:.0f} s"
            for place, since in self._standing(now)
            if now - since > self._stall_seconds
        ]

    def _standing(self, now: float) -> Iterator[tuple[TP, float]]:
        lanes = dict(self._engine.lanes())
        for place, since in list(self._behind_since.items()):
            if place in lanes:
                yield place, max(since, lanes[place].metrics.finished_at)

    def readings(self) -> Iterator[LaneReading]:
        """What Prometheus is told of each partition."""
        for place, lane in self._engine.lanes():
            domain, stage = lane.metrics.labels
            yield LaneReading(
                domain,
                stage,
                place.partition,
                self._lag(place, lane),
                lane.partition.row_count,
                lane.metrics.last_event_ms,
                lane.metrics.books,
                lane.metrics.gauges,
            )

"""Up to where has every stage folded what was written, and published what came of it?"""

import asyncio
import time
from collections.abc import Iterable, Mapping

from streams.kernel.folding import Position
from streams.kernel.stage import INPUT, Stage
from streams.runtime.deployment import Deployment
from streams.runtime.positions import newest_positions
from streams.runtime.reading import Bounds, Target, TopicReader

_POLL_SECONDS = 0.05


async def settled_offsets(
    reader: TopicReader, deployment: Deployment, patience_seconds: float
) -> dict[int, int] | None:
    """Offsets of the input before which everything is folded by all stages; None where they do not get so far in time.

    What was written when this is called is waited for; what comes later is not, so that it ends on a busy log as well.
    """
    deadline = time.monotonic() + patience_seconds
    ends: dict[int, int] = {}
    for stage in deployment.domain.stages:
        bounds = await reader.bounds(_sources(deployment, stage))
        if stage.source == INPUT:
            ends = {partition: one.end for (_, partition), one in bounds.items()}
        while await _is_behind(reader, deployment, stage, bounds):
            if time.monotonic() > deadline:
                return None
            await asyncio.sleep(_POLL_SECONDS)
    return ends


def _sources(deployment: Deployment, stage: Stage) -> list[Target]:
    count = deployment.domain.partitions_of(stage, deployment.partitions)
    return [(deployment.names.source(stage.source), partition) for partition in range(count)]


async def _is_behind(
    reader: TopicReader, deployment: Deployment, stage: Stage, bounds: Mapping[Target, Bounds]
) -> bool:
    """Whether a record before the ends of its source is not folded by a stage."""
    positions = await positions_of(reader, deployment, [stage])
    left = {}
    for source, (start, end) in bounds.items():
        position = positions[stage.name][source[1]]
        left[source] = Bounds(start if position is None else max(start, position.next), end)
    # Between the position and the end there may be nothing but transaction markers.
    async for source, batch in reader.batches(left):
        if any(record.offset < bounds[source].end for record in batch.records):
            return True
    return False


async def positions_of(
    reader: TopicReader, deployment: Deployment, stages: Iterable[Stage]
) -> dict[str, dict[int, Position | None]]:
    """How far stages have folded each partition of their sources, by the stage's name."""
    states: dict[Target, tuple[str, int]] = {}
    for stage in stages:
        for _, partition in _sources(deployment, stage):
            states[deployment.names.state(stage.name), partition] = stage.name, partition
    found: dict[str, dict[int, Position | None]] = {stage.name: {} for stage in stages}
    for target, position in (await newest_positions(reader, states)).items():
        name, partition = states[target]
        found[name][partition] = position
    return found

"""What did a partition remember when it was last committed, and from which offset does it go on?"""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from streams.kernel.folding import POSITION_KEY, Partition, Position
from streams.kernel.output import Books
from streams.runtime.exits import ExitCode
from streams.runtime.reading import Bounds, Target, TopicReader


class OffsetsGapError(Exception):
    """The log does not hold what must be folded next."""

    code = ExitCode.OFFSETS_GAP


class Recovered(NamedTuple):
    """What was read of a state partition: how many records, the offset after the last of them, and the books."""

    records: int
    end: int
    books: Books


async def recover(reader: TopicReader, partitions: Mapping[Target, Partition]) -> dict[Target, Recovered]:
    """Load the newest value of each row into partitions, by the state partition that holds it.

    Start each partition's transaction writer first: only then is the transaction of the owner before ended, and
    the end of the state partition final.

    Args:
        reader: of committed records.

    Raises:
        UserError: rows of another version.
        KafkaError, TimeoutError: the broker does not hand them out.
    """
    bounds = await reader.bounds(partitions)
    rows: dict[Target, dict[bytes | None, bytes | None]] = {target: {} for target in bounds}
    counts = dict.fromkeys(bounds, 0)
    async for target, batch in reader.batches(bounds):
        rows[target].update([(record.key, record.value) for record in batch.records])
        counts[target] += len(batch.records)
    recovered = {}
    for target, partition in partitions.items():
        books = _load(partition, rows.pop(target))
        recovered[target] = Recovered(counts[target], bounds[target].end, books)
        await asyncio.sleep(0)
    return recovered


def _load(partition: Partition, rows: dict[bytes | None, bytes | None]) -> Books:
    books = Books()
    # The position says which form the rows have, so it comes first.
    position = rows.pop(POSITION_KEY, None)
    if position is not None:
        partition.load(POSITION_KEY, position)
        books = msgspec.json.decode(position, type=Position).books
    load = partition.load
    for key, value in rows.items():
        load(key or b"", value)
    partition.resume()
    return books


def check_position(source: Target, next_offset: int, bounds: Bounds) -> None:
    """Check that the log still holds what must be folded next.

    Raises:
        OffsetsGapError: records were deleted that were not folded, or the log is shorter than the state knows.
    """
    topic, partition = source
    if next_offset < bounds.start:
        raise OffsetsGapError(
            f"{topic}, partition {partition}: the records {next_offset} to {bounds.start - 1} are gone, and they were "
            "not folded. Results without them would be wrong, so nothing was folded or written. Lengthen the "
            "topic's retention, and rebuild from a log that is complete."
        )
    if next_offset > bounds.end:
        raise OffsetsGapError(
            f"{topic}, partition {partition} ends at {bounds.end}, but the state was folded up to {next_offset}: it is "
            "not the log that the state comes from. Nothing was folded or written. Put the log back, or delete the "
            "state topic to begin anew from this one."
        )

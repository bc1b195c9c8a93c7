"""How far was each partition of each stage folded, as the state topics say?"""

from collections.abc import Iterable

import msgspec

from streams.kernel.folding import POSITION_KEY, Position
from streams.runtime.reading import Bounds, Target, TopicReader

_FIRST_LOOK = 500
_decode = msgspec.json.Decoder(Position).decode


async def newest_positions(reader: TopicReader, states: Iterable[Target]) -> dict[Target, Position | None]:
    """The newest position of each state partition; None where nothing was committed yet.

    A commit ends with its position, so that the end of a state partition is looked at first, however long it is.
    """
    wanted = list(states)
    bounds = await reader.bounds(wanted)
    found: dict[Target, Position | None] = dict.fromkeys(wanted)
    unknown = {target: one for target, one in bounds.items() if one.start < one.end}
    look = _FIRST_LOOK
    while unknown:
        stretch = {target: Bounds(max(start, end - look), end) for target, (start, end) in unknown.items()}
        async for target, batch in reader.batches(stretch):
            for record in batch.records:
                if record.key == POSITION_KEY and record.value is not None:
                    found[target] = _decode(record.value)
        unknown = {
            target: one
            for target, one in unknown.items()
            if found[target] is None and stretch[target].start > one.start
        }
        look *= 16
    return found

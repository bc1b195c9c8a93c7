"""What does a part of the recorded input give when it is folded again? (a process of its own, for one core each)

Reads a request in JSON from standard input, writes what was folded to standard output.
"""

import asyncio
import gc
import sys
from collections.abc import Sequence

import msgspec

from streams.demo.refolding import Folded, fold_input
from streams.registry import domain_named
from streams.runtime.reading import TopicReader


class Request(msgspec.Struct, frozen=True):
    """Which partitions of which recorded topic are to be folded.

    Attributes:
        partitions: of the topic.
        numbers: of those to be folded.
    """

    domain: str
    kafka: str
    topic: str
    partitions: int
    numbers: list[int]


async def fold_part(request: Request) -> Folded:
    """Read some partitions from their beginning to their end and fold them."""
    async with TopicReader(request.kafka) as reader:
        records = await reader.records([(request.topic, number) for number in request.numbers])
    recorded = {number: found for (_, number), found in records.items()}
    return fold_input(domain_named(request.domain), request.partitions, recorded)


def main() -> None:
    """Answer one request."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    folded = asyncio.run(fold_part(request))
    sys.stdout.buffer.write(msgspec.msgpack.encode(folded))


def shared_out(partitions: int, parts: int) -> Sequence[list[int]]:
    """The numbers of the partitions, dealt to so many parts."""
    return [list(range(part, partitions, parts)) for part in range(min(parts, partitions))]


if __name__ == "__main__":
    main()

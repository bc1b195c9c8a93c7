"""How is a dead letter sent again, at most once, however often it is asked for?"""

import hashlib
import time
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from schemas.reading import Unreadable
from streams.kernel.dead_letters import FiledLetter, filed_letter
from streams.kernel.lines import Place
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.runtime.gateway.batches import Batches
from streams.runtime.gateway.writer import Acknowledged, GatewayWriter
from streams.runtime.reading import TopicReader

REDRIVEN_FROM: Final = "redriven_from"
"""The header of a record that was a dead letter: the topic, the partition and the offset where it lies."""

_DIGEST_BYTES: Final = 16


class Fate(StrEnum):
    """What became of a dead letter that was to be sent again."""

    SENT = "sent"
    SENT_BEFORE = "sent before"
    REFUSED = "refused"


class Redriven(NamedTuple):
    """A dead letter with its fate; the detail says why it was refused."""

    letter: FiledLetter
    fate: Fate
    detail: str = ""


def identity(letter: FiledLetter) -> str:
    """What a dead letter is known by among the sources that the gateway has published."""
    place = letter.place
    return f"dead letter {place.topic}/{place.partition}/{place.offset}"


async def letters(reader: TopicReader, names: TopicNames, partitions: int) -> list[FiledLetter]:
    """All dead letters, partition by partition."""
    records = await reader.records([(names.deadletter, partition) for partition in range(partitions)])
    return [filed_letter(*target, record) for target in sorted(records) for record in records[target]]


async def sent_before(reader: TopicReader, names: TopicNames) -> set[str]:
    """What was published under a key of its own: sources, and dead letters that were sent again."""
    target = (names.gateway, 0)
    return {(row.key or b"").decode() for row in (await reader.records([target]))[target]}


async def redrive(
    domain: Domain, writer: GatewayWriter, partitions: int, wanted: Iterable[FiledLetter]
) -> list[Redriven]:
    """Check dead letters as the gateway checks lines, and send those that hold events.

    That one was sent is written in the same transaction as its event, so that it is never sent twice.

    Args:
        writer: has started, so that no other gateway of the domain can write meanwhile.
        partitions: of the input.

    Raises:
        UserError: another gateway took over, or Kafka failed; what was sent is known, and the rest can be sent later.
    """
    known = await writer.acknowledged()
    return [
        Redriven(letter, Fate.SENT_BEFORE)
        if identity(letter) in known
        else await _send(domain, writer, partitions, letter)
        for letter in wanted
    ]


async def _send(domain: Domain, writer: GatewayWriter, partitions: int, letter: FiledLetter) -> Redriven:
    event = domain.read(letter.value)
    if isinstance(event, Unreadable):
        return Redriven(letter, Fate.REFUSED, event.detail)
    value, place = letter.value or b"", letter.place
    origin = f"{place.topic}/{place.partition}/{place.offset}".encode()
    headers = [*letter.headers, (REDRIVEN_FROM, origin)]
    batches = Batches(writer.new_batch, partitions, time.time_ns() // 1_000_000, headers)
    for key, every_partition in domain.addresses_or_first(event):
        if every_partition:
            batches.add_to_every_partition(key.encode(), value)
        else:
            batches.add([key.encode()], [value])
    digest = hashlib.blake2b(value, digest_size=_DIGEST_BYTES).hexdigest()
    row = Acknowledged(identity(letter), Place(1, len(value), digest))
    await writer.commit(batches, identity(letter), row)
    return Redriven(letter, Fate.SENT)

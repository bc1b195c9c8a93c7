"""How are a domain's topics copied from Kafka into a ledger, with their offsets, again and again?

async with TopicReader(bootstrap) as reader:
    parts = await archive(reader, deployment, ledger)
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec

from streams.kernel.chain import START, chained
from streams.kernel.errors import UserError
from streams.kernel.record import Record
from streams.ledger.faults import damaged
from streams.ledger.schema import Kind
from streams.ledger.writing import LedgerWriter
from streams.runtime.deployment import Deployment
from streams.runtime.fetching import Batch
from streams.runtime.reading import Bounds, Target, TopicReader
from streams.runtime.settling import settled_offsets

PATIENCE_SECONDS: Final = 20.0
_RECORDS_AT_ONCE: Final = 20_000
_ANOTHER_LOG: Final = 1

OnProgress = Callable[[int], None]
"""Is told how many more offsets were copied."""


class ArchivedPart(msgspec.Struct, frozen=True):
    """What the archive holds of one partition of a topic.

    Attributes:
        start: the first offset.
        end: the one after the last.
        records: how many records stand there.
        holes: how many offsets hold none: Kafka's transaction markers, and what it aborted or compacted away.
        copied: how many records this call added.
        digest: SHA-256 chain over all records: offsets, keys, values, headers. Of the input, what workers attest.
    """

    topic: str
    partition: int
    start: int
    end: int
    records: int
    holes: int
    copied: int
    digest: str


def archived_topics(deployment: Deployment) -> dict[str, Kind]:
    """The topics that an archive holds, in the order in which their ends are read.

    A chain is attested together with what came of the records below it, and what came of records later than they. So
    whatever is attested in an archive has its results there, and whatever has results there stands in the input.
    """
    names = deployment.names
    return {
        names.attestations: Kind.ATTESTATIONS,
        names.outcomes: Kind.OUTCOMES,
        names.views: Kind.VIEWS,
        names.deadletter: Kind.DEADLETTER,
        names.events: Kind.INPUT,
    }


async def archive(
    reader: TopicReader,
    deployment: Deployment,
    ledger: LedgerWriter,
    *,
    patience_seconds: float = PATIENCE_SECONDS,
    on_bounds: Callable[[int], OnProgress] = lambda total: lambda count: None,
) -> list[ArchivedPart]:
    """Copy what the ledger does not hold yet, and read it again to see that it holds it.

    Args:
        patience_seconds: how long workers may take to fold what was written before.
        on_bounds: is told how many offsets there are to copy, and returns what is told the progress.

    Raises:
        UserError: the ledger holds another log, or Kafka has deleted what comes next.
        KafkaError, TimeoutError: Kafka does not hand out the records.
    """
    kinds = archived_topics(deployment)
    _ensure_topics(ledger, deployment, kinds)
    settled = await settled_offsets(reader, deployment, patience_seconds)
    bounds: dict[Target, Bounds] = {}
    for name in kinds:
        targets = [(name, one) for one in range(deployment.partitions_of_topic[name])]
        bounds |= await reader.bounds(targets)
    await _check_same_log(reader, ledger, bounds)
    left = _begin(ledger, bounds)
    copying = _Copying(ledger)
    on_progress = on_bounds(sum(end - start for start, end in left.values()))
    async for target, batch in reader.batches(left):
        copying.take(target, _before(batch, left[target].end))
        on_progress(batch.end - batch.start)
    copying.write()
    with ledger.transaction():
        for partition, offset in (settled or {}).items():
            ledger.settle(deployment.names.events, partition, offset)
        ledger.say_partial(False)
    return [_read_back(ledger, target, copying) for target in bounds]


def _ensure_topics(ledger: LedgerWriter, deployment: Deployment, kinds: Mapping[str, Kind]) -> None:
    counts = deployment.partitions_of_topic
    states = [deployment.names.state(stage.name) for stage in deployment.domain.stages]
    if any(name in ledger.topics for name in states):
        raise UserError(
            f"{ledger.path} is the ledger of a run, not an archive. It was left as it is; name another file with --to."
        )
    for name in kinds:
        there = ledger.topics.get(name)
        if there is not None and there.partitions != counts[name]:
            raise UserError(
                f"{ledger.path} holds {name} with {there.partitions} partitions, and Kafka has {counts[name]}: it is "
                "another log. Nothing was copied; name another file with --to.",
                _ANOTHER_LOG,
            )
    with ledger.transaction():
        for name, kind in kinds.items():
            if name not in ledger.topics:
                ledger.add_topic(name, deployment.domain.name, kind, counts[name])
                if kind is Kind.INPUT:
                    for partition in range(counts[name]):
                        ledger.settle(name, partition, 0)


async def _check_same_log(reader: TopicReader, ledger: LedgerWriter, bounds: Mapping[Target, Bounds]) -> None:
    """See that Kafka still holds the last record that was archived of each partition, or has only deleted it.

    Raises:
        UserError: it holds another one, or ends before it.
    """
    last: dict[Target, Record] = {}
    for target, (start, end) in bounds.items():
        span = ledger.span(*target)
        if span.end > end:
            raise _another_log(ledger, target, f"ends at offset {end}, and the archive at {span.end}")
        newest = ledger.last_record(*target)
        if newest is not None and newest.offset >= start:
            last[target] = newest
    places = {target: Bounds(one.offset, one.offset + 1) for target, one in last.items()}
    async for target, batch in reader.batches(places):
        known = last[target]
        for record in batch.records:
            if record.offset == known.offset and _parts(record) != _parts(known):
                raise _another_log(ledger, target, f"holds another record at offset {known.offset}")


def _parts(record: Record) -> tuple[object, ...]:
    return record.key, record.value, [tuple(header) for header in record.headers]


def _another_log(ledger: LedgerWriter, target: Target, how: str) -> UserError:
    return UserError(
        f"{target[0]}, partition {target[1]} {how}: {ledger.path} holds another log. Nothing was copied; name another "
        "file with --to.",
        _ANOTHER_LOG,
    )


def _begin(ledger: LedgerWriter, bounds: Mapping[Target, Bounds]) -> dict[Target, Bounds]:
    """What is left to copy; a partition that is new to the ledger begins where Kafka's does."""
    left = {}
    with ledger.transaction():
        ledger.say_partial(True)
        for target, (start, end) in bounds.items():
            if not ledger.has_begun(*target):
                ledger.begin(*target, start)
            reached = ledger.span(*target).end
            if start > reached:
                raise UserError(
                    f"{target[0]}, partition {target[1]}: Kafka has deleted the offsets {reached} to {start - 1}, "
                    f"which {ledger.path} does not hold. What it holds is whole; begin a new archive for what is "
                    "left, with --to, and archive more often than the topic's retention deletes.",
                    _ANOTHER_LOG,
                )
            left[target] = Bounds(reached, end)
    return left


def _before(batch: Batch, end: int) -> Batch:
    """The part of a batch before an offset: what came later is of another moment than the other topics."""
    if batch.end <= end:
        return batch
    return Batch(batch.start, end, [record for record in batch.records if record.offset < end])


class _Copying:
    """Writes batches as they come, many in one transaction.

    Attributes:
        chains: over what was received of each partition.
        counts: how many records that were.
        begins: from which offset on.
    """

    def __init__(self, ledger: LedgerWriter) -> None:
        self.chains: dict[Target, bytes] = {}
        self.counts: dict[Target, int] = {}
        self.begins: dict[Target, int] = {}
        self._ledger = ledger
        self._waiting: list[tuple[Target, Batch]] = []
        self._count = 0

    def take(self, target: Target, batch: Batch) -> None:
        """Take the next batch of a partition."""
        self.begins.setdefault(target, batch.start)
        self.chains[target] = _chain(self.chains.get(target, START), batch.records)
        self.counts[target] = self.counts.get(target, 0) + len(batch.records)
        self._waiting.append((target, batch))
        self._count += len(batch.records)
        if self._count >= _RECORDS_AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write what was taken."""
        with self._ledger.transaction():
            for (name, partition), batch in self._waiting:
                reached = self._ledger.span(name, partition).end
                if batch.start != reached:
                    raise RuntimeError(f"{name}, partition {partition}: {batch.start} came after {reached}")
                self._ledger.copy(name, partition, batch.records, batch.end)
        self._waiting.clear()
        self._count = 0


def _chain(chain: bytes, records: Iterable[Record]) -> bytes:
    for record in records:
        chain = chained(chain, record)
    return chain


def _read_back(ledger: LedgerWriter, target: Target, copying: _Copying) -> ArchivedPart:
    """Read a partition from the file, and compare what was added with what was received.

    Raises:
        UserError: it is not the same.
    """
    name, partition = target
    span, begin = ledger.span(*target), copying.begins.get(target)
    whole, added, count, added_count = START, START, 0, 0
    offset = span.start
    while records := ledger.read_range(name, partition, offset, _RECORDS_AT_ONCE):
        whole = _chain(whole, records)
        count += len(records)
        if begin is not None:
            new = [record for record in records if record.offset >= begin]
            added, added_count = _chain(added, new), added_count + len(new)
        offset = records[-1].offset + 1
    received = copying.chains.get(target, START), copying.counts.get(target, 0)
    if (added, added_count) != received or count != span.records or offset > span.end:
        raise damaged(ledger.path, f"{name}, partition {partition} does not hold what Kafka sent")
    holes = span.end - span.start - count
    return ArchivedPart(
        name, partition, span.start, span.end, count, holes, copying.counts.get(target, 0), whole.hex()
    )

"""How do the stages of a domain read from a ledger, and commit to it?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from streams.kernel.destinations import Destinations, Entry
from streams.kernel.errors import UserError
from streams.kernel.folding import POSITION_KEY, Position
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.stage import INPUT, Domain, Stage
from streams.kernel.topics import TopicNames
from streams.ledger.faults import damaged
from streams.ledger.schema import Kind
from streams.ledger.writing import LedgerWriter


class PlannedTopic(NamedTuple):
    """A topic that a domain needs."""

    name: str
    kind: Kind
    partitions: int


def planned_topics(domain: Domain, names: TopicNames, partitions: int) -> Iterator[PlannedTopic]:
    """The topics of a domain, by the number of partitions of its input."""
    yield PlannedTopic(names.events, Kind.INPUT, partitions)
    yield PlannedTopic(names.outcomes, Kind.OUTCOMES, partitions)
    yield PlannedTopic(names.views, Kind.VIEWS, partitions)
    yield PlannedTopic(names.deadletter, Kind.DEADLETTER, partitions)
    yield PlannedTopic(names.attestations, Kind.ATTESTATIONS, partitions)
    counts = {stage.source: domain.partitions_of(stage, partitions) for stage in domain.stages}
    for source, count in counts.items():
        if source != INPUT:
            yield PlannedTopic(names.source(source), Kind.HANDED_ON, count)
    for stage in domain.stages:
        yield PlannedTopic(names.state(stage.name), Kind.STATE, domain.partitions_of(stage, partitions))


class LedgerLog:
    """The topics of one domain in a ledger, as a runner reads and writes them."""

    def __init__(self, ledger: LedgerWriter, domain: Domain, names: TopicNames) -> None:
        self._ledger = ledger
        self._domain = domain
        self._names = names
        self._partitions = {name: topic.partitions for name, topic in ledger.topics.items()}

    @property
    def partitions(self) -> int:
        """The number of partitions of the input."""
        return self._partitions[self._names.events]

    def append(self, records: Mapping[int, Sequence[Entry]]) -> None:
        """Write records of the input by partition, inside of a transaction."""
        timestamp = self._ledger.clock()
        for partition in sorted(records):
            self._ledger.append(self._names.events, partition, records[partition], timestamp)

    def end(self, source: str, partition: int) -> int:
        """The offset after the last record of a partition of a source topic."""
        return self._ledger.span(self._names.source(source), partition).end

    def read(self, source: str, partition: int, offset: int, limit: int) -> list[LogRecord]:
        """The records from an offset on.

        Raises:
            UserError: records are missing that were not folded.
        """
        name = self._names.source(source)
        start = self._ledger.span(name, partition).start
        if offset < start:
            raise damaged(
                self._ledger.path, f"{name}, partition {partition} begins at {start}, not at {offset}"
            )
        return self._ledger.read_range(name, partition, offset, limit)

    def rows(self, stage: str, partition: int) -> Iterable[tuple[bytes, bytes]]:
        """What a partition of a stage remembers, its position first."""
        name = self._names.state(stage)
        position = self._ledger.row(name, partition, POSITION_KEY)
        if position is None:
            return
        self._check_form(stage, position)
        yield POSITION_KEY, position
        yield from self._ledger.rows(name, partition, but=POSITION_KEY)

    def _check_form(self, name: str, position: bytes) -> None:
        stage = next(stage for stage in self._domain.stages if stage.name == name)
        found = msgspec.json.decode(position, type=Position).state
        wanted = f"{self._domain.name}/{name}/{stage.state_version}"
        if found != wanted:
            raise UserError(
                f"{self._ledger.path} remembers its state in the form {found}, and this countinghouse works with "
                f"{wanted}. It was left as it is; use the countinghouse that wrote it, or begin a new ledger from the "
                "same events.",
                exit_code=6,
            )

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        """Write a commit unit in one transaction."""
        destinations = self._destinations(stage, partition)
        published = destinations.published(unit)
        timestamp = self._ledger.clock()
        with self._ledger.transaction():
            self._ledger.set_rows(*destinations.state, unit.rows)
            for name, number in sorted(published):
                self._ledger.append(name, number, published[name, number], timestamp)

    def _destinations(self, stage: Stage, partition: int) -> Destinations:
        return Destinations.of(self._names, stage, partition, self._partitions)

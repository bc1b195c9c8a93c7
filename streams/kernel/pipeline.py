"""How does a whole domain run in one process, without Kafka?"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from streams.kernel.folding import Partition
from streams.kernel.law import LawBook
from streams.kernel.output import CommitUnit
from streams.kernel.partitioner import partition_of
from streams.kernel.record import LogRecord
from streams.kernel.result import result_document
from streams.kernel.stage import Domain

INPUT = "events"


class _Lane(NamedTuple):
    """One partition of a stage with the source partition that it reads."""

    fold: Partition
    source: str
    number: int


class Pipeline:
    """All stages of a domain over topics in memory; what each stage forwards is folded by the next."""

    def __init__(self, domain: Domain, partitions: int, law: LawBook, *, batch: int = 1_000) -> None:
        """Open every stage.

        Args:
            partitions: of the domain's input.
            batch: how many records a partition folds before its neighbours have their turn; no result depends on it.
        """
        self._domain = domain
        self._partitions = partitions
        self._batch = batch
        self._topics: dict[tuple[str, int], list[LogRecord]] = {}
        self._views: dict[str, bytes] = {}
        self.on_commit: Callable[[str, int, CommitUnit], None] | None = None
        self._lanes = [
            _Lane(
                Partition(domain.name, stage, number, domain.sender_count(stage, partitions), law),
                stage.source,
                number,
            )
            for stage in domain.stages
            for number in range(domain.partitions_of(stage, partitions))
        ]

    def write(self, value: bytes) -> None:
        """Write an event where its domain has it written; what cannot be read goes to the first partition."""
        event = self._domain.read(value)
        for key, every_partition in self._domain.addresses_or_first(event):
            encoded = key.encode()
            chosen = (
                range(self._partitions) if every_partition else (partition_of(encoded, self._partitions),)
            )
            for number in chosen:
                self._append(INPUT, number, encoded, value)

    def _append(self, source: str, partition: int, key: bytes, value: bytes) -> None:
        topic = self._topics.setdefault((source, partition), [])
        topic.append(LogRecord(len(topic), key, value))

    def run(self) -> None:
        """Fold until nothing more waits."""
        while any([self._run_once(lane) for lane in self._lanes]):
            pass

    def _run_once(self, lane: _Lane) -> bool:
        """Fold one batch of one partition; say whether there was any record."""
        topic = self._topics.get((lane.source, lane.number), [])
        records = topic[lane.fold.next_offset : lane.fold.next_offset + self._batch]
        if not records:
            return False
        lane.fold.process(records)
        unit = lane.fold.commit_unit()
        for forward in unit.forwards:
            self._append(forward.source, forward.partition, forward.key, forward.value)
        for key, value in unit.views:
            if value is None:
                self._views.pop(key.decode(), None)
            else:
                self._views[key.decode()] = value
        if self.on_commit is not None:
            self.on_commit(lane.fold.stage.name, lane.number, unit)
        return True

    def result(self) -> Mapping[str, object]:
        """The result document: every view as it stands."""
        return result_document(self._domain, self._views)

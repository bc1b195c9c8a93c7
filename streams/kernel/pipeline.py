"""How does a whole domain run in one process, without Kafka and without a file?"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from streams.kernel.law import LawBook
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.result import result_document
from streams.kernel.runner import Runner
from streams.kernel.stage import INPUT, Domain, Stage


class Pipeline:
    """All stages of a domain over topics in memory; what each stage forwards is folded by the next.

    Attributes:
        on_commit: is told the stage, the partition and the unit of each commit.
    """

    def __init__(self, domain: Domain, partitions: int, law: LawBook, *, batch: int = 1_000) -> None:
        """Open every stage.

        Args:
            partitions: of the domain's input.
            batch: how many records a partition folds before its neighbours have their turn; no result depends on it.
        """
        self.on_commit: Callable[[str, int, CommitUnit], None] | None = None
        self._domain = domain
        self._partitions = partitions
        self._log = _Memory(self._committed)
        self._runner = Runner(domain, partitions, law, self._log, batch=batch)

    def write(self, value: bytes) -> None:
        """Write an event where its domain has it written; what cannot be read goes to the partition of no key."""
        for partition, key in self._domain.places(self._domain.read(value), self._partitions):
            self._log.append(INPUT, partition, key, value)

    def run(self) -> None:
        """Fold until nothing more waits."""
        self._runner.run()

    def result(self) -> Mapping[str, object]:
        """The result document: every view as it stands."""
        return result_document(self._domain, self._log.views)

    def _committed(self, stage: str, partition: int, unit: CommitUnit) -> None:
        if self.on_commit is not None:
            self.on_commit(stage, partition, unit)


class _Memory:
    """Topics and newest view rows in memory; nothing is remembered of what stages remember."""

    def __init__(self, on_commit: Callable[[str, int, CommitUnit], None]) -> None:
        self.views: dict[str, bytes] = {}
        self._topics: dict[tuple[str, int], list[LogRecord]] = {}
        self._on_commit = on_commit

    def append(self, source: str, partition: int, key: bytes, value: bytes) -> None:
        topic = self._topics.setdefault((source, partition), [])
        topic.append(LogRecord(len(topic), key, value))

    def end(self, source: str, partition: int) -> int:
        return len(self._topics.get((source, partition), ()))

    def read(self, source: str, partition: int, offset: int, limit: int) -> Sequence[LogRecord]:
        return self._topics[source, partition][offset : offset + limit]

    def rows(self, stage: str, partition: int) -> Iterable[tuple[bytes, bytes]]:
        return ()

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        for forward in unit.forwards:
            self.append(forward.source, forward.partition, forward.key, forward.value)
        for key, value in unit.views:
            if value is None:
                self.views.pop(key.decode(), None)
            else:
                self.views[key.decode()] = value
        self._on_commit(stage.name, partition, unit)

"""The topics of a domain for a long measurement: a record is forgotten once it is folded, and so is every view."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice

from streams.kernel.law import LawBook
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.runner import Runner
from streams.kernel.stage import INPUT, Domain, Stage


class PassingLog:
    """Keeps only what is not folded yet, so that what is measured is the memory of the folds."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, int], deque[LogRecord]] = {}
        self._ends: dict[tuple[str, int], int] = {}
        self.view_row_count = 0

    def append(self, source: str, partition: int, key: bytes, value: bytes) -> None:
        """Add a record to a partition of a source topic."""
        place = source, partition
        offset = self._ends.get(place, 0)
        self._ends[place] = offset + 1
        self._waiting.setdefault(place, deque()).append(LogRecord(offset, key, value))

    def end(self, source: str, partition: int) -> int:
        return self._ends.get((source, partition), 0)

    def read(self, source: str, partition: int, offset: int, limit: int) -> Sequence[LogRecord]:
        waiting = self._waiting[source, partition]
        while waiting and waiting[0].offset < offset:
            waiting.popleft()
        return list(islice(waiting, limit))

    def rows(self, _stage: str, _partition: int) -> Iterable[tuple[bytes, bytes]]:
        return ()

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        for forward in unit.forwards:
            self.append(forward.source, forward.partition, forward.key, forward.value)
        self.view_row_count += len(unit.views)
        waiting = self._waiting.get((stage.source, partition), ())
        while waiting and waiting[0].offset < unit.next_offset:
            waiting.popleft()


class PassingRun:
    """All stages of a domain over a passing log."""

    def __init__(self, domain: Domain, partitions: int, law: LawBook, batch: int) -> None:
        self.log = PassingLog()
        self._domain = domain
        self._partitions = partitions
        self._runner = Runner(domain, partitions, law, self.log, batch=batch)

    def write(self, value: bytes) -> None:
        """Write an event where its domain has it written."""
        for partition, key in self._domain.places(self._domain.read(value), self._partitions):
            self.log.append(INPUT, partition, key, value)

    def run(self) -> None:
        """Fold until nothing more waits."""
        self._runner.run()

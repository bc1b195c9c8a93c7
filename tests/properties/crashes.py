"""A domain folded by processes that are killed again and again; memory is lost, what was committed is not."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from streams.kernel.law import LawBook
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.result import result_document
from streams.kernel.runner import Runner
from streams.kernel.stage import INPUT, Domain, Stage

PARTITIONS: Final = 3


class KilledError(Exception):
    """The process ends before a commit."""


class Disk:
    """Topics and state that outlive the process; a commit is written whole or, when it is killed, not at all."""

    def __init__(self, domain: Domain, log: Iterable[bytes], chance: random.Random) -> None:
        self._domain = domain
        self._chance = chance
        self._topics: dict[tuple[str, int], list[LogRecord]] = defaultdict(list)
        self._rows: dict[tuple[str, int], dict[bytes, bytes]] = defaultdict(dict)
        self.views: dict[str, bytes] = {}
        self.outcomes: list[bytes] = []
        for value in log:
            for partition, key in domain.places(domain.read(value), PARTITIONS):
                self._append(INPUT, partition, key, value)

    def _append(self, source: str, partition: int, key: bytes, value: bytes) -> None:
        topic = self._topics[source, partition]
        topic.append(LogRecord(len(topic), key, value))

    def end(self, source: str, partition: int) -> int:
        return len(self._topics[source, partition])

    def read(self, source: str, partition: int, offset: int, limit: int) -> Sequence[LogRecord]:
        return self._topics[source, partition][offset : offset + limit]

    def rows(self, stage: str, partition: int) -> Iterable[tuple[bytes, bytes]]:
        return self._rows[stage, partition].items()

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        if self._chance.random() < 0.2:
            raise KilledError
        _apply(self._rows[stage.name, partition], unit.rows)
        for forward in unit.forwards:
            self._append(forward.source, forward.partition, forward.key, forward.value)
        for row, shown in unit.views:
            if shown is None:
                self.views.pop(row.decode(), None)
            else:
                self.views[row.decode()] = shown
        self.outcomes += [value for _, value in unit.outcomes]

    def result(self) -> Mapping[str, object]:
        """The result document as the views on the disk have it."""
        return result_document(self._domain, self.views)


def _apply(rows: dict[bytes, bytes], changes: Iterable[tuple[bytes, bytes | None]]) -> None:
    for key, value in changes:
        if value is None:
            rows.pop(key, None)
        else:
            rows[key] = value


def folded_with_crashes(
    domain: Domain, law: LawBook, log: Sequence[bytes], chance: random.Random
) -> tuple[Disk, int]:
    """Fold a log to its end, and say how many processes that took."""
    disk = Disk(domain, log, chance)
    process_count = 0
    waits = True
    while waits:
        process_count += 1
        runner = Runner(domain, PARTITIONS, law, disk, batch=chance.choice((1, 3, 10)))
        try:
            for _ in range(chance.randrange(1, 12)):
                waits = runner.run_once()
        except KilledError:
            continue
    return disk, process_count

"""How is what the stages remember made again for an archive, which holds only what was published?

with remade(archive, CLEARING, names, law, Path("work.ledger"), clock) as memory:
    memory.rows_beginning(names.state("entries"), 0, "facts/")
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from streams.kernel.destinations import NO_HEADERS, Entry
from streams.kernel.errors import UserError
from streams.kernel.folding import POSITION_KEY, Position
from streams.kernel.law import LawBook
from streams.kernel.output import CommitUnit
from streams.kernel.record import LogRecord
from streams.kernel.runner import Runner
from streams.kernel.stage import INPUT, Domain, Stage
from streams.kernel.topics import TopicNames
from streams.ledger.log import planned_topics
from streams.ledger.reading import LedgerReader
from streams.ledger.schema import Kind
from streams.ledger.writing import LedgerWriter

_BATCH = 20_000
_REMADE = (Kind.HANDED_ON, Kind.STATE)

OnProgress = Callable[[int], None]
"""Is told how many more records were folded."""


def has_memory(ledger: LedgerReader, domain: Domain, names: TopicNames) -> bool:
    """Whether a ledger holds what the stages remember, as that of a run does and an archive does not."""
    return all(names.state(stage.name) in ledger.topics for stage in domain.stages)


def missing_count(archive: LedgerReader, domain: Domain, names: TopicNames, path: Path) -> int:
    """How many records of an archive are not folded yet into the memory at a path."""
    with _opened(path) as memory:
        return sum(
            max(0, archive.settled(names.events, partition) - _next(memory, domain, names, partition))
            for partition in range(archive.topic(names.events).partitions)
        )


@contextmanager
def remade(
    archive: LedgerReader,
    domain: Domain,
    names: TopicNames,
    law: LawBook,
    path: Path,
    on_progress: OnProgress = lambda records: None,
) -> Iterator[LedgerReader]:
    """Fold what an archive holds and the memory at a path does not, and open the memory.

    Raises:
        UserError: the beginning of the log is gone, or the disk refuses.
    """
    if missing_count(archive, domain, names, path) or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with LedgerWriter.begin_or_open(path, lambda: 0) as memory:
            _fold(archive, memory, domain, names, law, on_progress)
    with LedgerReader.open(path, thorough=False) as found:
        yield found


def _fold(
    archive: LedgerReader,
    memory: LedgerWriter,
    domain: Domain,
    names: TopicNames,
    law: LawBook,
    on_progress: OnProgress,
) -> None:
    partitions = archive.topic(names.events).partitions
    with memory.transaction():
        for topic in planned_topics(domain, names, partitions):
            if topic.kind in _REMADE and topic.name not in memory.topics:
                memory.add_topic(topic.name, domain.name, topic.kind, topic.partitions)
    log = _ArchiveLog(archive, memory, names, on_progress)
    Runner(domain, partitions, law, log, batch=_BATCH).run()


@contextmanager
def _opened(path: Path) -> Iterator[LedgerReader | None]:
    if not path.exists():
        yield None
        return
    with LedgerReader.open(path, thorough=False) as memory:
        yield memory


def _next(memory: LedgerReader | None, domain: Domain, names: TopicNames, partition: int) -> int:
    """Up to where the stage that reads the input has folded a partition."""
    (stage,) = domain.readers_of(INPUT)
    name = names.state(stage.name)
    row = None
    if memory is not None and name in memory.topics:
        row = memory.row(name, partition, POSITION_KEY)
    return 0 if row is None else msgspec.json.decode(row, type=Position).next


class _ArchiveLog:
    """The input of an archive, and beside it what the stages remember and hand on."""

    def __init__(
        self, archive: LedgerReader, memory: LedgerWriter, names: TopicNames, on_progress: OnProgress
    ) -> None:
        self._archive = archive
        self._memory = memory
        self._names = names
        self._on_progress = on_progress

    def end(self, source: str, partition: int) -> int:
        """The offset after the last record of a source topic that counts."""
        name = self._names.source(source)
        if source == INPUT:
            return self._archive.settled(name, partition)
        return self._memory.span(name, partition).end

    def read(self, source: str, partition: int, offset: int, limit: int) -> Sequence[LogRecord]:
        """The records from an offset on.

        Raises:
            UserError: the beginning of the input was deleted.
        """
        name = self._names.source(source)
        if source != INPUT:
            return self._memory.read_range(name, partition, offset, limit)
        start = self._archive.span(name, partition).start
        if offset < start:
            raise UserError(
                f"{self._archive.path} holds {name}, partition {partition}, from offset {start} on; what came before "
                "was deleted, so nothing can be decided again. Explain it from an archive that was begun earlier.",
                1,
            )
        end = self.end(source, partition)
        records = self._archive.read_range(name, partition, offset, limit)
        self._on_progress(len(records))
        return [record for record in records if record.offset < end]

    def rows(self, stage: str, partition: int) -> Iterable[tuple[bytes, bytes]]:
        """What a partition of a stage remembers, its position first."""
        name = self._names.state(stage)
        position = self._memory.row(name, partition, POSITION_KEY)
        if position is not None:
            yield POSITION_KEY, position
            yield from self._memory.rows(name, partition, but=POSITION_KEY)

    def commit(self, stage: Stage, partition: int, unit: CommitUnit) -> None:
        """Keep what a stage remembers and hands on; what it publishes is in the archive."""
        with self._memory.transaction():
            self._memory.set_rows(self._names.state(stage.name), partition, unit.rows)
            for source in stage.forwards_to:
                handed_on = [one for one in unit.forwards if one.source == source]
                for number in sorted({one.partition for one in handed_on}):
                    entries: list[Entry] = [
                        (one.key, one.value, NO_HEADERS) for one in handed_on if one.partition == number
                    ]
                    self._memory.append(self._names.source(source), number, entries, 0)

"""What becomes of each line of a source, and up to where was the source taken?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from schemas.reading import Unreadable
from streams.kernel.destinations import NO_HEADERS, Entry
from streams.kernel.lines import LONGEST_LINE_BYTES
from streams.kernel.many_keys import partitions_of
from streams.kernel.refusal import TOO_LONG, UNREADABLE_SOURCE, Refusal, refused
from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.ledger.log import LedgerLog
from streams.ledger.source_reader import SourceReader
from streams.ledger.writing import LedgerWriter, TakenSource

BATCH_BYTES: Final = 32 << 20
"""A batch ends with the line that makes it so large, if it does not end before."""
REFUSALS_KEPT: Final = 10


@dataclass
class SourceReport:
    """What became of one source.

    Attributes:
        name: of the source.
        lines: how many lines of it were taken or refused, by earlier runs too.
        resumed_after_line: up to which line it had been taken before; 0 for none.
    """

    name: str
    lines: int = 0
    resumed_after_line: int = 0


@dataclass
class IntakeReport:
    """What was taken and what was refused.

    Attributes:
        events: events that were written.
        refused: lines and sources that were refused.
        refused_before: lines that earlier runs refused of the same sources.
        refusals: the first of the refusals.
        sources: in the order in which they were read.
        on_refusal: is handed every refusal before the lines around it are committed.
    """

    events: int = 0
    refused: int = 0
    refused_before: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    sources: list[SourceReport] = field(default_factory=list)
    on_refusal: Callable[[Refusal], None] = lambda refusal: None

    def refuse(self, refusal: Refusal) -> None:
        """Count a refusal, and keep it if it is one of the first."""
        self.refused += 1
        if len(self.refusals) < REFUSALS_KEPT:
            self.refusals.append(refusal)
        self.on_refusal(refusal)


class Intake:
    """Takes the lines of one source into the input of a domain."""

    def __init__(
        self, ledger: LedgerWriter, log: LedgerLog, domain: Domain, source: Source, report: IntakeReport
    ) -> None:
        self._ledger = ledger
        self._log = log
        self._domain = domain
        self._source = source
        self._report = report
        self._outcome = SourceReport(source.name)
        report.sources.append(self._outcome)

    def take(self, batch_lines: int, fold: Callable[[], None], on_progress: Callable[[int], None]) -> None:
        """Take what was not taken before, in batches, each in one transaction.

        Args:
            fold: is called after each batch.
            on_progress: is told how many more bytes were read.
        """
        try:
            stream = self._source.open()
        except OSError as fault:
            self._report.refuse(_unreadable(self._source.name, None, fault))
            return
        with SourceReader(stream) as reader:
            read_bytes = 0
            taken = self._resumed(reader)
            while lines := reader.batch(batch_lines, BATCH_BYTES):
                taken = self._commit(reader, lines, taken)
                fold()
                on_progress(reader.read_bytes - read_bytes)
                read_bytes = reader.read_bytes
            if reader.fault is not None:
                self._report.refuse(_unreadable(self._source.name, reader.place.line + 1, reader.fault))

    def _resumed(self, reader: SourceReader) -> TakenSource | None:
        """Go on after the longest beginning of this source that was taken before, under whatever name."""
        known = self._ledger.taken_sources(reader.identity)
        place = reader.resume([one.place for one in known])
        taken = next((one for one in known if one.place == place), None)
        if taken is not None:
            self._outcome.resumed_after_line = self._outcome.lines = taken.place.line
            self._report.refused_before += taken.refused
        return taken

    def _commit(
        self, reader: SourceReader, lines: list[bytes], taken: TakenSource | None
    ) -> TakenSource | None:
        """Write the events among the lines, and up to where the source is taken now."""
        refused_before = self._report.refused
        records, events = self._records(reader.place.line - len(lines), lines)
        refused_count = self._report.refused - refused_before
        if reader.ends_open and refused_count:
            # The writer may not have finished this line; it is read again the next time.
            return taken
        with self._ledger.transaction():
            self._log.append(records)
            row = taken.row if taken else self._ledger.add_source(reader.identity, self._source.name)
            refused_so_far = refused_count + (taken.refused if taken else 0)
            taken = TakenSource(row, reader.place, refused_so_far)
            self._ledger.set_source(self._source.name, taken)
        self._report.events += events
        self._outcome.lines = reader.place.line
        return taken

    def _records(self, before: int, lines: list[bytes]) -> tuple[dict[int, list[Entry]], int]:
        """The records of the lines by partition, and of how many events they are.

        Args:
            before: the number of the line before them.
        """
        read, addresses = self._domain.read, self._domain.addresses_or_first
        spread = _Spread(self._log.partitions)
        events = 0
        for number, line in enumerate(lines, before + 1):
            event = read(line)
            if isinstance(event, Unreadable) or len(line) > LONGEST_LINE_BYTES:
                self._judge(number, line, event)
                continue
            events += 1
            for key, every_partition in addresses(event):
                spread.add(key.encode(), line, every_partition)
        return spread.records(), events

    def _judge(self, number: int, line: bytes, event: object) -> None:
        """Refuse a line that is no event; an empty one means nothing."""
        name = self._source.name
        if len(line) > LONGEST_LINE_BYTES:
            detail = f"the line is longer than the {LONGEST_LINE_BYTES:,} bytes that a record may have"
            self._report.refuse(Refusal(name, number, None, TOO_LONG, detail))
        elif line.strip() and isinstance(event, Unreadable):
            self._report.refuse(refused(name, number, line, event))


class _Spread:
    """Deals records to partitions, in each in the order in which they came."""

    def __init__(self, partitions: int) -> None:
        self._records: dict[int, list[Entry]] = {partition: [] for partition in range(partitions)}
        self._keys: list[bytes] = []
        self._values: list[bytes] = []

    def add(self, key: bytes, value: bytes, every_partition: bool) -> None:
        if not every_partition:
            self._keys.append(key)
            self._values.append(value)
            return
        for entries in self.records().values():
            entries.append((key, value, NO_HEADERS))

    def records(self) -> dict[int, list[Entry]]:
        """The records of each partition so far."""
        keys, values = self._keys, self._values
        # Many keys are hashed in much less time than one after another.
        chosen = partitions_of(keys, len(self._records))
        for partition, key, value in zip(chosen, keys, values, strict=True):
            self._records[partition].append((key, value, NO_HEADERS))
        self._keys, self._values = [], []
        return self._records


def _unreadable(name: str, line: int | None, fault: Exception) -> Refusal:
    why = (fault.strerror if isinstance(fault, OSError) else None) or str(fault)
    return Refusal(name, line, None, UNREADABLE_SOURCE, f"cannot be read: {why}")

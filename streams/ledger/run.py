"""How does a whole domain run on a ledger, killed and started again as often as may be?

with LedgerWriter.begin_or_open(Path("day.ledger"), clock) as ledger:
    run = LedgerRun(ledger, CLEARING, CLEARING.law, partitions=4)
    report = run.take([Source.named("day.jsonl")])
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from schemas.reading import Unreadable
from streams.kernel.destinations import NO_HEADERS
from streams.kernel.errors import UserError
from streams.kernel.law import LawBook
from streams.kernel.runner import Runner
from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.figures import is_up_to_date, last_records, written_count
from streams.ledger.intake import Intake, IntakeReport
from streams.ledger.log import LedgerLog, planned_topics
from streams.ledger.writing import LedgerWriter

BATCH_LINES: Final = 20_000
"""A batch ends with the line that makes it so many; no figure depends on it."""

_MARK_ID: Final = "~end-of-log-"
_NO_EVENT_YET: Final = "1970-01-01T00:00:00Z"


class LedgerRun:
    """Takes the lines of sources into a domain's input, and folds them.

    What is written next is a function of what the ledger and the sources hold. So the ledger of a run that was killed
    and started again is the ledger of one that was not, byte for byte but for the timestamps.
    """

    def __init__(
        self,
        ledger: LedgerWriter,
        domain: Domain,
        law: LawBook,
        *,
        partitions: int | None = None,
        batch_lines: int = BATCH_LINES,
    ) -> None:
        """Begin the domain's topics, or fold what waits since the run before was killed.

        Args:
            partitions: of the input; None for those that it has, or one if it is new.

        Raises:
            UserError: the topics have another number of partitions, or their state another form.
        """
        self.names = TopicNames(domain.name)
        self.partitions = _ensure_topics(ledger, domain, self.names, partitions)
        self._ledger = ledger
        self._domain = domain
        self._batch_lines = batch_lines
        self._log = LedgerLog(ledger, domain, self.names)
        self._runner = Runner(domain, self.partitions, law, self._log, batch=batch_lines)
        self._runner.run()

    def take(
        self,
        sources: Iterable[Source],
        report: IntakeReport,
        *,
        on_progress: Callable[[int], None] = lambda read_bytes: None,
    ) -> None:
        """Take the lines of the sources that were not taken before, fold them, and bring all figures up to date.

        Args:
            report: is kept up to date, whatever ends the run.
            on_progress: is told how many more bytes were read.

        Raises:
            UserError: the disk refuses; what was committed stands.
        """
        for source in sources:
            intake = Intake(self._ledger, self._log, self._domain, source, report)
            intake.take(self._batch_lines, self._runner.run, on_progress)
        self.bring_up_to_date()

    def bring_up_to_date(self) -> None:
        """Write the event that brings running figures up to date, unless the log ends with one."""
        make = self._domain.mark
        if make is None or is_up_to_date(self._ledger, self._domain, self.names):
            return
        mark = self._mark(make)
        places = self._domain.places(self._domain.read(mark), self.partitions)
        with self._ledger.transaction():
            self._log.append({partition: [(key, mark, NO_HEADERS)] for partition, key in places})
        self._runner.run()

    def _mark(self, make: Callable[[str, str], Mapping[str, object]]) -> bytes:
        """The event, with the stamp of the last one and under an id that the log does not use."""
        events = [self._domain.read(record.value) for record in last_records(self._ledger, self.names)]
        stamps = [event.at for event in events if not isinstance(event, Unreadable)]
        identifier = f"{_MARK_ID}{written_count(self._ledger, self.names)}"
        while self._ledger.find(identifier):
            identifier += "~"
        return json.dumps(make(identifier, max(stamps, default=_NO_EVENT_YET))).encode()


def _ensure_topics(ledger: LedgerWriter, domain: Domain, names: TopicNames, partitions: int | None) -> int:
    """Begin the topics that are missing; return the number of partitions of the input."""
    there = ledger.topics.get(names.events)
    count = partitions or (there.partitions if there else 1)
    if there is not None and there.partitions != count:
        raise UserError(
            f"{ledger.path} holds {names.events} with {there.partitions} partitions, not {count}: their number stays "
            "as it was when the ledger began. Leave out --partitions, or name a new ledger. Nothing was changed."
        )
    if there is not None and not all(names.state(stage.name) in ledger.topics for stage in domain.stages):
        raise UserError(
            f"{ledger.path} is an archive of topics that workers wrote; running it would publish everything again. "
            "Nothing was changed. Name a new ledger."
        )
    missing = [topic for topic in planned_topics(domain, names, count) if topic.name not in ledger.topics]
    with ledger.transaction():
        for topic in missing:
            ledger.add_topic(topic.name, domain.name, topic.kind, topic.partitions)
    return count

"""What do the tests of explanations ask about: the case documents, each recorded in a ledger of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from streams.domains.clearing.domain import CLEARING
from streams.kernel.explanation import Explanation
from streams.kernel.law import LawBook
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader, Topic
from streams.ledger.run import LedgerRun
from streams.ledger.schema import Kind
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import read_cases
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain import explained

_FILE = Path(__file__).parents[3] / "cases" / "clearing" / "cases.json"
DOCUMENT = read_cases(_FILE.name, _FILE.read_bytes())
CASES = [case.case.removeprefix("clearing-") for case in DOCUMENT.cases]
NAMES = TopicNames("clearing")


def clock() -> int:
    """No time passes."""
    return 0


def record(path: Path, name: str, *, partitions: int = 2, more: list[bytes] | None = None) -> LawBook:
    """Record a case in a ledger, and give the law under which it was decided.

    Args:
        more: events after those of the case.
    """
    case = next(one for one in DOCUMENT.cases if one.case == f"clearing-{name}")
    law = CLEARING.law.with_overrides(case.parameters)
    with LedgerWriter.begin_or_open(path, clock) as ledger:
        run = LedgerRun(ledger, CLEARING, law, partitions=partitions)
        run.take([Source.memory(name, [*DOCUMENT.events_of(case), *(more or [])])], IntakeReport())
    return law


@contextmanager
def evidence_in(path: Path, law: LawBook) -> Iterator[LedgerEvidence]:
    """What a ledger holds, for an explanation."""
    with LedgerReader.open(path, thorough=False) as ledger:
        yield LedgerEvidence(ledger, ledger, CLEARING, NAMES, law, "countinghouse verify --domain clearing")


def why(
    folder: Path, name: str, identifier: str, *, partitions: int = 2, more: list[bytes] | None = None
) -> Explanation:
    """Record a case and explain one id of it."""
    path = folder / f"{name}-{partitions}.ledger"
    path.unlink(missing_ok=True)
    law = record(path, name, partitions=partitions, more=more)
    with evidence_in(path, law) as evidence:
        return explained(evidence, identifier)


def archive(ledger: Path, path: Path, *, less: int = 0) -> None:
    """Put what a cluster would hand out of a ledger into an archive: what was published, and not what is remembered.

    Args:
        less: so many records at the end of each partition of the input were not folded when it was archived.
    """
    with (
        LedgerReader.open(ledger) as source,
        LedgerWriter.begin_or_open(path, clock) as target,
        target.transaction(),
    ):
        for topic in source.topics.values():
            if topic.kind not in (Kind.STATE, Kind.HANDED_ON):
                _copy(source, target, topic, less)


def _copy(source: LedgerReader, target: LedgerWriter, topic: Topic, less: int) -> None:
    if topic.name not in target.topics:
        target.add_topic(topic.name, topic.domain, topic.kind, topic.partitions)
    for partition in range(topic.partitions):
        begin, end = (one.span(topic.name, partition).end for one in (target, source))
        target.copy(topic.name, partition, source.read_range(topic.name, partition, begin, end), end)
        if topic.kind is Kind.INPUT:
            target.settle(topic.name, partition, end - less)


def all_ids(path: Path) -> list[str]:
    """Every id of an event or an outcome in a ledger."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT DISTINCT id FROM ids ORDER BY id")]

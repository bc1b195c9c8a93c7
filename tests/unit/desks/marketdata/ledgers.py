"""Logs of market data in ledgers, of which a billing desk asks something."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.law import LawBook
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import Case
from streams.replay.evidence import LedgerEvidence
from tests.unit.marketdata.test_cases import DOCUMENT

NAMES = TopicNames("marketdata")
SMALL = [case for case in DOCUMENT.cases if len(DOCUMENT.events_of(case)) < 300]


def record(path: Path, lines: Sequence[bytes], *, law: LawBook = MARKETDATA.law, partitions: int = 2) -> Path:
    """Decide a log in a ledger."""
    with LedgerWriter.begin_or_open(path, lambda: 0) as ledger:
        run = LedgerRun(ledger, MARKETDATA, law, partitions=partitions)
        run.take([Source.memory(path.name, lines)], IntakeReport())
    return path


def case_named(name: str) -> Case:
    """A case of the contract."""
    return next(one for one in DOCUMENT.cases if one.case == f"marketdata-{name}")


def record_case(path: Path, case: Case, *, partitions: int = 2) -> LawBook:
    """Decide a case in a ledger, and tell under which law."""
    law = MARKETDATA.law.with_overrides(case.parameters)
    record(path, DOCUMENT.events_of(case), law=law, partitions=partitions)
    return law


@contextmanager
def evidence_in(
    path: Path, *, law: LawBook = MARKETDATA.law, memory: Path | None = None
) -> Iterator[LedgerEvidence]:
    """What a ledger holds; what is remembered from another one, if that is named."""
    with LedgerReader.open(path) as ledger, LedgerReader.open(memory or path) as remembered:
        yield LedgerEvidence(ledger, remembered, MARKETDATA, NAMES, law, "countinghouse verify")

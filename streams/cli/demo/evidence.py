"""What do some events of a period rest on, when they are folded on their own to explain one of them?"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from streams.kernel.law import LawBook
from streams.kernel.source import Source
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.evidence import LedgerEvidence


@contextmanager
def evidence_of(domain: Domain, lines: Iterable[bytes], law: LawBook) -> Iterator[LedgerEvidence]:
    """Fold events into a ledger that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="countinghouse-") as directory:
        path = Path(directory) / "some.ledger"
        with LedgerWriter.begin_or_open(path, lambda: 0) as ledger:
            run = LedgerRun(ledger, domain, law, partitions=1)
            run.take([Source.memory("some events", list(lines))], IntakeReport())
        with LedgerReader.open(path, thorough=False) as reader:
            names = TopicNames(domain.name)
            yield LedgerEvidence(reader, reader, domain, names, law, "countinghouse verify")

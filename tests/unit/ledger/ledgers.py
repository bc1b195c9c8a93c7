"""What do the tests of the ledger share: a short day, a run over it, and everything that a file holds."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

from streams.demo.clearing.day import LEAST_ENTRIES, Day
from streams.domains.clearing.domain import CLEARING
from streams.kernel.source import Source
from streams.ledger.figures import result
from streams.ledger.intake import IntakeReport
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter

_TABLES = {
    "topics": "SELECT * FROM topics ORDER BY id",
    "records": "SELECT topic, partition, offset, key, value, headers FROM records ORDER BY 1, 2, 3",
    "spans": "SELECT * FROM spans ORDER BY 1, 2",
    "state": "SELECT * FROM state ORDER BY 1, 2, 3",
    "newest": "SELECT * FROM newest ORDER BY 1, 2",
    "ids": "SELECT * FROM ids ORDER BY 1, 2, 3, 4",
    "sources": "SELECT identity, line, offset, digest, refused FROM sources ORDER BY id",
}


@cache
def day() -> Sequence[bytes]:
    """The lines of a business day, some 1,300."""
    return list(Day(LEAST_ENTRIES).until_the_seal())


def clock() -> int:
    """No time passes."""
    return 0


def run(
    path: Path, sources: Iterable[Source], *, partitions: int | None = None, batch_lines: int = 1_000
) -> tuple[dict[str, object], IntakeReport]:
    """Run the clearing domain over sources; its result document and what was taken."""
    report = IntakeReport()
    with LedgerWriter.begin_or_open(path, clock) as ledger:
        running = LedgerRun(ledger, CLEARING, CLEARING.law, partitions=partitions, batch_lines=batch_lines)
        running.take(sources, report)
        return result(ledger, CLEARING, running.names), report


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a ledger, but for the timestamps of records."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return {name: connection.execute(query).fetchall() for name, query in _TABLES.items()}

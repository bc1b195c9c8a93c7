"""What do the tests of the ledger share: a short log, a run over it, and everything that a file holds."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from streams.domains.clearing.domain import CLEARING
from streams.ledger.figures import result
from streams.ledger.intake import IntakeReport
from streams.ledger.run import LedgerRun
from streams.ledger.source import Source
from streams.ledger.writing import LedgerWriter
from tests.models.clearing_histories import history

Contents = dict[str, list[tuple[object, ...]]]

_TABLES = {
    "topics": "SELECT * FROM topics ORDER BY id",
    "records": "SELECT topic, partition, offset, key, value, headers FROM records ORDER BY 1, 2, 3",
    "spans": "SELECT * FROM spans ORDER BY 1, 2",
    "state": "SELECT * FROM state ORDER BY 1, 2, 3",
    "newest": "SELECT * FROM newest ORDER BY 1, 2",
    "ids": "SELECT * FROM ids ORDER BY 1, 2, 3, 4",
    "sources": "SELECT identity, line, offset, digest, refused FROM sources ORDER BY id",
}


def log(seed: int = 1, acts: int = 40) -> list[bytes]:
    """A short log of the clearing domain, without what its schema refuses."""
    events, _ = history(seed, acts)
    lines = [_line(event) for event in events]
    return [line for line in lines if not hasattr(CLEARING.read(line), "reason")]


def _line(event: object) -> bytes:
    import json

    return json.dumps(event, separators=(",", ":")).encode()


def clock() -> int:
    """No time passes, so that equal ledgers are equal in every byte that is compared."""
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


def contents(path: Path) -> Contents:
    """Every row of a ledger, but for the timestamps of records."""
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        found = {name: connection.execute(query).fetchall() for name, query in _TABLES.items()}
    connection.close()
    return found

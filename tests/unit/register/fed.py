"""Small ledgers of comms, and the register that is fed from them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from streams.domains.comms.domain import COMMS
from streams.kernel.source import Source
from streams.kernel.topics import TopicNames
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.register.database import Database
from streams.register.from_ledger import feed_from_ledger

NAMES = TopicNames("comms")


def write(
    path: Path,
    lines: Iterable[bytes],
    *,
    partitions: int = 2,
    parameters: Mapping[str, object] | None = None,
    name: str = "events",
) -> None:
    """Run the domain over lines, added to those that a ledger holds."""
    law = COMMS.law.with_overrides(dict(parameters or {}))
    with LedgerWriter.begin_or_open(path, lambda: 0) as ledger:
        LedgerRun(ledger, COMMS, law, partitions=partitions).take(
            [Source.memory(name, lines)], IntakeReport()
        )


def lines_of(events: Iterable[Mapping[str, Any]]) -> list[bytes]:
    """Events as they stand in a file."""
    return [json.dumps(event).encode() for event in events]


def feed(database: Database, ledger: Path, *, again: bool = False) -> None:
    """Bring a register up to date."""
    with LedgerReader.open(ledger, thorough=False) as opened:
        feed_from_ledger(database, opened, NAMES, again=again)

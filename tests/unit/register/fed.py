"""Small ledgers of comms, and the register that is fed from them."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import psycopg
import psycopg.sql
from sqlalchemy.engine import make_url

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
SERVER: Final = "COUNTINGHOUSE_TEST_POSTGRESQL"
"""The environment variable with the URL of a PostgreSQL server; by default registers are SQLite files."""


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


def register_at(tmp_path: Path, name: str = "register") -> Database:
    """A register of this name, empty at first: a file, or a database of the server that SERVER names."""
    server = os.environ.get(SERVER)
    if server is None:
        return Database.open(f"sqlite:///{tmp_path / name}.sqlite")
    own = "register_" + hashlib.md5(str(tmp_path / name).encode(), usedforsecurity=False).hexdigest()
    with psycopg.connect(server, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [own]).fetchone() is None:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(own)))
    return Database.open(str(make_url(server).set(database=own).render_as_string(hide_password=False)))

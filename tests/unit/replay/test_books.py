"""Do the books of a ledger add up, and is it told when they do not?"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.domains.clearing.domain import CLEARING
from streams.kernel.errors import UserError
from streams.kernel.record import LogRecord
from streams.ledger.schema import Kind
from streams.ledger.writing import LedgerWriter
from tests.unit.ledger.ledgers import clock
from tests.unit.replay import forging
from tests.unit.replay.forging import NAMES, PARTITIONS


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return forging.record(tmp_path / "default.ledger", forging.default_case())


def _books(path: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["books", "--domain", "clearing", "--ledger", str(path), *options])


def test_every_record_is_accounted_for(ledger: Path) -> None:
    done = _books(ledger, "--json")
    partitions = json.loads(done.stdout)["partitions"]

    assert done.exit_code == 0
    assert [one["topic"] for one in partitions] == [NAMES.events] * PARTITIONS + [NAMES.source("totals")]
    for one in partitions:
        books = one["books"]
        parts = ("decided", "held", "repeated", "dead_lettered")
        assert books["read"] == one["recorded"] == sum(books[part] for part in parts)
        assert one["waiting"] == 0
    assert [one["books"]["dead_lettered"] for one in partitions[:PARTITIONS]] == [
        len(forging.UNREADABLE)
    ] * PARTITIONS


def test_a_person_reads_that_they_add_up(ledger: Path) -> None:
    done = _books(ledger)

    assert done.exit_code == 0
    assert "together" in done.stdout
    assert done.stdout.endswith("The books add up.\n")


def test_a_record_that_is_gone_is_missed(ledger: Path) -> None:
    forging.forge(ledger, NAMES.events, 1, lambda records: [*records[:3], *records[4:]])
    done = _books(ledger)

    assert done.exit_code == 1
    assert f"{NAMES.events}, partition 1: " in done.stdout
    assert "the topic holds" in done.stdout


def test_books_that_lost_a_record_are_told(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute(
            "UPDATE state SET value = CAST(json_set(CAST(value AS TEXT), '$.books.decided', 1) AS BLOB) "
            "WHERE key = CAST('position' AS BLOB) AND partition = 0"
        )
    done = _books(ledger)

    assert done.exit_code == 1
    assert "are unaccounted for" in done.stdout


def test_an_archive_keeps_no_books(tmp_path: Path) -> None:
    path = tmp_path / "archive.ledger"
    with LedgerWriter.begin_or_open(path, clock) as opened, opened.transaction():
        opened.add_topic(NAMES.events, CLEARING.name, Kind.INPUT, 1)
        opened.copy(NAMES.events, 0, [LogRecord(0, b"", b"")], 1)
    done = _books(path)

    assert isinstance(done.exception, UserError)
    assert "which keeps no books" in done.exception.message

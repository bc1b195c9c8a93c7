"""Does each row get into the register once, and are all of them of one tick?"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from streams.kernel.errors import UserError
from streams.kernel.record import LogRecord
from streams.register import feeding, taking_over
from streams.register.database import FORM, Database
from streams.register.feeding import Feed, Reading
from streams.register.reading import as_of_at, rows_of
from streams.register.tables import METADATA
from tests.registers import Registers
from tests.unit.comms.events import (
    CHANNEL,
    FIRM,
    Event,
    about,
    at,
    call,
    deleted,
    ended,
    message,
    recording,
    tick,
)
from tests.unit.register.fed import feed, lines_of, write

FIRST = [*FIRM, CHANNEL, call(), ended(), recording(), message(), tick("t1", at("18:00:00"))]
STORED = about("message_stored", "s1", "R2", communication="M1", created_at=at("10:00:01"))
SECOND = [STORED, deleted(deleted_at=at("19:00:00")), tick("t2", at("20:00:00"))]
PARTITIONS = 2


def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def row(offset: int, key: str, value: object, mark: int) -> LogRecord:
    return LogRecord(offset, key.encode(), json.dumps(value).encode(), 0, [("mark", str(mark).encode())])


def register_value(**changes: object) -> dict[str, object]:
    return {
        "communication": "C1",
        "firm": "FIRM",
        "medium": "TELEPHONE",
        "started_at": at("10:00:00"),
        "ended_at": at("10:10:00"),
        "employees": ["BROKER"],
        "from_number": "NUMBER_FIRM",
        "to_number": "NUMBER_CLIENT",
        **changes,
    }


def records_of(database: Database) -> list[str]:
    tables = contents(database)
    return [one[0] for one in tables["register"]]


@pytest.fixture
def database(tmp_path: Path, registers: Registers) -> Iterator[Database]:
    with registers.at(tmp_path) as opened:
        yield opened


def test_a_register_follows_its_ledger_and_is_the_one_that_is_fed_at_once(
    database: Database, tmp_path: Path, registers: Registers
) -> None:
    ledger = tmp_path / "day.ledger"
    write(ledger, lines_of(FIRST))
    feed(database, ledger)
    assert records_of(database) == ["R1"]
    write(ledger, lines_of(SECOND), name="more")
    feed(database, ledger)
    assert records_of(database) == ["R2"]
    with registers.at(tmp_path, "at once") as other:
        feed(other, ledger)
        assert contents(other) == contents(database)


def test_feeding_what_is_there_already_changes_nothing(database: Database, tmp_path: Path) -> None:
    ledger = tmp_path / "day.ledger"
    write(ledger, lines_of(FIRST))
    feed(database, ledger)
    before = contents(database)
    feed(database, ledger)
    assert contents(database) == before


def test_a_rebuilt_register_is_the_same(database: Database, tmp_path: Path) -> None:
    ledger = tmp_path / "day.ledger"
    write(ledger, lines_of([*FIRST, *SECOND]))
    feed(database, ledger)
    before = contents(database)
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE register SET from_number = 'SOMETHING_ELSE'")
    feed(database, ledger, again=True)
    assert contents(database) == before


class CrashError(Exception):
    """The process ends here."""


@contextmanager
def crash_at(monkeypatch: pytest.MonkeyPatch, table: str) -> Iterator[None]:
    """Fail where rows of a table are written."""
    put: Callable[..., None] = taking_over.put

    def crashing(connection: Any, to: Any, rows: Any) -> None:
        if to.name == table:
            raise CrashError
        put(connection, to, rows)

    with monkeypatch.context() as patched:
        for module in (feeding, taking_over):
            patched.setattr(module, "put", crashing)
        yield


@pytest.mark.parametrize("table", ["positions", "reached", "register", "view_rows"])
def test_a_crash_between_rows_and_position_loses_and_doubles_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, registers: Registers
) -> None:
    ledger = tmp_path / "day.ledger"
    write(ledger, lines_of(FIRST))
    feed(database, ledger)
    before = {name: rows for name, rows in contents(database).items() if name in ("register", "view_rows")}
    write(ledger, lines_of(SECOND), name="more")
    with crash_at(monkeypatch, table), pytest.raises(CrashError):
        feed(database, ledger)
    with registers.at(tmp_path) as after:
        assert {name: contents(after)[name] for name in before} == before
        feed(after, ledger)
        told = contents(after)
    with registers.at(tmp_path, "never crashed") as other:
        feed(other, ledger)
        assert contents(other) == told


def test_a_register_waits_until_every_partition_has_reached_the_tick(database: Database) -> None:
    told = Feed(database, PARTITIONS)
    known = told.positions()
    rows = [row(0, "register/R1", register_value(), 1), row(1, "reached/firms-0", 1, 1)]
    known = told.arrive({0: Reading([*rows, row(2, "as_of_at", at("18:00:00"), 1)], 3)}, known)
    assert told.settle(told.common_mark()) is False
    assert records_of(database) == []
    told.arrive({1: Reading([row(0, "reached/firms-1", 1, 1)], 1)}, known)
    assert told.settle(told.common_mark()) is True
    assert records_of(database) == ["R1"]


def test_rows_of_a_later_tick_wait_and_the_register_answers_as_of_the_one_before(database: Database) -> None:
    told = Feed(database, PARTITIONS)
    known = told.positions()
    marks = [row(1, f"reached/firms-{number}", 1, 1) for number in range(PARTITIONS)]
    first = [row(0, "register/R1", register_value(), 1), *marks, row(3, "as_of_at", at("18:00:00"), 1)]
    known = told.arrive({0: Reading(first, 4)}, known)
    assert told.settle(1)
    known = told.arrive({1: Reading([row(0, "register/R2", register_value(), 2)], 1)}, known)
    assert not told.settle(told.common_mark())
    assert records_of(database) == ["R1"]
    marks = [row(4 + number, f"reached/firms-{number}", 2, 2) for number in range(PARTITIONS)]
    told.arrive({0: Reading(marks, 6)}, known)
    assert told.settle(told.common_mark())
    assert records_of(database) == ["R1", "R2"]


def test_a_tick_that_became_known_during_the_reading_takes_another_one(database: Database) -> None:
    told = Feed(database, 1)
    before = told.common_mark()
    told.arrive({0: Reading([row(0, "reached/firms-0", 1, 1)], 1)}, told.positions())
    assert not told.settle(before)
    assert told.settle(told.common_mark())


def test_of_two_feeds_one_is_told_that_the_other_is_there(database: Database) -> None:
    told = Feed(database, 1)
    known = told.positions()
    told.arrive({0: Reading([row(0, "reached/firms-0", 1, 1)], 1)}, known)
    with pytest.raises(UserError, match="Somebody else feeds the register"):
        told.arrive({0: Reading([row(0, "reached/firms-0", 1, 1)], 1)}, known)


def test_another_log_is_noticed_and_nothing_is_changed(database: Database, tmp_path: Path) -> None:
    write(tmp_path / "one.ledger", lines_of(FIRST))
    feed(database, tmp_path / "one.ledger")
    before = contents(database)
    other: list[Event] = [*FIRM, CHANNEL, call("C2"), ended("C2"), *SECOND, tick("t3", at("21:00:00"))]
    write(tmp_path / "two.ledger", lines_of(other))
    with pytest.raises(UserError, match="another log"):
        feed(database, tmp_path / "two.ledger")
    assert contents(database) == before


def test_a_register_that_was_never_complete_says_what_to_do(database: Database) -> None:
    with database.reading() as connection, pytest.raises(UserError, match="comms register feed"):
        as_of_at(connection)


def test_its_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with Database.open(f"sqlite:///{tmp_path}/some.sqlite"):
        assert (tmp_path / "some.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_foreign_file_is_left_as_it_is(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "some.sqlite")) as connection:
        connection.execute("CREATE TABLE books (name)")
    with pytest.raises(UserError, match="no register"):
        Database.open(f"sqlite:///{tmp_path}/some.sqlite")


def test_a_newer_form_is_left_as_it_is(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UserError, match="newer countinghouse"):
        database._migrate()


def test_the_tables_are_those_of_the_migrations(tmp_path: Path, registers: Registers) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with registers.at(tmp_path) as database, database.reading() as connection:
        found = MigrationContext.configure(connection)
        assert compare_metadata(found, METADATA) == []
        assert found.get_current_revision() == FORM


def test_withdrawn_grants_leave_the_register(database: Database, tmp_path: Path) -> None:
    grant = {
        "type": "access_role_granted",
        "id": "g1",
        "at": at("09:00:00"),
        "actor": "ANN",
        "role": "COMPLIANCE",
        "effective_at": at("09:00:00"),
    }
    withdrawn = {"type": "fact_withdrawn", "id": "w1", "at": at("19:00:00"), "ref": "g1"}
    ledger = tmp_path / "day.ledger"
    write(ledger, lines_of([*FIRST[:-1], grant, FIRST[-1]]))
    feed(database, ledger)
    with database.reading() as connection:
        assert [one.row for one in rows_of(connection, "grants")] == ["g1"]
    write(ledger, lines_of([withdrawn, tick("t2", at("20:00:00"))]), name="more")
    feed(database, ledger)
    with database.reading() as connection:
        assert list(rows_of(connection, "grants")) == []

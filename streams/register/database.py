"""Where is the register kept, and how is it opened?"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from streams.kernel.errors import UserError

FORM: Final = "0001"
"""The newest of the migrations."""
UNAVAILABLE: Final = 4
_FORM_TABLE: Final = "alembic_version"
_SQLITE: Final = "sqlite"
_POSTGRESQL: Final = "postgresql"
_DRIVERS: Final = {_SQLITE: "sqlite", _POSTGRESQL: "postgresql+psycopg"}
_BUSY_SECONDS: Final = 30
_OWNER_ALONE: Final = 0o600


class Database:
    """The database of one register.

    Attributes:
        place: where it is, without a password.
    """

    def __init__(self, engine: Engine, place: str) -> None:
        self.place = place
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a register, and bring its tables into this version's form.

        Args:
            url: sqlite:///FILE or postgresql://USER@HOST/NAME. A password belongs into the environment.

        Raises:
            UserError: the URL or the database cannot be used, or a newer version wrote it.
        """
        parsed = _parsed(url)
        place = parsed.render_as_string(hide_password=True)
        if parsed.get_backend_name() == _SQLITE:
            _create_file(parsed, place)
        try:
            # A statement that fails must not show what was asked for.
            engine = create_engine(parsed, hide_parameters=True, pool_size=2)
        except ModuleNotFoundError:
            raise UserError(
                f'{place} needs the driver of PostgreSQL: pip install "countinghouse[postgresql]".',
                UNAVAILABLE,
            ) from None
        if parsed.get_backend_name() == _SQLITE:
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        opened = cls(engine, place)
        opened._migrate()
        return opened

    def close(self) -> None:
        """Let it go."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Everything that is read inside is of one moment.

        Raises:
            UserError: the database does not answer.
        """
        with self._told(), self._engine.connect() as connection:
            if connection.dialect.name == _POSTGRESQL:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Everything that is written inside is written together or not at all, by one writer at a time.

        Raises:
            UserError: the database does not answer, or refuses; nothing was written.
        """
        with self._transaction() as connection:
            if connection.dialect.name == _POSTGRESQL:
                connection.exec_driver_sql("LOCK TABLE about IN EXCLUSIVE MODE")
            yield connection

    def _migrate(self) -> None:
        """Bring the tables into this version's form."""
        found = self._form()
        if found == FORM:
            return
        if found is not None and found > FORM:
            raise UserError(
                f"{self.place} was written by a newer countinghouse (form {found}, this one knows {FORM}). Nothing was "
                "changed.",
                exit_code=6,
            )
        # It is seldom needed, and takes its time to import.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
        config.set_main_option("path_separator", "os")
        with self._transaction() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _form(self) -> str | None:
        """The form of the tables; None where there are none."""
        with self.reading() as connection:
            there = inspect(connection).get_table_names()
            if _FORM_TABLE in there:
                form = connection.exec_driver_sql(f"SELECT version_num FROM {_FORM_TABLE}").scalar()
                return None if form is None else str(form)
        if there:
            raise UserError(f"{self.place} holds tables that are no register. Nothing was changed.")
        return None

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._told(), self._engine.connect() as connection:
            connection.info["is_writer"] = True
            try:
                with connection.begin():
                    yield connection
            finally:
                connection.info.pop("is_writer", None)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence that the database failed, without what was asked."""
        try:
            yield
        except DBAPIError as fault:
            words = " ".join(str(fault.orig).split())
            raise UserError(
                f"The register at {self.place} did not do its part: {words}. It is safe to repeat the command.",
                UNAVAILABLE,
            ) from fault


def _parsed(url: str) -> URL:
    """A URL with the driver that is used here."""
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        return parsed.set(drivername=_DRIVERS[backend])
    except (ArgumentError, KeyError, NoSuchModuleError):
        raise UserError(
            "The register is no URL of a database. Allowed: sqlite:///FILE or postgresql://USER@HOST:PORT/NAME, in "
            "COUNTINGHOUSE_REGISTER_URL or --register."
        ) from None


def _create_file(url: URL, place: str) -> None:
    """Begin a file that nobody else can read."""
    if not url.database or url.database == ":memory:":
        raise UserError(f"{place} names no file. Nothing was read.")
    path = Path(url.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, _OWNER_ALONE))
    except OSError as problem:
        raise UserError(f"{path} cannot be opened: {problem.strerror}.") from None


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy begins and ends transactions, not the module.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -262144"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("is_writer") else "BEGIN")

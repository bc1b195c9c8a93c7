"""On which databases are registers tried: a file each, or databases of a PostgreSQL server."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import psycopg
import psycopg.sql
from sqlalchemy.engine import make_url

from streams.register.database import Database

_PROGRAMS: Final = Path(__file__).parents[1] / ".countinghouse" / "postgresql"
_ROLE: Final = "countinghouse"
_NOBODY: Final = 65_534


class Registers(NamedTuple):
    """Where a test keeps its registers.

    Attributes:
        server: the URL of a PostgreSQL server; None means files of SQLite.
    """

    server: str | None

    def at(self, directory: Path, name: str = "register") -> Database:
        """Open the register of this name, which is empty at first."""
        return Database.open(self.url(directory, name))

    def url(self, directory: Path, name: str = "register") -> str:
        """The URL of the register of this name; on a server its database is there afterwards."""
        if self.server is None:
            return f"sqlite:///{directory / name}.sqlite"
        own = "register_" + hashlib.md5(str(directory / name).encode(), usedforsecurity=False).hexdigest()
        with psycopg.connect(self.server, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [own]).fetchone() is None:
                connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(own)))
        return str(make_url(self.server).set(database=own).render_as_string(hide_password=False))


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server that listens on a socket of its own and nowhere else."""
    # Not where TMPDIR says: the path of a socket is short, and everybody may look into this one.
    with tempfile.TemporaryDirectory(prefix="countinghouse-", dir="/tmp") as name:
        directory = Path(name)
        programs, user = _PROGRAMS, None
        if os.geteuid() == 0:
            # It refuses to run as root, and nobody may not look into root's directories.
            programs, user = directory / "programs", _NOBODY
            shutil.copytree(_PROGRAMS, programs)
            os.chown(directory, _NOBODY, -1)

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / "bin" / program), "--pgdata", str(directory / "data"), *arguments]
            subprocess.run(command, user=user, cwd=directory, check=True, stdout=subprocess.DEVNULL)

        run(
            "initdb", "--username", _ROLE, "--auth", "trust", "--no-locale", "--encoding", "UTF8", "--no-sync"
        )
        settings = f"-c listen_addresses= -c unix_socket_directories={directory} -c fsync=off"
        run("pg_ctl", "start", "--wait", "--options", settings, "--log", str(directory / "log"))
        try:
            yield f"postgresql://{_ROLE}@/postgres?host={directory}"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode", "immediate")

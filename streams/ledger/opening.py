"""Is a file a whole ledger, and nobody else's at this moment?"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from streams.kernel.errors import UserError
from streams.ledger import schema
from streams.ledger.faults import damaged, foreign, missing, other_version, told

_MAGIC: Final = b"SQLite format 3\0"
_HEADER_BYTES: Final = 100
_PATIENCE_SECONDS: Final = 2.0
_CACHE_KIBIBYTES: Final = 64 << 10
# Whoever reads reads on, and seldom the same again.
_READERS_CACHE_KIBIBYTES: Final = 16 << 10
_CHECKPOINT_PAGES: Final = 8192


def create(path: Path) -> None:
    """Put an empty ledger at a path where nothing is; it is there whole or not at all.

    Raises:
        UserError: it cannot be written there.
    """
    begun = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with told(path):
            connection = sqlite3.connect(begun, isolation_level=None)
            try:
                connection.executescript(schema.TABLES)
            finally:
                connection.close()
        _move(begun, path)
    except OSError as fault:
        raise UserError(f"{path} cannot be written: {fault.strerror}. Nothing was begun.") from None
    finally:
        begun.unlink(missing_ok=True)


def _move(begun: Path, path: Path) -> None:
    """Give the file its name, unless another process just put one there."""
    try:
        path.hardlink_to(begun)
    except FileExistsError:
        return
    except OSError:
        # A file system without links.
        begun.rename(path)


class OwnedConnection(sqlite3.Connection):
    """A connection whose process alone has the file, until it closes the connection or dies.

    However it is closed, everything stands in the one file then, and the file says so. Only a process that is killed
    leaves a log beside the file, without which it is not whole.
    """

    _path: Path | None = None

    def own(self, path: Path) -> None:
        """Take the file from all others."""
        # Before the first access: so the lock is held from there on.
        self.execute("PRAGMA locking_mode = EXCLUSIVE")
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = FULL")
        self.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        self.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        self._path = path
        self.execute(schema.SET_ABOUT, (0, schema.CLOSED))
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Put everything into the one file and let it go."""
        path, self._path = self._path, None
        try:
            if path is not None:
                self._give_back(path)
        except KeyboardInterrupt:
            assert path is not None
            self._give_back(path)
            raise
        finally:
            super().close()

    def _give_back(self, path: Path) -> None:
        self.rollback()
        # First of all, for it frees the room that a full disk may need for the rest.
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.execute(schema.SET_ABOUT, (1, schema.CLOSED))
        self.execute("PRAGMA journal_mode = DELETE")
        # Left by readers of what a killed process had left; a file without a log has no use for it.
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)

    def __del__(self) -> None:
        if self._path is not None:
            self.close()


def connect_to_write(path: Path) -> OwnedConnection:
    """Open a ledger for this process alone.

    Raises:
        UserError: it is damaged, foreign, of another version, or another process has it.
    """
    # What does not pass is left as it is, to the byte.
    connect_to_read(path).close()
    with told(path):
        connection = sqlite3.connect(
            path, timeout=_PATIENCE_SECONDS, isolation_level=None, factory=OwnedConnection
        )
        try:
            connection.own(path)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_to_read(path: Path, *, thorough: bool = True) -> sqlite3.Connection:
    """Open a ledger for reading alone; several processes may, as long as none writes.

    Args:
        thorough: read the whole file to see that nothing is missing in it, not only its first pages.

    Raises:
        UserError: it is damaged, foreign, of another version, or another process writes it.
    """
    had_log = _log(path).exists()
    _check_header(path, had_log=had_log)
    _roll_back(path)
    with told(path):
        uri = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(uri, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)
        try:
            connection.execute(f"PRAGMA cache_size = -{_READERS_CACHE_KIBIBYTES}")
            # One snapshot for everything that will be read.
            connection.execute("BEGIN")
            _check_identity(path, connection, had_log=had_log)
            if thorough:
                _check_whole(path, connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _check_header(path: Path, *, had_log: bool) -> None:
    """Look at the first bytes and at the size of the file."""
    try:
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        raise missing(path) from None
    except OSError as fault:
        raise UserError(f"{path} cannot be read: {fault.strerror}. Nothing was done.") from None
    if not header:
        raise foreign(path, "it is empty, or was emptied")
    if not header.startswith(_MAGIC):
        raise foreign(path, "it is no SQLite file")
    if len(header) == _HEADER_BYTES and header[68:72] != schema.APPLICATION_ID.to_bytes(4, "big"):
        raise foreign(path, "it is a SQLite file of another program")
    if len(header) < _HEADER_BYTES or (not had_log and size_bytes < _promised_bytes(header)):
        raise damaged(path, f"it ends after {size_bytes:,} bytes")


def _roll_back(path: Path) -> None:
    """End what a process began that was killed while it opened or closed the ledger; a reader cannot."""
    if not path.with_name(f"{path.name}-journal").exists():
        return
    with told(path), closing(sqlite3.connect(path, timeout=_PATIENCE_SECONDS)) as connection:
        connection.execute("PRAGMA schema_version").fetchone()


def _promised_bytes(header: bytes) -> int:
    """How large a SQLite file says that it is."""
    page_bytes = int.from_bytes(header[16:18], "big")
    return (65536 if page_bytes == 1 else page_bytes) * int.from_bytes(header[28:32], "big")


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _check_identity(path: Path, connection: sqlite3.Connection, *, had_log: bool) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != schema.SCHEMA_VERSION:
        raise other_version(path, version)
    (is_closed,) = connection.execute(schema.ABOUT, (schema.CLOSED,)).fetchone()
    if not is_closed and not had_log:
        raise damaged(path, f"{_log(path).name}, which held its last batches, is no longer beside it")


def _check_whole(path: Path, connection: sqlite3.Connection) -> None:
    """Read the whole file: is its structure sound, and is every record there?

    Raises:
        UserError: it is damaged.
    """
    (fault,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if fault != "ok":
        raise damaged(path, f"SQLite says {fault.splitlines()[-1]}")
    names = {row[0]: row[1] for row in connection.execute(schema.TOPICS)}
    counted = {(topic, partition): rest for topic, partition, *rest in connection.execute(schema.COUNTED)}
    for topic, partition, start, end, count in connection.execute(schema.SPANS):
        found, first, last = counted.pop((topic, partition), [0, start, end - 1])
        if found != count or first < start or last >= end:
            place = f"{names.get(topic, 'a topic without a name')}, partition {partition}"
            raise damaged(path, f"{place}, should hold {count:,} records and holds {found:,}")
    if counted:
        raise damaged(path, "it holds records of which it does not know how many they should be")

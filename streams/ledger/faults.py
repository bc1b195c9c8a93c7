"""What does a person read when a ledger cannot be used, and what is the way out?"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from streams.kernel.errors import UserError
from streams.ledger.schema import SCHEMA_VERSION

UNUSABLE: Final = 2
IN_USE: Final = 4

_BEGIN_ANEW: Final = (
    'begin a new one from the same events with "countinghouse run --ledger NEW --domain DOMAIN EVENTS.jsonl".'
)
_PRIMARY_CODE: Final = 0xFF


def damaged(path: Path, what: str) -> UserError:
    """The file is a ledger, but not whole."""
    return UserError(
        f"{path} is damaged: {what}. No figure of it can be trusted and none is shown; restore it from a copy, or "
        f"{_BEGIN_ANEW}",
        UNUSABLE,
    )


def foreign(path: Path, what: str) -> UserError:
    """The file is something else."""
    return UserError(
        f"{path} is no ledger: {what}. It was left as it is; name a ledger, or a file that does not exist yet to begin "
        "one.",
        UNUSABLE,
    )


def other_version(path: Path, version: int) -> UserError:
    """The file was written by another version of the program."""
    return UserError(
        f"{path} is a ledger of schema version {version}, and this countinghouse works with {SCHEMA_VERSION}. It was "
        f"left as it is; use the countinghouse that wrote it, or {_BEGIN_ANEW}",
        UNUSABLE,
    )


def missing(path: Path) -> UserError:
    """There is no such file."""
    return UserError(
        f"There is no ledger {path}; begin it by naming the domain and the events: "
        f'"countinghouse run --ledger {path} --domain DOMAIN EVENTS.jsonl".',
        UNUSABLE,
    )


def in_use(path: Path) -> UserError:
    """Another process has the file."""
    return UserError(
        f"Another process is using {path}. It was left as it is; wait until the other has ended, and repeat the "
        "command.",
        IN_USE,
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what a fault of SQLite means for a ledger.

    Raises:
        UserError: instead of the fault.
    """
    try:
        yield
    except sqlite3.DatabaseError as fault:
        raise _meaning(path, fault) from fault


def _meaning(path: Path, fault: sqlite3.DatabaseError) -> UserError:
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return in_use(path)
    if code == sqlite3.SQLITE_NOTADB:
        return foreign(path, "it does not have the form of one")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
        return damaged(path, f"SQLite says {fault}")
    if code == sqlite3.SQLITE_FULL:
        what = f"The disk that holds {path} is full. Make room"
    elif code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        what = f"{path} and files beside it cannot be written here ({fault}). See to that"
    else:
        what = f"{path} could not be read or written ({fault}). See to that"
    return UserError(
        f"{what} and repeat the command: what was committed stands, and it goes on from there.", IN_USE
    )

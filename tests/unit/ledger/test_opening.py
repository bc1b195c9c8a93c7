"""What does a person read when a file is no ledger, or not a whole one, or somebody else's at the moment?"""

import gc
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from streams.domains.clearing.domain import CLEARING
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.ledger.intake import IntakeReport
from streams.ledger.reading import LedgerReader
from streams.ledger.run import LedgerRun
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import run_in_memory
from tests.unit.ledger.ledgers import clock, contents, day, run

_ROOT = Path(__file__).parents[3]
_HOLD = """
import sys
from pathlib import Path
from streams.ledger.writing import LedgerWriter
with LedgerWriter.begin_or_open(Path(sys.argv[1]), lambda: 0):
    print("held", flush=True)
    sys.stdin.read()
"""
_DIE_WITH_A_HOT_JOURNAL = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN")
connection.execute("UPDATE records SET timestamp = 1, value = NULL")
os.kill(os.getpid(), signal.SIGKILL)
"""
_OPENINGS: list[Callable[[Path], object]] = [
    LedgerReader.open,
    lambda path: LedgerWriter.begin_or_open(path, clock),
]
_both = pytest.mark.parametrize("open_", _OPENINGS, ids=["to read", "to write"])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "day.ledger"
    run(path, [Source.memory("day", day()[:600])], partitions=2)
    return path


@pytest.fixture
def ledger(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "day.ledger"))


@pytest.fixture
def held(ledger: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The ledger, open in another process."""
    command = [sys.executable, "-c", _HOLD, str(ledger)]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def _told(open_: Callable[[Path], object], path: Path) -> str:
    """The one sentence and the way out; the file is left as it is."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(UserError) as refused:
        open_(path)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert "\n" not in refused.value.message
    assert refused.value.exit_code != 0
    return refused.value.message


@_both
@pytest.mark.parametrize("left", [1, 50, 99, 100, 4096, 8192, 100_000, -8192, -1])
def test_a_truncated_ledger_is_damaged(open_: Callable[[Path], object], ledger: Path, left: int) -> None:
    ledger.write_bytes(ledger.read_bytes()[:left])

    told = _told(open_, ledger)
    assert "is damaged: it ends after" in told or left < 16
    assert "restore it from a copy, or begin a new one" in told or left < 16


@_both
def test_an_emptied_ledger_is_none(open_: Callable[[Path], object], ledger: Path) -> None:
    ledger.write_bytes(b"")

    assert "is no ledger: it is empty, or was emptied" in _told(open_, ledger)


@_both
def test_a_page_of_zeros_is_damage(open_: Callable[[Path], object], ledger: Path) -> None:
    text = bytearray(ledger.read_bytes())
    page = text.index(b"entry_accepted") // 8192 * 8192
    text[page : page + 8192] = bytes(8192)
    ledger.write_bytes(text)

    assert "is damaged" in _told(open_, ledger)


@_both
def test_a_record_that_is_missing_is_damage(open_: Callable[[Path], object], ledger: Path) -> None:
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("DELETE FROM records WHERE topic = 2 AND partition = 1 AND offset = 17")

    assert "clearing.outcomes.v1, partition 1, should hold" in _told(open_, ledger)


@_both
def test_a_table_that_is_missing_is_damage(open_: Callable[[Path], object], ledger: Path) -> None:
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("DROP TABLE spans")

    assert "is damaged: SQLite says no such table: spans" in _told(open_, ledger)


@_both
def test_a_text_is_no_ledger(open_: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_bytes(b"\n".join(day()[:10]))

    assert "is no ledger: it is no SQLite file" in _told(open_, path)


@_both
def test_another_sqlite_file_is_no_ledger(open_: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE places (id INTEGER)")

    assert "is no ledger: it is a SQLite file of another program" in _told(open_, path)


@_both
def test_a_directory_is_no_ledger(open_: Callable[[Path], object], tmp_path: Path) -> None:
    assert "cannot be read: Is a directory" in _told(open_, tmp_path)


@_both
def test_another_schema_version_is_refused(open_: Callable[[Path], object], ledger: Path) -> None:
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 7")

    assert "is a ledger of schema version 7, and this countinghouse works with 1" in _told(open_, ledger)


@_both
def test_a_ledger_that_another_process_uses_is_left_alone(
    open_: Callable[[Path], object], ledger: Path, held: subprocess.Popen[bytes]
) -> None:
    assert "Another process is using" in _told(open_, ledger)


def test_a_ledger_that_is_being_read_is_not_written(ledger: Path) -> None:
    with LedgerReader.open(ledger), LedgerReader.open(ledger):
        told = _told(lambda path: LedgerWriter.begin_or_open(path, clock), ledger)

    assert "Another process is using" in told


def test_a_ledger_whose_writer_was_killed_is_whole_with_its_log(
    ledger: Path, held: subprocess.Popen[bytes]
) -> None:
    before = contents_of_copy(ledger)
    held.kill()
    held.wait()

    with LedgerReader.open(ledger) as opened:
        assert opened.domains == ["clearing"]
    LedgerWriter.begin_or_open(ledger, clock).close()
    assert contents(ledger) == before
    assert sorted(path.name for path in ledger.parent.iterdir()) == [ledger.name]


def contents_of_copy(ledger: Path) -> object:
    """The rows of a ledger that another process holds."""
    copy = Path(shutil.copy(ledger, ledger.parent / "copy.ledger"))
    found = contents(copy)
    for path in ledger.parent.glob("copy.ledger*"):
        path.unlink()
    return found


@_both
def test_a_ledger_that_lost_the_log_of_a_killed_writer_is_damaged(
    open_: Callable[[Path], object], ledger: Path, held: subprocess.Popen[bytes]
) -> None:
    held.kill()
    held.wait()
    ledger.with_name("day.ledger-wal").unlink()

    assert "day.ledger-wal, which held its last batches, is no longer beside it" in _told(open_, ledger)


def test_a_ledger_that_nobody_closed_is_whole_when_its_owner_is_gone(ledger: Path) -> None:
    before = contents(ledger)
    opened = LedgerWriter.begin_or_open(ledger, clock)
    del opened
    gc.collect()

    assert [path.name for path in ledger.parent.iterdir()] == [ledger.name]
    assert contents(ledger) == before


def test_a_full_disk_is_told_and_what_was_committed_stands(ledger: Path) -> None:
    opened = LedgerWriter.begin_or_open(ledger, clock)
    running = LedgerRun(opened, CLEARING, CLEARING.law, batch_lines=100)
    opened._connection.execute("PRAGMA max_page_count = 1").fetchone()
    with pytest.raises(UserError, match=r"is full\. Make room and repeat the command"):
        running.take([Source.memory("day", day())], IntakeReport())
    opened.close()

    found, report = run(ledger, [Source.memory("day", day())])
    assert report.sources[0].resumed_after_line >= 600
    assert found == run_in_memory(CLEARING, CLEARING.law, day(), partitions=1)


def test_a_ledger_whose_owner_was_killed_while_it_changed_the_file_itself_is_whole(ledger: Path) -> None:
    before = contents(ledger)
    subprocess.run([sys.executable, "-c", _DIE_WITH_A_HOT_JOURNAL, str(ledger)], check=False)

    assert ledger.with_name("day.ledger-journal").exists()
    with LedgerReader.open(ledger) as opened:
        assert opened.domains == ["clearing"]
    assert contents(ledger) == before


def test_reading_what_is_not_there_says_how_to_begin_it(tmp_path: Path) -> None:
    told = _told(LedgerReader.open, tmp_path / "day.ledger")

    assert "There is no ledger" in told
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_in_a_folder_that_is_not_there_is_not_begun(tmp_path: Path) -> None:
    told = _told(lambda path: LedgerWriter.begin_or_open(path, clock), tmp_path / "nowhere" / "day.ledger")

    assert "nowhere" in told

"""Does a run on a ledger that is killed at any moment lose or double anything?"""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.ledger.ledgers import contents, day

_ROOT = Path(__file__).parents[2]
_BATCH_LINES = 100
_PARTITIONS = 3

# The command itself, without the other commands, whose engine takes a second to import.
_COMMAND = "import typer; from streams.cli.run import run; typer.run(run)"

# The command, which dies of SIGKILL when it is about to carry out its n-th statement of SQL.
_DYING_COMMAND = """
import os, signal, sqlite3, sys
import typer
from streams.cli.run import run

left = int(sys.argv.pop(1))
connect = sqlite3.connect

def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def counted(*arguments, **options):
    connection = connect(*arguments, **options)
    connection.set_trace_callback(count)
    return connection

sqlite3.connect = counted
typer.run(run)
"""


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("events") / "day.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in day()))
    return file


@pytest.fixture(scope="module")
def undisturbed(events: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger = tmp_path_factory.mktemp("undisturbed") / "day.ledger"
    _run_to_its_end(ledger, events)
    return ledger


def _started(ledger: Path, events: Path, code: str = _COMMAND, *arguments: str) -> subprocess.Popen[str]:
    options = ["--domain", "clearing", "--partitions", str(_PARTITIONS), "--batch", str(_BATCH_LINES)]
    command = [sys.executable, "-c", code, *arguments, "--ledger", str(ledger), *options, str(events)]
    return subprocess.Popen(command, cwd=_ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _run_to_its_end(ledger: Path, events: Path) -> str:
    process = _started(ledger, events)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def _check(ledger: Path, undisturbed: Path) -> None:
    """The ledger holds the same records under the same offsets, the same rows and the same places."""
    found, expected = contents(ledger), contents(undisturbed)
    assert {name for name in expected if found[name] != expected[name]} == set()
    assert [path.name for path in ledger.parent.iterdir() if not path.name.startswith(".")] == [ledger.name]


def test_a_run_killed_at_ten_moments_gives_the_ledger_of_one_that_was_not(
    tmp_path: Path, events: Path, undisturbed: Path
) -> None:
    chance = random.Random(2003)
    ledger = tmp_path / "day.ledger"
    kills = 0
    while kills < 10:
        process = _started(ledger, events)
        # Half of the kills while it starts, half while it works.
        if chance.random() < 0.5:
            _wait_for(ledger, process)
        time.sleep(chance.random() * 0.4)
        process.kill()
        _, complaint = process.communicate()
        # One that was done before it was killed has done it well.
        assert process.returncode in (-signal.SIGKILL, 0), complaint
        kills += 1

    said = _run_to_its_end(ledger, events)
    assert "taken before" in said
    _check(ledger, undisturbed)


def _wait_for(ledger: Path, process: subprocess.Popen[str]) -> None:
    """Wait until the process has opened the ledger to write."""
    log = ledger.with_name(f"{ledger.name}-wal")
    size = log.stat().st_size if log.exists() else 0
    deadline = time.monotonic() + 30
    while process.poll() is None and (not log.exists() or log.stat().st_size == size):
        assert time.monotonic() < deadline, "the run did not begin to write"
        time.sleep(0.002)


@pytest.mark.parametrize("seed", range(6))
def test_a_run_killed_at_any_statement_gives_the_ledger_of_one_that_was_not(
    tmp_path: Path, events: Path, undisturbed: Path, seed: int
) -> None:
    chance = random.Random(seed)
    ledger = tmp_path / "day.ledger"
    for _ in range(2):
        process = _started(ledger, events, _DYING_COMMAND, str(int(10 ** chance.uniform(0, 4.2))))
        process.communicate(timeout=120)
        assert process.returncode in (0, -signal.SIGKILL)

    _run_to_its_end(ledger, events)
    _check(ledger, undisturbed)

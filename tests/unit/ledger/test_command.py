"""What does a person see of `countinghouse run`, and which exit code does a program get?"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.domains.clearing.domain import CLEARING
from streams.kernel.errors import UserError
from streams.kernel.source import Source
from streams.ledger.writing import LedgerWriter
from streams.replay.cases import run_in_memory
from tests.unit.ledger.ledgers import clock, day, run

_ROOT = Path(__file__).parents[3]
_SOME_BATCHES_BYTES = 1 << 20


@pytest.fixture
def events(tmp_path: Path) -> Path:
    file = tmp_path / "day.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line in day()))
    return file


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["run", *map(str, arguments)])


def test_the_figures_are_shown_with_the_sum_of_all_balances(tmp_path: Path, events: Path) -> None:
    done = _run("--ledger", tmp_path / "day.ledger", "--domain", "clearing", "--partitions", 2, events)

    assert done.exit_code == 0, done.output
    for words in (f"Taken: {len(day()):,} events.", "Cycle 2003-11-04, open", "Books: read = decided"):
        assert words in done.stdout
    totals = [line.split()[-1] for line in done.stdout.splitlines() if "sum of all balances" in line]
    assert totals
    assert set(totals) == {"0.00"}


def test_without_files_the_figures_are_shown_again(tmp_path: Path, events: Path) -> None:
    ledger = tmp_path / "day.ledger"
    _run("--ledger", ledger, "--domain", "clearing", events)
    before = ledger.read_bytes()
    again = _run("--ledger", ledger, "--json")

    assert json.loads(again.stdout) == run_in_memory(CLEARING, CLEARING.law, day(), partitions=1)
    assert ledger.read_bytes() == before
    assert "Cycle 2003-11-04, open" in _run("--ledger", ledger).stdout


def test_refused_lines_are_told_with_their_place(tmp_path: Path, events: Path) -> None:
    with events.open("ab") as file:
        file.write(b'{"type": 1}\n')
    kept = tmp_path / "refused.jsonl"
    arguments = ("--ledger", tmp_path / "day.ledger", "--domain", "clearing", "--refused", kept, events)
    done, again = _run(*arguments), _run(*arguments)

    assert (done.exit_code, again.exit_code) == (3, 3)
    assert f"{events}:{len(day()) + 1}:2: " in done.stderr
    assert json.loads(kept.read_text())["text"] == '{"type": 1}'
    assert f"all its {len(day()) + 1:,} lines were taken before" in again.stdout
    assert "Refused by the runs before, of the same sources: 1 line." in again.stderr


def test_figures_of_a_run_that_was_interrupted_are_not_sold_as_whole(tmp_path: Path, events: Path) -> None:
    ledger = tmp_path / "day.ledger"
    run(ledger, [Source.memory("day", day()[:300])])
    with LedgerWriter.begin_or_open(ledger, clock) as opened, opened.transaction():
        opened.append("clearing.events.v1", 0, [(b"", day()[300], [])], timestamp=0)
    done = _run("--ledger", ledger, "--json")

    assert done.exit_code == 1
    assert "These are the figures of a part of the events" in done.stderr
    assert _run("--ledger", ledger, events).exit_code == 0


def test_an_interrupted_run_says_that_it_can_go_on(tmp_path: Path, events: Path) -> None:
    ledger = tmp_path / "day.ledger"
    code = "from streams.cli.app import main; main()"
    options = ["run", "--ledger", str(ledger), "--domain", "clearing", "--batch", "20", "-"]
    with subprocess.Popen(
        [sys.executable, "-c", code, *options],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        # More may come, so it is still at work when it is interrupted.
        assert process.stdin is not None
        process.stdin.write(b"".join(line + b"\n" for line in day()[: len(day()) // 2]))
        process.stdin.flush()
        log = ledger.with_name("day.ledger-wal")
        deadline = time.monotonic() + 30
        while not (log.exists() and log.stat().st_size > _SOME_BATCHES_BYTES):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert told.decode().startswith(
        "Interrupted. What was committed stands; the same command goes on from there."
    )
    done = _run("--ledger", ledger, "--domain", "clearing", events)
    assert done.exit_code == 0
    assert "continued after line" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--ledger", "new.ledger"], "There is no ledger new.ledger"),
        (["--ledger", "new.ledger", "day.jsonl"], "There is no ledger new.ledger"),
        (["--ledger", "new.ledger", "--domain", "cooking", "day.jsonl"], "There is no domain cooking"),
    ],
)
def test_what_cannot_be_run_begins_no_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = _run(*arguments)

    assert isinstance(done.exception, UserError)
    assert told in done.exception.message
    assert list(tmp_path.iterdir()) == []

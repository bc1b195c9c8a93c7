"""Are worker processes watched and ended, and only our own?"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from streams.cli.demo.workers import Worker, end_leftovers
from streams.kernel.errors import UserError

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def sleeping(request: pytest.FixtureRequest) -> subprocess.Popen[bytes]:
    """A process with a mark in its environment."""
    process = subprocess.Popen(SLEEP, env={**os.environ, "MARK": "ours"})

    def end() -> None:
        process.kill()
        process.wait()

    request.addfinalizer(end)
    return process


def test_a_noted_process_of_ours_is_ended(tmp_path: Path, sleeping: subprocess.Popen[bytes]) -> None:
    notes = tmp_path / "workers.json"
    notes.write_text(json.dumps([sleeping.pid]))

    assert end_leftovers(notes, "MARK=ours") == 1
    assert sleeping.wait(10) != 0


def test_a_process_of_somebody_else_under_a_noted_pid_is_left_alone(
    tmp_path: Path, sleeping: subprocess.Popen[bytes]
) -> None:
    notes = tmp_path / "workers.json"
    notes.write_text(json.dumps([sleeping.pid]))

    assert end_leftovers(notes, "MARK=others") == 0
    assert sleeping.poll() is None


@pytest.mark.parametrize("text", ["", "{", "{}", '["x"]', "7"])
def test_damaged_notes_name_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "workers.json").write_text(text)

    assert end_leftovers(tmp_path / "workers.json", "MARK=ours") == 0


async def test_a_worker_that_cannot_start_tells_its_last_words(tmp_path: Path) -> None:
    worker = Worker("worker-1", {"COUNTINGHOUSE_KAFKA": "nonsense"}, tmp_path)
    try:
        with pytest.raises(
            UserError, match=r"worker-1 ended with exit code 2\. Its last words:[\s\S]*'nonsense'"
        ):
            await worker.ready()
    finally:
        worker.end()

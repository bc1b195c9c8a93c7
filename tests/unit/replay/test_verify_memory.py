"""Does verify take as much memory for a long log as for a short one?"""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.unit.replay import hoard

_EVENTS = 5_000
_TIMES = 4
# A quarter of what the rows of the longer log have more than those of the shorter one.
_MOST_MORE_KIB = (_TIMES - 1) * _EVENTS * 2 * hoard.ROW_BYTES // 4 // 1024


def _most_kib(path: Path, events: int) -> int:
    """The most memory that a process of its own takes to verify so many events on each of two partitions."""
    hoard.record(path, events)
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.replay.hoard", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_log_four_times_as_long_takes_no_more_memory(tmp_path: Path) -> None:
    short = _most_kib(tmp_path / "short.ledger", _EVENTS)
    long = _most_kib(tmp_path / "long.ledger", _TIMES * _EVENTS)
    assert long - short < _MOST_MORE_KIB

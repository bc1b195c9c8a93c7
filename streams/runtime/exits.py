"""With which exit code does a worker end, what does it say, and how often did that happen?"""

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from enum import IntEnum
from pathlib import Path
from typing import NoReturn


class ExitCode(IntEnum):
    """What a supervisor can tell from the exit code of a worker; below 10 as for every command."""

    DONE = 0
    CRASHED = 1
    WRONG_SETTINGS = 2
    DIFFERENT_DEPLOYMENT = 3
    BROKER_UNAVAILABLE = 4
    UNREADABLE_LAW = 5
    STATE_OF_ANOTHER_VERSION = 6
    FENCED = 10
    COMMIT_FAILED = 11
    OFFSETS_GAP = 12
    FOLD_FAILED = 13
    ENGINE_FAILED = 14
    DISK_FAILED = 15


class ExitJournal:
    """Counts how a worker's processes ended, in a file: a process that ends at once can no longer be asked.

    What the file says is for operators alone; losing it loses no figure.
    """

    def __init__(self) -> None:
        self._path: Path | None = None

    def keep_in(self, path: Path) -> None:
        """Keep the counts in a file; its folder is made when it is first written."""
        self._path = path

    def counts(self) -> Mapping[str, int]:
        """How often the worker ended, by the name of the exit code."""
        try:
            counts: dict[str, int] = json.loads(self._path.read_text()) if self._path else {}
        except (OSError, ValueError):
            return {}
        return counts

    def count(self, code: int) -> None:
        """Count one end of the process."""
        if self._path is None:
            return
        name = ExitCode(code).name.lower() if code in set(ExitCode) else str(code)
        counts = {**self.counts(), name: self.counts().get(name, 0) + 1}
        # A worker that cannot write here must end all the same.
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part = self._path.with_suffix(".part")
            part.write_text(json.dumps(counts, sort_keys=True))
            part.replace(self._path)


JOURNAL = ExitJournal()
"""The journal of this process."""


def end_process(code: int, message: str) -> NoReturn:
    """End this process at once: memory may be ahead of the log, so nothing of it may be tidied up or written.

    The broker aborts the open transaction when the partition's next owner initialises its producer.
    """
    JOURNAL.count(code)
    line = f"countinghouse worker: {message}\n".encode()
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(2, line)
    os._exit(code)

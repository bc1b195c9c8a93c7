"""With which exit code does a worker end, and what does it say?"""

import os
import sys
from enum import IntEnum
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


def end_process(code: int, message: str) -> NoReturn:
    """End this process at once: memory may be ahead of the log, so nothing of it may be tidied up or written.

    The broker aborts the open transaction when the partition's next owner initialises its producer.
    """
    line = f"countinghouse worker: {message}\n".encode()
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(2, line)
    os._exit(code)

"""How are worker processes started, watched, and ended, whatever happens?"""

import asyncio
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from streams.kernel.errors import UserError
from streams.runtime.settings import PREFIX

_READY_SECONDS = 60.0
_END_SECONDS = 3.0
_POLL_SECONDS = 0.05
_LAST_LINES = 8
_NO_ANSWER = (OSError, http.client.HTTPException)
"""How it fails to ask a worker that is not there yet, or ends at this moment."""
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Worker:
    """A worker in a process of its own, in a session of its own: Ctrl-C in the terminal does not reach it."""

    def __init__(self, name: str, environment: dict[str, str], directory: Path) -> None:
        """Start it; its output goes to a file of its name in the directory."""
        self.name = name
        self._output = directory / f"{name}.log"
        self._port = _free_port()
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(PREFIX)}
        own = {f"{PREFIX}METRICS_PORT": str(self._port), f"{PREFIX}GROUP_INSTANCE_ID": name}
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streams.worker"],
                env={**inherited, **environment, **own},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    async def ready(self) -> None:
        """Wait until it has recovered all that it owns.

        Raises:
            UserError: it ended, or the time is up.
        """
        deadline = time.monotonic() + _READY_SECONDS
        while not _answers(self._port):
            self.check()
            if time.monotonic() > deadline:
                raise UserError(f"{self.name} was not ready within {_READY_SECONDS:.0f} s. {self._said()}", 4)
            await asyncio.sleep(_POLL_SECONDS)

    def check(self) -> None:
        """Make sure that it runs.

        Raises:
            UserError: it has ended.
        """
        code = self._process.poll()
        if code is not None:
            raise UserError(f"{self.name} ended with exit code {code}. {self._said()}", exit_code=4)

    def cpu_seconds(self) -> float:
        """CPU time that it has used; 0 once it has ended."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / _TICKS_A_SECOND

    def folded_count(self, stages: Collection[str]) -> int:
        """How many records some stages have folded and committed in this process; 0 while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/metrics", timeout=2) as answer:
                text = answer.read().decode()
        except _NO_ANSWER:
            return 0
        return sum(
            int(sample.value)
            for family in text_string_to_metric_families(text)
            if family.name == "countinghouse_books_records"
            for sample in family.samples
            if sample.labels["account"] == "read" and sample.labels["stage"] in stages
        )

    def ask_to_end(self) -> None:
        """Ask it to end, unless it has."""
        if self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """Wait until it has ended, and end it by force after a bounded wait."""
        self.ask_to_end()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _said(self) -> str:
        lines = self._output.read_text(errors="replace").splitlines()[-_LAST_LINES:]
        said = "\n".join(f"  {line[:300]}" for line in lines)
        return f"Its last words:\n{said}"


def note(path: Path, workers: list[Worker]) -> None:
    """Write down which processes were started, for a run after one that was killed."""
    path.write_text(json.dumps([worker.pid for worker in workers]))


def end_leftovers(path: Path, mark: str) -> int:
    """End the noted processes that still run and are ours; say how many there were.

    Args:
        mark: NAME=VALUE that stands in the environment of ours: pids are used again.
    """
    try:
        pids = [int(pid) for pid in json.loads(path.read_text())]
    except (OSError, ValueError, TypeError):
        return 0
    ours = [pid for pid in pids if _is_ours(pid, mark)]
    for pid in ours:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(ours)


def _is_ours(pid: int, mark: str) -> bool:
    try:
        return mark.encode() in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False


def _answers(port: int) -> bool:
    """Whether the worker that serves this port says that it is ready."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except _NO_ANSWER:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

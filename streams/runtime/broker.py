"""How does one machine get a real Kafka broker of its own, and get rid of it again?"""

import base64
import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.kernel.errors import UserError
from streams.runtime.broker_files import FORMAT_CLASS, MAIN_CLASS, BrokerFiles, java_command

DEFAULT_PORT = 9092
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0
_POLL_SECONDS = 0.05
_START_ATTEMPTS = 3


class BrokerError(UserError):
    """The development broker cannot be started, reached or stopped."""

    def __init__(self, message: str) -> None:
        super().__init__(message, exit_code=4)


@dataclass(frozen=True)
class Running:
    """A broker process of ours: its pid, its port on loopback, its Kafka version."""

    pid: int
    port: int
    version: str

    @property
    def bootstrap(self) -> str:
        """The address that a client is given."""
        return f"127.0.0.1:{self.port}"


class Broker:
    """A single-node Kafka broker below one directory, which it survives: stop and start keep its topics.

    Args:
        directory: Holds `broker.json` (pid, port, version) and `kafka/` (properties, data, log).
        port: The wanted port on loopback; a taken one is replaced by a free one, 0 means any free one.
        libs: Kafka's jars; None means those that `make jars` fetched.
    """

    def __init__(self, directory: Path, *, port: int = DEFAULT_PORT, libs: Path | None = None) -> None:
        self.files = BrokerFiles(directory)
        self._port = port
        self._libs = libs
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap(self) -> str:
        """The address of the running broker.

        Raises:
            BrokerError: No broker of this directory is running.
        """
        running = self.running()
        if running is None:
            raise BrokerError(f"No development broker is running in {self.files.state.parent}.")
        return running.bootstrap

    def running(self) -> Running | None:
        """The broker of this directory, if its process is alive and really ours."""
        try:
            running = Running(**json.loads(self.files.state.read_text()))
        except (OSError, ValueError, TypeError):
            return None
        return running if self._is_ours(running.pid) else None

    def start(self) -> Running:
        """Start the broker unless it runs already, and return when it answers requests.

        Raises:
            BrokerError: Java or the jars are missing, or the broker did not answer in time.
        """
        with self._locked():
            running = self.running()
            if running is not None:
                self._wait_until_ready(running)
                return running
            libs = self._libs or newest_libs(self.files.state.parent, Path(".countinghouse"))
            java = shutil.which("java")
            if java is None:
                raise BrokerError(
                    'The development broker needs Java 17 or newer, and "java" is not on the PATH. Install a '
                    "Java runtime, or name a running broker with COUNTINGHOUSE_KAFKA=HOST:PORT."
                )
            for _ in range(_START_ATTEMPTS - 1):
                with contextlib.suppress(_PortTakenError):
                    return self._launch(java, libs)
            return self._launch(java, libs)

    def stop(self) -> Running | None:
        """End the broker (SIGTERM, then SIGKILL after a bounded wait) and return what was running."""
        with self._locked():
            running = self.running()
            if running is not None and not self._end(running.pid, signal.SIGTERM, _STOP_SECONDS):
                self._end(running.pid, signal.SIGKILL, _STOP_SECONDS)
            self.files.state.unlink(missing_ok=True)
            return running

    def kill(self) -> None:
        """End the broker with SIGKILL, as a failing machine would; its state file stays behind."""
        running = self.running()
        if running is not None:
            self._end(running.pid, signal.SIGKILL, _STOP_SECONDS)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _launch(self, java: str, libs: Path) -> Running:
        port = self._port if self._port and _is_free(self._port) else _free_port()
        self._port = port  # Kept for the next start of this object: its clients know the address by now.
        self.files.write(port, _free_port())
        if not self.files.formatted:
            self._format(java, libs)
        self.files.log.unlink(missing_ok=True)
        command = java_command(java, libs, self.files, MAIN_CLASS, str(self.files.properties))
        with self.files.output.open("wb") as output:
            # A session of its own: Ctrl-C in the terminal that started it does not reach it.
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        running = Running(self._process.pid, port, libs.name.removeprefix("libs-"))
        # Written before the broker answers: an interrupted start leaves a process that `stop` still finds.
        self.files.state.write_text(json.dumps(asdict(running)) + "\n")
        self._wait_until_ready(running)
        return running

    def _format(self, java: str, libs: Path) -> None:
        # A hyphen in front would be read as an option.
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "A")
        arguments = ("format", "--standalone", "-t", cluster, "-c", str(self.files.properties))
        command = java_command(java, libs, self.files, FORMAT_CLASS, *arguments)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            said = "\n".join(f"  {line[:300]}" for line in (done.stdout + done.stderr).splitlines()[-4:])
            raise BrokerError(
                f"Kafka could not format {self.files.data}. It said:\n{said}\nNothing was started."
            )

    def _wait_until_ready(self, running: Running) -> None:
        ready = _wait_until(
            lambda: not self._is_ours(running.pid) or _answers(running.port), seconds=_START_SECONDS
        )
        if ready and self._is_ours(running.pid):
            return
        said = self.files.last_words()
        if self._is_ours(running.pid):
            self._end(running.pid, signal.SIGKILL, _STOP_SECONDS)
            what = f"did not answer at {running.bootstrap} within {_START_SECONDS:.0f} s and was ended"
        else:
            what = "ended while it started"
        self.files.state.unlink(missing_ok=True)
        message = f"The development broker {what}. Its last words, from {self.files.log}:\n{said}"
        raise _PortTakenError(message) if "Address already in use" in said else BrokerError(message)

    def _end(self, pid: int, with_signal: signal.Signals, seconds: float) -> bool:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, with_signal)
        return _wait_until(lambda: not self._is_ours(pid), seconds=seconds)

    def _is_ours(self, pid: int) -> bool:
        """Whether this pid is our broker: pids are used again, so the command line decides."""
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return MAIN_CLASS.encode() in words and os.fsencode(self.files.properties) in words

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one start or stop of this directory run at a time."""
        self.files.lock.parent.mkdir(parents=True, exist_ok=True)
        with self.files.lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class _PortTakenError(BrokerError):
    """Somebody took the port between the look and the start."""


def newest_libs(*data_directories: Path) -> Path:
    """The directory of Kafka's jars with the highest version, in the first of these directories that has any.

    Raises:
        BrokerError: There is none.
    """
    for directory in data_directories:
        found = [path for path in (directory / "kafka").glob("libs-*") if (path / "pom.cksum").exists()]
        if found:
            return max(found, key=lambda path: [int(part) for part in path.name[5:].split(".")]).resolve()
    raise BrokerError(
        f'Kafka\'s jars are not in {data_directories[-1] / "kafka"}. Fetch them with "make jars" (it needs '
        "Maven and Java 17), or name a running broker with COUNTINGHOUSE_KAFKA=HOST:PORT."
    )


def _answers(port: int) -> bool:
    """Whether a broker on this port answers ApiVersions; it serves requests only once it is admitted."""
    api_versions, version, correlation = 18, 0, 7
    client = b"countinghouse"
    request = struct.pack(f">hhih{len(client)}s", api_versions, version, correlation, len(client), client)
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            answer = connection.recv(10, socket.MSG_WAITALL)
    except OSError:
        return False
    return len(answer) == 10 and struct.unpack(">iih", answer)[1:] == (correlation, 0)


def _wait_until(holds: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

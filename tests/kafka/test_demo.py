"""Does the demonstration run on a real broker, and does it leave nothing behind?"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.runtime.broker import DEFAULT_PORT
from streams.runtime.cluster import partitions_found
from tests.conftest import Bootstrap

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from streams.cli.app import main; main()", "demo", "--size", "3000"]


class Demonstration:
    """The command with a data directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it, as a shell does: in a process group of its own."""
        return subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=ROOT,
            env={**os.environ, "COUNTINGHOUSE_DATA_DIR": str(self.directory)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run it to its end: exit code and what it wrote, in one line each."""
        process = self.start(*arguments)
        written, said = process.communicate(timeout=180)
        return process.returncode, " ".join(written.split()), said

    def wait_for(self, process: subprocess.Popen[str], words: str) -> None:
        """Read what it writes up to a line with these words."""
        assert process.stdout is not None
        for line in process.stdout:
            if words in line:
                return
        raise AssertionError(f"the demo ended without saying {words!r}")

    def processes(self) -> dict[int, str]:
        """The command lines of all processes that know of the directory, by pid."""
        known = os.fsencode(self.directory.resolve())
        found = {}
        for path in Path("/proc").glob("[0-9]*"):
            try:
                command = (path / "cmdline").read_bytes()
                if known in command + (path / "environ").read_bytes():
                    found[int(path.name)] = command.decode().replace("\0", " ")
            except OSError:
                continue
        return found

    def left(self) -> list[str]:
        """What is left of it: processes and files."""
        deadline = time.monotonic() + 10
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        return list(self.processes().values()) + [str(path) for path in self.directory.rglob("*")]


@pytest.fixture
def demonstration(kafka_libs: Path, tmp_path: Path) -> Demonstration:
    """A demonstration below a temporary directory; the jars are those of the checkout."""
    return Demonstration(tmp_path / "data")


@pytest.fixture
def taken_port() -> Iterator[int]:
    """Kafka's usual port, taken by somebody."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", DEFAULT_PORT))
            taken.listen()
        except OSError:
            pass  # Another program has it.
        yield DEFAULT_PORT


@pytest.mark.kafka
def test_a_day_runs_behind_a_taken_port_twice_and_leaves_nothing(
    demonstration: Demonstration, taken_port: int
) -> None:
    code, written, said = demonstration.run()

    assert (code, said) == (0, "")
    assert f"port {taken_port} is taken." in written
    assert "Their sum is 0.00." in written
    assert "The replay agrees" in written
    assert demonstration.left() == []

    code, written, said = demonstration.run("--json")

    assert (code, said) == (0, "")
    facts = json.loads(written)
    assert (facts["venue"], facts["state"], facts["differences"]) == ("kafka", "SETTLED", [])
    assert facts["largest_sum_cents"] == 0
    assert sum(facts["section_57_shares_cents"].values()) == facts["section_57_a_cents"]
    assert demonstration.left() == []


@pytest.mark.kafka
@pytest.mark.parametrize("words", ["The day has", "published"])
def test_an_interrupted_day_leaves_nothing(demonstration: Demonstration, words: str) -> None:
    process = demonstration.start("--size", "50000")
    demonstration.wait_for(process, words)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 128 + signal.SIGINT
    assert said == "The demo was interrupted; all that it started has ended.\n"
    assert demonstration.left() == []


@pytest.mark.kafka
def test_a_worker_that_ends_too_early_ends_the_day_with_a_message(demonstration: Demonstration) -> None:
    process = demonstration.start("--size", "50000")
    demonstration.wait_for(process, "workers are ready")
    worker = next(pid for pid, command in demonstration.processes().items() if "streams.worker" in command)
    os.kill(worker, signal.SIGKILL)
    _, said = process.communicate(timeout=60)

    assert process.returncode == 4
    assert "ended with exit code -9." in said
    assert demonstration.left() == []


@pytest.mark.kafka
def test_a_run_after_one_that_was_killed_tidies_up(demonstration: Demonstration) -> None:
    process = demonstration.start("--size", "50000")
    demonstration.wait_for(process, "published")
    process.kill()
    process.communicate()
    assert demonstration.processes() != {}

    code, written, said = demonstration.run("--json")

    assert (code, said) == (0, "")
    assert json.loads(written)["state"] == "SETTLED"
    assert demonstration.left() == []


async def test_a_day_on_a_broker_of_somebody_else_leaves_no_topics(
    broker: Bootstrap, demonstration: Demonstration
) -> None:
    code, written, said = demonstration.run(
        "--kafka", broker.bootstrap, "--workers", "1", "--partitions", "3", "--json"
    )

    assert (code, said) == (0, "")
    assert json.loads(written)["differences"] == []
    assert [topic for topic in await partitions_found(broker.bootstrap, 10) if topic.startswith("demo")] == []
    assert demonstration.left() == []


async def test_a_quarter_of_market_data_comes_to_the_same_bills_as_on_the_ledger(
    broker: Bootstrap, demonstration: Demonstration
) -> None:
    size = ("--domain", "marketdata", "--size", "1000", "--json")
    on_kafka = demonstration.run("--kafka", broker.bootstrap, *size)
    on_ledger = demonstration.run("--on-ledger", *size)

    facts = [json.loads(written) for _, written, _ in (on_kafka, on_ledger)]
    assert [code for code, *_ in (on_kafka, on_ledger)] == [0, 0]
    assert [one["differences"] for one in facts] == [[], []]
    assert facts[0]["documents_cents"] == facts[1]["documents_cents"]
    assert [one["savings_cents"]["2015-06/GRANITE/OPAL"] > 0 for one in facts] == [True, True]


@pytest.mark.kafka
def test_a_month_of_comms_is_judged_to_its_end_on_a_broker(demonstration: Demonstration) -> None:
    code, written, said = demonstration.run("--domain", "comms", "--size", "500", "--json")

    assert (code, said) == (0, "")
    facts = json.loads(written)
    assert (facts["venue"], facts["differences"]) == ("kafka", [])
    assert facts["open"]["EARLY_DELETION"] == 1
    assert demonstration.left() == []

"""How does one machine get a real Kafka broker of its own, and get rid of it again?"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from streams.runtime import topics
from streams.runtime.broker import Broker, BrokerError, newest_libs

_LISTENING = "0A"
_LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000"}


@pytest.fixture(scope="module")
def running_broker(tmp_path_factory: pytest.TempPathFactory, kafka_libs: Path) -> Iterator[Broker]:
    """A broker that the tests only look at."""
    with Broker(tmp_path_factory.mktemp("running"), port=0, libs=kafka_libs) as started:
        yield started


def test_a_second_start_finds_the_running_broker(running_broker: Broker) -> None:
    again = Broker(running_broker.files.state.parent).start()

    assert again == running_broker.running()


def test_the_broker_listens_on_loopback_only(running_broker: Broker) -> None:
    running = running_broker.running()
    assert running is not None

    listening = _listening_addresses(running.pid)

    assert listening != set()
    assert listening - _LOOPBACK == set()


def test_a_taken_port_is_replaced_by_a_free_one(
    running_broker: Broker, tmp_path: Path, kafka_libs: Path
) -> None:
    taken = int(running_broker.bootstrap.rpartition(":")[2])

    with Broker(tmp_path, port=taken, libs=kafka_libs) as other:
        assert other.bootstrap != running_broker.bootstrap


async def test_a_started_broker_takes_requests_at_once_and_topics_outlive_a_stop(own_broker: Broker) -> None:
    kept = [topics.Topic("kept", 3)]
    address = own_broker.start().bootstrap
    await topics.apply(address, kept)
    own_broker.stop()
    assert own_broker.running() is None

    own_broker.start()

    assert own_broker.bootstrap == address
    assert await topics.check(address, kept) == []


async def test_topics_outlive_a_crash_and_its_stale_state_file(own_broker: Broker) -> None:
    kept = [topics.Topic("kept", 3)]
    crashed = own_broker.start()
    await topics.apply(crashed.bootstrap, kept)
    own_broker.kill()
    assert own_broker.files.state.exists()

    running = own_broker.start()

    assert running.pid != crashed.pid
    assert await topics.check(running.bootstrap, kept) == []


def test_a_process_that_is_not_the_broker_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    broker = Broker(tmp_path)
    broker.files.state.write_text(json.dumps({"pid": stranger.pid, "port": 9092, "version": "4.4.0"}))
    try:
        assert broker.running() is None
        assert broker.stop() is None
        assert stranger.poll() is None
        assert not broker.files.state.exists()
    finally:
        stranger.communicate(b"\n", timeout=10)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "port": 2, "version": "3", "x": 4}']
)
def test_a_damaged_state_file_counts_as_no_broker(tmp_path: Path, content: str) -> None:
    broker = Broker(tmp_path)
    broker.files.state.write_text(content)

    assert broker.running() is None


def test_missing_jars_are_one_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BrokerError, match=r'jars are not in .*kafka\. Fetch them with "make jars"') as error:
        newest_libs(tmp_path)

    assert error.value.exit_code == 4


def test_the_jars_with_the_highest_version_are_taken(tmp_path: Path) -> None:
    for version in ("4.9.0", "4.10.1", "4.10.0"):
        (tmp_path / "kafka" / f"libs-{version}").mkdir(parents=True)
        (tmp_path / "kafka" / f"libs-{version}" / "pom.cksum").touch()
    (tmp_path / "kafka" / "libs-4.11.0.partial").mkdir()

    assert newest_libs(tmp_path).name == "libs-4.10.1"


def test_missing_java_is_one_sentence_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BrokerError, match='needs Java 17 or newer, and "java" is not on the PATH'):
        Broker(tmp_path, libs=tmp_path).start()


def test_a_broker_that_cannot_start_shows_its_last_words(own_broker: Broker) -> None:
    own_broker.files.data.mkdir(parents=True)
    (own_broker.files.data / "meta.properties").write_text("version=1\nnode.id=77\ncluster.id=other\n")

    with pytest.raises(BrokerError, match=r"ended while it started[\s\S]*Stored node id 77"):
        own_broker.start()

    assert own_broker.running() is None


def test_the_command_starts_reports_and_stops_the_broker(own_broker: Broker) -> None:
    directory = str(own_broker.files.state.parent)
    started = _command("start", "--port", "0", "--json", "--data-dir", directory)
    status = _command("status", "--json", "--data-dir", directory)

    running = own_broker.running()
    assert running is not None
    assert started == {"kafka": running.bootstrap, "pid": running.pid, "version": running.version}
    assert status == started
    assert _command("stop", "--json", "--data-dir", directory) == started
    assert own_broker.running() is None


def test_the_status_of_no_broker_is_exit_code_4(tmp_path: Path) -> None:
    done = _run("status", "--data-dir", str(tmp_path))

    assert (done.returncode, done.stderr) == (4, "")
    assert done.stdout.startswith("No development broker is running.")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from streams.cli.app import main; main()", "broker", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _command(*arguments: str) -> dict[str, object]:
    done = _run(*arguments)
    assert done.returncode == 0, done.stderr
    facts: dict[str, object] = json.loads(done.stdout)
    return facts


def _listening_addresses(pid: int) -> set[str]:
    """The local addresses, as the kernel writes them, on which a process waits for connections."""
    sockets = {
        target for entry in Path(f"/proc/{pid}/fd").iterdir() if (target := _target(entry)) is not None
    }
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return {
        row[1].partition(":")[0] for row in rows if row[3] == _LISTENING and f"socket:[{row[9]}]" in sockets
    }


def _target(descriptor: Path) -> str | None:
    """What an open descriptor stands for; None when the broker closed it between the listing and the look."""
    try:
        return os.readlink(descriptor)
    except FileNotFoundError:
        return None

"""What every test may ask for: a real broker, topics of its own on it, and databases for registers."""

import os
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from hypothesis import HealthCheck, settings

from streams.runtime.broker import Broker, newest_libs
from tests.registers import Registers, postgresql_server

ROOT = Path(__file__).parents[1]

_BROKER_FIXTURES = {"broker", "kafka_libs"}

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("searching", deadline=None, max_examples=1_000)
# Each run tries the same examples; the nightly one, which asks for many histories, looks for others.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background ignores Ctrl-C, and so would every process that a test starts and interrupts.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.load_profile("searching" if "COUNTINGHOUSE_TEST_HISTORIES" in os.environ else "steady")


class Bootstrap(Protocol):
    """A broker that can be reached."""

    @property
    def bootstrap(self) -> str:
        """HOST:PORT."""


class BrokerElsewhere(NamedTuple):
    """A broker that somebody else started."""

    bootstrap: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a broker, so that `make test-fast` can leave it out."""
    for item in items:
        if isinstance(item, pytest.Function) and _BROKER_FIXTURES & set(item.fixturenames):
            item.add_marker(pytest.mark.kafka)


@pytest.fixture(scope="session")
def kafka_libs() -> Path:
    """The jars that `make jars` fetched."""
    return newest_libs(ROOT / ".countinghouse")


@pytest.fixture(scope="session")
def broker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bootstrap]:
    """One broker for the whole run; COUNTINGHOUSE_TEST_KAFKA=HOST:PORT names one that runs already."""
    elsewhere = os.environ.get("COUNTINGHOUSE_TEST_KAFKA")
    if elsewhere:
        yield BrokerElsewhere(elsewhere)
        return
    libs = request.getfixturevalue("kafka_libs")
    with Broker(tmp_path_factory.mktemp("broker"), port=0, libs=libs) as started:
        yield started


@pytest.fixture
def own_broker(tmp_path: Path, kafka_libs: Path) -> Iterator[Broker]:
    """A broker that the test may stop and kill; not started yet."""
    started = Broker(tmp_path / "broker", port=0, libs=kafka_libs)
    yield started
    started.stop()


@pytest.fixture
def topic_prefix() -> str:
    """A prefix that makes topics the test's own, also on a broker that is used again and again."""
    return f"test-{uuid.uuid4().hex[:12]}."


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def registers(request: pytest.FixtureRequest) -> Iterator[Registers]:
    """Registers in files, then in PostgreSQL; COUNTINGHOUSE_TEST_POSTGRESQL=URL names a server that runs already."""
    elsewhere = os.environ.get("COUNTINGHOUSE_TEST_POSTGRESQL")
    if request.param == "sqlite":
        yield Registers(None)
    elif elsewhere:
        yield Registers(elsewhere)
    else:
        with postgresql_server() as url:
            yield Registers(url)

"""Would `docker compose up` start what the documents promise, where this machine alone reaches it?"""

import json
import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from streams.runtime.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]

# It ships the compose specification's own schema; its command is not needed here.
_SCHEMA = distribution("check-jsonschema").locate_file(
    "check_jsonschema/builtin_schemas/vendor/compose-spec.json"
)
_JOBS = {"topics"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The whole file, with its anchors followed."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


def test_the_file_is_what_the_compose_specification_allows(compose: dict[str, Any]) -> None:
    schema = json.loads(Path(str(_SCHEMA)).read_text())

    faults = [fault.message for fault in jsonschema.Draft7Validator(schema).iter_errors(compose)]

    assert faults == []


def test_every_published_port_is_on_loopback(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]

    assert ports != []
    assert [port for port in ports if not str(port).startswith("127.0.0.1:")] == []
    assert [name for name, service in compose["services"].items() if "network_mode" in service] == []


def test_every_service_says_how_its_health_is_seen(compose: dict[str, Any]) -> None:
    without = {name for name, service in compose["services"].items() if "healthcheck" not in service}

    assert without == _JOBS


def test_nothing_starts_before_what_it_needs_is_ready(compose: dict[str, Any]) -> None:
    needs = {
        (name, needed): how["condition"]
        for name, service in compose["services"].items()
        for needed, how in service.get("depends_on", {}).items()
    }

    assert needs == {
        ("topics", "kafka"): "service_healthy",
        ("worker-1", "topics"): "service_completed_successfully",
        ("worker-2", "topics"): "service_completed_successfully",
        ("grafana", "prometheus"): "service_healthy",
    }


def test_every_image_is_pinned(compose: dict[str, Any]) -> None:
    images = [service["image"] for service in compose["services"].values()]
    images += re.findall(r"^FROM (\S+)", (ROOT / "ops/docker/Dockerfile").read_text(), re.MULTILINE)

    assert [image for image in images if not re.search(r":v?\d+\.\d+\.\d+", image)] == []


def test_kafka_is_the_version_that_the_tests_run_on(compose: dict[str, Any]) -> None:
    pom = (ROOT / "ops/kafka/pom.xml").read_text()
    (tested,) = re.findall(r"<kafka\.version>(.+)</kafka\.version>", pom)

    assert compose["services"]["kafka"]["image"] == f"apache/kafka:{tested}"


def test_each_worker_is_a_member_of_its_own_and_is_scraped(compose: dict[str, Any]) -> None:
    scraped = yaml.safe_load((ROOT / "ops/prometheus/prometheus.yml").read_text())["scrape_configs"][0]
    members = {
        name: service["environment"]["COUNTINGHOUSE_GROUP_INSTANCE_ID"]
        for name, service in compose["services"].items()
        if service.get("command", [""])[0] == "worker"
    }

    assert members == {"worker-1": "worker-1", "worker-2": "worker-2"}
    assert scraped["static_configs"] == [{"targets": [f"{name}:9464" for name in members]}]


def test_the_settings_in_the_file_are_settings_that_exist(compose: dict[str, Any]) -> None:
    given = {name for service in compose["services"].values() for name in service.get("environment", {})}
    ours = {name.removeprefix(PREFIX).lower() for name in given if name.startswith(PREFIX)}

    assert ours - set(Settings.model_fields) == set()


def test_every_file_that_is_mounted_or_built_from_is_there(compose: dict[str, Any]) -> None:
    mounts = [
        volume.partition(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./")
    ]
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "ops/docker/Dockerfile").read_text(), re.MULTILINE)
    needed = [*mounts, *(name for names in copied for name in names.split())]

    assert [name for name in needed if not (ROOT / name).exists()] == []


def test_the_password_has_no_default(compose: dict[str, Any]) -> None:
    assert compose["secrets"] == {"grafana_admin_password": {"environment": "GRAFANA_ADMIN_PASSWORD"}}
    assert [
        name
        for service in compose["services"].values()
        for name in service.get("environment", {})
        if "PASSWORD" in name and not name.endswith("__FILE")
    ] == []


def test_workers_run_as_nobody_in_particular() -> None:
    dockerfile = (ROOT / "ops/docker/Dockerfile").read_text()

    assert re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE)[-1] == "countinghouse"
    assert "--require-hashes" in dockerfile

"""With which settings does a command or a worker run?"""

import os
from pathlib import Path

import pytest

from streams.runtime.settings import PREFIX, Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def _no_settings_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def test_the_defaults_are_settings_that_hold_together() -> None:
    settings = read_settings()

    assert (settings.kafka, settings.app, settings.domains) == ("127.0.0.1:9092", "countinghouse", ())
    assert settings.heartbeat_ms * 3 <= settings.session_timeout_ms <= settings.request_timeout_ms


def test_an_option_is_stronger_than_the_environment_and_that_than_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COUNTINGHOUSE_KAFKA", "one:1")
    monkeypatch.setenv("COUNTINGHOUSE_PARTITIONS", "3")

    settings = read_settings(kafka="two:2,[::1]:3", partitions=None)

    assert (settings.kafka, settings.partitions, settings.replication) == ("two:2,[::1]:3", 3, -1)


def test_domains_are_named_with_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTINGHOUSE_DOMAINS", "clearing, swaps,")

    assert read_settings().domains == ("clearing", "swaps")


def test_every_fault_is_told_at_once_with_its_value_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("COUNTINGHOUSE_PARTITIONS", "many")
    monkeypatch.setenv("COUNTINGHOUSE_KAFA", "x:1")

    with pytest.raises(SettingsError) as error:
        read_settings(heartbeat_ms=20_000, data_dir=tmp_path / "file")

    assert error.value.exit_code == 2
    assert error.value.message.splitlines() == [
        "4 settings are wrong; nothing was started.",
        "  COUNTINGHOUSE_KAFA is set, but there is no such setting. Did you mean COUNTINGHOUSE_KAFKA?",
        f"  --data-dir is '{tmp_path}/file'. Allowed: a directory, or a path where one can be made.",
        "  COUNTINGHOUSE_PARTITIONS is 'many'. Allowed: a whole number from 1 to 1024.",
        "  --heartbeat-ms is '20000'. Allowed: at least 100, at most a third of session_timeout_ms.",
    ]


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("kafka", "broker-1.example:9092,10.0.0.1:9093", "broker"),
        ("kafka", "[::1]:65535", "broker:65536"),
        ("app", "counting-house-2", "Counting House"),
        ("topic_prefix", "case-1.", "case 1"),
        ("replication", -1, 0),
        ("group_instance_id", "clearing-1", ""),
        ("metrics_port", 0, -1),
        ("request_timeout_ms", 30_000, 29_999),
        ("transaction_timeout_ms", 900_000, 900_001),
        ("commit_interval_seconds", 0.5, 0),
    ],
)
def test_what_is_allowed_is_taken_and_what_is_not_is_refused(name: str, good: object, bad: object) -> None:
    assert getattr(read_settings(**{name: good}), name) == good
    with pytest.raises(SettingsError, match=r"One setting is wrong; nothing was started\."):
        read_settings(**{name: bad})


def test_the_variables_of_the_tests_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTINGHOUSE_TEST_KAFKA", "127.0.0.1:9092")

    assert read_settings() == Settings()


def test_every_setting_says_what_is_allowed() -> None:
    assert [name for name, about in Settings.model_fields.items() if not about.description] == []

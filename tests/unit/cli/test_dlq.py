"""What does a person see of the dead letters that a ledger holds?"""

import base64
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.kernel.errors import UserError
from tests.unit.replay import forging
from tests.unit.replay.forging import NAMES


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return forging.record(tmp_path_factory.mktemp("dlq") / "default.ledger", forging.default_case())


def _dlq(command: str, ledger: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        app, ["dlq", command, *arguments, "--domain", "clearing", "--ledger", str(ledger)]
    )


def test_every_dead_letter_is_listed_with_reason_and_source(ledger: Path) -> None:
    letters = json.loads(_dlq("list", ledger, "--json").stdout)["dead_letters"]

    assert sorted(base64.b64decode(one["value_base64"]) for one in letters) == sorted(
        forging.UNREADABLE * forging.PARTITIONS
    )
    assert {one["reason"] for one in letters} == {"NOT_JSON", "UNKNOWN_TYPE"}
    for one in letters:
        source = one["source"]
        (record,) = forging.records_of(ledger, source["topic"], source["partition"])[
            source["offset"] : source["offset"] + 1
        ]
        assert base64.b64decode(one["value_base64"]) == record.value
        assert one["headers"] == [["from", base64.b64encode(b"elsewhere").decode()]]


def test_those_with_one_reason_are_listed_alone(ledger: Path) -> None:
    done = _dlq("list", ledger, "--reason", "UNKNOWN_TYPE")

    assert done.exit_code == 0
    assert f"Dead letters of clearing: {forging.PARTITIONS}." in done.stdout
    assert "NOT_JSON" not in done.stdout


def test_one_is_shown_with_its_bytes(ledger: Path) -> None:
    letters = json.loads(_dlq("list", ledger, "--json").stdout)["dead_letters"]
    name = next(one["name"] for one in letters if base64.b64decode(one["value_base64"]) == b"\xff\xfe")
    done = _dlq("show", ledger, name)

    assert done.exit_code == 0
    assert f"{NAMES.events}, partition" in done.stdout
    assert "    000000  ff fe " in done.stdout


@pytest.mark.parametrize("name", ["9/9", "nonsense"])
def test_one_that_is_not_there_is_told(ledger: Path, name: str) -> None:
    done = _dlq("show", ledger, name)

    assert isinstance(done.exception, UserError)
    assert f"There is no dead letter {name}." in done.exception.message

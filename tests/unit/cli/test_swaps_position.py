"""What does a person get from `countinghouse swaps position`?"""

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.kernel.errors import UserError
from tests.unit.desks.small_log import BILLION_CENTS, CIRCLE, closed, record, traded


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    events = [
        *CIRCLE,
        traded("old", "2022-05-10", 3 * BILLION_CENTS),
        traded("new", "2023-02-01", 6 * BILLION_CENTS),
        closed("2023-04-28"),
    ]
    return record(tmp_path_factory.mktemp("desk") / "small.ledger", events)


def _position(ledger: Path, *arguments: object) -> Result:
    return CliRunner().invoke(app, ["swaps", "position", "--ledger", str(ledger), *map(str, arguments)])


def test_the_table_tells_total_headroom_crossing_and_deadline(ledger: Path) -> None:
    done = _position(ledger)

    assert done.exit_code == 0
    row = next(line.split() for line in done.stdout.splitlines() if line.strip().startswith("TOP "))
    assert row == [
        "TOP",
        "9,000.00",
        "-1,000.00",
        "112.5%",
        "3,000.00",
        "EXCEEDED",
        "2023-02-01",
        "2023-04-30",
    ]
    assert "So says the recorded close close-2023-04-28-1." in done.stdout


def test_a_program_reads_the_same(ledger: Path) -> None:
    told = json.loads(_position(ledger, "--json").stdout)

    assert (told["on"], told["groups"][0]["total_cents"]) == ("2023-04-28", 9 * BILLION_CENTS)


@pytest.mark.parametrize(("what", "first"), [("groups", "group"), ("leaving", "part")])
def test_a_spreadsheet_reads_it_too(ledger: Path, what: str, first: str) -> None:
    (row,) = csv.DictReader(io.StringIO(_position(ledger, "--csv", what).stdout))

    assert next(iter(row)) == first


def test_the_chart_is_a_picture_with_the_threshold_and_the_crossing(ledger: Path, tmp_path: Path) -> None:
    _position(ledger, "--chart", tmp_path / "top.svg")
    words = [one.text for one in ET.parse(tmp_path / "top.svg").iter("{http://www.w3.org/2000/svg}text")]

    assert "TOP: swaps counted in the last 12 months" in words
    assert "Threshold $8,000.00 million" in words
    assert "exceeded 2023-02-01" in words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--on", "31 October"], '"31 October" is no date'),
        (["--known-on", "2020-01-01"], "says nothing of what was known on 2020-01-01"),
        (["--group", "NOBODY"], "No group NOBODY has a total on 2023-04-28. The highest have: TOP."),
        (["--chart", "top.png"], "A chart is an SVG file"),
    ],
)
def test_a_mistake_is_one_message(ledger: Path, arguments: list[str], message: str) -> None:
    done = _position(ledger, *arguments)

    assert isinstance(done.exception, UserError)
    assert message in done.exception.message

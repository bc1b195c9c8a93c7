"""What does a person get from `countinghouse swaps read`?"""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from streams.cli.app import app
from streams.kernel.errors import UserError
from tests.unit.readers.trade_files import OWN_PARTIES, own, public


@pytest.fixture
def parties(tmp_path: Path) -> Path:
    file = tmp_path / "parties.toml"
    file.write_text(OWN_PARTIES)
    return file


def _read(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["swaps", "read", *map(str, arguments)])


def test_events_go_to_standard_output_and_the_report_to_standard_error(tmp_path: Path, parties: Path) -> None:
    (tmp_path / "trades.csv").write_text(own({}))
    done = _read(tmp_path / "trades.csv", "--parties", parties)

    assert done.exit_code == 0
    assert [json.loads(line)["type"] for line in done.stdout.splitlines()] == ["swap_traded"]
    assert done.stderr.splitlines()[:3] == [
        "Read 1 row of part45.",
        "1 event from 1 row:",
        "          1 swap_traded",
    ]


def test_a_row_set_aside_is_told_with_file_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "trades.csv"
    file.write_text(own({}))
    done = _read(file)

    assert done.exit_code == 3
    assert done.stdout == ""
    assert f'{file}:2: "Counterparty 1 (reporting counterparty)" (#13): no report tells' in done.stderr


def test_the_report_can_be_read_by_a_program(tmp_path: Path) -> None:
    (tmp_path / "trades.csv").write_text(public({}, {"Action type": "VALU"}))
    report = json.loads(_read(tmp_path / "trades.csv", "--json").stderr)

    assert (report["rows"], report["set_aside"], report["passed_by"]) == (2, 1, {"END_OF_DAY": 1})
    assert report["lacking"]["PARTIES_UNKNOWN"]["examples"][0]["line"] == 2


def test_every_row_set_aside_is_kept_with_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "trades.csv").write_text(
        public(*[{"Dissemination Identifier": str(one)} for one in range(9)])
    )
    _read(tmp_path / "trades.csv", "--set-aside", tmp_path / "aside.jsonl")
    kept = [json.loads(line) for line in (tmp_path / "aside.jsonl").read_text().splitlines()]

    assert [one["line"] for one in kept] == list(range(2, 11))
    assert json.loads(kept[8]["text"])["dissemination_identifier"] == "8"


def test_a_zipped_file_is_read_as_the_repositories_publish_it(tmp_path: Path, parties: Path) -> None:
    with zipfile.ZipFile(tmp_path / "trades.zip", "w") as archive:
        archive.writestr("trades.csv", own({}))
    done = _read(tmp_path / "trades.zip", "--parties", parties)

    assert len(done.stdout.splitlines()) == 1


def test_the_day_of_a_trade_is_told_in_the_zone_that_is_named(tmp_path: Path, parties: Path) -> None:
    (tmp_path / "trades.csv").write_text(own({"Execution timestamp": "2024-03-05T02:00:00Z"}))
    done = _read(tmp_path / "trades.csv", "--parties", parties, "--zone", "America/New_York")

    assert json.loads(done.stdout)["traded_on"] == "2024-03-04"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent.csv"], "absent.csv cannot be read: No such file or directory"),
        (["own.csv", "public.csv"], "The files are of different layouts: part45 and part43"),
        (["own.csv", "--zone", "Nowhere"], 'There is no time zone "Nowhere"'),
        (["own.csv", "--parties", "absent.toml"], "absent.toml cannot be read"),
    ],
)
def test_a_mistake_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.csv").write_text(own())
    Path("public.csv").write_text(public())
    done = _read(*arguments)

    assert isinstance(done.exception, UserError)
    assert message in done.exception.message

"""Is every text shown as it was written, whatever a sender chose to call something?"""

import json
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text
from typer.testing import CliRunner

from streams.cli.app import app
from streams.cli.screen import Screen, visible
from tests.properties.changed_cases import renamed
from tests.unit.replay.forging import default_case

NAMES = ["[red]a", "[/a]", "[a", '["a"]', "a:bank:b", "[link=a]b", "\\[a", "1,000 2024-01-01 True"]
"""Names that a library for terminals would take for something else."""


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_style_and_no_picture(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(width=120)
    table = Table("name")
    table.add_row(name)

    for shown in (name, Text(name), table):
        screen.print(shown)

    assert capsys.readouterr().out.count(name) == 3


def test_control_characters_are_seen_and_do_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(width=120)
    name = "a\x1b[2Jb\x00\x7f\x9bc"

    screen.print(name)
    screen.print(Text(name))

    assert capsys.readouterr().out == "a\u241b[2Jb\u2400\u2421\ufffdc\n" * 2
    assert visible("a\n\tb") == "a\n\tb"


@pytest.mark.parametrize("form", ["[%s", '["%s"]', "[/%s]", ":bank:%s", "\x1b[2J%s"])
def test_a_day_whose_ids_look_like_something_else_is_folded_verified_and_explained(
    form: str, tmp_path: Path
) -> None:
    events = [json.loads(value) for value in default_case()]
    for event in list(events):
        events = [renamed(one, event["id"], form % event["id"]) for one in events]
    day, ledger = tmp_path / "day.jsonl", tmp_path / "day.ledger"
    day.write_text("\n".join(map(json.dumps, events)))
    some = next(event["id"] for event in events if event["type"] == "entry_submitted")

    def countinghouse(*arguments: object) -> str:
        done = CliRunner().invoke(app, list(map(str, arguments)))
        assert done.exit_code == 0, done.output
        return done.stdout

    figures = countinghouse("run", "--ledger", ledger, "--domain", "clearing", day, "--json")
    assert some in json.loads(figures)["verdicts"]
    assert visible(some) in countinghouse("explain", some, "--ledger", ledger)
    assert "Everything agrees." in countinghouse("verify", "--domain", "clearing", "--ledger", ledger)

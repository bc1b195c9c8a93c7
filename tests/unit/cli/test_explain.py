"""countinghouse explain: is the answer there for a person, for a program and on paper?"""

import json
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from streams.cli.app import main
from tests.unit.clearing.explanations.recorded import record

SHARE = "deposits-closed-D/section_57_deposit_due/A"


class Answer(NamedTuple):
    """How a command ended, and what it wrote."""

    exit_code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def countinghouse(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process, on a terminal of a certain width."""

    def run(*arguments: object, columns: int = 80) -> Answer:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr(sys, "argv", ["countinghouse", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else int(code is not None), *capfd.readouterr())

    return run


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A case that was decided under the law as it stands."""
    path = tmp_path / "day.ledger"
    record(path, "S09")
    return path


def test_a_person_reads_the_answer_the_figures_the_law_and_the_places(
    countinghouse: Command, ledger: Path
) -> None:
    answer = countinghouse("explain", SHARE, "--ledger", ledger)

    assert answer.exit_code == 0
    assert answer.out.startswith("Why A has to deposit $3,333.34 for D\n")
    for part in (
        "What happened",
        "1,000,001 \u00d7 ",
        "BL3/57(1)",
        "streams/domains/clearing/rules/sharing.py:",
        "clearing.section_57_basis",
        "clearing.events.v1, partition 0, offset ",
        "clearing.outcomes.v1, partition ",
        "countinghouse verify --domain clearing --ledger",
    ):
        assert part in answer.out


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_no_figure_is_cut(
    countinghouse: Command, ledger: Path, columns: int
) -> None:
    lines = countinghouse("explain", SHARE, "--ledger", ledger, columns=columns).out.splitlines()

    assert max(map(len, lines)) <= columns
    assert any("333,334" in line for line in lines)


def test_a_program_reads_canonical_json(countinghouse: Command, ledger: Path) -> None:
    answer = countinghouse("explain", SHARE, "--ledger", ledger, "--json")
    explanation = json.loads(answer.out)

    assert answer.exit_code == 0
    assert (
        json.dumps(explanation, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
        == answer.out
    )
    assert explanation["outcomes"][0]["body"]["amount_cents"] == 333_334
    assert explanation["differs"] is False


class Page(HTMLParser):
    """Counts tags, and collects what a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.fetched += [str(value) for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_stands_alone(countinghouse: Command, ledger: Path, tmp_path: Path) -> None:
    file = tmp_path / "share.html"
    answer = countinghouse("explain", SHARE, "--ledger", ledger, "--html", file)
    text = file.read_text(encoding="utf-8")
    page = Page()
    page.feed(text)

    assert answer.out.startswith("Why A has to deposit $3,333.34 for D. The page is ")
    assert (page.open, page.fetched) == ([], [])
    assert "@media print" in text
    assert "333,334" in text


def test_a_page_shows_names_as_text(countinghouse: Command, tmp_path: Path) -> None:
    entry = {
        "type": "entry_submitted",
        "id": "<b>bold</b>",
        "at": "2003-11-03T20:00:00Z",
        "made_by": "A",
        "counterparty": "D",
        "direction": "DEBIT",
        "item_class": "<script>alert(1)</script>",
        "regional_exchange_point": "TOR",
        "value_cents": 100,
        "item_count": 1,
    }
    path, file = tmp_path / "day.ledger", tmp_path / "entry.html"
    record(path, "S09", more=[json.dumps(entry).encode()])

    countinghouse("explain", "<b>bold</b>", "--ledger", path, "--html", file)

    assert "<script>" not in file.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in file.read_text(encoding="utf-8")


def test_an_unknown_id_ends_with_2_and_names_the_nearest(countinghouse: Command, ledger: Path) -> None:
    answer = countinghouse("explain", "shortfal-D", "--ledger", ledger)

    assert (answer.exit_code, answer.out) == (2, "")
    assert "Nearest to it: shortfall-D" in answer.err


def test_a_record_that_differs_ends_with_1(countinghouse: Command, tmp_path: Path) -> None:
    path = tmp_path / "other.ledger"
    record(path, "S35")

    answer = countinghouse("explain", "interest-D", "--ledger", path)

    assert answer.exit_code == 1
    assert "THE RECORD DIFFERS" in answer.out


@pytest.mark.parametrize("arguments", [("--domain", "nonsense"), ("--html", "/nowhere/page.html")])
def test_a_mistake_is_one_message(countinghouse: Command, ledger: Path, arguments: tuple[str, str]) -> None:
    answer = countinghouse("explain", SHARE, "--ledger", ledger, *arguments)

    assert answer.exit_code == 2
    assert answer.err.count("\n") == 1


def test_no_ledger_is_one_message(countinghouse: Command, tmp_path: Path) -> None:
    answer = countinghouse("explain", SHARE, "--ledger", tmp_path / "none.ledger")

    assert answer.exit_code == 2
    assert "There is no ledger" in answer.err

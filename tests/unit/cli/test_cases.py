"""countinghouse cases: does the exit code say whether every expectation holds?"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from streams.cli.app import main

CASES = Path(__file__).parents[2] / "cases" / "clearing" / "cases.json"
REGISTRATION = {"type": "member_registered", "id": "m1", "at": "2003-10-23T13:00:00Z", "member": "A"}


class Answer(NamedTuple):
    """How a command ended, and what it wrote."""

    exit_code: int
    out: str
    err: str


Command = Callable[..., Answer]


@pytest.fixture
def countinghouse(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process."""

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["countinghouse", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else int(code is not None), *capfd.readouterr())

    return run


def written(folder: Path, *expects: dict[str, Any], **changes: object) -> Path:
    """A document with one case for each expectation."""
    cases = [
        {
            "case": f"c{place}",
            "title": f"Case {place}.",
            "cites": [],
            "events": [REGISTRATION],
            "expect": expect,
        }
        for place, expect in enumerate(expects)
    ]
    path = folder / "some.json"
    path.write_text(json.dumps({"domain": "clearing", "format": 1, "cases": cases, **changes}), "utf-8")
    return path


HOLDS: dict[str, Any] = {"verdicts": {"m1": {"verdict": "ACCEPTED"}}}
FAILS: dict[str, Any] = {"verdicts": {"m1": {"verdict": "REFUSED"}}, "repeats": {"m1": {}}}


@pytest.mark.parametrize(("partitions", "words"), [(1, "1 partition."), (3, "3 partitions.")])
def test_it_ends_with_0_when_every_expectation_holds(
    countinghouse: Command, tmp_path: Path, partitions: int, words: str
) -> None:
    answer = countinghouse("cases", written(tmp_path, HOLDS, HOLDS), "--partitions", partitions)
    assert answer.exit_code == 0
    assert answer.out == f"2 of 2 cases hold, in memory with {words}\n"


def test_it_ends_with_1_when_one_does_not_and_says_in_what(countinghouse: Command, tmp_path: Path) -> None:
    answer = countinghouse("cases", written(tmp_path, HOLDS, FAILS))
    assert answer.exit_code == 1
    assert answer.out == (
        "c1: Case 1.\n"
        '  verdicts/m1/verdict: expected "REFUSED", found "ACCEPTED"\n'
        "  repeats/m1: expected {}, found nothing\n"
        "1 of 2 cases hold, in memory with 1 partition.\n"
    )


def test_of_many_differences_some_are_shown_and_the_rest_counted(
    countinghouse: Command, tmp_path: Path
) -> None:
    many: dict[str, Any] = {"verdicts": {f"e{place:02}": {} for place in range(25)}}
    answer = countinghouse("cases", written(tmp_path, many))
    assert "  verdicts/e19: expected {}, found nothing\n  and 5 more\n" in answer.out


def test_a_document_that_cannot_be_read_ends_with_2(countinghouse: Command, tmp_path: Path) -> None:
    path = written(tmp_path, HOLDS, format=2)
    answer = countinghouse("cases", path)
    assert answer.exit_code == 2
    assert answer.err == (
        f"{path} is no case document: Invalid enum value 2 - at `$.format`. Nothing was run.\n"
    )
    assert answer.out == ""


def test_a_file_that_is_not_there_ends_with_2(countinghouse: Command, tmp_path: Path) -> None:
    answer = countinghouse("cases", tmp_path / "none.json")
    assert answer.exit_code == 2
    assert (
        answer.err
        == f"{tmp_path / 'none.json'} cannot be read: No such file or directory. Nothing was run.\n"
    )


def test_a_domain_that_is_not_there_ends_with_2(countinghouse: Command, tmp_path: Path) -> None:
    answer = countinghouse("cases", written(tmp_path, HOLDS, domain="clouds"))
    assert answer.exit_code == 2
    assert answer.err.startswith("There is no domain clouds. There are: clearing")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"clearing.spare": 1}, "clearing has no parameter clearing.spare. It has: "),
        ({"clearing.notice_period_days": -1}, "clearing.notice_period_days is -1, allowed is a whole number"),
    ],
)
def test_a_parameter_that_is_wrong_ends_with_2(
    countinghouse: Command, tmp_path: Path, parameters: dict[str, object], message: str
) -> None:
    path = written(tmp_path, HOLDS)
    document = json.loads(path.read_text("utf-8"))
    document["cases"][0]["parameters"] = parameters
    path.write_text(json.dumps(document), "utf-8")
    answer = countinghouse("cases", path)
    assert answer.exit_code == 2
    assert message in answer.err


@pytest.mark.parametrize("partitions", ["0", "-1", "some"])
def test_a_number_of_partitions_that_is_none_ends_with_2(
    countinghouse: Command, tmp_path: Path, partitions: str
) -> None:
    assert countinghouse("cases", written(tmp_path, HOLDS), "--partitions", partitions).exit_code == 2


# ---- result documents ----


def test_results_go_to_a_file(countinghouse: Command, tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    answer = countinghouse("cases", written(tmp_path, FAILS), "--results", results)
    (one,) = json.loads(results.read_bytes())["results"]
    assert (answer.exit_code, one["case"]) == (1, "c0")
    assert one["result"]["verdicts"] == {"m1": {"cites": ["BL3/25"], "verdict": "ACCEPTED"}}
    assert len(one["result"]) == 13


def test_results_alone_go_to_standard_output(countinghouse: Command, tmp_path: Path) -> None:
    answer = countinghouse("cases", written(tmp_path, FAILS), "--results", "-")
    assert json.loads(answer.out)["results"][0]["case"] == "c0"
    assert "0 of 1 cases hold" in answer.err


def test_results_that_cannot_be_written_end_with_2(countinghouse: Command, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "results.json"
    answer = countinghouse("cases", written(tmp_path, HOLDS), "--results", nowhere)
    assert answer.exit_code == 2
    assert answer.err.endswith(f"{nowhere} cannot be written: No such file or directory.\n")


def test_the_example_of_the_help_runs_as_a_command_of_its_own() -> None:
    ended = subprocess.run(
        [Path(sys.executable).with_name("countinghouse"), "cases", CASES, "--partitions", "3"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "54 of 54 cases hold, in memory with 3 partitions.\n")

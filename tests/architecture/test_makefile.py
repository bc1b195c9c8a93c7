"""Does `make` tell a newcomer everything it can do?"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()

_TARGETS = re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE)


def test_help_lists_every_target() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    assert _TARGETS != []
    assert re.findall(r"^  make (\S+) +\S", shown, re.MULTILINE) == _TARGETS


def test_make_alone_shows_the_help() -> None:
    assert ".DEFAULT_GOAL := help" in MAKEFILE


def test_every_target_is_phony_so_that_no_file_of_its_name_hides_it() -> None:
    (phony,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)

    assert sorted(phony.split()) == sorted(_TARGETS)


def test_ci_guards_with_the_same_targets_as_hands_do() -> None:
    script = (ROOT / ".ci/run").read_text()

    assert re.findall(r"^make (\S+)$", script, re.MULTILINE) == ["lint", "test"]
    assert (ROOT / ".ci/run").stat().st_mode & 0o111

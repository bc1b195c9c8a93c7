"""Do the rooms stand in the order that the import contracts promise, and would a breach be seen?"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_every_folder_with_code_is_a_package() -> None:
    assert _folders_that_import_linter_overlooks(ROOT) == []


def test_a_folder_without_its_init_is_found(tmp_path: Path) -> None:
    room = tmp_path / "streams" / "cellar" / "corner"
    room.mkdir(parents=True)
    (room / "__init__.py").touch()
    (tmp_path / "streams" / "__init__.py").touch()
    (tmp_path / "schemas").mkdir()

    assert _folders_that_import_linter_overlooks(tmp_path) == ["streams/cellar"]


def test_the_import_contracts_hold() -> None:
    done = _lint_imports(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("streams/kernel", "import random", "The pure rooms know no engine"),
        ("schemas", "import logging", "The pure rooms know no engine"),
        ("streams/domains", "import streams.runtime.settings", "The pure rooms know no engine"),
        ("streams/replay", "import streams.runtime.transport", "An audit runs without the engine"),
        ("streams/domains/clearing/state", "import streams.domains.clearing.rules", "Inside a domain"),
        ("streams/runtime", "import streams.registry", "The rooms, from the door to the cellar"),
    ],
)
def test_a_breach_of_a_contract_is_found(tmp_path: Path, room: str, line: str, contract: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("schemas", "streams"):
        shutil.copytree(ROOT / package, tmp_path / package)
    (tmp_path / room / "breach.py").write_text(f"{line}\n")

    done = _lint_imports(tmp_path)

    assert done.returncode == 1, done.stdout
    assert [words for words in done.stdout.splitlines() if contract in words and "BROKEN" in words] != []


def _folders_that_import_linter_overlooks(root: Path) -> list[str]:
    """Folders that hold Python files, themselves or further down, and are no package."""
    folders = {
        folder
        for package in ("schemas", "streams")
        for code in (root / package).rglob("*.py")
        for folder in code.parents
        if folder.is_relative_to(root / package)
    }
    return sorted(
        str(folder.relative_to(root)) for folder in folders if not (folder / "__init__.py").exists()
    )


def _lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)

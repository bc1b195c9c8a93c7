"""Does everything in the repository work on any machine, with nothing beside it?"""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# A path that only one machine has. A container's own paths (/app, /data, /etc) are no such paths.
_MACHINE_PATH = re.compile(r"(?:^|[\s\"'(=`])/(?:Users|farm|home|root|tmp|work)/")
_BESIDE_THE_CLONE = re.compile(r"\.\./+shared")
_WHERE_PACKAGES_COME_FROM = re.compile(
    r"(?:index-url|find-links|trusted-host)[ =]+\S*//|<(?:repository|repositories|pluginRepository|mirror)>"
    r"|\"resolved\": \"http"
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every file that is in the repository or would be added to it, by name."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return {name: (ROOT / name).read_text(errors="replace") for name in names}


@pytest.mark.parametrize(
    "what",
    [_MACHINE_PATH, _BESIDE_THE_CLONE, _WHERE_PACKAGES_COME_FROM],
    ids=["a path of one machine", "a folder beside the clone", "a place that packages come from"],
)
def test_no_file_names(what: re.Pattern[str], texts: dict[str, str]) -> None:
    assert texts != {}
    assert [
        f"{name}:{number}: {line.strip()[:120]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if what.search(line)
    ] == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        (_MACHINE_PATH, "open('" + "/ro" + "ot/x')"),
        (_BESIDE_THE_CLONE, "Path('.." + "/shared/x')"),
        (_WHERE_PACKAGES_COME_FROM, "--index" + "-url https://example.org/simple"),
    ],
)
def test_such_a_line_would_be_found(what: re.Pattern[str], line: str) -> None:
    assert what.search(line) is not None


def test_every_locked_package_has_hashes_and_no_address(texts: dict[str, str]) -> None:
    for name in ("requirements.lock", "ops/docker/requirements.lock"):
        entries = re.split(r"\n(?=\S)", texts[name].strip())

        assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
        assert "://" not in texts[name]


def test_the_image_holds_the_versions_that_were_tested(texts: dict[str, str]) -> None:
    assert _pins(texts["ops/docker/requirements.lock"]) - _pins(texts["requirements.lock"]) == set()


def test_the_libraries_whose_private_seams_are_used_are_pinned_exactly(texts: dict[str, str]) -> None:
    dependencies = tomllib.loads(texts["pyproject.toml"])["project"]["dependencies"]

    assert {"faust-streaming==0.15.3", "aiokafka[lz4]==0.14.0"} <= set(dependencies)


def _pins(lock: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9.-]+==[^ ;\\]+", lock, re.MULTILINE))

"""What do the tables of the contract's page say? (`docs/domains/swaps.md`)"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[3] / "docs" / "domains" / "swaps.md"


def table_rows(heading: str) -> Iterator[list[str]]:
    """The cells of every row of the tables under a heading, without the heads."""
    text = PAGE.read_text(encoding="utf-8")
    section = text.split(f"\n{heading}", 1)[1].split("\n## ", 1)[0]
    for block in re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE):
        for line in block.splitlines()[2:]:
            yield [cell.strip() for cell in line.strip("|").split("|")]


def quoted(cell: str) -> tuple[str, ...]:
    """What stands between backticks in a cell."""
    return tuple(re.findall(r"`([^`]+)`", cell))

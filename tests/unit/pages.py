"""What do the tables of a contract's page say? (`docs/domains/<domain>.md`)"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

DOMAINS: Final = Path(__file__).parents[2] / "docs" / "domains"


def table_rows(domain: str, heading: str) -> Iterator[list[str]]:
    """The cells of every row of the tables under a heading of the second level, without the heads."""
    text = (DOMAINS / f"{domain}.md").read_text(encoding="utf-8")
    section = text.split(f"\n{heading}", 1)[1].split("\n## ", 1)[0]
    for line in section.splitlines():
        if line.startswith("|") and not line.startswith("|-"):
            yield [cell.strip() for cell in line.strip("|").replace("\\|", "/").split("|")]

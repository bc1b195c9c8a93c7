"""What do the tables of the contract's page say? (`docs/domains/clearing.md`)"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.unit import pages

_CITATION: Final = re.compile(r"\b(?:[0-9]+(?:\([A-Za-z0-9-]+\))*|p\b)")


class ReasonRow(NamedTuple):
    """A row of the table of refusals.

    Attributes:
        checked_on: the events that the check is made on, in the page's words.
        cites: what the page lets the refusal cite, each in its own tuple; "p" is the primary citation.
    """

    number: int
    reason: str
    checked_on: str
    cites: set[tuple[str, ...]]


def table_rows(heading: str) -> Iterator[list[str]]:
    """The cells of every row of the tables under a heading, without the heads."""
    return pages.table_rows("clearing", heading)


def reasons() -> list[ReasonRow]:
    """The numbered list of refusal reasons, in order of precedence."""
    rows: list[ReasonRow] = []
    for number, reason, checked_on, _fails_when, cites in table_rows("## 6. Refusal reasons"):
        if number.isdecimal():
            rows.append(ReasonRow(int(number), reason, checked_on, _alternatives(cites)))
        elif number == "" and rows:
            rows[-1] = rows[-1]._replace(checked_on=f"{rows[-1].checked_on}; {checked_on}")
    return rows


def _alternatives(cell: str) -> set[tuple[str, ...]]:
    """What the last column allows: "14, 61; RULES 14, 17" is one pair or another."""
    return {tuple(_CITATION.findall(clause)) for clause in re.split(r"; |, else ", cell)}


def primary_citations() -> dict[str, str]:
    """The primary citation of each event type, as section 5 words it."""
    found: dict[str, str] = {}
    for cells in table_rows("## 5. Verdicts"):
        for names, cites in zip(cells[::2], cells[1::2], strict=False):
            former = ""
            for name in re.findall(r"`(\w+)`", names):
                whole = former.rsplit("_", 1)[0] + name if name.startswith("_") else name
                found[whole] = cites
                former = whole
    return found

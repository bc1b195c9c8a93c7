"""How many rows became events, were set aside, or were passed by, and what should somebody know of the file?"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from streams.readers.lacks import Lack
from streams.readers.outcome import Outcome

EXAMPLES: Final = 3
"""How many rows are told for each reason; all of them go to the file of rows set aside."""


class Example(msgspec.Struct, frozen=True):
    """A row that was set aside, and what of it is lacking."""

    source: str
    line: int
    detail: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.detail}"


class Lacking(msgspec.Struct):
    """The rows that lack something for one reason."""

    meaning: str
    rows: int = 0
    examples: list[Example] = []


class Tally(msgspec.Struct):
    """What became of all rows.

    Attributes:
        rows: how many were read; each became events, was passed by, or was set aside.
        rows_with_events: how many of them became events.
        events: by type.
        set_aside: how many rows were.
        lacking: by reason; a row that lacks several things counts under each.
        passed_by: by reason.
        remarks: what holds for events of the file although no row says it.
    """

    layout: str
    rows: int = 0
    rows_with_events: int = 0
    events: Counter[str] = msgspec.field(default_factory=Counter)
    set_aside: int = 0
    lacking: dict[str, Lacking] = msgspec.field(default_factory=dict)
    passed_by: Counter[str] = msgspec.field(default_factory=Counter)
    remarks: Counter[str] = msgspec.field(default_factory=Counter)

    def count(self, outcome: Outcome) -> None:
        """Count a row."""
        self.rows += 1
        if outcome.lacks:
            self._count_lacks(outcome, outcome.lacks)
        elif outcome.passed_by is not None:
            self.passed_by[outcome.passed_by.name] += 1
        else:
            self.rows_with_events += 1
            self.events.update(str(event["type"]) for event in outcome.events)
            self.remarks.update(remark.name for remark in outcome.remarks)

    def _count_lacks(self, outcome: Outcome, lacks: Sequence[Lack]) -> None:
        self.set_aside += 1
        for reason in {one.reason for one in lacks}:
            found = self.lacking.setdefault(reason.name, Lacking(reason.value))
            found.rows += 1
            if len(found.examples) < EXAMPLES:
                detail = "; ".join(str(one) for one in lacks if one.reason is reason)
                found.examples = [*found.examples, Example(outcome.row.source, outcome.row.line, detail)]

"""How many segments of a month does one partition count, and how many were captured?"""

from collections.abc import Iterable, Iterator

from streams.domains.comms.rules.coverage import Counted
from streams.kernel.table import Table

Month = tuple[str, str, int, int]
"""Firm and month, duty, segments, captured."""


def months_of(counted: Iterable[Counted]) -> list[Month]:
    """The segments of one communication by firm, month and duty."""
    sums: dict[tuple[str, str], list[int]] = {}
    for one in counted:
        figures = sums.setdefault((f"{one.firm}/{one.month}", one.duty), [0, 0])
        figures[0] += 1
        figures[1] += one.is_captured
    return [(month, duty, one[0], one[1]) for (month, duty), one in sorted(sums.items())]


class MonthCounts:
    """Absolute counts of one partition, with the memory of which changed since they were handed on."""

    def __init__(self) -> None:
        self.table: Table[list[int]] = Table("months", list[int], resident=True)
        self._changed: dict[str, None] = {}

    def replace(self, former: list[Month], now: list[Month]) -> None:
        """Count a communication as it is now in the place of how it was counted before."""
        if former != now:
            self._add(former, -1)
            self._add(now, 1)

    def _add(self, months: Iterable[Month], sign: int) -> None:
        for month, duty, segments, captured in months:
            key = f"{month}/{duty}"
            figures = self.table.get(key) or [0, 0]
            self.table.put(key, [figures[0] + sign * segments, figures[1] + sign * captured])
            self._changed[key] = None

    def changed(self) -> Iterator[Month]:
        """The counts that changed since the last call, in order; all within one tick."""
        for key in sorted(self._changed):
            month, _, duty = key.rpartition("/")
            segments, captured = self.table.get(key) or [0, 0]
            yield month, duty, segments, captured
        self._changed.clear()

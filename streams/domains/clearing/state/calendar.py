"""Which cycle does an instant belong to, and how far has a cycle come? (BL3/1, BL3/48, BL3/50)"""

from bisect import bisect_left, insort
from collections.abc import Iterator

import msgspec


class Cycle(msgspec.Struct):
    """An ACSS cycle: it begins immediately after one final adjustment time and ends with the next, inclusive.

    Attributes:
        name: the business day with which it ends.
        scheduled_us: the stamp of the fact; the cycle counts for stamps from then on.
    """

    name: str
    begins_after_us: int
    final_exchange_us: int
    final_adjustment_us: int
    scheduled_us: int
    is_sealed: bool = False
    is_settled: bool = False

    def overlaps(self, begins_after_us: int, final_adjustment_us: int) -> bool:
        """Whether an instant would belong to this cycle and to one with the given bounds."""
        return self.begins_after_us < final_adjustment_us and begins_after_us < self.final_adjustment_us


class Calendar:
    """All scheduled cycles; no two overlap."""

    def __init__(self) -> None:
        self._by_name: dict[str, Cycle] = {}
        self._ends: list[tuple[int, str]] = []

    def schedule(self, cycle: Cycle) -> None:
        """Add a cycle."""
        self._by_name[cycle.name] = cycle
        insort(self._ends, (cycle.final_adjustment_us, cycle.name))

    def named(self, name: str) -> Cycle | None:
        """The cycle of that name, whenever it was scheduled."""
        return self._by_name.get(name)

    def at(self, at_us: int) -> Cycle | None:
        """The cycle to which a stamp belongs, of those scheduled by then."""
        place = bisect_left(self._ends, (at_us, ""))
        if place == len(self._ends):
            return None
        cycle = self._by_name[self._ends[place][1]]
        return cycle if cycle.begins_after_us < at_us and cycle.scheduled_us <= at_us else None

    def __iter__(self) -> Iterator[Cycle]:
        return iter(self._by_name.values())

    def run_off_end_us(self, ended_us: int, began_us: int, known_us: int) -> int | None:
        """Until when, inclusive, items drawn on an institution are taken after it is no longer represented.

        Args:
            ended_us: the end of the representation.
            began_us: its beginning; what ended where it began has no run-off.
            known_us: cycles count that were scheduled by then.

        Returns:
            The earliest final exchange at or after the end, or None where no cycle has one (BL3/40, BL3/44).
        """
        if ended_us == began_us:
            return None
        exchanges = (
            cycle.final_exchange_us
            for cycle in self._by_name.values()
            if cycle.scheduled_us <= known_us and cycle.final_exchange_us >= ended_us
        )
        return min(exchanges, default=None)

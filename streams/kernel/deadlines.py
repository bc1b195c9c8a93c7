"""Whose turn has come, without looking at everybody?"""

import heapq
from collections.abc import Iterator


class Deadlines:
    """Names by the instant at which they want to be asked again; each has one at most."""

    def __init__(self) -> None:
        self._due_us: dict[str, int] = {}
        self._names: dict[int, list[str]] = {}
        self._order: list[int] = []

    def set(self, name: str, due_us: int | None) -> None:
        """Ask for an object at an instant, in the place of its former one; None asks no more."""
        if due_us is None:
            self._due_us.pop(name, None)
        elif self._due_us.get(name) != due_us:
            self._due_us[name] = due_us
            if due_us not in self._names:
                self._names[due_us] = []
                heapq.heappush(self._order, due_us)
            self._names[due_us].append(name)

    def passed(self, now_us: int) -> Iterator[str]:
        """Hand over those whose instant has come, and forget their deadlines."""
        while self._order and self._order[0] <= now_us:
            due_us = heapq.heappop(self._order)
            for name in self._names.pop(due_us):
                if self._due_us.get(name) == due_us:
                    del self._due_us[name]
                    yield name

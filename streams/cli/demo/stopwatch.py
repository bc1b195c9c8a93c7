"""How long did each step take?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """The steps so far, in order, with their seconds."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, float]] = []
        self._began = time.monotonic()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what is done within."""
        began = time.monotonic()
        yield
        self.steps.append((name, time.monotonic() - began))

    def seconds(self, name: str) -> float:
        """How long the steps of a name took together."""
        return sum(seconds for step, seconds in self.steps if step == name)

    @property
    def total(self) -> float:
        """Seconds since the watch was made."""
        return time.monotonic() - self._began

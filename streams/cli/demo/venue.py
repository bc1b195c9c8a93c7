"""Where can a day be run? In memory or on Kafka, with the same steps."""

from collections.abc import Callable
from typing import Protocol

from streams.demo.figures import Figures
from streams.demo.refolding import Rows

OnProgress = Callable[[int], None]
"""Is told how many events are published so far."""


class Venue(Protocol):
    """Something that takes events and publishes views."""

    @property
    def rows(self) -> Rows:
        """The newest row of every view, as far as they were read."""

    @property
    def figures(self) -> Figures:
        """What the rows say."""

    @property
    def decided_count(self) -> int:
        """How many events have been decided, about."""

    def cpu_seconds(self) -> float:
        """CPU time used by those who decide."""

    async def publish(self, lines: list[bytes], on_progress: OnProgress) -> None:
        """Publish events in their order; all are acknowledged when it returns."""

    async def decided(self, fact: str) -> None:
        """Return when a fact has its verdict, and with it everything that was published before it."""

    async def refold(self) -> list[str]:
        """Fold the recorded log again; the rows that differ from those that were published."""

"""Where can a period be run? In memory or on Kafka, with the same steps."""

from collections.abc import Callable
from typing import Protocol

from streams.demo.refolding import Rows
from streams.demo.views import Views

OnProgress = Callable[[int], None]
"""Is told how many events are published so far."""


class Venue(Protocol):
    """Something that takes events and publishes views."""

    @property
    def rows(self) -> Rows:
        """The newest row of every view, as far as they were read."""

    @property
    def views(self) -> Views:
        """What the rows say."""

    @property
    def decided_count(self) -> int:
        """How many events have been decided, about."""

    def cpu_seconds(self) -> float:
        """CPU time used by those who decide."""

    async def publish(self, lines: list[bytes], on_progress: OnProgress) -> None:
        """Publish events in their order; all are acknowledged when it returns."""

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return when the views show something."""

    async def refold(self) -> list[str]:
        """Fold the recorded log again; the rows that differ from those that were published."""

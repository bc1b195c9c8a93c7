"""How are recorded topics read, whatever holds them?"""

from collections.abc import Iterator
from typing import Final, Protocol

from streams.kernel.record import LogRecord
from streams.ledger.reading import Span, Topic

AT_ONCE: Final = 2_000
"""How many records are read in one go."""


class Recorded(Protocol):
    """Topics as they were recorded; a LedgerReader is one."""

    def topic(self, name: str) -> Topic:
        """A topic by its name."""

    def span(self, name: str, partition: int) -> Span:
        """Which offsets of a partition are recorded."""

    def read_range(self, name: str, partition: int, from_offset: int, limit: int) -> list[LogRecord]:
        """The records of a partition from an offset on, at most `limit`; fewer only where no more are recorded."""


def records_from(recorded: Recorded, name: str, partition: int, offset: int) -> Iterator[LogRecord]:
    """The records of a partition from an offset on, to its end."""
    while True:
        records = recorded.read_range(name, partition, offset, AT_ONCE)
        yield from records
        if len(records) < AT_ONCE:
            return
        offset = records[-1].offset + 1

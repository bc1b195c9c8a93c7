"""What does a test record, value by value, without a file?"""

from collections.abc import Iterable, Sequence

from streams.kernel.record import LogRecord
from streams.ledger.reading import Span, Topic
from streams.ledger.schema import Kind


class Recording:
    """One partition of one topic."""

    def __init__(self, entries: Iterable[tuple[bytes, bytes | None]]) -> None:
        self.records: Sequence[LogRecord] = [
            LogRecord(offset, key, value) for offset, (key, value) in enumerate(entries)
        ]

    def topic(self, name: str) -> Topic:
        """The topic."""
        return Topic(1, name, "test", Kind.VIEWS, 1)

    def span(self, name: str, partition: int) -> Span:
        """All of it."""
        return Span(0, len(self.records), len(self.records))

    def read_range(self, name: str, partition: int, from_offset: int, limit: int) -> list[LogRecord]:
        """The records from an offset on."""
        return list(self.records[from_offset : from_offset + limit])

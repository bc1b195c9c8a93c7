"""What does a log hold, and what does a stage see of it?"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Record(Protocol):
    """One record of a topic's partition, as Kafka, the ledger or a test hands it over."""

    @property
    def offset(self) -> int:
        """The place of the record in its partition."""

    @property
    def timestamp(self) -> int:
        """Milliseconds since 1970 that the writer gave; no decision reads it."""

    @property
    def key(self) -> bytes | None: ...

    @property
    def value(self) -> bytes | None: ...

    @property
    def headers(self) -> Sequence[tuple[str, bytes]]: ...


class LogRecord(NamedTuple):
    """A record as a plain value."""

    offset: int
    key: bytes | None
    value: bytes | None
    timestamp: int = 0
    headers: Sequence[tuple[str, bytes]] = ()

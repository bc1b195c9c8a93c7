"""What does a dead letter say of itself?"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from streams.kernel.evidence import Place
from streams.kernel.record import Record

# In the order in which `Destinations` puts them behind the headers of the record itself.
_OWN: Final = ("reason", "detail", "source_topic", "source_partition", "source_offset")


class FiledLetter(NamedTuple):
    """A record that could not be read, as it lies in the topic of dead letters.

    Attributes:
        place: in that topic.
        timestamp: when it was put there, in milliseconds since 1970.
        reason: NOT_JSON, UNKNOWN_TYPE, CLEAR_IDENTIFIER or SCHEMA; empty where somebody else wrote it.
        detail: a clause for a person.
        source: where the record stood; None where somebody else wrote it.
        key: of the record, as it came.
        value: of the record, as it came.
        headers: of the record, as they came.
    """

    place: Place
    timestamp: int
    reason: str
    detail: str
    source: Place | None
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]

    @property
    def name(self) -> str:
        """What a person calls it by: its partition and its offset in the topic of dead letters."""
        return f"{self.place.partition}/{self.place.offset}"


def filed_letter(topic: str, partition: int, record: Record) -> FiledLetter:
    """Read a record of a topic of dead letters."""
    place = Place(topic, partition, record.offset)
    headers = [(name, content) for name, content in record.headers]
    cut = len(headers) - len(_OWN)
    own = headers[cut:] if cut >= 0 else []
    if tuple(name for name, _ in own) != _OWN:
        return FiledLetter(place, record.timestamp, "", "", None, record.key, record.value, headers)
    reason, detail, source_topic, *numbers = ((content or b"").decode(errors="replace") for _, content in own)
    source = Place(source_topic, *map(int, numbers)) if all(map(str.isdigit, numbers)) else None
    return FiledLetter(
        place, record.timestamp, reason, detail, source, record.key, record.value, headers[:cut]
    )

"""What does a partition of the input remember of a communication?"""

from typing import TypeVar

import msgspec
from msgspec import UNSET

from schemas.comms import FiledRecord, KeyedEvent, RecordEvent, TalkEvent
from streams.domains.comms.rules.deletion import DeletionJudged
from streams.domains.comms.stages.board import Rows
from streams.domains.comms.state.grants import NEVER_US
from streams.kernel.dependents import Looked
from streams.kernel.sortable import BEGINNING_US

E = TypeVar("E", bound=KeyedEvent)


class CommunicationRow(msgspec.Struct, array_like=True, gc=False):
    """Everything about one communication.

    Attributes:
        digests: of the bodies of its events, by id.
        log: its events in order.
        conflicts: ids that came again with another body.
        deletions: how each deletion was judged at its place.
        subjects: what was looked up for it.
        until_us: up to when it reaches.
        telephones: those whose stage knows of it.
        told: digest of what was handed on last.
    """

    digests: dict[str, bytes] = {}
    log: list[TalkEvent | RecordEvent] = []
    conflicts: list[str] = []
    deletions: dict[str, DeletionJudged] = {}
    shown: Rows = {}
    subjects: list[str] = []
    until_us: int = NEVER_US
    telephones: list[str] = []
    told: bytes = b""

    @property
    def looked(self) -> Looked:
        """What it looked at, and up to when it reaches."""
        return Looked(self.subjects, self.until_us)

    @property
    def talk(self) -> list[TalkEvent]:
        """The events that tell how it went."""
        return [event for event in self.log if isinstance(event, TalkEvent)]

    @property
    def records(self) -> list[RecordEvent]:
        """The events about its records."""
        return [event for event in self.log if isinstance(event, RecordEvent)]


class AboutRow(msgspec.Struct, array_like=True, gc=False):
    """What a partition remembers of itself.

    Attributes:
        now_us: the greatest stamp of the ticks so far.
        tick_count: how many ticks there were; the same in every partition, for all have the same ticks.
    """

    now_us: int = BEGINNING_US
    tick_count: int = 0


def without_content(event: E) -> E:
    """An event without the content that only the input keeps, under the record's own key."""
    if isinstance(event, FiledRecord) and event.sealed is not UNSET:
        return msgspec.structs.replace(event, sealed=UNSET)
    return event

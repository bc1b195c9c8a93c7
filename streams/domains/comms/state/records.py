"""What became of each record: filed, checked, asked for, opened, deleted?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import UNSET

from schemas.comms import (
    AccessProvided,
    AccessRequested,
    FiledRecord,
    HashChecked,
    RecordAccessed,
    RecordDeleted,
    RecordEvent,
    RecordingMade,
)
from schemas.instants import instant_us
from streams.domains.comms.state.aside import Reason, SetAside


class Asked(msgspec.Struct, gc=False):
    """A request for access, with the first answer to it."""

    event: AccessRequested
    answer: AccessProvided | None = None


class RecordFile(msgspec.Struct, gc=False):
    """One record with everything that concerns it, in order of the log.

    Attributes:
        first: the event that filed it; None where only accesses are known.
        deletions: those that count.
    """

    record: str
    first: FiledRecord | None = None
    hashes: list[HashChecked] = []
    requests: list[Asked] = []
    accesses: list[RecordAccessed] = []
    deletions: list[RecordDeleted] = []

    @property
    def deletion(self) -> RecordDeleted | None:
        """The deletion of the whole record, or None where there is none."""
        return next((one for one in self.deletions if one.part is UNSET), None)

    @property
    def is_deleted(self) -> bool:
        """Whether the whole record was deleted."""
        return self.deletion is not None


class Tape(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A recording as it counts for its communication.

    Attributes:
        arrived_us: its stamp, which tells whether it came in time.
        is_sound: it has a sound track and is not silent.
    """

    record: str
    start_us: int
    end_us: int
    arrived_us: int
    is_sound: bool
    is_degraded: bool


def tape_of(recording: RecordingMade) -> Tape:
    """A recording as a tape."""
    return Tape(
        recording.record,
        instant_us(recording.started_at),
        instant_us(recording.ended_at),
        instant_us(recording.at),
        "AUDIO" in recording.media and recording.quality != "SILENT",
        recording.quality == "DEGRADED",
    )


class RecordFiles:
    """Sorts the events about the records of one communication, or on one telephone, into their files."""

    def __init__(self, log: Iterable[RecordEvent]) -> None:
        """Read events in order of the log."""
        self._log = list(log)
        self.files: dict[str, RecordFile] = {}
        self.aside: list[SetAside] = []
        self._requests: dict[str, Asked | None] = {}
        self._deleted: set[str] = set()
        for event in self._log:
            if isinstance(event, FiledRecord):
                self._file(event)
        for event in self._log:
            match event:
                case HashChecked():
                    self._check(event)
                case AccessRequested():
                    self._request(event)
                case RecordDeleted():
                    self._delete(event)
                case RecordAccessed():
                    self._of(event.record).accesses.append(event)
        for event in self._log:
            if isinstance(event, AccessProvided):
                self._provide(event)

    def _of(self, record: str) -> RecordFile:
        return self.files.setdefault(record, RecordFile(record))

    def _knows(self, record: str) -> bool:
        file = self.files.get(record)
        return file is not None and file.first is not None

    def _file(self, event: FiledRecord) -> None:
        file = self._of(event.record)
        if file.first is None:
            file.first = event
        else:
            self._set_aside(event, Reason.RECORD_ALREADY_FILED)

    def _check(self, event: HashChecked) -> None:
        if self._knows(event.record):
            self._of(event.record).hashes.append(event)
        else:
            self._set_aside(event, Reason.UNKNOWN_RECORD)

    def _request(self, event: AccessRequested) -> None:
        if event.request in self._requests:
            self._set_aside(event, Reason.REQUEST_ALREADY_MADE)
            return
        self._requests[event.request] = None
        if not self._knows(event.record):
            self._set_aside(event, Reason.UNKNOWN_RECORD)
        elif event.record in self._deleted:
            self._set_aside(event, Reason.RECORD_ALREADY_DELETED)
        else:
            asked = Asked(event)
            self._requests[event.request] = asked
            self._of(event.record).requests.append(asked)

    def _provide(self, event: AccessProvided) -> None:
        asked = self._requests.get(event.request)
        if asked is None:
            self._set_aside(event, Reason.UNKNOWN_REQUEST)
        elif asked.answer is None:
            asked.answer = event

    def _delete(self, event: RecordDeleted) -> None:
        if not self._knows(event.record):
            self._set_aside(event, Reason.UNKNOWN_RECORD)
        elif event.record in self._deleted:
            self._set_aside(event, Reason.RECORD_ALREADY_DELETED)
        else:
            self._of(event.record).deletions.append(event)
            if event.part is UNSET:
                self._deleted.add(event.record)

    def _set_aside(self, event: RecordEvent, reason: Reason) -> None:
        self.aside.append(SetAside(event.id, reason))


NO_FILES: Final[Mapping[str, RecordFile]] = {}


def tapes_of(files: Iterable[RecordFile]) -> Sequence[Tape]:
    """The tapes among records, deleted ones too: deletion does not undo evidence."""
    return [tape_of(file.first) for file in files if isinstance(file.first, RecordingMade)]

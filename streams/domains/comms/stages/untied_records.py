"""What is known of the records that name no communication, as the log of one partition tells it?"""

from collections.abc import Iterable

import msgspec
from msgspec import UNSET

from schemas.comms import (
    AccessProvided,
    AccessRequested,
    FiledRecord,
    RecordDeleted,
    RecordEvent,
    RecordingMade,
)
from streams.domains.comms.rules.deletion import DeletionJudged
from streams.domains.comms.stages.board import Rows
from streams.domains.comms.stages.rows_of_talk import aside_rows
from streams.domains.comms.state.aside import Reason, SetAside
from streams.domains.comms.state.by_day import ByDay
from streams.domains.comms.state.grants import NEVER_US
from streams.domains.comms.state.records import RecordFile, RecordFiles, Tape, tape_of
from streams.kernel.dependents import Looked
from streams.kernel.table import StoredTable, Table


class UntiedRow(msgspec.Struct, array_like=True, gc=False):
    """A record that names no communication.

    Attributes:
        key: a telephone, or where none is named the record.
        log: events about it, in order of the log.
        communication: to which it belonged at the last tick; None where to none.
        register: what was handed on of its criteria.
    """

    key: str
    record: str
    log: list[RecordEvent] = []
    communication: str | None = None
    deletions: dict[str, DeletionJudged] = {}
    shown: Rows = {}
    subjects: list[str] = []
    due_us: int | None = None
    register: bytes = b""

    @property
    def looked(self) -> Looked:
        """What it depends on, as long as it is there."""
        tied = () if self.communication is None else (f"communication/{self.communication}",)
        return Looked((*self.subjects, *tied), NEVER_US)

    @property
    def file(self) -> RecordFile:
        """The record with everything that concerns it."""
        return RecordFiles(self.log).files.get(self.record) or RecordFile(self.record)

    @property
    def tape(self) -> Tape | None:
        """The recording, where it is one that names a telephone."""
        first = self.file.first
        is_on_telephone = isinstance(first, RecordingMade) and first.telephone is not UNSET
        return tape_of(first) if is_on_telephone and isinstance(first, RecordingMade) else None


class RequestsRow(msgspec.Struct, array_like=True, gc=False):
    """The requests under one key.

    Attributes:
        records: which record each request names first.
        early: answers whose request has not come.
        refused: requests under a name that was taken.
    """

    records: dict[str, str] = {}
    early: list[AccessProvided] = []
    refused: list[str] = []
    shown: Rows = {}


class UntiedRecords:
    """The records of one partition, by key and record.

    Attributes:
        rows: every record.
        recordings: those that name a telephone, by telephone and day.
    """

    def __init__(self) -> None:
        self.rows: Table[UntiedRow] = Table("untied", UntiedRow)
        self.requests: Table[RequestsRow] = Table("requests", RequestsRow)
        self.recordings = ByDay("recordings")

    @property
    def tables(self) -> Iterable[StoredTable]:
        """Everything that is remembered of them."""
        return self.rows, self.requests, self.recordings.index

    def _index(self, key: str, row: UntiedRow) -> None:
        tape = row.tape
        if tape is not None:
            self.recordings.put(key, row.key, tape.start_us, tape.end_us)

    def take(self, key: str, event: RecordEvent) -> tuple[str, UntiedRow] | None:
        """Put an event to its record; None where it has no effect yet."""
        record: str | None = event.record
        if isinstance(event, AccessRequested | AccessProvided):
            record = self._record_of_request(key, event)
        if record is None:
            return None
        row_key = f"{key}/{record}"
        row = self.rows.get(row_key) or UntiedRow(key, record)
        row.log.append(event)
        if isinstance(event, AccessRequested):
            self._take_early_answers(key, event.request, row)
        self.rows.put(row_key, row)
        if isinstance(event, RecordingMade):
            self._index(row_key, row)
        return row_key, row

    def _record_of_request(self, key: str, event: AccessRequested | AccessProvided) -> str | None:
        """To which record a request or its answer goes."""
        row = self.requests.get(key) or RequestsRow()
        record = row.records.get(event.request)
        self.requests.put(key, row)
        if isinstance(event, AccessProvided):
            if record is None:
                row.early.append(event)
            return record
        if record is None:
            row.records[event.request] = record = event.record
        elif record != event.record:
            row.refused.append(event.id)
            return None
        return record

    def _take_early_answers(self, key: str, request: str, taker: UntiedRow) -> None:
        """Put the answers that waited for a request to its record, and what was published of their waiting with them.

        So whether they still have no effect is told of by the record alone.
        """
        row = self.requests.get(key)
        if row is None:
            return
        found = [event for event in row.early if event.request == request]
        row.early = [event for event in row.early if event.request != request]
        taker.log.extend(found)
        for waiting in aside_rows([SetAside(event.id, Reason.UNKNOWN_REQUEST) for event in found], key):
            name = f"{waiting.view}/{waiting.key}"
            if name in row.shown:
                taker.shown[name] = row.shown.pop(name)


def asides_of(row: RequestsRow) -> list[SetAside]:
    """The requests and answers under a key that have no effect."""
    refused = [SetAside(event, Reason.REQUEST_ALREADY_MADE) for event in row.refused]
    return [*refused, *(SetAside(event.id, Reason.UNKNOWN_REQUEST) for event in row.early)]


def may_be_judged(event: RecordEvent) -> bool:
    """Whether a deletion counts since this event, or may."""
    return isinstance(event, RecordDeleted | FiledRecord)

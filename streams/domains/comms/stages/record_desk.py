"""How does a record stand at a tick, with the requests for it and those who opened it?"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.comms import RecordAccessed
from schemas.instants import instant_us
from streams.domains.comms.law.values import CommsLaw
from streams.domains.comms.rules.access import may_access
from streams.domains.comms.rules.custody import Custody, Measures
from streams.domains.comms.rules.deletion import DeletionJudged
from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.rules.record_findings import Judged, record_findings, unlogged_from_us
from streams.domains.comms.rules.register import RegisterRow, register_row
from streams.domains.comms.rules.request import OPEN, standing_of
from streams.domains.comms.rules.retention import is_due, overdue_from, retention_of
from streams.domains.comms.stages.board import Row
from streams.domains.comms.stages.rows_of_records import access_row, record_rows
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.grants import Grants
from streams.domains.comms.state.orders import Orders, subjects_of
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import RecordFile, Tape


class Standing(NamedTuple):
    """How a record stands.

    Attributes:
        register: its criteria, None where it is not found.
        due_us: when it has to be looked at again; None: when something happens.
        subjects: on what it depends besides its own events.
    """

    rows: Sequence[Row]
    findings: Sequence[Finding]
    register: RegisterRow | None
    due_us: int | None
    subjects: Collection[str]


class RecordDesk:
    """Judges records by the orders, holds and grants so far."""

    def __init__(self, orders: Orders, grants: Grants, law: CommsLaw, calendar: Calendar) -> None:
        self._orders = orders
        self._grants = grants
        self._law = law
        self._calendar = calendar

    def stand(
        self,
        file: RecordFile,
        profile: Profile | None,
        tapes: Sequence[Tape],
        deletions: Mapping[str, DeletionJudged],
        now_us: int,
    ) -> Standing:
        """How a record stands at an instant."""
        subjects = {f"actor/{accessed.actor}" for accessed in file.accesses}
        allowed = self._allowed(file, profile)
        rows = [access_row(accessed, is_allowed=allowed[accessed.id]) for accessed in file.accesses]
        findings = list(_unauthorised(file, allowed))
        if file.first is None:
            return Standing(rows, findings, None, None, subjects)
        custody = self.custody(file, profile, tapes)
        today = self._calendar.day(now_us)
        retention = retention_of(custody)
        standings = {asked.event.request: standing_of(custody, asked, today) for asked in file.requests}
        judged = Judged(custody, retention, standings, deletions, now_us)
        register = register_row(custody, is_restricted=retention.is_restricted)
        rows += record_rows(judged, register, is_due=is_due(custody, retention, today))
        findings += record_findings(judged)
        subjects.update(subjects_of(custody.reach))
        due_us = min((at_us for at_us in self._deadlines(judged) if at_us > now_us), default=None)
        return Standing(rows, findings, register, due_us, subjects)

    def custody(self, file: RecordFile, profile: Profile | None, tapes: Sequence[Tape]) -> Custody:
        """A filed record with what reaches it."""
        created_us = 0 if file.first is None else instant_us(file.first.created_at)
        measures = Measures(self._orders, self._law.on(created_us), self._calendar)
        return Custody(file, profile, tapes, measures)

    def _allowed(self, file: RecordFile, profile: Profile | None) -> dict[str, bool]:
        """Whether each access was authorised, by its event id; of a record never filed no firm is known."""
        firm = None if profile is None or file.first is None else profile.firm
        return {accessed.id: may_access(accessed, firm, self._grants) for accessed in file.accesses}

    def _deadlines(self, judged: Judged) -> Iterator[int]:
        """When the passing of time changes something."""
        of, retention = judged.of, judged.retention
        if of.profile is None:
            yield unlogged_from_us(of)
        if not of.file.is_deleted:
            yield self._calendar.end_us(retention.through)
            yield self._calendar.end_us(overdue_from(of, retention))
        for standing in judged.standings.values():
            if standing.status == OPEN and standing.due_on is not None:
                yield self._calendar.end_us(standing.due_on)


def _unauthorised(file: RecordFile, allowed: Mapping[str, bool]) -> Iterator[Finding]:
    """One finding for each person who opened the record without a grant."""
    first: dict[str, RecordAccessed] = {}
    for accessed in file.accesses:
        if not allowed[accessed.id]:
            first.setdefault(accessed.actor, accessed)
    for actor, accessed in first.items():
        yield Finding("ACCESS_UNAUTHORISED", f"{file.record}:{actor}", accessed.id)

"""Was what was owed done, and what becomes of the records? One partition, by communication."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from schemas.comms import AccessRoleGranted, RegisterSearched
from schemas.instants import instant_us
from streams.domains.comms.law.values import law_of
from streams.domains.comms.rules.access import may_search
from streams.domains.comms.rules.capture import capture_findings
from streams.domains.comms.rules.conditions import conditions_of
from streams.domains.comms.rules.coverage import counted
from streams.domains.comms.rules.findings import Finding
from streams.domains.comms.rules.register import RegisterRow, answers
from streams.domains.comms.stages.board import Board, Row, breach_rows
from streams.domains.comms.stages.communications import STAGE as COMMUNICATIONS
from streams.domains.comms.stages.handover import (
    FIRMS,
    Answered,
    ConditionHanded,
    Dossier,
    FactHanded,
    GrantWithdrawn,
    Handover,
    Item,
    Matched,
    MonthCounted,
    RegisterHanded,
    SearchHanded,
    TickReached,
    encode,
    sender_of,
)
from streams.domains.comms.stages.judged_rows import ConditionKey, JudgedRow, proof_of
from streams.domains.comms.stages.keeping_facts import KeepingFacts
from streams.domains.comms.stages.month_counts import MonthCounts, months_of
from streams.domains.comms.stages.record_desk import RecordDesk
from streams.domains.comms.stages.searches import Searches
from streams.domains.comms.stages.telephones import STAGE as TELEPHONES
from streams.domains.comms.stages.tick_gate import TickGate, Turn
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import RecordFiles, tapes_of
from streams.kernel.canonical import canonical_json
from streams.kernel.deadlines import Deadlines
from streams.kernel.dependents import Dependents
from streams.kernel.partitioner import partition_of
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables

STAGE: Final = "judgements"


class Judgements:
    """Folds one partition of what both earlier stages hand on."""

    def __init__(self, opening: Opening) -> None:
        self._is_first = opening.partition == 0
        self._partitions = opening.partitions
        self._output = opening.output
        self._sender = sender_of(STAGE, opening.partition)
        self._law = law_of(opening.law)
        self._calendar = Calendar(self._law.on(0).time_zone)
        self._board = Board(opening.output)
        self._facts = KeepingFacts()
        self._desk = RecordDesk(self._facts.orders, self._facts.grants, self._law, self._calendar)
        self._searches = Searches(self._facts.grants, self._board)
        self._own = sender_of(COMMUNICATIONS, opening.partition)
        telephones = [sender_of(TELEPHONES, number) for number in range(opening.partitions)]
        self._gate = TickGate([self._own, *telephones], opening.output)
        self._rows: Table[JudgedRow] = Table("judged", JudgedRow)
        self._register: Table[RegisterRow] = Table("register", RegisterRow)
        self._months = MonthCounts()
        self._dependents = Dependents("dependents")
        self._deadlines = Deadlines("deadlines")
        self.tables = Tables(
            self._gate.table,
            self._board.watched.table,
            self._rows,
            self._register,
            self._dependents.index,
            self._deadlines.index,
            self._months.table,
            *self._searches.tables,
            *self._facts.tables,
        )

    def resume(self) -> None:
        """Read what waits, the orders, the searches and what people watch from the rows."""
        self._gate.resume()
        self._board.watched.resume()
        self._facts.orders.resume()
        self._searches.resume()

    def step(self, event: Handover, record: Record) -> Disposition:
        """Take what was handed on."""
        for turn in self._gate.arrive(event):
            self._act(turn)
        return Disposition.DECIDED

    def _act(self, turn: Turn) -> None:
        """Judge at a tick what changed, then answer the searches from the register as it stands."""
        self._output.stand_at(turn.tick.number)
        touched: dict[str, None] = {}
        asked: list[RegisterSearched] = []
        for item in turn.items:
            match item:
                case FactHanded() | GrantWithdrawn():
                    self._publish_grant(item)
                    for subject in self._facts.take(item):
                        touched.update(dict.fromkeys(self._dependents.concerned(subject)))
                        self._searches.touch(subject)
                case Dossier():
                    touched[self._file(item)] = None
                case Matched():
                    touched[self._match(item)] = None
                case RegisterHanded():
                    self._find(item.record, item.row)
                case SearchHanded():
                    if item.sender == self._own:
                        self._searches.log(item.search)
                    else:
                        asked.append(item.search)
                case _:
                    pass
        touched.update(dict.fromkeys(self._deadlines.passed(turn.tick.now_us)))
        for key in sorted(touched):
            row = self._rows.get(key)
            if row is not None:
                self._judge(key, row, turn.tick)
        self._searches.tell(turn.tick)
        self._hand_on_months()
        self._answer(asked)
        mark = encode(turn.tick.from_sender(self._sender))
        for partition in range(self._partitions):
            self._output.forward(FIRMS, partition, self._sender, mark)

    def _publish_grant(self, item: FactHanded | GrantWithdrawn) -> None:
        """Tell read models who may search; one partition does, for all see the same facts."""
        if not self._is_first:
            return
        if isinstance(item, GrantWithdrawn):
            self._output.view("grants", item.grant, None)
        elif isinstance(item.fact, AccessRoleGranted):
            self._output.view_bytes("grants", item.fact.id, canonical_json(msgspec.to_builtins(item.fact)))

    def _hand_on(self, key: str, item: Item) -> None:
        """Hand on to the partition of a firm, a client or a search."""
        self._output.forward(FIRMS, partition_of(key.encode(), self._partitions), self._sender, encode(item))

    def _file(self, item: Dossier) -> str:
        row = self._rows.get(item.communication) or JudgedRow()
        row.profile, row.log, row.deletions = item.profile, item.log, item.deletions
        self._rows.put(item.communication, row)
        return item.communication

    def _match(self, item: Matched) -> str:
        row = self._rows.get(item.communication) or JudgedRow()
        if item.tape is None:
            row.matches.pop(item.record, None)
        else:
            row.matches[item.record] = item.tape
        self._rows.put(item.communication, row)
        return item.communication

    def _find(self, record: str, register: RegisterRow | None) -> None:
        if register is None:
            self._register.delete(record)
        else:
            self._register.put(record, register)

    # Judging

    def _judge(self, key: str, row: JudgedRow, tick: TickReached) -> None:
        """Judge a communication and its own records."""
        files = RecordFiles(row.log).files
        tapes = [*tapes_of(files.values()), *(row.matches[record] for record in sorted(row.matches))]
        rows: list[Row] = []
        findings: list[Finding] = []
        subjects: set[str] = set()
        deadlines: list[int] = []
        found: list[str] = []
        for file in files.values():
            standing = self._desk.stand(file, row.profile, tapes, row.deletions, tick.now_us)
            rows += standing.rows
            findings += standing.findings
            subjects.update(standing.subjects)
            if standing.due_us is not None:
                deadlines.append(standing.due_us)
            self._find(file.record, standing.register)
            if standing.register is not None:
                found.append(file.record)
        if row.profile is not None:
            law = self._law.on(row.profile.started_us)
            proof = proof_of(files.values(), tapes)
            findings += capture_findings(row.profile, proof, tick.now_us, law)
            deadlines += _deadlines(row.profile, tick.now_us)
            self._hand_on_conditions(row, row.profile)
            months = months_of(counted(row.profile, proof, law, self._calendar))
            self._months.replace(row.months, months)
            row.months = months
        self._board.post(row.shown, [*rows, *breach_rows(row.shown, findings, tick)], tick, key)
        before, before_us = row.looked, row.due_us
        row.subjects, row.found = sorted(subjects), found
        row.due_us = min(deadlines, default=None)
        self._rows.put(key, row)
        self._dependents.note(key, before, row.looked)
        self._deadlines.set(key, before_us, row.due_us)

    def _hand_on_conditions(self, row: JudgedRow, profile: Profile) -> None:
        """Tell firms and clients which conditions a communication gives now, and which no longer."""
        now: dict[str, tuple[ConditionKey, int, str]] = {}
        for finding in conditions_of(profile):
            place = (finding.code, finding.target, finding.segment or 0)
            now[finding.key] = (place, profile.segments[place[2]].start_us, finding.event)
        for key in sorted(row.conditions.keys() | now.keys()):
            if row.conditions.get(key) == now.get(key):
                continue
            (code, target, segment), start_us, opener = now.get(key) or row.conditions[key]
            self._hand_on(
                target,
                ConditionHanded(
                    self._sender,
                    code,
                    target,
                    profile.communication,
                    segment,
                    start_us,
                    opener if key in now else None,
                ),
            )
        row.conditions = now

    def _hand_on_months(self) -> None:
        """Hand on the newest figures of the months that changed."""
        for month, duty, segments, captured in self._months.changed():
            self._hand_on(month, MonthCounted(self._sender, month, duty, segments, captured))

    def _answer(self, asked: Sequence[RegisterSearched]) -> None:
        """Hand on what each search finds in this partition; all look at the register together."""
        grants = self._facts.grants
        seekers = {
            search.id: (search, grants.in_force(search.actor, instant_us(search.searched_at)))
            for search in asked
            if may_search(search, grants)
        }
        found: dict[str, list[tuple[int, str]]] = {search.id: [] for search in asked}
        for record, row in self._register.items() if seekers else ():
            for name, (search, in_force) in seekers.items():
                if answers(row, search, in_force):
                    found[name].append((row.started_us, record))
        for name, records in found.items():
            self._hand_on(name, Answered(self._sender, name, name in seekers, records))


def _deadlines(profile: Profile, now_us: int) -> Iterator[int]:
    """When evidence must have arrived, as far as that is still to come."""
    for segment in profile.segments:
        if segment.deadline_us is not None and segment.deadline_us > now_us:
            yield segment.deadline_us

"""To which communication does each recording belong that names a telephone only? One partition, by telephone."""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from streams.domains.comms.law.values import law_of
from streams.domains.comms.rules.deletion import judge_deletion
from streams.domains.comms.rules.match import matched
from streams.domains.comms.stages.board import Board, breach_rows
from streams.domains.comms.stages.communications import STAGE as COMMUNICATIONS
from streams.domains.comms.stages.handover import (
    JUDGEMENTS,
    FactHanded,
    GrantWithdrawn,
    Handover,
    Item,
    Matched,
    ProfileHanded,
    RegisterHanded,
    SearchHanded,
    TickReached,
    UntiedHanded,
    encode,
    sender_of,
)
from streams.domains.comms.stages.keeping_facts import KeepingFacts
from streams.domains.comms.stages.record_desk import RecordDesk
from streams.domains.comms.stages.rows_of_talk import aside_rows
from streams.domains.comms.stages.tick_gate import TickGate, Turn
from streams.domains.comms.stages.untied_records import (
    UntiedRecords,
    UntiedRow,
    asides_of,
    may_be_judged,
)
from streams.domains.comms.state.by_day import ByDay
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import RecordFile, RecordFiles, Tape
from streams.kernel.deadlines import Deadlines
from streams.kernel.dependents import Dependents
from streams.kernel.partitioner import partition_of
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables

STAGE: Final = "telephones"


class KnownProfile(msgspec.Struct, array_like=True, gc=False):
    """A communication that uses telephones of this partition, with the tapes that name it."""

    profile: Profile
    tapes: list[Tape]


class Telephones:
    """Folds one partition of the telephones."""

    def __init__(self, opening: Opening) -> None:
        self._partition = opening.partition
        self._partitions = opening.partitions
        self._output = opening.output
        self._sender = sender_of(STAGE, opening.partition)
        self._law = law_of(opening.law)
        calendar = Calendar(self._law.on(0).time_zone)
        self._board = Board(opening.output)
        self._facts = KeepingFacts()
        self._desk = RecordDesk(self._facts.orders, self._facts.grants, self._law, calendar)
        senders = [sender_of(COMMUNICATIONS, number) for number in range(opening.partitions)]
        self._gate = TickGate(senders, opening.output)
        self._untied = UntiedRecords()
        self._profiles: Table[KnownProfile] = Table("profiles", KnownProfile)
        self._dependents = Dependents("dependents")
        self._deadlines = Deadlines("deadlines")
        self._talks = ByDay("talks")
        self.tables = Tables(
            self._gate.table,
            self._board.watched.table,
            self._profiles,
            self._dependents.index,
            self._deadlines.index,
            self._talks.index,
            *self._untied.tables,
            *self._facts.tables,
        )

    def resume(self) -> None:
        """Read what waits, the orders and what people watch from the rows."""
        self._board.watched.resume()
        self._gate.resume()
        self._facts.orders.resume()

    def step(self, event: Handover, record: Record) -> Disposition:
        """Take what was handed on."""
        for turn in self._gate.arrive(event):
            self._act(turn)
        return Disposition.DECIDED

    def _act(self, turn: Turn) -> None:
        """Take a tick: first what the log of this partition holds, by the matches of the last one, then the rest."""
        self._output.stand_at(turn.tick.number)
        touched: dict[str, None] = {}
        asked: dict[str, None] = {}
        for item in turn.items:
            match item:
                case FactHanded() | GrantWithdrawn():
                    for subject in self._facts.take(item):
                        touched.update(dict.fromkeys(self._dependents.concerned(subject)))
                case UntiedHanded():
                    touched.update(dict.fromkeys(self._take(item)))
                    asked[item.key] = None
                case SearchHanded():
                    for partition in range(self._partitions):
                        self._hand_on(partition, SearchHanded(self._sender, item.search))
                case _:
                    pass
        for item in turn.items:
            if isinstance(item, ProfileHanded):
                touched.update(dict.fromkeys(self._know(item)))
        touched.update(dict.fromkeys(self._deadlines.passed(turn.tick.now_us)))
        self._match_and_judge(sorted(touched), turn.tick)
        for key in sorted(asked):
            self._show_refused(key, turn.tick)
        mark = turn.tick.from_sender(self._sender)
        for partition in range(self._partitions):
            self._hand_on(partition, mark)

    def _hand_on(self, partition: int, item: Item) -> None:
        self._output.forward(JUDGEMENTS, partition, self._sender, encode(item))

    # What the log of this partition holds

    def _take(self, item: UntiedHanded) -> Iterator[str]:
        """Put an event to its record; the record that it concerns."""
        taken = self._untied.take(item.key, item.event)
        if taken is not None:
            key, row = taken
            if may_be_judged(item.event):
                self._judge_deletions(row)
            yield key

    def _judge_deletions(self, row: UntiedRow) -> None:
        """Judge the deletions that count since the event in hand, with the match of the last tick."""
        file = row.file
        known = None if row.communication is None else self._profiles.get(row.communication)
        for deleted in file.deletions:
            if deleted.id not in row.deletions:
                custody = self._desk.custody(file, None if known is None else known.profile, ())
                row.deletions[deleted.id] = judge_deletion(custody, deleted)

    # What other partitions hand on

    def _know(self, item: ProfileHanded) -> Iterator[str]:
        """Take a communication in the place of what was known of it; the records that it concerns."""
        name = item.profile.communication
        former = self._profiles.get(name)
        if former is not None:
            yield from self._around(former.profile)
        self._profiles.put(name, KnownProfile(item.profile, item.tapes))
        self._index(name, item.profile)
        yield from self._around(item.profile)

    def _index(self, name: str, profile: Profile) -> None:
        for telephone, start_us, end_us in _stretches(profile):
            self._talks.put(name, telephone, start_us, end_us)

    def _around(self, profile: Profile) -> Iterator[str]:
        """The recordings on the telephones and days of a communication, and those that belong to it."""
        for stretch in _stretches(profile):
            yield from self._untied.recordings.near(*stretch)
        yield from self._dependents.concerned(f"communication/{profile.communication}")

    # Judging

    def _match_and_judge(self, keys: Iterable[str], tick: TickReached) -> None:
        """Match all recordings in question, then judge them with those that the match of another one concerns."""
        changed: dict[str, None] = {}
        rows = {key: row for key in keys if (row := self._untied.rows.get(key)) is not None}
        for key, row in rows.items():
            former, before = row.communication, row.looked
            if self._match(row):
                for communication in (former, row.communication):
                    if communication is not None:
                        subject = f"communication/{communication}"
                        changed.update(dict.fromkeys(self._dependents.concerned(subject)))
            self._dependents.note(key, before, row.looked)
        for key in changed:
            row = self._untied.rows.get(key)
            if row is not None:
                rows.setdefault(key, row)
        for key in sorted(rows):
            self._judge(key, rows[key], tick)

    def _match(self, row: UntiedRow) -> bool:
        """Find the communication of a recording anew, and tell its partition; whether it changed."""
        tape = row.tape
        if tape is None:
            return False
        names = sorted(set(self._talks.near(row.key, tape.start_us, tape.end_us)))
        profiles = [known.profile for name in names if (known := self._profiles.get(name))]
        found = matched(tape, row.key, profiles, self._law.on(tape.start_us))
        communication = None if found is None else found.communication
        if communication == row.communication:
            return False
        if row.communication is not None:
            self._tell_match(row.communication, row.record, None)
        if communication is not None:
            self._tell_match(communication, row.record, tape)
        row.communication = communication
        return True

    def _tell_match(self, communication: str, record: str, tape: Tape | None) -> None:
        partition = partition_of(communication.encode(), self._partitions)
        self._hand_on(partition, Matched(self._sender, communication, record, tape))

    def _judge(self, key: str, row: UntiedRow, tick: TickReached) -> None:
        known = None if row.communication is None else self._profiles.get(row.communication)
        profile = None if known is None else known.profile
        tapes = [] if known is None else [*known.tapes, *self._tapes_beside(row)]
        files = RecordFiles(row.log)
        file = files.files.get(row.record) or RecordFile(row.record)
        standing = self._desk.stand(file, profile, tapes, row.deletions, tick.now_us)
        asides = aside_rows(files.aside, row.key)
        breaches = breach_rows(row.shown, standing.findings, tick)
        self._board.post(row.shown, [*standing.rows, *asides, *breaches], tick, row.key)
        before, before_us = row.looked, row.due_us
        row.subjects = sorted(standing.subjects)
        row.due_us = standing.due_us
        register = encode(RegisterHanded(self._sender, row.record, standing.register))
        if register != row.register and (standing.register is not None or row.register):
            row.register = register
            self._output.forward(JUDGEMENTS, self._partition, self._sender, register)
        self._untied.rows.put(key, row)
        self._dependents.note(key, before, row.looked)
        self._deadlines.set(key, before_us, row.due_us)

    def _tapes_beside(self, row: UntiedRow) -> Iterator[Tape]:
        """The recordings of the same telephone that belong to the same communication."""
        for key in self._dependents.concerned(f"communication/{row.communication}"):
            other = self._untied.rows.get(key)
            if other is None or other.key != row.key or other.communication != row.communication:
                continue
            tape = other.tape
            if tape is not None:
                yield tape

    def _show_refused(self, key: str, tick: TickReached) -> None:
        """Publish requests and answers that have no effect."""
        row = self._untied.requests.get(key)
        if row is None:
            return
        if self._board.post(row.shown, aside_rows(asides_of(row), key), tick, key):
            self._untied.requests.put(key, row)


def _stretches(profile: Profile) -> Iterator[tuple[str, int, int]]:
    """The ended segments of a communication that used a telephone."""
    for segment in profile.segments:
        if segment.telephone is not None and segment.end_us is not None:
            yield segment.telephone, segment.start_us, segment.end_us

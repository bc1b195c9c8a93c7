"""What happened in a communication, and what was owed? One partition of the input, by communication."""

import hashlib
from typing import Final

from msgspec import UNSET

from schemas.comms import (
    CommsEvent,
    Fact,
    FiledRecord,
    KeyedEvent,
    RecordDeleted,
    RecordEvent,
    RegisterSearched,
    Tick,
)
from schemas.instants import instant_us
from schemas.reading import body_digest
from streams.domains.comms.law.values import Values, law_of
from streams.domains.comms.rules.custody import Custody, Measures
from streams.domains.comms.rules.deletion import judge_deletion
from streams.domains.comms.rules.profile import Decided, decide, profile_of
from streams.domains.comms.stages.addresses import key_of
from streams.domains.comms.stages.board import Board, Row
from streams.domains.comms.stages.communication_rows import AboutRow, CommunicationRow, without_content
from streams.domains.comms.stages.fact_desk import FactDesk
from streams.domains.comms.stages.handover import (
    JUDGEMENTS,
    TELEPHONES,
    Dossier,
    FactHanded,
    GrantWithdrawn,
    Item,
    ProfileHanded,
    SearchHanded,
    TickReached,
    UntiedHanded,
    encode,
    sender_of,
)
from streams.domains.comms.stages.rows_of_talk import aside_rows, attribution_rows, decision_rows, open_row
from streams.domains.comms.stages.set_asides import SetAsides
from streams.domains.comms.state.aside import Reason, SetAside
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.communication import Communication, read_talk
from streams.domains.comms.state.grants import NEVER_US
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import RecordFiles, tapes_of
from streams.kernel.dependents import Dependents
from streams.kernel.partitioner import partition_of
from streams.kernel.record import Record
from streams.kernel.stage import Disposition, Opening
from streams.kernel.table import Table, Tables

STAGE: Final = "communications"
_DIGEST_BYTES: Final = 16


class Communications:
    """Folds one partition of the input."""

    def __init__(self, opening: Opening) -> None:
        self._partition = opening.partition
        self._partitions = opening.partitions
        self._output = opening.output
        self._sender = sender_of(STAGE, opening.partition)
        self._law = law_of(opening.law)
        self._calendar = Calendar(self._law.on(0).time_zone)
        self._board = Board(opening.output)
        self._desk = FactDesk(opening.output, publishes=opening.partition == 0)
        self._asides = SetAsides(opening.output, "asides", publishes=True)
        self._rows: Table[CommunicationRow] = Table("communications", CommunicationRow)
        self._ids: Table[bytes] = Table("ids", bytes)
        self._touches: Table[int] = Table("touches", int, resident=True)
        self._about: Table[AboutRow] = Table("about", AboutRow, resident=True)
        self._dependents = Dependents("dependents")
        self._touched: Table[bool] = Table("touched", bool, resident=True)
        self.tables = Tables(
            self._rows,
            self._ids,
            self._touches,
            self._touched,
            self._about,
            self._dependents.index,
            self._asides.table,
            *self._desk.tables,
        )

    def resume(self) -> None:
        """Read the facts and what was set aside from the rows."""
        self._desk.resume()
        self._asides.resume()

    def step(self, event: CommsEvent, record: Record) -> Disposition:
        """Take one event."""
        if isinstance(event, Tick):
            return self._reach_tick(event)
        if isinstance(event, KeyedEvent):
            return self._take_keyed(event)
        return self._take_fact(event)

    # Facts

    def _take_fact(self, fact: Fact) -> Disposition:
        effect = self._desk.take(fact, key_of(fact))
        if effect.is_repeat:
            return Disposition.REPEATED
        if effect.touched is not None:
            subject, from_us = effect.touched
            self._touches.put(subject, min(from_us, self._touches.get(subject) or from_us))
        if effect.stands is not None:
            self._hand_on_to_both(FactHanded(self._sender, effect.stands))
        if effect.withdrawn_grant is not None:
            self._hand_on_to_both(GrantWithdrawn(self._sender, *effect.withdrawn_grant))
        return Disposition.DECIDED

    def _hand_on_to_both(self, item: Item) -> None:
        """Hand on to the stages that judge the records of this partition."""
        self._output.forward(TELEPHONES, self._partition, self._sender, encode(item))
        self._output.forward(JUDGEMENTS, self._partition, self._sender, encode(item))

    # Events of one key

    def _take_keyed(self, event: KeyedEvent) -> Disposition:
        key = key_of(event)
        if isinstance(event, RegisterSearched) or event.communication is UNSET:
            return self._take_loose(event, key)
        row = self._rows.get(key)
        if row is None:
            row = CommunicationRow()
        digest = body_digest(event)
        former = row.digests.get(event.id)
        if former == digest:
            return Disposition.REPEATED
        if former is not None or self._desk.knows(event.id):
            if event.id not in row.conflicts:
                row.conflicts.append(event.id)
                self._touch(key, row)
            return Disposition.REPEATED
        row.digests[event.id] = digest
        row.log.append(without_content(event))
        self._touch(key, row)
        if isinstance(event, RecordDeleted | FiledRecord):
            self._judge_deletions(row)
        return Disposition.DECIDED

    def _touch(self, key: str, row: CommunicationRow) -> None:
        self._rows.put(key, row)
        if key not in self._touched:
            self._touched.put(key, True)

    def _take_loose(self, event: RecordEvent | RegisterSearched, key: str) -> Disposition:
        """Hand on what names no communication; the stage of telephones knows what it belongs to."""
        digest = body_digest(event)
        former = self._ids.get(event.id)
        if former == digest:
            return Disposition.REPEATED
        if former is not None or self._desk.knows(event.id):
            self._asides.add(event.id, Reason.ID_CONFLICT, key)
            return Disposition.REPEATED
        self._ids.put(event.id, digest)
        if isinstance(event, RegisterSearched):
            self._hand_on_to_both(SearchHanded(self._sender, event))
        else:
            item = UntiedHanded(self._sender, key, without_content(event))
            self._output.forward(TELEPHONES, self._partition, self._sender, encode(item))
        return Disposition.DECIDED

    def _judge_deletions(self, row: CommunicationRow) -> None:
        """Judge the deletions that count since the event in hand, by all that the log holds now."""
        files = RecordFiles(row.records).files
        new = [
            (file, deleted)
            for file in files.values()
            for deleted in file.deletions
            if deleted.id not in row.deletions
        ]
        if not new:
            return
        communication, _ = read_talk(row.talk)
        profile = None
        if communication is not None:
            decided = self._decide(communication)
            profile = profile_of(communication, decided, self._desk.facts)
        self._desk.facts.consulted.take()
        measures = Measures(self._desk.orders, self._law_of(communication), self._calendar)
        for file, deleted in new:
            custody = Custody(file, profile, (), measures)
            row.deletions[deleted.id] = judge_deletion(custody, deleted)

    # Ticks

    def _reach_tick(self, tick: Tick) -> Disposition:
        if not self._desk.is_new(tick, key_of(tick)):
            return Disposition.REPEATED
        self._desk.settle_withdrawals(tick)
        about = self._about.get("row") or AboutRow()
        about.now_us = max(about.now_us, instant_us(tick.at))
        about.tick_count += 1
        self._about.put("row", about)
        reached = TickReached(self._sender, tick.id, tick.at, about.now_us, about.tick_count)
        self._output.stand_at(about.tick_count)
        for key in sorted(self._concerned()):
            row = self._rows.get(key)
            if row is not None:
                self._judge(key, row, reached)
        for key in list(self._touched):
            self._touched.delete(key)
        self._asides.tell(reached)
        self._desk.asides.tell(reached)
        mark = encode(reached)
        for partition in range(self._partitions):
            self._output.forward(TELEPHONES, partition, self._sender, mark)
        self._output.forward(JUDGEMENTS, self._partition, self._sender, mark)
        self._output.mark(tick.id)
        return Disposition.DECIDED

    def _concerned(self) -> set[str]:
        """Who is to be decided again: what was touched, and what depends on a fact that changed."""
        concerned = set(self._touched)
        for subject, from_us in list(self._touches.items()):
            concerned.update(self._dependents.concerned(subject, from_us))
            self._touches.delete(subject)
        return concerned

    def _law_of(self, communication: Communication | None) -> Values:
        return self._law.on(0 if communication is None else communication.started_us)

    def _decide(self, communication: Communication) -> list[Decided]:
        return decide(communication, self._desk.facts, self._law_of(communication), self._calendar)

    def _judge(self, key: str, row: CommunicationRow, tick: TickReached) -> None:
        """Decide a communication, publish what changed, and hand on what others judge."""
        records = row.records
        communication, aside = read_talk(row.talk)
        files = RecordFiles(records)
        rows: list[Row] = []
        profile: Profile | None = None
        if communication is not None:
            decided = self._decide(communication)
            profile = profile_of(communication, decided, self._desk.facts)
            rows += decision_rows(decided)
            rows += attribution_rows(decided)
            rows += open_row(communication)
        conflicts = [SetAside(event, Reason.ID_CONFLICT) for event in row.conflicts]
        rows += aside_rows([*conflicts, *aside, *files.aside], key)
        self._board.post(row.shown, rows, tick, key)
        before = row.looked
        row.subjects = list(self._desk.facts.consulted.take())
        ended_us = None if profile is None else profile.ended_us
        row.until_us = NEVER_US if ended_us is None else ended_us
        self._dependents.note(key, before, row.looked)
        self._rows.put(key, row)
        self._hand_on(key, row, profile, records, files)

    def _hand_on(
        self,
        key: str,
        row: CommunicationRow,
        profile: Profile | None,
        records: list[RecordEvent],
        files: RecordFiles,
    ) -> None:
        dossier = encode(Dossier(self._sender, key, profile, records, row.deletions))
        digest = hashlib.blake2b(dossier, digest_size=_DIGEST_BYTES).digest()
        if digest == row.told:
            return
        row.told = digest
        self._output.forward(JUDGEMENTS, self._partition, self._sender, dossier)
        if profile is None:
            return
        now = {segment.telephone for segment in profile.segments if segment.telephone is not None}
        tapes = list(tapes_of(files.files.values())) if now or row.telephones else []
        for telephone in sorted(now.union(row.telephones)):
            item = ProfileHanded(self._sender, telephone, profile, tapes)
            partition = partition_of(telephone.encode(), self._partitions)
            self._output.forward(TELEPHONES, partition, self._sender, encode(item))
        row.telephones = sorted(now)

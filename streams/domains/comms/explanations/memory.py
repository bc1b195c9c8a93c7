"""What do the stages of comms remember of a communication or a record?"""

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from schemas.instants import instant_us
from streams.domains.comms.law.values import CommsLaw, law_of
from streams.domains.comms.rules.findings import CODES
from streams.domains.comms.stages.communication_rows import CommunicationRow
from streams.domains.comms.stages.communications import STAGE as COMMUNICATIONS
from streams.domains.comms.stages.judged_rows import JudgedRow
from streams.domains.comms.stages.judgements import STAGE as JUDGEMENTS
from streams.domains.comms.stages.keeping_facts import KeepingFacts
from streams.domains.comms.stages.telephones import STAGE as TELEPHONES
from streams.domains.comms.stages.telephones import KnownProfile
from streams.domains.comms.stages.untied_records import UntiedRow
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.facts import Dated, Facts
from streams.kernel.evidence import Evidence
from streams.kernel.partitioner import partition_of
from streams.kernel.table import StoredTable

T = TypeVar("T")


class Memory:
    """Reads the rows of the stages from the recorded state.

    Attributes:
        law: under which to decide again.
        calendar: whose days count.
    """

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.law: CommsLaw = law_of(evidence.law)
        self.calendar = Calendar(self.law.on(0).time_zone)

    def partition(self, key: str) -> int:
        """The partition of a key."""
        return partition_of(key.encode(), self.evidence.partitions)

    def _row(self, stage: str, partition: int, table: str, key: str, kind: type[T]) -> T | None:
        wanted = f"{table}/{key}".encode()
        for found, value in self.evidence.remembered(stage, partition, f"{table}/{key}"):
            if found == wanted:
                return msgspec.json.decode(value, type=kind)
        return None

    def communication(self, name: str) -> CommunicationRow | None:
        """A communication as its own partition knows it."""
        return self._row(COMMUNICATIONS, self.partition(name), "communications", name, CommunicationRow)

    def judged(self, name: str) -> JudgedRow | None:
        """A communication as it was judged."""
        return self._row(JUDGEMENTS, self.partition(name), "judged", name, JudgedRow)

    def untied(self, key: str, record: str) -> UntiedRow | None:
        """A record that names no communication."""
        return self._row(TELEPHONES, self.partition(key), "untied", f"{key}/{record}", UntiedRow)

    def known_profile(self, key: str, name: str) -> KnownProfile | None:
        """A communication as the partition of a telephone knows it."""
        return self._row(TELEPHONES, self.partition(key), "profiles", name, KnownProfile)

    def facts(self, row: CommunicationRow, name: str) -> Facts:
        """The facts that were looked up for a communication."""
        facts = Facts()
        for subject in row.subjects:
            dated = self._row(COMMUNICATIONS, self.partition(name), "facts", subject, list[Dated])
            if dated is not None:
                facts.table.put(subject, dated)
        return facts

    def keeping(self, stage: str, key: str) -> KeepingFacts:
        """The orders, holds and grants as a stage knows them."""
        facts = KeepingFacts()
        for table in facts.tables:
            self._load(stage, self.partition(key), table)
        facts.orders.resume()
        return facts

    def _load(self, stage: str, partition: int, table: StoredTable) -> None:
        for key, value in self.evidence.remembered(stage, partition, f"{table.name}/"):
            table.load(key.decode().partition("/")[2], value)

    def keys_of(self, record: str, communication: str | None) -> Iterator[str]:
        """The keys under which a record may be kept: its communication, else any key that remembers it untied."""
        if communication is not None:
            yield communication
        for partition in range(self.evidence.partitions):
            for key, _ in self.evidence.remembered(TELEPHONES, partition, "untied/"):
                _, untied, name = key.decode().split("/")
                if name == record:
                    yield untied
            for key, value in self.evidence.remembered(JUDGEMENTS, partition, "judged/"):
                if f'"{record}"'.encode() in value:
                    yield key.decode().partition("/")[2]

    def has_news(self, name: str, row: CommunicationRow) -> bool:
        """Whether something has come since the last tick that a decision may rest on."""
        partition = self.partition(name)
        changed = self.evidence.remembered(COMMUNICATIONS, partition, "touches/")
        subjects = {key.decode().partition("/")[2] for key, _ in changed}
        is_touched = self._row(COMMUNICATIONS, partition, "touched", name, bool) is not None
        return is_touched or bool(subjects.intersection(row.subjects))

    def breaches(self, *targets: str) -> Iterator[dict[str, object]]:
        """The published breaches of some objects, in the contract's order of the codes."""
        for code in CODES:
            for target in targets:
                for _, value in self.evidence.rows("breaches", f"{code}/{target}"):
                    if isinstance(value, dict) and value["object"] == target:
                        yield value

    def now_us(self) -> int | None:
        """What time it is by the ticks; None before the first one."""
        now = self.evidence.row("as_of_at", "")
        return instant_us(now) if isinstance(now, str) else None

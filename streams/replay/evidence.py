"""How is a ledger asked for what an explanation rests on?"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from streams.kernel.evidence import Place, Recorded
from streams.kernel.law import LawBook
from streams.kernel.record import LogRecord
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.kernel.view_keys import Path, Row, beginning_of, path_of, view_key
from streams.ledger.faults import damaged
from streams.ledger.reading import Found, LedgerReader

_AT_ONCE: Final = 2_000
_parsed = msgspec.json.decode


class _OfEvent(msgspec.Struct):
    """What of an outcome says to which event it belongs."""

    event: str = ""


_of_event = msgspec.json.Decoder(_OfEvent).decode


class LedgerEvidence(NamedTuple):
    """What one ledger holds of a domain.

    Attributes:
        memory: the ledger that holds what the stages remember and hand on: the same, or one made beside an archive.
        law: under which to decide again.
        replay: the command that folds the whole record again and compares.
    """

    ledger: LedgerReader
    memory: LedgerReader
    domain: Domain
    names: TopicNames
    law: LawBook
    replay: str

    @property
    def partitions(self) -> int:
        """How many partitions the domain's input has."""
        return self.ledger.topic(self.names.events).partitions

    @property
    def input_topic(self) -> str:
        """The name of the domain's input."""
        return self.names.events

    def events(self, identifier: str) -> Sequence[Recorded]:
        """The records of the input with this id, in order of their places."""
        return self._read_all(self.ledger.find(identifier), self.names.events)

    def stretch(self, partition: int, begin: int, end: int) -> Iterator[Recorded]:
        """The records of a partition of the input from one offset up to another, exclusive."""
        name = self.names.events
        while begin < end:
            records = self.ledger.read_range(name, partition, begin, min(end - begin, _AT_ONCE))
            yield from (_recorded(name, partition, one) for one in records if one.offset < end)
            if not records:
                return
            begin = records[-1].offset + 1

    def outcome(self, identifier: str) -> Sequence[Recorded]:
        """The published outcomes with this id."""
        return self._read_all(self.ledger.find(identifier), self.names.outcomes)

    def outcomes_of(self, event: str) -> Sequence[Recorded]:
        """Every published outcome of an event, in order of the ids."""
        found = self._read_all(self.ledger.find_all(f"{event}/"), self.names.outcomes)
        return [one for one in found if _of_event(one.value).event == event]

    def row(self, view: str, key: Row) -> object | None:
        """The newest value of a row of a view, or None where there is none."""
        # The row itself comes before all others whose keys begin like its own.
        wanted = view_key(view, key)
        found = next(iter(self.ledger.newest(self.names.views, wanted)), None)
        return _parsed(found[1]) if found is not None and found[0] == wanted else None

    def rows(self, view: str, prefix: str) -> Iterator[tuple[str, object]]:
        """The newest values of the rows whose keys begin so, in order of the keys."""
        for key, value in self.ledger.newest(self.names.views, beginning_of(view, prefix)):
            yield key.removeprefix(f"{view}/"), _parsed(value)

    def branch(self, view: str, beginning: Path) -> Iterator[tuple[Path, object]]:
        """The newest values of the rows of a tree whose paths go on from here, in order of the keys."""
        for key, value in self.ledger.newest(self.names.views, beginning_of(view, beginning)):
            yield path_of(key), _parsed(value)

    def remembered(self, stage: str, partition: int, prefix: str) -> Iterator[tuple[bytes, bytes]]:
        """What a partition of a stage remembers under keys that begin so, in order of the keys."""
        return self.memory.rows_beginning(self.names.state(stage), partition, prefix)

    def handed_on(self, source: str, partition: int, offset: int, limit: int) -> Sequence[Recorded]:
        """What an earlier stage handed on, from an offset on."""
        name = self.names.source(source)
        records = self.memory.read_range(name, partition, offset, limit)
        return [_recorded(name, partition, record) for record in records]

    def handed_on_span(self, source: str, partition: int) -> tuple[int, int]:
        """The first offset of what an earlier stage handed on that is there, and the one after the last."""
        span = self.memory.span(self.names.source(source), partition)
        return span.start, span.end

    def _read_all(self, found: Sequence[Found], topic: str) -> list[Recorded]:
        return [self._read(one) for one in found if one.topic == topic]

    def _read(self, found: Found) -> Recorded:
        """The record at a place that the index names.

        Raises:
            UserError: it is not there; the ledger is damaged.
        """
        records = self.ledger.read_range(found.topic, found.partition, found.offset, 1)
        if not records or records[0].offset != found.offset:
            where = f"{found.topic}, partition {found.partition}"
            raise damaged(self.ledger.path, f"{where}, lost the record {found.offset} that holds {found.id}")
        return _recorded(found.topic, found.partition, records[0])


def _recorded(topic: str, partition: int, record: LogRecord) -> Recorded:
    return Recorded(Place(topic, partition, record.offset), record.key or b"", record.value or b"")

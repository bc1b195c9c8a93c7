"""Of whom is the last record deleted? (section 11 of the contract)"""

from collections.abc import Iterator
from typing import Any, Final, cast

import msgspec
from msgspec import UNSET

from schemas.comms import CommunicationStarted, CommunicationTransferred, MessageSent
from streams.domains.comms.domain import COMMS
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.replay.recorded import records_from

_Talk = CommunicationStarted | MessageSent | CommunicationTransferred
_NAMING: Final = ("employee", "to_employee", "from_number", "to_number")


def without_records(ledger: LedgerReader, names: TopicNames) -> set[str]:
    """The pseudonyms that stand in communications whose every record is deleted, and in no other communication."""
    over = _with_deleted_records_alone(ledger, names)
    gone: set[str] = set()
    kept: set[str] = set()
    for talk in _talks(ledger, names):
        (gone if talk.communication in over else kept).update(_named(talk))
    return gone - kept


def _with_deleted_records_alone(ledger: LedgerReader, names: TopicNames) -> set[str]:
    has_record: dict[str, bool] = {}
    for _, value in ledger.newest(names.views, "retention/"):
        row = cast("dict[str, Any]", msgspec.json.decode(value))
        if "communication" in row:
            communication = row["communication"]
            has_record[communication] = has_record.get(communication, False) or "deleted_on" not in row
    return {communication for communication, is_left in has_record.items() if not is_left}


def _talks(ledger: LedgerReader, names: TopicNames) -> Iterator[_Talk]:
    for partition in range(ledger.topic(names.events).partitions):
        start = ledger.span(names.events, partition).start
        for record in records_from(ledger, names.events, partition, start):
            event = COMMS.read(record.value)
            if isinstance(event, _Talk):
                yield event


def _named(talk: _Talk) -> Iterator[str]:
    """Everybody whom an event names."""
    for field in _NAMING:
        name = getattr(talk, field, UNSET)
        if name is not UNSET:
            yield name
    for party in getattr(talk, "parties", ()):
        if party.party is not UNSET:
            yield party.party

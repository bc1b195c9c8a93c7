"""Which records are filed and not deleted, and which deletions were applied, as the recorded log tells?"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

import msgspec
from msgspec import UNSET

from schemas.comms import FiledRecord, RecordDeleted
from streams.domains.comms.domain import COMMS
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.replay.recorded import records_from


class Filed(NamedTuple):
    """A record whose content can be checked.

    Attributes:
        reference: the communication, or the telephone, that its first event named: every event about it repeats that.
        content_hash: of its content, as it was filed.
        data_key: under which the content is encrypted; None where it is not.
    """

    record: str
    reference: Mapping[str, str]
    content_hash: str
    data_key: str | None


class Deleted(NamedTuple):
    """A deletion that was applied, as its receipt tells.

    Attributes:
        part: VIDEO where the picture track alone was deleted; empty for the whole record.
        data_key: that was to be destroyed; None where the event named none.
    """

    record: str
    part: str
    data_key: str | None


def filed(ledger: LedgerReader, names: TopicNames) -> Iterator[Filed]:
    """Every record with a hash that no event deletes, in order of the partitions; all events of one stand in one."""
    for partition in range(ledger.topic(names.events).partitions):
        found: dict[str, Filed] = {}
        deleted: set[str] = set()
        start = ledger.span(names.events, partition).start
        for record in records_from(ledger, names.events, partition, start):
            event = COMMS.read(record.value)
            if isinstance(event, FiledRecord) and event.record not in found:
                one = _filed(event)
                if one is not None:
                    found[event.record] = one
            elif isinstance(event, RecordDeleted) and event.part is UNSET:
                deleted.add(event.record)
        yield from (one for one in found.values() if one.record not in deleted)


def deletions(ledger: LedgerReader, names: TopicNames) -> Iterator[Deleted]:
    """Every deletion that was applied, by its receipt."""
    for _, value in ledger.newest(names.views, "deletion_receipts/"):
        receipt = cast("dict[str, Any]", msgspec.json.decode(value))
        yield Deleted(receipt["record"], receipt.get("part") or "", receipt.get("data_key"))


def _filed(event: FiledRecord) -> Filed | None:
    if event.content_hash is UNSET:
        return None
    telephone = getattr(event, "telephone", UNSET)
    reference = (
        {"communication": event.communication}
        if event.communication is not UNSET
        else {"telephone": cast("str", telephone)}
    )
    data_key = None if event.data_key is UNSET else event.data_key
    return Filed(event.record, reference, event.content_hash, data_key)

"""countinghouse comms check-hashes: is every recording still what it was when it was filed?"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, NamedTuple

import orjson
import typer

from streams.cli.answer import Json, answer
from streams.cli.comms.vaults import Keys, Store, key_stores
from streams.cli.log_writing import log_of
from streams.cli.progress import Bar, progress
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, opened
from streams.desks.comms.filed import Filed, filed
from streams.domains.comms.domain import COMMS
from streams.kernel.errors import UserError
from streams.vault.keys import KeyStore
from streams.vault.objects import ObjectStore, object_store
from streams.vault.sealing import hash_of
from streams.vault.vault import NOTHING_FOUND, found_hash

SOMETHING_DIFFERS: Final = 1
_AT_ONCE: Final = 1_000
_MOST_TOLD: Final = 20
_ID_DIGITS: Final = 32
"""A record's own name may be as long as an id."""


class Checked(NamedTuple):
    """What was found of a record."""

    record: Filed
    found: str

    @property
    def is_missing(self) -> bool:
        """Whether there is no object."""
        return self.found == NOTHING_FOUND

    @property
    def differs(self) -> bool:
        """Whether it is not what was filed."""
        return self.found != self.record.content_hash


def check_hashes(
    store: Store,
    keys: Keys = None,
    record: Annotated[
        list[str] | None, typer.Option(help="Check this record alone; may be given several times.")
    ] = None,
    checked_at: Annotated[
        str | None,
        typer.Option(
            metavar="INSTANT",
            help="When the check counts as made; that of an interrupted check, to go on with it under the same ids.",
        ),
    ] = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Compare every record that is filed with the object store, and write what was found into the log.

    Each check is an event, hash_checked, those that agree too. One that does not, because the object was changed or is
    gone, opens the breach RECORD_ALTERED at the next tick. Content that is encrypted is opened with its data key first.

    Exit codes: 1 when something differs.

    Example: countinghouse comms check-hashes --store recordings --keys keys --ledger month.ledger
    """
    objects, at = object_store(store), _instant(checked_at)
    stores = key_stores(keys or [])
    with opened(COMMS, ledger, kafka, topic_prefix, wait) as log:
        wanted = [one for one in filed(log.reader, log.names) if not record or one.record in record]
        names, settings = log.names, log.settings
    write = log_of(COMMS, ledger, names, settings, wait, what="hash checks", role="vault")
    found: list[Checked] = []
    with progress("checked", len(wanted)) as bar:
        for begin in range(0, len(wanted), _AT_ONCE):
            some = list(_checked(objects, stores, wanted[begin : begin + _AT_ONCE], bar))
            write([_event(one, at) for one in some])
            found += some
    different = [one for one in found if one.differs]
    answer("\n".join(_words(found, different, at)), _facts(found, different, at), as_json=as_json)
    if different:
        raise typer.Exit(SOMETHING_DIFFERS)


def _checked(
    objects: ObjectStore, stores: Sequence[KeyStore], records: Sequence[Filed], bar: Bar
) -> Iterator[Checked]:
    for one in records:
        holder = next((keys for keys in stores if one.data_key and keys.kept(one.data_key)), None)
        yield Checked(one, found_hash(objects, holder, one.record, one.data_key))
        bar(1)


def _event(checked: Checked, at: str) -> bytes:
    """The same for the same record and instant, so that a check that is told twice counts once."""
    one = checked.record
    return orjson.dumps(
        {
            "type": "hash_checked",
            "id": f"hash-check:{at}:{hash_of(one.record.encode())[:_ID_DIGITS]}",
            "at": at,
            "record": one.record,
            **one.reference,
            "content_hash": checked.found,
            "checked_at": at,
        }
    )


def _words(found: Sequence[Checked], different: Sequence[Checked], at: str) -> Iterator[str]:
    missing = sum(one.is_missing for one in different)
    yield (
        f"Checked at {at}: {len(found):,} records, {len(found) - len(different):,} as they were filed, "
        f"{len(different) - missing:,} changed, {missing:,} not there."
    )
    for one in different[:_MOST_TOLD]:
        told = "is not there" if one.is_missing else f"has the hash {one.found}"
        yield f"  {one.record.record} {told}; filed with {one.record.content_hash}"
    if len(different) > _MOST_TOLD:
        yield f"  and {len(different) - _MOST_TOLD:,} more; --json lists all of them"
    if different:
        yield "Each of them is a breach, RECORD_ALTERED, from the next tick on."


def _facts(found: Sequence[Checked], different: Sequence[Checked], at: str) -> dict[str, object]:
    return {
        "checked_at": at,
        "records": len(found),
        "different": [
            {
                "record": one.record.record,
                "filed": one.record.content_hash,
                "found": None if one.is_missing else one.found,
            }
            for one in different
        ],
    }


def _instant(told: str | None) -> str:
    if told is None:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise UserError(
            f'--checked-at is "{told}", which is no instant with its offset, such as 2024-06-30T20:00:00Z. '
            "Nothing was checked."
        )
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

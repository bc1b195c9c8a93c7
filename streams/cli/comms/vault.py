"""countinghouse comms store and shred: content into the vault, and out of it for good."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from streams.cli.answer import Json, answer
from streams.cli.comms.vaults import Firm, Keys, Store, key_stores
from streams.cli.reading import bytes_of
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, opened
from streams.desks.comms.filed import deletions
from streams.domains.comms.domain import COMMS
from streams.kernel.errors import UserError
from streams.vault.keys import KeyStore
from streams.vault.objects import object_store
from streams.vault.vault import VIDEO, Vault


def store(
    file: Annotated[Path, typer.Argument(help="What was recorded.")],
    record: Annotated[str, typer.Option(help="The name of the record.")],
    firm: Firm,
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", help="When the retention ends; its key expires with that month.")
    ],
    store: Store,
    keys: Keys = None,
    is_video: Annotated[
        bool, typer.Option("--video", help="It is the picture track, which has a key of its own.")
    ] = False,
    seal_file: Annotated[
        Path | None,
        typer.Option(
            "--seal",
            metavar="FILE",
            help="A text that the event is to say under seal, such as names of attendees.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Keep content encrypted under a new data key, and say what the event that files it must say.

    Example: countinghouse comms store call.wav --record R1 --firm F --month 2029-05 --store recordings --keys keys
    """
    if not keys:
        raise UserError("Name a directory for the keys with --keys. Nothing was kept.")
    text = None if seal_file is None else bytes_of(seal_file).decode(errors="replace")
    vault = Vault(object_store(store), KeyStore(firm, keys))
    kept = vault.store(record, bytes_of(file), month, part=VIDEO if is_video else "", text=text)
    facts = {name: value for name, value in kept._asdict().items() if value is not None}
    answer("\n".join(f"{name}: {value}" for name, value in facts.items()), facts, as_json=as_json)


def shred(
    store: Store,
    keys: Keys = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Destroy the data keys and the objects of every record that the log deleted; a second time nothing happens.

    What was encrypted under a key that is destroyed cannot be read any more, wherever a copy of it is. The log stays as
    it is, and a replay gives the same decisions.

    Example: countinghouse comms shred --store recordings --keys keys --ledger month.ledger
    """
    if not keys:
        raise UserError("Name the directory of the keys with --keys. Nothing was destroyed.")
    objects = object_store(store)
    stores = key_stores(keys)
    destroyed: list[str] = []
    count = 0
    with opened(COMMS, ledger, kafka, topic_prefix, wait) as log:
        for one in deletions(log.reader, log.names):
            count += 1
            name = f"{one.record}, picture track" if one.part else one.record
            for holder in stores:
                if Vault(objects, holder).shred(one.record, one.part):
                    destroyed.append(name)
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = [
        f"{count:,} deletions are in the log; keys and objects of {len(destroyed):,} were destroyed now, at {at}.",
        *(f"  {name}" for name in destroyed),
    ]
    answer("\n".join(words), {"at": at, "deletions": count, "destroyed": destroyed}, as_json=as_json)

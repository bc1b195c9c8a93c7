"""countinghouse comms identities: who stands behind a pseudonym, for as long as there is a record."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from streams.cli.answer import Json, answer
from streams.cli.reading import lines_of
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, opened
from streams.domains.comms.domain import COMMS
from streams.kernel.errors import UserError
from streams.vault.pseudonyms import KeyFile, normalised

NOBODY: Final = 1

app = typer.Typer(
    help="The identity map: whom pseudonyms stand for. It is kept apart from the log.", no_args_is_help=True
)

Map = Annotated[
    Path, typer.Option("--identities", metavar="FILE", help="The identity map, its owner's alone.")
]
Keys = Annotated[
    Path, typer.Option("--keys", metavar="FILE", help="The firms' keys, readable by their owner alone.")
]


class Kind(StrEnum):
    """Whom or what an identifier names."""

    EMPLOYEE = "employee"
    CLIENT = "client"
    NUMBER = "number"


@app.command()
def add(
    file: Annotated[
        str, typer.Argument(help="Names, numbers or addresses, one a line; - for standard input.")
    ],
    firm: Annotated[str, typer.Option(help="Whose key makes the pseudonyms.")],
    kind: Annotated[Kind, typer.Option(help="What they are.")],
    identities: Map,
    keys: Keys,
) -> None:
    """Make pseudonyms under the firm's newest key, one a line in the same order, and keep whom they stand for.

    Register employees and clients in the log under these pseudonyms.

    Example: countinghouse comms identities add clients.txt --firm F --kind client --identities who --keys keys.toml
    """
    # The library of cryptography takes its time to import; no other command waits for it.
    from streams.vault.identities import Identity, IdentityMap

    live = KeyFile(keys).live(firm)
    if not live:
        raise UserError(f"{keys} has no key of the firm {firm}. Nothing was kept.")
    with lines_of(file) as lines, IdentityMap(identities) as people:
        for text in (line.strip() for line in lines):
            if text:
                identifier = normalised(kind.value, text)
                typer.echo(people.remember(Identity(firm, kind.value, identifier), live[0]))


@app.command()
def who(
    pseudonym: Annotated[str, typer.Argument(help="As a search, a record or a breach shows it.")],
    identities: Map,
    keys: Keys,
    as_json: Json = False,
) -> None:
    """Say who stands behind a pseudonym.

    Exit codes: 1 when the map names nobody under it: never kept, or forgotten with the last record.

    Example: countinghouse comms identities who NUM_CLIENT_1 --identities who --keys keys.toml
    """
    from streams.vault.identities import IdentityMap

    with IdentityMap(identities) as people:
        found = people.who(pseudonym, KeyFile(keys))
    if found is None:
        answer("The map names nobody under this pseudonym.", {"found": False}, as_json=as_json)
        raise typer.Exit(NOBODY)
    answer(
        f"{found.kind} of {found.firm}: {found.identifier}",
        {"found": True, **found._asdict()},
        as_json=as_json,
    )


@app.command()
def forget(
    identities: Map,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Forget everybody whose last record is deleted, as the log tells; a second time nothing happens.

    Whoever stands in a communication that has no record yet, or one that is left, is kept.

    Example: countinghouse comms identities forget --identities who --ledger month.ledger
    """
    from streams.desks.comms.last_records import without_records
    from streams.vault.identities import IdentityMap

    with opened(COMMS, ledger, kafka, topic_prefix, wait) as log:
        names = without_records(log.reader, log.names)
    with IdentityMap(identities) as people:
        count = people.forget(sorted(names))
        left = len(people)
    answer(
        f"Forgotten with the last record: {count:,}. Left: {left:,}.",
        {"forgotten": count, "left": left},
        as_json=as_json,
    )

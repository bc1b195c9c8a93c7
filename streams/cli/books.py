"""countinghouse books: where did the records of each partition go?"""

from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import typer

from streams.cli import figures
from streams.cli.answer import Json
from streams.cli.archived import positions_of, up_to_date
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, check_one
from streams.cli.screen import page
from streams.kernel.errors import UserError
from streams.kernel.folding import Position
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.figures import positions
from streams.ledger.reading import LedgerReader
from streams.registry import domain_named
from streams.replay.books import PartitionBooks, books_of, is_of_input
from streams.runtime.settings import read_settings

DO_NOT_ADD_UP = 1


def books(
    domain: Annotated[str, typer.Option(help="The domain whose books these are.")],
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Show where the records of each partition went: in = decided + held + repeated + dead-lettered.

    The number of records that went in is compared with the number that the topic holds.

    Exit codes: 0 they add up, 1 they do not.

    Example: countinghouse books --domain clearing --ledger day.ledger
    """
    check_one(ledger, kafka)
    chosen = domain_named(domain)
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    names = TopicNames(domain, settings.app, settings.topic_prefix)
    by_stage: dict[str, dict[int, Position | None]] | None = None
    path = ledger
    if path is None:
        # The positions first: then everything that they count is in the archive.
        by_stage = positions_of(chosen, names, settings, wait)
        path = up_to_date(chosen, names, settings, wait)
    with LedgerReader.open(path) as opened:
        found = list(_found(opened, chosen, names, by_stage))
    _tell(chosen, found, as_json)
    if any(one.faults for one in found):
        raise typer.Exit(DO_NOT_ADD_UP)


def _found(
    ledger: LedgerReader,
    domain: Domain,
    names: TopicNames,
    by_stage: dict[str, dict[int, Position | None]] | None,
) -> Iterator[PartitionBooks]:
    for stage in domain.stages:
        known = positions(ledger, stage, names) if by_stage is None else by_stage[stage.name]
        if not known:
            raise UserError(
                f"{ledger.path} is an archive of topics, which keeps no books: workers do. Ask where they are, with "
                "--kafka HOST:PORT."
            )
        yield from books_of(ledger, names, stage, known)


def _tell(domain: Domain, found: list[PartitionBooks], as_json: bool) -> None:
    faults = [fault for one in found for fault in one.faults]
    if as_json:
        facts: list[dict[str, Any]] = [msgspec.to_builtins(one) for one in found]
        typer.echo(msgspec.json.encode({"adds_up": not faults, "partitions": facts}).decode())
        return
    out = page()
    for stage in domain.stages:
        own = [one for one in found if one.stage == stage.name]
        if is_of_input(stage):
            out.print(figures.books({one.partition: one.books for one in own}))
            if any(one.recorded is None for one in own):
                out.print("The input lacks its beginning, so that its records cannot be counted again.")
        waiting = sum(one.waiting or 0 for one in own)
        read = sum(one.books.read for one in own)
        out.print(f"{stage.name}: {read:,} records folded, {waiting:,} wait.", soft_wrap=True)
    for fault in faults:
        out.print(fault, soft_wrap=True)
    out.print("The books add up." if not faults else "The books do not add up.", soft_wrap=True)

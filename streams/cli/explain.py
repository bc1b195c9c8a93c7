"""countinghouse explain: why was something decided as it was?"""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from streams.cli.answer import Json
from streams.cli.explain_screen import show
from streams.kernel.canonical import canonical_json
from streams.kernel.errors import UserError
from streams.kernel.explanation import Explanation
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.registry import domain_named
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain import explained


def explain(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An event, an outcome, a case of default (CYCLE/MEMBER), a cycle or a balance."
        ),
    ],
    ledger: Annotated[Path, typer.Option(metavar="FILE", help="The ledger in which it was recorded.")],
    domain: Annotated[
        str | None, typer.Option(help="The domain; left out where the ledger holds only one.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page that prints well to this file instead.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show why something was decided: what happened, the checks, the figures, the law, and where all of it stands.

    The decision is taken again from the record; if it comes out otherwise than it was published, that is said first.

    Exit codes: 1 when the record differs, 2 when nothing has this id; the nearest known ones are named.

    Example: countinghouse explain 2003-11-04/D --ledger day.ledger
    """
    # Reading all of a ledger to see that it is whole takes longer than the answer; what is read is checked.
    with LedgerReader.open(ledger, thorough=False) as reader:
        explanation = explained(_evidence(reader, domain), identifier)
    if html is not None:
        _write(html, explanation)
    if as_json:
        sys.stdout.buffer.write(canonical_json(msgspec.to_builtins(explanation)) + b"\n")
    elif html is None:
        show(explanation, Console(highlight=False))
    else:
        typer.echo(f"{explanation.title}. The page is {html}.")
    if explanation.differs:
        raise typer.Exit(1)


def _evidence(reader: LedgerReader, domain: str | None) -> LedgerEvidence:
    name = domain or _only(reader)
    there = domain_named(name)
    names = TopicNames(name)
    reader.topic(names.events)
    replay = f"countinghouse verify --domain {name} --ledger {reader.path}"
    return LedgerEvidence(reader, there, names, there.law, replay)


def _only(reader: LedgerReader) -> str:
    if len(reader.domains) != 1:
        there = ", ".join(reader.domains) or "none"
        raise UserError(f"{reader.path} holds these domains: {there}. Name one with --domain.")
    return reader.domains[0]


def _write(file: Path, explanation: Explanation) -> None:
    # Only a page asks for the template engine.
    from streams.cli.explain_page import page

    try:
        file.write_text(page(explanation), encoding="utf-8")
    except OSError as problem:
        raise UserError(f"{file} cannot be written: {problem.strerror}. The ledger is as it was.") from None

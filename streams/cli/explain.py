"""countinghouse explain: why was something decided as it was?"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json
from streams.cli.evidence import whole_evidence
from streams.cli.explain_screen import show
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, check_one
from streams.cli.screen import Screen, visible
from streams.kernel.canonical import canonical_json
from streams.kernel.errors import UserError
from streams.kernel.explanation import Explanation
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.registry import DOMAINS, domain_named
from streams.replay.evidence import LedgerEvidence
from streams.replay.explain import explained
from streams.runtime.settings import Settings, read_settings

DIFFERS = 1


def explain(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An event, an outcome, a case of default (CYCLE/MEMBER), a cycle or a balance."
        ),
    ],
    domain: Annotated[
        str | None, typer.Option(help="The domain; left out where the ledger holds only one.")
    ] = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page that prints well to this file instead.")
    ] = None,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Show why something was decided: what happened, the checks, the figures, the law, and where all of it stands.

    The decision is taken again from the record; if it comes out otherwise than it was published, that is said first.
    With --kafka the topics are first copied to an archive on this machine, which goes on where it stopped.

    Exit codes: 1 when the record differs, 2 when nothing has this id; the nearest known ones are named.

    Example: countinghouse explain 2003-11-04/D --ledger day.ledger
    """
    check_one(ledger, kafka)
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    path = ledger or _archive(domain, settings, wait)
    # Reading all of a ledger to see that it is whole takes longer than the answer; what is read is checked.
    with LedgerReader.open(path, thorough=False) as reader, _evidence(reader, domain, settings) as evidence:
        explanation = explained(evidence, identifier)
    if html is not None:
        _write(html, explanation)
    if as_json:
        sys.stdout.buffer.write(canonical_json(msgspec.to_builtins(explanation)) + b"\n")
    elif html is None:
        show(explanation, Screen())
    else:
        typer.echo(visible(f"{explanation.title}. The page is {html}."))
    if explanation.differs:
        raise typer.Exit(DIFFERS)


def _archive(domain: str | None, settings: Settings, wait: float) -> Path:
    """This machine's archive of a domain's topics, brought up to date."""
    # Only a cluster asks for the client, which takes its time to import.
    from streams.cli.archived import up_to_date

    chosen = domain_named(domain or _the_only_domain())
    return up_to_date(chosen, _names(chosen, settings), settings, wait)


def _the_only_domain() -> str:
    if len(DOMAINS) != 1:
        raise UserError(f"Name one with --domain: {', '.join(one.name for one in DOMAINS)}.")
    return DOMAINS[0].name


def _names(domain: Domain, settings: Settings) -> TopicNames:
    return TopicNames(domain.name, settings.app, settings.topic_prefix)


@contextmanager
def _evidence(reader: LedgerReader, domain: str | None, settings: Settings) -> Iterator[LedgerEvidence]:
    chosen = domain_named(domain or _only(reader))
    with whole_evidence(reader, chosen, _names(chosen, settings), settings) as evidence:
        yield evidence


def _only(reader: LedgerReader) -> str:
    if len(reader.domains) != 1:
        there = ", ".join(reader.domains) or "none"
        raise UserError(f"{reader.path} holds these domains: {there}. Name one with --domain.")
    return reader.domains[0]


def _write(file: Path, explanation: Explanation) -> None:
    # Only a page asks for the template engine.
    from streams.cli.explain_page import page
    from streams.cli.files import write

    write(file, page(explanation))

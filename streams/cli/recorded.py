"""Which record does a command look at: a ledger, or the topics of a cluster?"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from streams.kernel.errors import UserError
from streams.kernel.stage import Domain
from streams.kernel.topics import TopicNames
from streams.ledger.reading import LedgerReader
from streams.runtime.settings import Settings, read_settings

Ledger = Annotated[Path | None, typer.Option(help="A ledger: an archive, or one that a run wrote.")]
Kafka = Annotated[
    str | None,
    typer.Option(help="HOST:PORT of a broker; COUNTINGHOUSE_KAFKA where neither this nor a ledger is given."),
]
Prefix = Annotated[
    str | None, typer.Option("--topic-prefix", "--prefix", help="Stands before every topic's name.")
]


Wait = Annotated[
    float,
    typer.Option(
        min=0.1, help="How long to wait for a broker, and for workers to fold what is written, in seconds."
    ),
]
WAIT_SECONDS: Final = 20.0


def check_one(ledger: Path | None, kafka: str | None) -> None:
    """See that not both a ledger and a broker are named.

    Raises:
        UserError: they are.
    """
    if ledger is not None and kafka is not None:
        raise UserError("Name a ledger with --ledger or a broker with --kafka, not both. Nothing was read.")


class Opened(NamedTuple):
    """A recorded log that is open for reading, with the names of its topics and the settings of the command."""

    reader: LedgerReader
    names: TopicNames
    settings: Settings


@contextmanager
def opened(
    domain: Domain, ledger: Path | None, kafka: str | None, topic_prefix: str | None, wait: float
) -> Iterator[Opened]:
    """Open a ledger, or this machine's archive of a cluster's topics, brought up to date first.

    Raises:
        UserError: both are named, there is no ledger, or no broker answers.
    """
    check_one(ledger, kafka)
    settings = read_settings(kafka=kafka, topic_prefix=topic_prefix)
    names = TopicNames(domain.name, settings.app, settings.topic_prefix)
    if ledger is None:
        # Only a cluster asks for the client, which takes its time to import.
        from streams.cli.archived import up_to_date

        ledger = up_to_date(domain, names, settings, wait)
    # Reading all of a ledger to see that it is whole takes longer than the answer; what is read is checked.
    with LedgerReader.open(ledger, thorough=False) as reader:
        yield Opened(reader, names, settings)

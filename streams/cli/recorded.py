"""Which record does a command look at: a ledger, or the topics of a cluster?"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from streams.kernel.errors import UserError

_WIDTH_OF_A_FILE = 120

Ledger = Annotated[Path | None, typer.Option(help="A ledger: an archive, or one that a run wrote.")]
Kafka = Annotated[
    str | None,
    typer.Option(help="HOST:PORT of a broker; COUNTINGHOUSE_KAFKA where neither this nor a ledger is given."),
]
Prefix = Annotated[
    str | None, typer.Option("--topic-prefix", "--prefix", help="Stands before every topic's name.")
]


def check_one(ledger: Path | None, kafka: str | None) -> None:
    """See that not both a ledger and a broker are named.

    Raises:
        UserError: they are.
    """
    if ledger is not None and kafka is not None:
        raise UserError("Name a ledger with --ledger or a broker with --kafka, not both. Nothing was read.")


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, by records."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda count: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


def page() -> Console:
    """Where tables are printed: as wide as the terminal, or wide enough for a file."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE, highlight=False, markup=False)

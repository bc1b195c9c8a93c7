"""countinghouse demo: a generated business day, from the first event to an explained decision and a replay."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from streams.cli.answer import Json, answer
from streams.demo.day import LEAST_ENTRIES
from streams.demo.items import ENTRIES_A_DAY
from streams.kernel.errors import UserError

_DOMAIN = "clearing"
_WIDTH_OF_A_FILE = 120


def demo(
    domain: Annotated[str, typer.Option(help="The domain to show.")] = _DOMAIN,
    entries: Annotated[
        int, typer.Option(min=LEAST_ENTRIES, help="Payment entries that are taken into the clearing.")
    ] = ENTRIES_A_DAY,
    workers: Annotated[int, typer.Option(min=1, max=16, help="Worker processes.")] = 2,
    partitions: Annotated[int, typer.Option(min=1, max=64, help="Partitions of the input.")] = 4,
    kafka: Annotated[
        str | None, typer.Option(help="HOST:PORT of a broker to use; one is started if left out.")
    ] = None,
    on_ledger: Annotated[
        bool, typer.Option("--on-ledger", help="Run without Kafka, on the embedded ledger.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show a generated business day: balances, a default, who pays what and why, and a replay that agrees.

    Everything it starts has ended and everything it writes is removed when it ends, also after Ctrl-C.

    Example: countinghouse demo --entries 20000
    """
    # The engine takes a second to import, which other commands need not wait for.
    from streams.cli.demo.interruption import InterruptedBySignalError, run_until_interrupted
    from streams.cli.demo.show import Options, show

    if domain != _DOMAIN:
        raise UserError(f"There is no demo of {domain}; there is one of {_DOMAIN}. Nothing was started.")
    options = Options(entries, workers, partitions, kafka, on_ledger)
    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    console = Console(quiet=as_json, width=width, highlight=False, markup=False, emoji=False)
    try:
        facts = run_until_interrupted(
            show(options, console), lambda: console.print("Interrupted; stopping what was started ...")
        )
    except InterruptedBySignalError as interruption:
        typer.echo("The demo was interrupted; all that it started has ended.", err=True)
        raise typer.Exit(interruption.exit_code) from None
    if as_json:
        answer("", facts, as_json=True)
    if facts["differences"] or facts["largest_sum_cents"]:
        raise typer.Exit(1)

"""countinghouse demo: a generated period of a domain, from the first event to an explained decision and a replay."""

from typing import Annotated

import typer

from streams.cli.answer import Json, answer
from streams.cli.screen import page
from streams.kernel.errors import UserError
from streams.registry import domain_named


def demo(
    domain: Annotated[str, typer.Option(help="The domain to show.")] = "clearing",
    size: Annotated[
        int | None,
        typer.Option(min=1, help="About how many entries, swaps, ... to generate; left out: the usual size."),
    ] = None,
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
    """Show a generated period of a domain: its figures, a decision explained, and a replay that agrees.

    Everything it starts has ended and everything it writes is removed when it ends, also after Ctrl-C.

    Example: countinghouse demo --size 20000
    """
    # The engine takes a second to import, which other commands need not wait for.
    from streams.cli.demo.interruption import InterruptedBySignalError, run_until_interrupted
    from streams.cli.demo.programs import PROGRAMS
    from streams.cli.demo.show import Options, show

    if domain not in PROGRAMS:
        named = ", ".join(PROGRAMS)
        raise UserError(f"There is no demo of {domain}; there is one of {named}. Nothing was started.")
    options = Options(domain_named(domain), size, workers, partitions, kafka, on_ledger)
    console = page(quiet=as_json)
    try:
        facts = run_until_interrupted(
            show(options, console), lambda: console.print("Interrupted; stopping what was started ...")
        )
    except InterruptedBySignalError as interruption:
        typer.echo("The demo was interrupted; all that it started has ended.", err=True)
        raise typer.Exit(interruption.exit_code) from None
    if as_json:
        answer("", facts, as_json=True)
    if facts["differences"] or facts["faults"]:
        raise typer.Exit(1)

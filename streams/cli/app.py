"""Which commands does `countinghouse` have, and what does a person see when one fails?"""

import logging
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from streams.cli import archive, books, broker, cases, dlq, explain, publish, run, topics, verify, worker
from streams.cli.comms import app as comms
from streams.cli.demo.command import demo
from streams.cli.marketdata import app as marketdata
from streams.cli.screen import visible
from streams.cli.swaps import app as swaps
from streams.kernel.errors import UserError

app = typer.Typer(
    name="countinghouse",
    help="Figures of regulated duties, folded from Kafka topics, that somebody can defend years later.",
    epilog="Try it: [bold]countinghouse demo[/bold]",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(archive.archive)
app.command()(books.books)
app.command()(cases.cases)
app.command()(demo)
app.command()(explain.explain)
app.command()(publish.publish)
app.command()(run.run)
app.command()(verify.verify)
app.command()(worker.worker)
app.add_typer(broker.app, name="broker")
app.add_typer(comms.app, name="comms")
app.add_typer(dlq.app, name="dlq")
app.add_typer(marketdata.app, name="marketdata")
app.add_typer(swaps.app, name="swaps")
app.add_typer(topics.app, name="topics")


def main() -> None:
    """Run the command; a fault that its reader can mend is one message and an exit code, no stack trace."""
    # The client's own complaints would stand before the message that says what to do.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    try:
        app()
    except UserError as error:
        print(visible(error.message), file=sys.stderr)
        sys.exit(error.exit_code)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"countinghouse {version('countinghouse')}")
        raise typer.Exit


@app.callback()
def _countinghouse(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end."),
    ] = False,
) -> None:
    pass

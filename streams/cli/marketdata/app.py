"""Which commands are there for market data alone?"""

import typer

from streams.cli.marketdata.advise import advise
from streams.cli.marketdata.explain import explain
from streams.cli.marketdata.invoice import invoice

app = typer.Typer(
    help="Print invoices, see what each line counts, and which licenses would have cost less.",
    no_args_is_help=True,
)


app.command()(advise)
app.command()(explain)
app.command()(invoice)

"""Which commands are there for market data alone?"""

import typer

from streams.cli.marketdata.advise import advise
from streams.cli.marketdata.explain import explain
from streams.cli.marketdata.invoice import invoice
from streams.cli.marketdata.read import read

app = typer.Typer(
    help="Read reports, print invoices, see what each line counts, and which licenses would have cost less.",
    no_args_is_help=True,
)


app.command()(advise)
app.command()(explain)
app.command()(invoice)
app.command()(read)

"""Which commands are there for comms alone?"""

import typer

from streams.cli.comms import register
from streams.cli.comms.coverage import coverage
from streams.cli.comms.overdue import overdue
from streams.cli.comms.search import search
from streams.cli.comms.show import show

app = typer.Typer(
    help="Find recordings and stored messages again, see what is overdue, and how much was captured.",
    no_args_is_help=True,
)
app.command()(coverage)
app.command()(overdue)
app.command()(search)
app.command()(show)
app.add_typer(register.app, name="register")

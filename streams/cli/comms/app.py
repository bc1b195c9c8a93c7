"""Which commands are there for comms alone?"""

import typer

from streams.cli.comms import identities, register
from streams.cli.comms.check_hashes import check_hashes
from streams.cli.comms.coverage import coverage
from streams.cli.comms.overdue import overdue
from streams.cli.comms.read import read
from streams.cli.comms.search import search
from streams.cli.comms.show import show
from streams.cli.comms.vault import shred, store

app = typer.Typer(
    help="Keep recordings and find them again, see what is overdue, how much was captured, and what was altered.",
    no_args_is_help=True,
)
app.command("check-hashes")(check_hashes)
app.command()(coverage)
app.command()(overdue)
app.command()(read)
app.command()(search)
app.command()(show)
app.command()(shred)
app.command()(store)
app.add_typer(identities.app, name="identities")
app.add_typer(register.app, name="register")

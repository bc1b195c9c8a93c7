"""Which commands are there for comms alone?"""

import typer

from streams.cli.comms.check_hashes import check_hashes
from streams.cli.comms.vault import shred, store

app = typer.Typer(
    help="Keep recordings, check that they are as they were filed, and destroy what the log deleted.",
    no_args_is_help=True,
)
app.command("check-hashes")(check_hashes)
app.command()(shred)
app.command()(store)

"""Which commands are there for swaps alone?"""

import typer

from streams.cli.swaps.position import position
from streams.cli.swaps.read import read

app = typer.Typer(
    help="Read trade files of swap data repositories, and see how near each group is to the threshold.",
    no_args_is_help=True,
)
app.command()(position)
app.command()(read)

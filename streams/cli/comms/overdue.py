"""countinghouse comms overdue: what must a compliance office do next?"""

import sys
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json
from streams.cli.comms.registers import Register, opened
from streams.cli.recorded import Ledger, Prefix
from streams.cli.screen import page
from streams.runtime.settings import read_settings


def overdue(
    ahead: Annotated[
        int | None,
        typer.Option(min=0, metavar="DAYS", help="Leave out what is due later than in so many days."),
    ] = None,
    register: Register = None,
    ledger: Ledger = None,
    topic_prefix: Prefix = None,
    in_csv: Annotated[bool, typer.Option("--csv", help="Answer in CSV.")] = False,
    as_json: Json = False,
) -> None:
    """List open breaches, records to be deleted and requests to be answered, the most urgent first.

    Example: countinghouse comms overdue --ahead 7
    """
    # The database takes its time to import; no other command waits for it.
    from streams.cli.comms.tables import as_csv, overdue_tables
    from streams.desks.comms.overdue import overdue as overdue_of

    settings = read_settings(topic_prefix=topic_prefix)
    with opened(register, ledger, settings) as database:
        told = overdue_of(database, ahead_days=ahead)
    if as_json:
        typer.echo(msgspec.json.encode(told).decode())
    elif in_csv:
        sys.stdout.write(as_csv([msgspec.structs.asdict(item) for item in told.items]))
    else:
        out = page()
        for one in overdue_tables(told):
            out.print(one)

"""countinghouse comms coverage: how much of a month was captured?"""

import re
import sys
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json
from streams.cli.comms.registers import Register, opened
from streams.cli.recorded import Ledger, Prefix
from streams.cli.screen import page
from streams.kernel.errors import UserError
from streams.runtime.settings import read_settings

_MONTH = re.compile("[0-9]{4}-(0[1-9]|1[0-2])")


def coverage(
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", help="The month in which segments began, in Oslo.")
    ],
    firm: Annotated[str | None, typer.Option(help="Of this firm alone.")] = None,
    register: Register = None,
    ledger: Ledger = None,
    topic_prefix: Prefix = None,
    in_csv: Annotated[
        bool, typer.Option("--csv", help="Answer in CSV: the figures by firm and duty.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show how many segments had to be captured in a month and how many were, and whose gaps are open.

    Example: countinghouse comms coverage --month 2024-05
    """
    # The database takes its time to import; no other command waits for it.
    from streams.cli.comms.tables import as_csv, coverage_tables
    from streams.desks.comms.coverage import coverage as coverage_of

    if _MONTH.fullmatch(month) is None:
        raise UserError(f'"{month}" is no month of the form 2024-05. Nothing was read.')
    settings = read_settings(topic_prefix=topic_prefix)
    with opened(register, ledger, settings) as database:
        told = coverage_of(database, month, firm)
    if as_json:
        typer.echo(msgspec.json.encode(told).decode())
    elif in_csv:
        sys.stdout.write(as_csv([{"month": month, **msgspec.structs.asdict(one)} for one in told.captured]))
    else:
        out = page()
        for one in coverage_tables(told):
            out.print(one)

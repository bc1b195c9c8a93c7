"""countinghouse marketdata advise: which licenses would have cost less?"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json
from streams.cli.chart import check_file
from streams.cli.evidence import whole_evidence
from streams.cli.files import write
from streams.cli.marketdata.advise_chart import chart as drawn
from streams.cli.marketdata.advise_tables import tables
from streams.cli.marketdata.invoice import Month
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, opened
from streams.cli.screen import page
from streams.cli.spreadsheet import write_rows
from streams.desks.marketdata.advice import Comparison, comparison_of
from streams.desks.marketdata.months import month_named
from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.canonical import canonical_json

_COLUMNS = (
    *("month", "distributor", "recipient_firm", "licenses", "license_cents", "user_fee_cents"),
    *("consolidation_cents", "cost_cents", "saving_cents"),
)


def advise(
    month: Month,
    distributor: Annotated[str, typer.Option(help="At which the recipient firms have users.")],
    firm: Annotated[str | None, typer.Option(help="Tell of this recipient firm alone, and draw it.")] = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    chart: Annotated[
        Path | None,
        typer.Option(metavar="FILE.svg", help="Draw the firm that would save the most, or that of --firm."),
    ] = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Answer in CSV, a row a way to hold licenses.")
    ] = False,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Compare what every way to hold licenses would have cost, what the cheapest saves, and since when.

    Beside an archive, what the stages remember is made again first, and kept.

    Exit codes: 2 when there is no such Distributor, or nobody used the feed there in the month.

    Example: countinghouse marketdata advise --month 2015-04 --distributor D1 --ledger april.ledger --chart licenses.svg
    """
    number = month_named(month)
    if chart is not None:
        check_file(chart)
    with (
        opened(MARKETDATA, ledger, kafka, topic_prefix, wait) as (reader, names, settings),
        whole_evidence(reader, MARKETDATA, names, settings) as evidence,
    ):
        told = comparison_of(evidence, number, distributor, firm)
    if chart is not None:
        write(chart, drawn(told, told.firms[0]))
    if as_json:
        typer.echo(canonical_json(msgspec.to_builtins(told)).decode())
    elif as_csv:
        write_rows(sys.stdout, _COLUMNS, _rows(told))
    else:
        out = page()
        for one in tables(told):
            out.print(one)


def _rows(told: Comparison) -> Iterator[tuple[object, ...]]:
    for one in told.firms:
        for choice in one.choices:
            yield (told.month, told.distributor, one.recipient_firm, *msgspec.structs.astuple(choice))

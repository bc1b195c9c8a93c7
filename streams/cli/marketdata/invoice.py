"""countinghouse marketdata invoice: what does a legal entity owe for a month, on paper?"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from streams.cli.answer import Json
from streams.cli.evidence import published_evidence
from streams.cli.files import write
from streams.cli.marketdata.invoice_tables import tables
from streams.cli.recorded import WAIT_SECONDS, Kafka, Ledger, Prefix, Wait, opened
from streams.cli.screen import page
from streams.cli.spreadsheet import write_rows
from streams.desks.marketdata.bill import DRAFT, Invoice
from streams.desks.marketdata.invoice import draft_of, invoice_of, recomputed
from streams.desks.marketdata.months import month_named
from streams.domains.marketdata.domain import MARKETDATA
from streams.kernel.canonical import canonical_json
from streams.kernel.errors import UserError

_COLUMNS = (
    *(
        "legal_entity",
        "month",
        "status",
        "document",
        "document_id",
        "issued_at",
        "line",
        "fee",
        "distributor",
    ),
    *("recipient_firm", "license", "quantity", "unit_price_cents", "amount_cents", "cites", "log_digest"),
)
_DIFFERS = 1

Month = Annotated[str, typer.Option(metavar="YYYY-MM", help="The billing month.")]


def invoice(
    month: Month,
    distributor: Annotated[str | None, typer.Option(help="Whose owner is billed; this or --entity.")] = None,
    entity: Annotated[
        str | None,
        typer.Option(help="The legal entity that is billed, such as a firm that only holds licenses."),
    ] = None,
    ledger: Ledger = None,
    kafka: Kafka = None,
    topic_prefix: Prefix = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page that prints well to this file instead.")
    ] = None,
    issuer: Annotated[
        str, typer.Option(help="Who sends the invoice, as the page names it; lines are set apart with |.")
    ] = "",
    draft: Annotated[
        bool, typer.Option("--draft", help="Show what an open month comes to so far; it is no invoice.")
    ] = False,
    check_log: Annotated[
        bool, typer.Option("--check-log", help="Read the input again and compare its digest with that told.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Answer in CSV, a row a line.")] = False,
    wait: Wait = WAIT_SECONDS,
    as_json: Json = False,
) -> None:
    """Show the invoice of a month, its corrections and what is due, with the digest of the log that it rests on.

    Figures are the documents that were published; nothing is folded again. With --kafka the topics are first copied to
    an archive on this machine, which goes on where it stopped.

    Exit codes: 1 where the record contradicts itself or a cut is missing, 2 where nothing was billed.

    Example: countinghouse marketdata invoice --month 2015-04 --distributor D1 --ledger april.ledger --html invoice.html
    """
    if (distributor is None) == (entity is None):
        raise UserError("Name whom to bill: either --distributor or --entity. Nothing was read.")
    number = month_named(month)
    with opened(MARKETDATA, ledger, kafka, topic_prefix, wait) as (reader, names, _):
        evidence = published_evidence(reader, MARKETDATA, names)
        told = (draft_of if draft else invoice_of)(evidence, number, distributor=distributor, entity=entity)
        if check_log and not all(recomputed(evidence, one.log) for one in told.documents):
            raise UserError(
                f"No invoice is shown: the input in {reader.path} is not the one that was billed; its records give "
                f"another digest. See where: {evidence.replay}",
                _DIFFERS,
            )
    if html is not None:
        # Only a page asks for the template engine.
        from streams.cli.marketdata.invoice_page import invoice_page

        write(html, invoice_page(told, issuer))
    _tell(told, html, as_csv=as_csv, as_json=as_json)


def _tell(told: Invoice, html: Path | None, *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(canonical_json(msgspec.to_builtins(told)).decode())
    elif as_csv:
        write_rows(sys.stdout, _COLUMNS, _rows(told))
    elif html is None:
        out = page()
        for one in tables(told):
            out.print(one)
    else:
        what = "draft" if told.status == DRAFT else "invoice"
        typer.echo(f"The {what} of {told.legal_entity} for {told.month}. The page is {html}.")


def _rows(told: Invoice) -> Iterator[tuple[object, ...]]:
    for one in told.documents:
        for line in one.lines:
            yield (
                *(told.legal_entity, told.month, told.status, one.document, one.id, one.issued_at),
                *(line.line, line.fee, line.distributor, line.recipient_firm, line.license, line.quantity),
                *(line.unit_price_cents, line.amount_cents, line.cites, one.log.digest),
            )

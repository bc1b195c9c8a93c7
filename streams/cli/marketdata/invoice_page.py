"""How does an invoice look as a page of its own, on a screen and on paper?"""

from typing import Final

import msgspec

from streams.cli.marketdata.invoice_tables import parties, status, unbilled
from streams.cli.marketdata.words import DOCUMENTS, FEES, month
from streams.cli.pages import rendered
from streams.desks.marketdata.invoice import FINAL, Invoice, InvoiceLine
from streams.kernel.explanation import ProvisionShown
from streams.kernel.plain_words import day, money

_TEMPLATE: Final = "invoice.html"


class _Sheet(msgspec.Struct, frozen=True):
    """What the page tells.

    Attributes:
        issuer: the lines of whoever sends it.
        notes: the numbers by which lines refer to what sets their prices.
    """

    told: Invoice
    issuer: list[str]
    status: str
    is_final: bool
    unbilled: str
    notes: dict[str, int]
    provisions: list[ProvisionShown]


def invoice_page(told: Invoice, issuer: str = "") -> str:
    """One file with everything in it.

    Args:
        issuer: who sends it, lines set apart with `|`; empty: the page names nobody.
    """
    of_lines = dict.fromkeys(cite for one in told.documents for line in one.lines for cite in line.cites)
    notes = {cite: number for number, cite in enumerate(of_lines, 1)}
    provisions = sorted(told.provisions, key=lambda one: notes.get(one.id, len(notes) + 1))
    sheet = _Sheet(
        told=told,
        issuer=[line.strip() for line in issuer.split("|") if line.strip()],
        status=status(told),
        is_final=told.status == FINAL,
        unbilled=unbilled(told),
        notes=notes,
        provisions=provisions,
    )
    return rendered(
        _TEMPLATE,
        sheet,
        money=money,
        day=day,
        month=month,
        kind=DOCUMENTS.__getitem__,
        what=_what,
        of=parties,
    )


def _what(line: InvoiceLine) -> str:
    return FEES[line.fee]

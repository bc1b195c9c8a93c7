"""How does an invoice look as a page of its own, on a screen and on paper?"""

from typing import Final

import msgspec

from streams.cli.marketdata.invoice_tables import due_words, parties, status, unbilled
from streams.cli.marketdata.words import DOCUMENTS, FEES, month
from streams.cli.pages import rendered
from streams.desks.marketdata.bill import Invoice, InvoiceLine
from streams.kernel.explanation import ProvisionShown
from streams.kernel.plain_words import day, money

_TEMPLATE: Final = "invoice.html"


class _Sheet(msgspec.Struct, frozen=True):
    """What the page tells.

    Attributes:
        issuer: the lines of whoever sends it.
        badge: how sure it is.
        due: what the total is called.
        notes: the numbers by which lines refer to what sets their prices.
        sources: the texts in which the provisions stand, by title, with where they were published.
    """

    told: Invoice
    issuer: list[str]
    status: str
    badge: str
    due: str
    unbilled: str
    notes: dict[str, int]
    provisions: list[ProvisionShown]
    sources: dict[str, str]


def invoice_page(told: Invoice, issuer: str = "") -> str:
    """One file with everything in it.

    Args:
        issuer: who sends it, lines set apart with `|`; empty: the page names nobody.
    """
    notes = told.notes
    provisions = sorted(told.provisions, key=lambda one: notes.get(one.id, len(notes) + 1))
    sheet = _Sheet(
        told=told,
        issuer=[line.strip() for line in issuer.split("|") if line.strip()],
        status=status(told),
        badge=told.status.capitalize(),
        due=_due(told),
        unbilled=unbilled(told),
        notes=notes,
        provisions=provisions,
        sources={one.title: one.official.partition(", section ")[0] for one in provisions if one.title},
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


def _due(told: Invoice) -> str:
    return due_words(told) if told.total_cents >= 0 else "Total in your favour"


def _what(line: InvoiceLine) -> str:
    return FEES[line.fee]

"""Which document corrects or bills a month? (R20 to R22, section 7.9 of the contract)"""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from streams.domains.marketdata.rules.bill import Line
from streams.domains.marketdata.state.names import path
from streams.kernel.citation import cites

INVOICE: Final = "INVOICE"
_CORRECTION: Final = "MARKETDATA/R20"


class Document(msgspec.Struct, frozen=True):
    """A bill or a note, as it is shown.

    Attributes:
        issued_with_month: the month whose close issued it.
        issued_at: the stamp of that close, as it was written.
    """

    id: str
    document: str
    legal_entity: str
    month: str
    issued_with_month: str
    issued_at: str
    total_cents: int
    lines: list[dict[str, object]]


class Issue(msgspec.Struct, frozen=True):
    """With what a document is issued: the month of the close, and its stamp."""

    month: str
    at: str


@cites("MARKETDATA/R20", "MARKETDATA/R22")
def difference(now: Iterable[Line], billed: Iterable[Line]) -> list[Line]:
    """What the lines of now have more than those billed so far, sorted; quantities may be below zero."""
    found = {line.key: line for line in now}
    for line in billed:
        current = found.get(line.key)
        quantity = -line.quantity if current is None else current.quantity - line.quantity
        found[line.key] = msgspec.structs.replace(current or line, quantity=quantity)
    return [found[key] for key in sorted(found) if found[key].quantity]


@cites("MARKETDATA/R20")
def net_lines(billed: Iterable[Line], added: Iterable[Line]) -> list[Line]:
    """What was billed on the whole, after one more document."""
    found = {line.key: line for line in billed}
    for line in added:
        former = found.get(line.key)
        quantity = line.quantity + (former.quantity if former else 0)
        found[line.key] = msgspec.structs.replace(line, quantity=quantity)
    return [found[key] for key in sorted(found) if found[key].quantity]


def total_cents(lines: Iterable[Line]) -> int:
    """What lines come to together."""
    return sum(line.amount_cents for line in lines)


@cites("MARKETDATA/R20", "MARKETDATA/R22")
def note_kind(total: int) -> str:
    """The kind of a note by its total; one that nets to nothing is issued, too."""
    return "DEBIT_NOTE" if total > 0 else "CREDIT_NOTE" if total < 0 else "ADJUSTMENT_NOTE"


@cites("MARKETDATA/R21", "MARKETDATA/R14")
def invoice(entity: str, lines: Sequence[Line], issue: Issue) -> Document:
    """The invoice of a legal entity for the month that is closed."""
    return _document(path("invoice", issue.month, entity), INVOICE, (entity, issue.month), lines, issue)


@cites("MARKETDATA/R20", "MARKETDATA/R22")
def note(entity: str, month: str, lines: Sequence[Line], issue: Issue) -> Document:
    """The note by which a later close corrects a month that was billed."""
    kind = note_kind(total_cents(lines))
    identifier = path(kind.lower(), month, entity, issue.month)
    return _document(identifier, kind, (entity, month), lines, issue)


def _document(
    identifier: str, kind: str, of: tuple[str, str], lines: Sequence[Line], issue: Issue
) -> Document:
    entity, month = of
    shown = [line.shown() for line in lines]
    return Document(identifier, kind, entity, month, issue.month, issue.at, total_cents(lines), shown)


def document_cites(document: Document, lines: Iterable[Line]) -> list[str]:
    """What a document rests on: what sets the prices of its lines, and for a note the rule of corrections."""
    found = {cite for line in lines for cite in line.cites}
    return sorted(found if document.document == INVOICE else found | {_CORRECTION})

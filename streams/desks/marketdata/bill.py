"""What does a bill for market data say: an invoice with its corrections, or the draft of one?"""

from typing import Final

import msgspec

from streams.desks.marketdata.months import is_month
from streams.domains.marketdata.rules.document import INVOICE
from streams.domains.marketdata.state.months import month_of_text, month_text
from streams.domains.marketdata.state.names import names_of, path
from streams.kernel.explanation import ProvisionShown
from streams.replay.cuts import Cut

DRAFT: Final = "DRAFT"
PRELIMINARY: Final = "PRELIMINARY"
FINAL: Final = "FINAL"

_DRAFT: Final = "draft"


class InvoiceLine(msgspec.Struct, frozen=True):
    """A line of a document.

    Attributes:
        line: by which it is asked for: the document and its number there, from 1.
        cites: what sets its price.
    """

    line: str
    fee: str
    distributor: str | None
    recipient_firm: str | None
    license: str | None
    quantity: int
    unit_price_cents: int
    amount_cents: int
    cites: list[str]


class Issued(msgspec.Struct, frozen=True):
    """A document as it was issued.

    Attributes:
        document: INVOICE, DEBIT_NOTE, CREDIT_NOTE or ADJUSTMENT_NOTE; DRAFT for the running bill of an open month.
        issued_with_month: the month whose close issued it.
        issued_at: the stamp of that close; of a draft that of the last mark.
        law: the digest of the law under which it was decided.
        log: the input through that close or mark.
    """

    id: str
    document: str
    issued_with_month: str
    issued_at: str
    total_cents: int
    lines: list[InvoiceLine]
    cites: list[str]
    law: str
    log: Cut


class Invoice(msgspec.Struct, frozen=True):
    """What a legal entity owes for a month by the documents that were issued.

    Attributes:
        distributors: those that it owned in the month, as known now.
        others: legal entities that were billed for users of these Distributors as well, before a sale was recorded.
        status: DRAFT while the month is open; FINAL where no correction can come any more; else PRELIMINARY.
        correctable_through: the last month in which a correction may be recorded; None: without a limit.
        known_at: the stamp of the last mark that is recorded.
        documents: in order of issue, the invoice first.
        total_cents: of all of them.
        unbilled_cents: what was recorded since and is billed with the next close.
        provisions: what the documents cite.
    """

    month: str
    legal_entity: str
    distributors: list[str]
    others: list[str]
    status: str
    correctable_through: str | None
    known_at: str
    documents: list[Issued]
    total_cents: int
    unbilled_cents: int
    provisions: list[ProvisionShown]

    @property
    def original(self) -> Issued | None:
        """The invoice or the draft; None where there was nothing to bill when the month was closed."""
        return next((one for one in self.documents if one.document in (INVOICE, DRAFT)), None)

    @property
    def corrections(self) -> list[Issued]:
        """The notes."""
        return [one for one in self.documents if one.document not in (INVOICE, DRAFT)]

    @property
    def notes(self) -> dict[str, int]:
        """What sets the prices of lines, numbered in the order of the lines."""
        cites = dict.fromkeys(cite for one in self.documents for line in one.lines for cite in line.cites)
        return {cite: number for number, cite in enumerate(cites, 1)}


def draft_id(month: int, entity: str) -> str:
    """Under which name the draft of a legal entity's bill for a month is asked for."""
    return path(_DRAFT, month_text(month), entity)


def draft_named(identifier: str) -> tuple[int, str] | None:
    """The month and the legal entity of a draft; None for the name of anything else."""
    kind, *names = names_of(identifier)
    if kind != _DRAFT or len(names) != 2 or not is_month(names[0]):
        return None
    return month_of_text(names[0]), names[1]

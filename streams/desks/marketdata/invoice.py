"""What was a legal entity billed for a month, what corrected it, and on what does all of it rest?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

import msgspec

from streams.desks.marketdata.marks import attestations_of, last_mark
from streams.desks.marketdata.months import (
    as_closed,
    before_close,
    check_closed,
    entity_of,
    facts_of,
)
from streams.domains.marketdata.rules.document import INVOICE
from streams.domains.marketdata.rules.user_fee import user_price
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.stages.figures import MONTH_TO_DATE_FEES
from streams.domains.marketdata.state.months import month_of_text, month_text
from streams.domains.marketdata.state.names import key_of
from streams.kernel.errors import UserError
from streams.kernel.explanation import ProvisionShown, provisions_shown
from streams.replay.attested import Attestations
from streams.replay.cuts import Cut, cut_of, parts_at, recomputed_chain
from streams.replay.evidence import LedgerEvidence

Body = Mapping[str, Any]

PRELIMINARY: Final = "PRELIMINARY"
FINAL: Final = "FINAL"

_STOPPED = 1
_parsed = msgspec.json.decode


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
        document: INVOICE, DEBIT_NOTE, CREDIT_NOTE or ADJUSTMENT_NOTE.
        issued_with_month: the month whose close issued it.
        issued_at: the stamp of that close.
        law: the digest of the law under which it was decided.
        log: the input through that close.
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
        status: FINAL where no correction can come any more, else PRELIMINARY.
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
        """The invoice; None where there was nothing to bill when the month was closed."""
        return next((one for one in self.documents if one.document == INVOICE), None)

    @property
    def corrections(self) -> list[Issued]:
        """The notes."""
        return [one for one in self.documents if one.document != INVOICE]

    @property
    def notes(self) -> dict[str, int]:
        """What sets the prices of lines, numbered in the order of the lines."""
        cites = dict.fromkeys(cite for one in self.documents for line in one.lines for cite in line.cites)
        return {cite: number for number, cite in enumerate(cites, 1)}


def invoice_of(
    evidence: LedgerEvidence, month: int, *, distributor: str | None = None, entity: str | None = None
) -> Invoice:
    """The invoice of a legal entity for a month, asked for by a Distributor that it owns or by its own name.

    Raises:
        UserError: nobody is called so, the month is not closed, nothing was billed, or the record contradicts itself.
    """
    book = facts_of(evidence)
    standing = book.standing(month)
    owner = entity if entity is not None else entity_of(evidence, standing, str(distributor))
    check_closed(evidence, book, month)
    documents = [one for one in _documents(evidence, month_text(month)) if one["legal_entity"] == owner]
    row = cast("Body | None", evidence.row(MONTH_TO_DATE_FEES, key_of(month_text(month), owner)))
    if not documents or row is None:
        raise _nothing_billed(evidence, month, owner)
    last = last_mark(evidence, book)
    if last is None:
        raise _contradiction(evidence, "no mark of the log is attested")
    _check(evidence, documents, row, is_at_close=last.is_at_close)
    attestations = attestations_of(evidence)
    issued = [_issued(evidence, book, attestations, one) for one in documents]
    total_cents = sum(one.total_cents for one in issued)
    unbilled_cents = int(row["unbilled_cents"])
    window = book.law.correction_window_months
    end = None if window is None else month + window
    is_final = end is not None and book.recorded_in(last.at) > end and not unbilled_cents
    owned = sorted(name for name, one in standing.distributors.items() if one.legal_entity == owner)
    return Invoice(
        month=month_text(month),
        legal_entity=owner,
        distributors=owned,
        others=sorted(_billed_for(evidence, month_text(month), owned) - {owner}),
        status=FINAL if is_final else PRELIMINARY,
        correctable_through=None if end is None else month_text(end),
        known_at=last.at,
        documents=issued,
        total_cents=total_cents,
        unbilled_cents=unbilled_cents,
        provisions=list(
            provisions_shown(evidence.law, dict.fromkeys(cite for one in issued for cite in one.cites))
        ),
    )


def _billed_for(evidence: LedgerEvidence, month: str, distributors: Sequence[str]) -> set[str]:
    """The legal entities with a document for a month that charges users of some Distributors."""
    return {
        one["legal_entity"]
        for one in _documents(evidence, month)
        if any("_USER_" in line["fee"] and line["distributor"] in distributors for line in one["lines"])
    }


def recomputed(evidence: LedgerEvidence, cut: Cut) -> bool:
    """Whether the input, read again, gives the chains of a cut."""
    return all(
        recomputed_chain(evidence.ledger, evidence.names.events, part) == part.chain for part in cut.parts
    )


def _documents(evidence: LedgerEvidence, month: str) -> list[Body]:
    """The documents for a month, as the view shows them in order of issue."""
    shown = (cast("Body", row) for _, row in evidence.rows("documents", ""))
    return [one for one in shown if one["month"] == month]


def published(evidence: LedgerEvidence, document: Body) -> Body:
    """The outcome by which a document was issued.

    Raises:
        UserError: it is missing, was published with other bytes as well, or says otherwise than the view.
    """
    found = evidence.outcome(document["id"])
    if not found:
        raise _contradiction(
            evidence, f"the document {document['id']} is in the view and was never published"
        )
    if len({one.value for one in found}) > 1:
        places = ", ".join(f"partition {one.place.partition} offset {one.place.offset}" for one in found)
        raise _contradiction(
            evidence,
            f"the document {document['id']} was published more than once, with other bytes ({places})",
        )
    body: Body = _parsed(found[0].value)
    if any(body.get(name) != value for name, value in document.items()):
        raise _contradiction(
            evidence, f"the view and the outcome of the document {document['id']} say different things"
        )
    return body


def _check(evidence: LedgerEvidence, documents: Sequence[Body], row: Body, *, is_at_close: bool) -> None:
    """See that documents and figures agree.

    Raises:
        UserError: they do not; a document that billing met again with other bytes shows so.
    """
    billed = sum(one["total_cents"] for one in documents)
    for one in documents:
        total = sum(line["quantity"] * line["unit_price_cents"] for line in one["lines"])
        if total != one["total_cents"]:
            raise _contradiction(evidence, f"the lines of {one['id']} do not add up to its total")
    if billed != row["billed_cents"]:
        raise _contradiction(
            evidence,
            f"the documents of {documents[0]['legal_entity']} for {documents[0]['month']} add up to another amount "
            f"({billed:,} cents) than was billed ({row['billed_cents']:,})",
        )
    if is_at_close and row["unbilled_cents"]:
        raise _contradiction(
            evidence,
            f"the last close left {row['unbilled_cents']:,} cents of {documents[0]['month']} unbilled, which no close "
            "does: publication of a document stopped with an alarm, because its id was met again with other bytes",
        )


def _contradiction(evidence: LedgerEvidence, what: str) -> UserError:
    return UserError(
        f"No invoice is shown: {what}. Nothing should be sent before it is known why. Fold the log again and compare: "
        f"{evidence.replay}",
        _STOPPED,
    )


def _nothing_billed(evidence: LedgerEvidence, month: int, entity: str) -> UserError:
    rows = evidence.rows(MONTH_TO_DATE_FEES, f'["{month_text(month)}",')
    known = ", ".join(str(_parsed(key)[-1]) for key, _ in rows) or "none"
    return UserError(
        f"{entity} was billed nothing for {month_text(month)}: the month is closed, and no document was issued. Legal "
        f"entities with a bill: {known}."
    )


def _issued(evidence: LedgerEvidence, book: FactBook, attestations: Attestations, document: Body) -> Issued:
    body = published(evidence, document)
    parts = parts_at(attestations, evidence.partitions, body["event"])
    missing = sorted(set(range(evidence.partitions)) - set(parts))
    if missing:
        named = ", ".join(map(str, missing))
        raise _contradiction(
            evidence, f"the close {body['event']} is not attested by partition {named} of the input"
        )
    return Issued(
        id=body["id"],
        document=body["document"],
        issued_with_month=body["issued_with_month"],
        issued_at=body["issued_at"],
        total_cents=body["total_cents"],
        lines=list(_lines(book, body)),
        cites=body["cites"],
        law=body["law"],
        log=cut_of(body["event"], [parts[one] for one in sorted(parts)]),
    )


def _lines(book: FactBook, body: Body) -> Iterator[InvoiceLine]:
    month, close = month_of_text(body["month"]), month_of_text(body["issued_with_month"])
    # A note takes back what was billed at prices of before, and bills at those of its own close.
    variants = (as_closed(book, month, close), before_close(book, month, close))
    books = [book.standing_in(one) for one in variants]
    for number, line in enumerate(body["lines"], 1):
        prices = (user_price(line["fee"], one.prices, one.law.premium_price_mode) for one in books)
        cites = next(
            (list(one.cites) for one in prices if one is not None and one.cents == line["unit_price_cents"]),
            body["cites"],
        )
        yield InvoiceLine(line=f"{body['id']}#{number}", cites=cites, **line)

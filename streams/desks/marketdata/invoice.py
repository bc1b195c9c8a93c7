"""What was a legal entity billed for a month, what corrected it, and on what does all of it rest?"""

from collections.abc import Iterator, Sequence

from streams.desks.marketdata.bill import (
    DRAFT,
    FINAL,
    PRELIMINARY,
    Invoice,
    InvoiceLine,
    Issued,
    draft_id,
)
from streams.desks.marketdata.marks import LastMark, attestations_of, last_mark
from streams.desks.marketdata.months import (
    as_closed,
    before_close,
    check_closed,
    entity_of,
    facts_of,
)
from streams.desks.marketdata.published import (
    Body,
    billed_for,
    check_figures,
    contradiction,
    documents_for,
    nothing_billed,
    published,
    running_bill,
    with_a_bill,
)
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.rules.user_fee import user_price
from streams.domains.marketdata.stages.fact_book import FactBook
from streams.domains.marketdata.state.months import month_of_text, month_text
from streams.kernel.errors import UserError
from streams.kernel.explanation import provisions_shown
from streams.replay.attested import Attestations
from streams.replay.cuts import Cut, cut_of, parts_at, recomputed_chain
from streams.replay.evidence import LedgerEvidence


def invoice_of(
    evidence: LedgerEvidence, month: int, *, distributor: str | None = None, entity: str | None = None
) -> Invoice:
    """The invoice of a legal entity for a month, asked for by a Distributor that it owns or by its own name.

    Raises:
        UserError: nobody is called so, the month is not closed, nothing was billed, or the record contradicts itself.
    """
    book = facts_of(evidence)
    check_closed(evidence, book, month)
    owner = entity if entity is not None else entity_of(evidence, book.standing(month), str(distributor))
    documents = [one for one in documents_for(evidence, month_text(month)) if one["legal_entity"] == owner]
    row = running_bill(evidence, month, owner)
    if not documents or row is None:
        raise nothing_billed(evidence, month, owner)
    last = _last_mark(evidence, book)
    check_figures(evidence, documents, row, is_at_close=last.is_at_close)
    attestations = attestations_of(evidence)
    issued = [_issued(evidence, book, attestations, one) for one in documents]
    unbilled_cents = int(row["unbilled_cents"])
    window = book.law.correction_window_months
    is_over = window is not None and book.recorded_in(last.at) > month + window
    status = FINAL if is_over and not unbilled_cents else PRELIMINARY
    return _invoice(evidence, book, month, owner, status, last, issued, unbilled_cents)


def draft_of(
    evidence: LedgerEvidence, month: int, *, distributor: str | None = None, entity: str | None = None
) -> Invoice:
    """The running bill of a legal entity for an open month, as the last mark shows it.

    Raises:
        UserError: nobody is called so, the month is closed, or no running figures of it are shown.
    """
    book = facts_of(evidence)
    standing = book.standing(month)
    owner = entity if entity is not None else entity_of(evidence, standing, str(distributor))
    text = month_text(month)
    if month in book.admission.closes:
        raise UserError(f"{text} is closed: ask for its invoice, without --draft. Nothing was written.")
    row = running_bill(evidence, month, owner)
    if row is None:
        raise UserError(
            f"No running bill of {owner} for {text} is shown. Legal entities with one: {with_a_bill(evidence, month)}. "
            f"A tick that is stamped in {text} brings the figures of the month."
        )
    last = _last_mark(evidence, book)
    identifier = draft_id(month, owner)
    lines = list(_lines([standing], identifier, row["lines"], []))
    cites = sorted({cite for line in lines for cite in line.cites})
    log = _cut(evidence, attestations_of(evidence), last.id)
    total_cents, law = int(row["total_cents"]), evidence.law.digest
    draft = Issued(identifier, DRAFT, text, last.at, total_cents, lines, cites, law, log)
    return _invoice(evidence, book, month, owner, DRAFT, last, [draft], int(row["unbilled_cents"]))


def _invoice(
    evidence: LedgerEvidence,
    book: FactBook,
    month: int,
    owner: str,
    status: str,
    last: LastMark,
    documents: list[Issued],
    unbilled_cents: int,
) -> Invoice:
    registered = book.standing(month).distributors
    owned = sorted(name for name, one in registered.items() if one.legal_entity == owner)
    window = book.law.correction_window_months
    cites = dict.fromkeys(cite for one in documents for cite in one.cites)
    return Invoice(
        month=month_text(month),
        legal_entity=owner,
        distributors=owned,
        others=sorted(billed_for(evidence, month_text(month), owned) - {owner}),
        status=status,
        correctable_through=None if window is None else month_text(month + window),
        known_at=last.at,
        documents=documents,
        total_cents=sum(one.total_cents for one in documents),
        unbilled_cents=unbilled_cents,
        provisions=list(provisions_shown(evidence.law, cites)),
    )


def _last_mark(evidence: LedgerEvidence, book: FactBook) -> LastMark:
    last = last_mark(evidence, book)
    if last is None:
        raise contradiction(evidence, "no mark of the log is attested")
    return last


def recomputed(evidence: LedgerEvidence, cut: Cut) -> bool:
    """Whether the input, read again, gives the chains of a cut."""
    return all(
        recomputed_chain(evidence.ledger, evidence.names.events, part) == part.chain for part in cut.parts
    )


def _issued(evidence: LedgerEvidence, book: FactBook, attestations: Attestations, document: Body) -> Issued:
    body = published(evidence, document)
    month, close = month_of_text(body["month"]), month_of_text(body["issued_with_month"])
    # A note takes back what was billed at prices of before, and bills at those of its own close.
    variants = (as_closed(book, month, close), before_close(book, month, close))
    standings = [book.standing_in(one) for one in variants]
    return Issued(
        id=body["id"],
        document=body["document"],
        issued_with_month=body["issued_with_month"],
        issued_at=body["issued_at"],
        total_cents=body["total_cents"],
        lines=list(_lines(standings, body["id"], body["lines"], body["cites"])),
        cites=body["cites"],
        law=body["law"],
        log=_cut(evidence, attestations, body["event"]),
    )


def _cut(evidence: LedgerEvidence, attestations: Attestations, mark: str) -> Cut:
    parts = parts_at(attestations, evidence.partitions, mark)
    missing = sorted(set(range(evidence.partitions)) - set(parts))
    if missing:
        named = ", ".join(map(str, missing))
        raise contradiction(evidence, f"the mark {mark} is not attested by partition {named} of the input")
    return cut_of(mark, [parts[one] for one in sorted(parts)])


def _lines(
    standings: Sequence[Standing], document: str, lines: Sequence[Body], otherwise: list[str]
) -> Iterator[InvoiceLine]:
    """The lines of a document with what sets their prices.

    Args:
        standings: in which the prices may be found, the newest first.
        otherwise: what is cited where none has it.
    """
    for number, line in enumerate(lines, 1):
        prices = (user_price(line["fee"], one.prices, one.law.premium_price_mode) for one in standings)
        cites = (
            list(one.cites) for one in prices if one is not None and one.cents == line["unit_price_cents"]
        )
        yield InvoiceLine(line=f"{document}#{number}", cites=next(cites, otherwise), **line)

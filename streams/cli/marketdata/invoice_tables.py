"""How is an invoice shown on a terminal?"""

from collections.abc import Iterator, Mapping

from rich.table import Table

from streams.cli.marketdata.words import DOCUMENTS, FEES, month
from streams.cli.tables import table
from streams.desks.marketdata.bill import DRAFT, FINAL, Invoice, InvoiceLine, Issued
from streams.kernel.plain_words import day, money


def tables(told: Invoice) -> Iterator[Table | str]:
    """Every document with its lines, what is due, and on what all of it rests."""
    yield f"{told.legal_entity}: {month(told.month)}, {', '.join(told.distributors) or 'no Distributor'}"
    yield f"{told.status}: {status(told)}"
    for one in told.documents:
        yield _document(one, told.notes)
    yield _due(told)
    if told.others:
        yield others(told)
    for cite, number in told.notes.items():
        yield f"[{number}] {_said(told, cite)}"
    for one in told.documents:
        yield (
            f"{one.id} rests on the log through {one.log.mark}, sha256 {one.log.digest}, "
            f"under the law {one.law}."
        )
    yield f"What a line counts: countinghouse marketdata explain '{told.documents[0].lines[0].line}'"


def _said(told: Invoice, cite: str) -> str:
    """What a citation says; one that was set at run time says only itself."""
    says = next((one.says for one in told.provisions if one.id == cite), "")
    return f"{cite}: {says}" if says else cite


def status(told: Invoice) -> str:
    """Whether more can come, in a sentence."""
    if told.status == DRAFT:
        return "The month is open. This is no invoice; every figure may change."
    if told.status == FINAL:
        return f"Corrections recorded after {month(str(told.correctable_through))} change nothing any more."
    if told.correctable_through is None:
        return "Corrections follow by note, without a limit of time."
    return f"Corrections recorded through {month(told.correctable_through)} follow by note."


def unbilled(told: Invoice) -> str:
    """What waits for the next close, in a sentence; empty where nothing does."""
    if not told.unbilled_cents or told.status == DRAFT:
        return ""
    return f"Recorded since, and billed by a note with the next close: {money(told.unbilled_cents)}."


def due_words(told: Invoice) -> str:
    """What the total is called."""
    return "Total so far" if told.status == DRAFT else "Total due"


def others(told: Invoice) -> str:
    """Who else was billed for these Distributors, in a sentence; empty where nobody was."""
    if not told.others:
        return ""
    return f"Users of these Distributors were billed to {', '.join(told.others)} as well: ask for that with --entity."


def _document(one: Issued, notes: Mapping[str, int]) -> Table:
    title = f"{DOCUMENTS[one.document]} {one.id}, {dated(one)}"
    shown = table(title, ["#", "charge", "for"], ["quantity", "price", "amount"])
    shown.add_column("price set by")
    for number, line in enumerate(one.lines, 1):
        shown.add_row(
            str(number),
            FEES[line.fee],
            parties(line),
            f"{line.quantity:,}",
            money(line.unit_price_cents),
            money(line.amount_cents),
            " ".join(f"[{notes[cite]}]" for cite in line.cites),
        )
    shown.add_section()
    shown.add_row("", "Together", "", "", "", money(one.total_cents), "", style="bold")
    return shown


def parties(line: InvoiceLine) -> str:
    """For whom a line is."""
    return parties_of(line.recipient_firm or "", line.distributor or "", line.license or "")


def parties_of(firm: str, distributor: str, license_: str) -> str:
    """A recipient firm, at which Distributor, by which license; empty where there is none."""
    parts = [firm, f"at {distributor}" if distributor else "", f"(license {license_})" if license_ else ""]
    return " ".join(part for part in parts if part)


def dated(one: Issued) -> str:
    """When a document was issued; a draft was not."""
    return f"{'as of' if one.document == DRAFT else 'issued'} {day(one.issued_at[:10])}"


def _due(told: Invoice) -> Table:
    title = due_words(told)
    shown = table(title, ["document"], ["amount"])
    for one in told.documents:
        shown.add_row(f"{DOCUMENTS[one.document]} of {day(one.issued_at[:10])}", money(one.total_cents))
    shown.add_section()
    shown.add_row(title, money(told.total_cents), style="bold")
    if unbilled(told):
        shown.caption = unbilled(told)
        shown.caption_justify = "left"
    return shown

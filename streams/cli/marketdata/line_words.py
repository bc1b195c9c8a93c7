"""How is one of those whom a line counts told in a line of text?"""

from streams.cli.marketdata.invoice_tables import parties_of
from streams.cli.marketdata.words import FEES
from streams.desks.marketdata.line import ENTITLEMENT, Counted, Line, Owing
from streams.kernel.plain_words import counted, money

_CLASSES = {"PROFESSIONAL": "Professional", "NON_PROFESSIONAL": "Non-Professional"}


def heading(line: Line) -> str:
    """What the line says."""
    of = parties_of(line.recipient_firm, line.distributor, line.license)
    amount = (
        f"{line.quantity:,} x {money(line.unit_price_cents)} = {money(line.quantity * line.unit_price_cents)}"
    )
    return f"{line.id}: {FEES[line.fee]}{f', {of}' if of else ''}; {amount}"


def told(one: Counted | Owing, line: Line) -> str:
    """One of those whom a line counts."""
    sign = "" if not line.is_note else "+ " if one.change > 0 else "- "
    if isinstance(one, Owing):
        what = "an agreement of the Distributor" if one.because == "AGREEMENT" else "the license"
        return f"{sign}{what} {one.name}"
    use = f"entitlement {one.entitlement} ({one.granted_by})" if one.use == ENTITLEMENT else "an access"
    through = f" through the device {one.device}" if one.device else ""
    more = f", {counted(one.use_count, 'use')} in all" if one.use_count > 1 else ""
    covered = (
        f"; {counted(one.covered_use_count, 'use')} covered by a license" if one.covered_use_count else ""
    )
    by = f"{one.feed.capitalize()} since {one.since} by {use}{through}{more}{covered}"
    return f"{sign}{one.user}: {_class(one)}; {by}"


def _class(one: Counted) -> str:
    name = _CLASSES[one.classification]
    return (
        f"{name}, no evidence"
        if one.classified_since is None
        else (f"{name} since {one.classified_since} ({one.evidence})")
    )


def ending(line: Line, change: int, rows: int) -> str:
    """What the rows come to."""
    if line.is_of_users and line.close is None and change != line.quantity:
        return f"{change:,} in all by now; {line.quantity:,} at the last mark."
    if line.is_of_users:
        return f"{change:,} in all, as the line says."
    if line.license:
        return (
            f"The license counts once. It covers {counted(rows, 'user')}; anonymous viewers are not listed."
        )
    return "The fee counts once for a legal entity and month."

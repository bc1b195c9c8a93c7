"""How are the bills, the corrections, the advice and the findings of a quarter laid out for a person?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.table import Table

from streams.cli.marketdata.courses import Costs
from streams.cli.tables import table
from streams.demo.marketdata.calendar import MONTHS, name_of
from streams.demo.marketdata.figures import Row
from streams.demo.marketdata.story import TOLD
from streams.domains.marketdata.explanations.words import FEES, FOUND, REFUSED
from streams.domains.marketdata.rules.anomaly import Kind
from streams.domains.marketdata.rules.refusal import Reason
from streams.kernel.plain_words import day, money

_NAMED: Final = ("recipient_firm", "user", "entitlement", "license")


def running(fees: Mapping[tuple[str, str], Row]) -> Table:
    """What each legal entity owes for each month so far."""
    shown = table("Month to date", ["month", "billed to"], ["owed", "billed", "not yet billed"])
    for (month, entity), row in sorted(fees.items()):
        cents = (row["total_cents"], row["billed_cents"], row["unbilled_cents"])
        shown.add_row(name_of(month), entity, *map(money, cents))
    return shown


def invoices(entity: str, documents: Sequence[Row]) -> Table:
    """The invoices of a legal entity side by side, a line each."""
    months = [name_of(month) for month in MONTHS]
    numbers = [f"{month}\n{what}" for month in months for what in ("number", "amount")]
    shown = table(f"Invoices to {entity}", ["for", "at"], ["price", *numbers])
    by_month = {one["month"]: one for one in documents}
    lines = {
        (month, _what(line)): line for month, one in by_month.items() for line in one["lines"]
    }
    for what in sorted({what for _, what in lines}):
        cells = [_cells(lines.get((month, what))) for month in MONTHS]
        firm, fee, license_, price = what
        shown.add_row(fee_name(fee), license_ or firm, money(price), *(cell for pair in cells for cell in pair))
    shown.add_section()
    totals = [by_month[month]["total_cents"] if month in by_month else None for month in MONTHS]
    cells = ["" if cents is None else money(cents) for cents in totals]
    shown.add_row("Invoice", "", "", *(cell for total in cells for cell in ("", total)), style="bold")
    return shown


def corrections(notes: Iterable[Row]) -> Table:
    """The notes that correct a month billed before, with their lines."""
    title = "Corrections of months that were billed before"
    shown = table(title, ["document", "of month", "issued on", "for", "at"], ["number", "price", "amount"])
    for note in notes:
        kind = note["document"].replace("_", " ").capitalize()
        words = [f"{kind} to {note['legal_entity']}", name_of(note["month"]), day(note["issued_at"][:10])]
        for line in note["lines"]:
            cents = (line["unit_price_cents"], line["amount_cents"])
            of = [fee_name(line["fee"]), line["recipient_firm"] or ""]
            shown.add_row(*words, *of, f"{line['quantity']:+}", *map(money, cents))
            words = ["", "", ""]
        shown.add_row("", "", "", "", "", "", "", money(note["total_cents"]), style="bold", end_section=True)
    return shown


def courses(costs: Costs) -> Table:
    """What happened to some users, and what each costs for each month, as known in the end."""
    shown = table(
        "Ten users, and what each costs a month as known in the end",
        ["user", "of", "what happened"],
        [name_of(month) for month in MONTHS],
    )
    for seat, course in TOLD:
        cents = [costs.get((seat.user, month)) for month in MONTHS]
        cells = ["" if one is None else money(one) for one in cents]
        shown.add_row(seat.user, seat.firm.name, course, *cells)
    return shown


def advice(rows: Mapping[tuple[str, str, str], Row]) -> Table:
    """Which licenses would have been cheaper, and by how much; all firms for which user fees were not."""
    shown = table(
        "License advice, given at each close",
        ["month", "firm", "cheapest"],
        ["costs", "user fees alone", "saves"],
    )
    for (month, distributor, firm), row in rows.items():
        chosen = " and ".join(map(fee_name, row["licenses"])) or "user fees"
        cents = (row["cost_cents"], row["per_user_cost_cents"], row["saving_cents"])
        style = "bold" if row["saving_cents"] else None
        shown.add_row(name_of(month), f"{firm} at {distributor}", chosen, *map(money, cents), style=style)
    return shown


def anomalies(found: Sequence[tuple[Row, bool]]) -> Table:
    """What was found at closes, by kind and month, and how much of it still holds."""
    shown = table("Found at the closes", ["what", "where", "month"], ["found", "open"])
    groups: dict[tuple[str, str], list[tuple[Row, bool]]] = {}
    for row, is_open in found:
        groups.setdefault((row["anomaly"], row.get("month", "")), []).append((row, is_open))
    before = ""
    for (kind, month), some in groups.items():
        what = "" if kind == before else f"{kind.replace('_', ' ').capitalize()}: {FOUND[Kind(kind)]}"
        before = kind
        counts = (len(some), sum(is_open for _, is_open in some))
        shown.add_row(what, _where(row for row, _ in some), name_of(month), *map(str, counts))
    return shown


def refusals(rows: Iterable[Row]) -> Table:
    """Which events were refused, and why."""
    shown = table("Events that were refused", ["event", "because"], [])
    for row in rows:
        shown.add_row(row["event"], REFUSED[Reason(row["reason"])])
    return shown


def fee_name(fee: str) -> str:
    """What a fee is for, without an article: Professional User of Premium."""
    return FEES[fee].removeprefix("a ").removeprefix("the ")


def _what(line: Row) -> tuple[str, str, str, int]:
    """What a line is for; lines of several months that agree in it stand in one row."""
    return line["recipient_firm"] or "", line["fee"], line["license"] or "", line["unit_price_cents"]


def _cells(line: Row | None) -> tuple[str, str]:
    return ("", "") if line is None else (f"{line['quantity']:,}", money(line["amount_cents"]))


def _where(rows: Iterable[Row]) -> str:
    """The first of those that are meant, and how many more there are."""
    first, *others = rows
    named = ", ".join(str(first[name]) for name in _NAMED if name in first)
    return f"{named} and {len(others):,} more" if others else named

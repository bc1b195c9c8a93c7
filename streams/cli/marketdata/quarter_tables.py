"""How are the bills, the corrections, the advice and the findings of a quarter laid out for a person?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from streams.cli.marketdata.courses import Costs
from streams.cli.tables import table
from streams.demo.marketdata.calendar import MONTHS, name_of
from streams.demo.marketdata.figures import Row
from streams.demo.marketdata.story import TOLD
from streams.domains.marketdata.explanations.words import FEES, FOUND, REFUSED
from streams.domains.marketdata.rules.anomaly import Kind
from streams.domains.marketdata.rules.refusal import Reason
from streams.kernel.plain_words import day, money

_NAMED: Final = ("user", "license", "recipient_firm", "distributor", "fee", "month")
"""The fields of an anomaly, that which says most about it first."""


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
    shown = table(f"Invoices to {entity}", ["for", "firm"], ["price", *numbers])
    by_month = {one["month"]: one for one in documents}
    lines = {(month, _what(line)): line for month, one in by_month.items() for line in one["lines"]}
    for what in sorted({what for _, what in lines}):
        cells = [cell for month in MONTHS for cell in _cells(lines.get((month, what)))]
        _, firm, fee, _, price_cents = what
        shown.add_row(fee_name(fee), firm, money(price_cents), *cells)
    shown.add_section()
    totals = [money(by_month[month]["total_cents"]) if month in by_month else "" for month in MONTHS]
    shown.add_row("Invoice", "", "", *(cell for total in totals for cell in ("", total)), style="bold")
    return shown


def corrections(notes: Iterable[Row]) -> Table:
    """The notes that correct a month billed before, with their lines."""
    title = "Corrections of months that were billed before"
    shown = table(
        title, ["document", "to", "month", "issued on", "for", "firm"], ["number", "price", "amount"]
    )
    for note in notes:
        kind = note["document"].replace("_", " ").capitalize()
        words = [kind, note["legal_entity"], name_of(note["month"]), day(note["issued_at"][:10])]
        for line in note["lines"]:
            cents = (line["unit_price_cents"], line["amount_cents"])
            of = [fee_name(line["fee"]), line["recipient_firm"] or ""]
            shown.add_row(*words, *of, f"{line['quantity']:+}", *map(money, cents))
            words = [""] * len(words)
        total = money(note["total_cents"])
        shown.add_row(*words, "together", "", "", "", total, style="bold", end_section=True)
    return shown


def courses(costs: Costs) -> Table:
    """What happened to some users, and what each costs for each month, as known in the end."""
    shown = table(
        "Ten users, and what each costs a month as known in the end",
        ["user", "of", "what happened, and what follows"],
        [name_of(month) for month in MONTHS],
    )
    for seat, course, follows in TOLD:
        cents = [costs.get((seat.user, month)) for month in MONTHS]
        cells = ["" if one is None else money(one) for one in cents]
        shown.add_row(seat.user, seat.firm.name, Text(course).append(f"\n{follows}", style="dim"), *cells)
    return shown


def advice(rows: Mapping[tuple[str, str, str], Row]) -> Table:
    """Which licenses would have been cheaper than user fees alone, and by how much."""
    shown = table(
        "License advice, given at each close",
        ["month", "firm", "cheapest"],
        ["user fees alone", "costs", "saves"],
    )
    for (month, distributor, firm), row in rows.items():
        chosen = " and ".join(map(fee_name, row["licenses"]))
        cents = (row["per_user_cost_cents"], row["cost_cents"], row["saving_cents"])
        if chosen:
            shown.add_row(name_of(month), f"{firm} at {distributor}", chosen, *map(money, cents))
    return shown


def anomalies(found: Sequence[tuple[Row, bool]]) -> Table:
    """What was found at closes, by kind and month, and how much of it still holds."""
    shown = table("Found at the closes", ["who", "what", "month"], ["found", "still open"])
    groups: dict[tuple[str, str], list[tuple[Row, bool]]] = {}
    for row, is_open in found:
        groups.setdefault((row["anomaly"], row.get("month", "")), []).append((row, is_open))
    for (kind, month), some in groups.items():
        counts = (len(some), sum(is_open for _, is_open in some))
        who = _who([row for row, _ in some])
        shown.add_row(who, FOUND[Kind(kind)], name_of(month), *map(str, counts))
    return shown


def refusals(rows: Iterable[Row]) -> Table:
    """Which events were refused, and why."""
    shown = table("Events that were refused", ["event", "because"], [])
    for row in rows:
        shown.add_row(row["event"], REFUSED[Reason(row["reason"])])
    return shown


def fee_name(fee: str) -> str:
    """What a fee is for, in few words: Professional, Premium."""
    name = FEES[fee].removeprefix("a ").removeprefix("the ")
    return name.replace(" User of ", ", ").replace(" license for ", ", ")


def _what(line: Row) -> tuple[bool, str, str, str, int]:
    """What a line is for; lines of several months that agree in it stand in one row, those of no firm last."""
    firm, license_ = line["recipient_firm"] or "", line["license"] or ""
    return not firm, firm, line["fee"], license_, line["unit_price_cents"]


def _cells(line: Row | None) -> tuple[str, str]:
    return ("", "") if line is None else (f"{line['quantity']:,}", money(line["amount_cents"]))


def _who(rows: Sequence[Row]) -> str:
    """The first of those that are meant, and how many more there are."""
    named = next(str(rows[0][name]) for name in _NAMED if name in rows[0])
    return f"{named} and {len(rows) - 1:,} more" if len(rows) > 1 else named

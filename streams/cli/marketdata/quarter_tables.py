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

_SIDE_BY_SIDE: Final = 114
"""The columns of a screen that three months beside one another take."""
_NAMED: Final = ("user", "license", "recipient_firm", "distributor", "fee", "month")
"""The fields of an anomaly, that which says most about it first."""


def running(fees: Mapping[tuple[str, str], Row]) -> Table:
    """What each legal entity owes for each month so far."""
    shown = table("Month to date", ["month", "billed to"], ["owed", "billed", "not yet billed"])
    for (month, entity), row in sorted(fees.items()):
        cents = (row["total_cents"], row["billed_cents"], row["unbilled_cents"])
        shown.add_row(name_of(month), entity, *map(money, cents))
    return shown


def invoices(entity: str, documents: Sequence[Row], width: int) -> Table:
    """The invoices of a legal entity: month beside month where that fits into so many columns, else below it."""
    return _side_by_side(entity, documents) if width >= _SIDE_BY_SIDE else _in_a_row(entity, documents)


def _side_by_side(entity: str, documents: Sequence[Row]) -> Table:
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


def _in_a_row(entity: str, documents: Sequence[Row]) -> Table:
    shown = table(f"Invoices to {entity}", ["month", "for", "firm"], ["number", "price", "amount"])
    for one in documents:
        month = name_of(one["month"])
        for line in sorted(one["lines"], key=_what):
            number, amount = _cells(line)
            price = money(line["unit_price_cents"])
            shown.add_row(month, fee_name(line["fee"]), line["recipient_firm"] or "", number, price, amount)
            month = ""
        total = money(one["total_cents"])
        shown.add_row("", "Invoice", "", "", "", total, style="bold", end_section=True)
    return shown


def note(document: Row) -> Table:
    """A note that corrects a month billed before."""
    kind, issued_on = document["document"].replace("_", " ").capitalize(), day(document["issued_at"][:10])
    title = f"{kind} of {issued_on} to {document['legal_entity']}: {name_of(document['month'])}"
    shown = table(title, ["for", "firm"], ["number", "price", "amount"])
    for line in document["lines"]:
        cents = (line["unit_price_cents"], line["amount_cents"])
        firm = line["recipient_firm"] or ""
        shown.add_row(fee_name(line["fee"]), firm, f"{line['quantity']:+}", *map(money, cents))
    shown.add_section()
    shown.add_row("Together", "", "", "", money(document["total_cents"]), style="bold")
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
    """What was found at closes, by kind: of whom, for which months, and how much of it still holds."""
    shown = table("Found at the closes", ["who", "what", "for"], ["found", "still open"])
    kinds: dict[str, list[tuple[Row, bool]]] = {}
    for row, is_open in found:
        kinds.setdefault(row["anomaly"], []).append((row, is_open))
    for kind, some in kinds.items():
        months = ", ".join(dict.fromkeys(name_of(row["month"]) for row, _ in some if "month" in row))
        counts = (len(some), sum(is_open for _, is_open in some))
        shown.add_row(_who(row for row, _ in some), FOUND[Kind(kind)], months, *map(str, counts))
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


def _who(rows: Iterable[Row]) -> str:
    """The first who is meant, and how many more there are."""
    first, *others = dict.fromkeys(next(str(row[name]) for name in _NAMED if name in row) for row in rows)
    return f"{first} and {len(others):,} more" if others else first

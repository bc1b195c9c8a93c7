"""How does the balance of a participant come about? (BL3/48)"""

from collections.abc import Iterator, Mapping
from typing import Any

from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.views_asked import Views, row_of, rows_of
from streams.domains.clearing.explanations.words import money, party, whole
from streams.kernel.explanation import Sheet, Step


def balance_steps(views: Views, cycle: str, member: str) -> Iterator[Step]:
    """The bilateral figures that make up a balance, and what they add up to."""
    columns = ["With", f"entered by {party(member)}", "entered by the other", "returns", "net"]
    rows: list[list[str]] = []
    total = 0
    for other, figures in sorted(_with_others(views, cycle, member).items()):
        net = sum(figures)
        total += net
        rows.append([party(other), *(whole(cents) for cents in figures), whole(net)])
    rows.append(["Together", "", "", "", whole(total)])
    yield Step(
        f"What {party(member)} is owed by each other participant in {words.cycle(cycle)}, in cents; what it "
        f"owes stands in brackets. A debit by {party(member)} counts for it, a credit against it; one entered by the "
        "other, the other way round.",
        sheet=Sheet(columns, rows),
    )
    yield Step(
        f"The balance of {party(member)}: it {'is to receive' if total >= 0 else 'has to pay'} this.",
        " + ".join(row[-1] for row in rows[:-1]) + f" = {whole(total)}" if rows[:-1] else "0",
        money(total),
    )


def _with_others(views: Views, cycle: str, member: str) -> dict[str, list[int]]:
    """By other participant: what the member entered, what the other entered, what returns moved; + is owed to it."""
    figures: dict[str, list[int]] = {}
    for (maker, counterparty), row in rows_of(views, "bilateral_totals", f"{cycle}/"):
        cents = row["debit_value_cents"] - row["credit_value_cents"]
        if maker == member:
            figures.setdefault(counterparty, [0, 0, 0])[0] += cents
        elif counterparty == member:
            figures.setdefault(maker, [0, 0, 0])[1] -= cents
    for (gainer, loser), row in rows_of(views, "returned_totals", f"{cycle}/"):
        cents = row["rules_value_cents"] + row["section_54_value_cents"] + row["section_60_value_cents"]
        if gainer == member:
            figures.setdefault(loser, [0, 0, 0])[2] += cents
        elif loser == member:
            figures.setdefault(gainer, [0, 0, 0])[2] -= cents
    return figures


def all_balances(caption: str, balances: Mapping[str, int]) -> Step:
    """Every participant's balance, and that they add up to zero."""
    rows = [[party(member), whole(cents), money(cents)] for member, cents in sorted(balances.items())]
    rows.append(["Together", whole(sum(balances.values())), money(sum(balances.values()))])
    return Step(caption, sheet=Sheet(["Participant", "cents", "dollars"], rows))


def cycle_counts(views: Views, cycle: str) -> Iterator[Step]:
    """How many entries and items a cycle holds."""
    row = row_of(views, "cycles", cycle)
    if row:
        yield Step(
            "Entries that were taken, and the items in them.",
            f"{row['accepted_entry_count']:,} entries, {row['accepted_item_count']:,} items",
        )


def balances_of(row: Mapping[str, Any], name: str) -> dict[str, int]:
    """A map of balances of a row of a cycle; empty before it is fixed."""
    return dict(row.get(name) or {})

"""How are the day's figures laid out for a person?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.table import Table

from streams.demo.amounts import dollars
from streams.demo.circle import DEFAULTER, INDIRECT_CLEARERS
from streams.demo.figures import Figures
from streams.demo.refolding import Rows
from streams.demo.sharing import Share


def sum_of(amounts_cents: Mapping[str, int]) -> str:
    """The sum of amounts, in dollars."""
    return dollars(sum(amounts_cents.values()))


def balances(title: str, balances_cents: Mapping[str, int]) -> Table:
    """Clearing balances with their sum."""
    table = _table(title, ["participant"], ["owes", "is owed"])
    for member, cents in sorted(balances_cents.items()):
        table.add_row(member, dollars(-cents) if cents < 0 else "", dollars(cents) if cents > 0 else "")
    table.add_section()
    owed = [cents for cents in balances_cents.values() if cents > 0]
    owes = [-cents for cents in balances_cents.values() if cents < 0]
    table.add_row("together", dollars(sum(owes)), dollars(sum(owed)))
    table.add_row("sum of all balances", "", sum_of(balances_cents), style="bold")
    return table


def settlement(posted_cents: Mapping[str, int]) -> Table:
    """What the Bank of Canada posts to each settlement account."""
    title = "Settlement (BL3/50): what is posted to each settlement account"
    table = _table(title, ["participant", "entry"], ["amount"])
    for member, cents in sorted(posted_cents.items()):
        if cents:
            table.add_row(member, "CREDIT" if cents > 0 else "DEBIT", dollars(abs(cents)))
    table.add_section()
    table.add_row("sum of all entries", "", sum_of(posted_cents), style="bold")
    return table


def obligations(figures: Figures, case: Mapping[str, Any]) -> Table:
    """What those whom the member in default represents owe, and why."""
    title = f"Section 56: what those owe whom {DEFAULTER} represents"
    table = _table(title, ["institution"], ["owes for the cycle", f"holds with {DEFAULTER}", "deposits"])
    owed = case["section_56_obligations_cents"]
    for client in INDIRECT_CLEARERS[DEFAULTER]:
        owes_cents = max(0, -figures.position(DEFAULTER, client))
        if client in owed:
            table.add_row(
                client, dollars(owes_cents), dollars(owes_cents - owed[client]), dollars(owed[client])
            )
        else:
            table.add_row(client, dollars(owes_cents), "has settled", dollars(0))
    table.add_section()
    table.add_row("together", "", "", sum_of(owed), style="bold")
    return table


def sharing(case: Mapping[str, Any], shares: Iterable[Share]) -> Table:
    """Who pays what of A."""
    title = f"Section 57: who pays A = {dollars(case['section_57_a_cents'])}"
    numbers = [f"B, entered against {DEFAULTER}", "A x B / C", "leftover cent", "pays"]
    table = _table(title, ["survivor"], numbers)
    for share in shares:
        cent = "0.01" if share.gets_a_leftover_cent else ""
        table.add_row(
            share.survivor, dollars(share.base_cents), dollars(share.floor_cents), cent, dollars(share.cents)
        )
    table.add_section()
    paid_cents = sum(case["section_57_shares_cents"].values())
    table.add_row(
        "together", f"C = {dollars(case['section_57_c_cents'])}", "", "", dollars(paid_cents), style="bold"
    )
    return table


def verdicts(rows: Rows) -> Table:
    """How many events were decided how."""
    table = _table("Verdicts", ["verdict", "reason"], ["events"])
    counts = verdict_counts(rows)
    for (verdict, reason), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        table.add_row(verdict, reason, f"{count:,}")
    return table


def verdict_counts(rows: Rows) -> Counter[tuple[str, str]]:
    """How many events got which verdict, and for which reason."""
    return Counter(_verdict_of(value) for key, value in rows.items() if key.startswith(b"verdicts/"))


def steps(taken: Iterable[tuple[str, float]], total: float) -> Table:
    """How long each step took."""
    table = _table("How long each step took", ["step"], ["seconds"])
    for name, seconds in taken:
        table.add_row(name, f"{seconds:.2f}")
    table.add_section()
    table.add_row("all of it", f"{total:.1f}", style="bold")
    return table


def _verdict_of(value: bytes) -> tuple[str, str]:
    """Verdict and reason of a row, found without parsing it whole: there are hundreds of thousands."""
    return _text_after(value, b'"verdict":"'), _text_after(value, b'"reason":"')


def _text_after(value: bytes, name: bytes) -> str:
    _, found, rest = value.partition(name)
    return rest.partition(b'"')[0].decode() if found else ""


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    """A table with columns of words on the left and columns of numbers on the right."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for name in words:
        table.add_column(name)
    for name in numbers:
        table.add_column(name, justify="right")
    return table

"""How are the figures of a day laid out for a person?"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rich.table import Table

from streams.cli.tables import table
from streams.demo.clearing.amounts import dollars
from streams.demo.clearing.circle import DEFAULTER, INDIRECT_CLEARERS
from streams.demo.clearing.figures import position_cents
from streams.demo.clearing.sharing import Share
from streams.demo.views import Views


def sum_of(amounts_cents: Mapping[str, int]) -> str:
    """The sum of amounts, in dollars."""
    return dollars(sum(amounts_cents.values()))


def balances(title: str, balances_cents: Mapping[str, int]) -> Table:
    """Clearing balances with their sum."""
    shown = table(title, ["participant"], ["owes", "is owed"])
    for member, cents in sorted(balances_cents.items()):
        shown.add_row(member, dollars(-cents) if cents < 0 else "", dollars(cents) if cents > 0 else "")
    shown.add_section()
    owed = [cents for cents in balances_cents.values() if cents > 0]
    owes = [-cents for cents in balances_cents.values() if cents < 0]
    shown.add_row("together", dollars(sum(owes)), dollars(sum(owed)))
    shown.add_row("sum of all balances", "", sum_of(balances_cents), style="bold")
    return shown


def settlement(posted_cents: Mapping[str, int]) -> Table:
    """What the Bank of Canada posts to each settlement account."""
    title = "Settlement (BL3/50): what is posted to each settlement account"
    shown = table(title, ["participant", "entry"], ["amount"])
    for member, cents in sorted(posted_cents.items()):
        if cents:
            shown.add_row(member, "CREDIT" if cents > 0 else "DEBIT", dollars(abs(cents)))
    shown.add_section()
    shown.add_row("sum of all entries", "", sum_of(posted_cents), style="bold")
    return shown


def obligations(views: Views, case: Mapping[str, Any]) -> Table:
    """What those whom the member in default represents owe, and why."""
    title = f"Section 56: what those owe whom {DEFAULTER} represents"
    shown = table(title, ["institution"], ["owes for the cycle", f"holds with {DEFAULTER}", "deposits"])
    owed = case["section_56_obligations_cents"]
    for client in INDIRECT_CLEARERS[DEFAULTER]:
        owes_cents = max(0, -position_cents(views, DEFAULTER, client))
        if client in owed:
            shown.add_row(
                client, dollars(owes_cents), dollars(owes_cents - owed[client]), dollars(owed[client])
            )
        else:
            shown.add_row(client, dollars(owes_cents), "has settled", dollars(0))
    shown.add_section()
    shown.add_row("together", "", "", sum_of(owed), style="bold")
    return shown


def sharing(case: Mapping[str, Any], shares: Iterable[Share]) -> Table:
    """Who pays what of A."""
    title = f"Section 57: who pays A = {dollars(case['section_57_a_cents'])}"
    numbers = [f"B, entered against {DEFAULTER}", "A x B / C", "leftover cent", "pays"]
    shown = table(title, ["survivor"], numbers)
    for share in shares:
        cent = "0.01" if share.gets_a_leftover_cent else ""
        shown.add_row(
            share.survivor, dollars(share.base_cents), dollars(share.floor_cents), cent, dollars(share.cents)
        )
    shown.add_section()
    paid_cents = sum(case["section_57_shares_cents"].values())
    shown.add_row(
        "together", f"C = {dollars(case['section_57_c_cents'])}", "", "", dollars(paid_cents), style="bold"
    )
    return shown


def verdicts(views: Views) -> Table:
    """How many events were decided how."""
    shown = table("Verdicts", ["verdict", "reason"], ["events"])
    counts = verdict_counts(views)
    for (verdict, reason), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        shown.add_row(verdict, reason, f"{count:,}")
    return shown


def verdict_counts(views: Views) -> Counter[tuple[str, str]]:
    """How many events got which verdict, and for which reason."""
    return Counter(_verdict_of(value) for value in views.bytes_of("verdicts").values())


def _verdict_of(value: bytes) -> tuple[str, str]:
    """Verdict and reason of a row, found without parsing it whole: there are hundreds of thousands."""
    return _text_after(value, b'"verdict":"'), _text_after(value, b'"reason":"')


def _text_after(value: bytes, name: bytes) -> str:
    _, found, rest = value.partition(name)
    return rest.partition(b'"')[0].decode() if found else ""

"""Which figures move when something is booked? (sections 7.3, 7.5 and 7.9 of the contract)

Each entry lives in exactly one bilateral cell, which counts once with plus and once with minus: whatever cells are
looked at, their balances add up to zero.
"""

import hashlib
from collections.abc import Mapping
from typing import Final, Protocol

from streams.domains.clearing.state.entries import DEBIT, Entry

CELL_WIDTH: Final = 5

DEBIT_OWN, DEBIT_REPRESENTED, DEBIT_ITEMS, CREDIT_VALUE, CREDIT_ITEMS = range(5)
RULES, SECTION_54, SECTION_60, RETURNED_ITEMS = range(4)
ENTRY_COUNT, ITEM_COUNT, DIGEST = range(3)

_DIGEST_MODULUS: Final = 1 << 256


class CellAdder(Protocol):
    """Where cumulative figures are kept by key."""

    def add(self, key: str, *amounts: int) -> None:
        """Add amounts to the figures under a key, the first to the first."""


class CellReader(Protocol):
    """Where cumulative figures of all partitions are read."""

    def get(self, key: str) -> list[int] | None:
        """The figures under a key, or None."""

    def group(self, group: str) -> Mapping[str, list[int]]:
        """The figures of every key that begins with the two parts of `group`, by the rest of the key."""


def book_entry(cells: CellAdder, entry: Entry) -> None:
    """Add an accepted entry to its cell, the represented positions and the counts of its cycle."""
    _book_value(cells, entry, entry.value_cents, entry.item_count)
    cells.add(f"cycle/{entry.cycle}", 1, entry.item_count, digest_term(entry))


def book_correction(cells: CellAdder, entry: Entry, value_cents: int, item_count: int) -> None:
    """Give an entry another value and count: the totals receive the difference."""
    former = digest_term(entry)
    change_cents, change_count = value_cents - entry.value_cents, item_count - entry.item_count
    _book_value(cells, entry, change_cents, change_count)
    entry.value_cents, entry.item_count = value_cents, item_count
    cells.add(f"cycle/{entry.cycle}", 0, change_count, digest_term(entry) - former)


def book_return(
    cells: CellAdder, entry: Entry, cycle: str, kind: int, value_cents: int, item_count: int
) -> None:
    """Move the value of returned items back, in the cycle in which the return is booked.

    Args:
        kind: RULES, SECTION_54 or SECTION_60.
    """
    amounts = [0, 0, 0, item_count]
    amounts[kind] = value_cents
    cells.add(f"returned/{cycle}/{entry.paying_clearer}/{entry.receiving_clearer}", *amounts)
    _book_positions(cells, entry, cycle, -value_cents)


def book_outside_exchange(
    cells: CellAdder, cycle: str, agent: str, parties: tuple[str, str], value_cents: int
) -> None:
    """Move the represented positions of the payer and the payee; the agent itself has none."""
    payer, payee = parties
    if payer != agent:
        cells.add(f"position/{cycle}/{agent}/{payer}", -value_cents)
    if payee != agent:
        cells.add(f"position/{cycle}/{agent}/{payee}", value_cents)


def _book_value(cells: CellAdder, entry: Entry, value_cents: int, item_count: int) -> None:
    key = f"bilateral/{entry.cycle}/{entry.made_by}/{entry.counterparty}"
    if entry.direction != DEBIT:
        cells.add(key, 0, 0, 0, value_cents, item_count)
    elif entry.payer == entry.counterparty:
        cells.add(key, value_cents, 0, item_count)
    else:
        cells.add(key, 0, value_cents, item_count)
    _book_positions(cells, entry, entry.cycle, value_cents)


def _book_positions(cells: CellAdder, entry: Entry, cycle: str, value_cents: int) -> None:
    receiving, paying = entry.receiving_clearer, entry.paying_clearer
    if entry.payee != receiving:
        cells.add(f"position/{cycle}/{receiving}/{entry.payee}", value_cents)
    if entry.payer != paying:
        cells.add(f"position/{cycle}/{paying}/{entry.payer}", -value_cents)


def digest_term(entry: Entry) -> int:
    """The part of an entry at its current value in the digest of its cycle's entries, a number below 2^256."""
    text = (
        f"{entry.cycle}\n{entry.id}\n{entry.made_by}\n{entry.counterparty}\n{entry.direction}"
        f"\n{entry.value_cents}\n{entry.item_count}"
    )
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")


def digest_text(total: int) -> str:
    """The digest of a cycle's entries from the sum of their parts: 64 hexadecimal digits."""
    return format(total % _DIGEST_MODULUS, "064x")


def clearing_balances_cents(cells: CellReader, cycle: str) -> dict[str, int]:
    """What each participant is owed (+) or owes (-) in a cycle, in order of the participants, without zeros.

    They add up to zero. Their order is no matter of the cells' order, which a restart changes.
    """
    balances: dict[str, int] = {}

    def move(gainer: str, loser: str, cents: int) -> None:
        balances[gainer] = balances.get(gainer, 0) + cents
        balances[loser] = balances.get(loser, 0) - cents

    for key, cell in cells.group(f"bilateral/{cycle}").items():
        maker, counterparty = key.split("/")
        move(maker, counterparty, cell[DEBIT_OWN] + cell[DEBIT_REPRESENTED] - cell[CREDIT_VALUE])
    for key, cell in cells.group(f"returned/{cycle}").items():
        gainer, loser = key.split("/")
        move(gainer, loser, cell[RULES] + cell[SECTION_54] + cell[SECTION_60])
    return without_zeros(dict(sorted(balances.items())))


def section_54_returns_cents(cells: CellReader, cycle: str, member: str) -> tuple[int, int]:
    """What a member gained and what it lost by returns under section 54 booked in a cycle."""
    gained = lost = 0
    for key, cell in cells.group(f"returned/{cycle}").items():
        gainer, loser = key.split("/")
        if gainer == member:
            gained += cell[SECTION_54]
        if loser == member:
            lost += cell[SECTION_54]
    return gained, lost


def represented_positions_cents(cells: CellReader, cycle: str, clearer: str) -> dict[str, int]:
    """What each institution owes (-) or is owed (+) inside a clearer's circle in a cycle."""
    positions: dict[str, int] = {}
    for key, cell in cells.group(f"position/{cycle}").items():
        circle, institution = key.split("/")
        if circle == clearer:
            positions[institution] = cell[0]
    return positions


def without_zeros(cents: Mapping[str, int]) -> dict[str, int]:
    """The amounts that are not zero."""
    return {name: amount for name, amount in cents.items() if amount}

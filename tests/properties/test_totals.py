"""Do the books of a cycle add up, whatever is entered, corrected and returned? (invariants 1, 3, 11 and 12)"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domains.clearing.state import totals
from streams.domains.clearing.state.entries import CREDIT, DEBIT, Entry
from streams.domains.clearing.state.totals import (
    DEBIT_OWN,
    DEBIT_REPRESENTED,
    RULES,
    SECTION_54,
    SECTION_60,
    book_correction,
    book_entry,
    book_outside_exchange,
    book_return,
    clearing_balances_cents,
    represented_positions_cents,
)

CYCLE: Final = "2003-11-04"
CLEARERS: Final = ("A", "B", "C")
CENTS = st.integers(1, 10**13)


class Cells:
    """Cumulative figures in memory."""

    def __init__(self) -> None:
        self.figures: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])

    def add(self, key: str, *amounts: int) -> None:
        for place, amount in enumerate(amounts):
            self.figures[key][place] += amount

    def get(self, key: str) -> list[int] | None:
        return self.figures.get(key)

    def group(self, group: str) -> Mapping[str, list[int]]:
        prefix = f"{group}/"
        return {k.removeprefix(prefix): v for k, v in self.figures.items() if k.startswith(prefix)}

    def balances(self) -> dict[str, int]:
        return clearing_balances_cents(self, CYCLE)

    def moved(self) -> dict[str, list[int]]:
        """All figures but zeros and the counts of entries and their digest."""
        return {key: row for key, row in self.figures.items() if any(row) and not key.startswith("cycle/")}


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    maker, counterparty = draw(st.permutations(CLEARERS))[:2]
    direction = draw(st.sampled_from([DEBIT, CREDIT]))
    paying, receiving = (counterparty, maker) if direction == DEBIT else (maker, counterparty)
    return Entry(
        id=draw(st.text("abc", min_size=1, max_size=6)),
        cycle=CYCLE,
        made_by=maker,
        counterparty=counterparty,
        direction=direction,
        payer=draw(st.sampled_from([paying, f"I-{paying}"])),
        payee=draw(st.sampled_from([receiving, f"I-{receiving}"])),
        payer_in_group=False,
        made_as_agent=False,
        irrevocable_us=None,
        returnable_through_us=None,
        value_cents=draw(CENTS),
        item_count=draw(st.integers(1, 1_000)),
        holder=counterparty,
    )


LOGS = st.lists(st.tuples(entries(), st.none() | CENTS, st.integers(0, 100)), max_size=12)
"""Entries, each with a corrected value or none, and the part of it in percent that is returned."""


def copied(entry: Entry, **changes: Any) -> Entry:
    return msgspec.structs.replace(entry, **changes)


def booked(log: list[tuple[Entry, int | None, int]]) -> tuple[Cells, list[tuple[Entry, int]]]:
    """The cells after a log, and its entries at their last value with what of it was returned."""
    cells, left = Cells(), []
    for first, corrected_cents, percent in log:
        entry = copied(first)
        book_entry(cells, entry)
        if corrected_cents is not None:
            book_correction(cells, entry, corrected_cents, entry.item_count + 1)
        returned_cents = entry.value_cents * percent // 100
        kind = (RULES, SECTION_54, SECTION_60)[percent % 3]
        book_return(cells, entry, CYCLE, kind, returned_cents, entry.item_count * percent // 100)
        left.append((entry, returned_cents))
    return cells, left


@settings(max_examples=40)
@given(LOGS)
def test_balances_add_up_to_zero(log: list[tuple[Entry, int | None, int]]) -> None:
    assert sum(booked(log)[0].balances().values()) == 0


@settings(max_examples=40)
@given(LOGS, st.sets(st.integers(0, 40)))
def test_any_set_of_cells_however_incomplete_adds_up_to_zero(
    log: list[tuple[Entry, int | None, int]], lost: set[int]
) -> None:
    cells = booked(log)[0]
    for place, key in enumerate(sorted(cells.figures)):
        if place in lost:
            del cells.figures[key]
    assert sum(cells.balances().values()) == 0


@settings(max_examples=40)
@given(LOGS)
def test_a_balance_is_the_clearers_own_part_and_what_it_represents(
    log: list[tuple[Entry, int | None, int]],
) -> None:
    cells, left = booked(log)
    own: Counter[str] = Counter()
    for entry, returned_cents in left:
        cents = entry.value_cents - returned_cents
        own[entry.receiving_clearer] += cents if entry.payee == entry.receiving_clearer else 0
        own[entry.paying_clearer] -= cents if entry.payer == entry.paying_clearer else 0
    for clearer in CLEARERS:
        represented = sum(represented_positions_cents(cells, CYCLE, clearer).values())
        assert cells.balances().get(clearer, 0) == own[clearer] + represented


@settings(max_examples=40)
@given(LOGS, st.sampled_from(CLEARERS), CENTS)
def test_an_exchange_outside_the_acss_leaves_every_balance_alone(
    log: list[tuple[Entry, int | None, int]], agent: str, cents: int
) -> None:
    cells = booked(log)[0]
    before = cells.balances()
    book_outside_exchange(cells, CYCLE, agent, (f"I-{agent}", f"J-{agent}"), cents)
    book_outside_exchange(cells, CYCLE, agent, (agent, f"J-{agent}"), cents)
    assert cells.balances() == before


# ---- corrections ----


@given(entries(), CENTS, st.integers(1, 1_000))
def test_an_entry_corrected_to_a_value_is_an_entry_of_that_value(
    entry: Entry, cents: int, item_count: int
) -> None:
    corrected, entered = Cells(), Cells()
    first = copied(entry)
    book_entry(corrected, first)
    book_correction(corrected, first, cents, item_count)
    book_entry(entered, copied(entry, value_cents=cents, item_count=item_count))
    assert corrected.figures == entered.figures


@given(entries())
def test_an_entry_corrected_to_nothing_is_none_but_in_the_counts_of_entries(entry: Entry) -> None:
    cells = Cells()
    book_entry(cells, entry)
    book_correction(cells, entry, 0, 0)
    assert cells.moved() == {}
    assert (cells.get(f"cycle/{CYCLE}") or [])[:2] == [1, 0]


@given(entries(), CENTS)
def test_an_entry_corrected_away_and_back_is_untouched(entry: Entry, cents: int) -> None:
    cells = Cells()
    book_entry(cells, entry)
    before = {key: list(row) for key, row in cells.figures.items()}
    value_cents, item_count = entry.value_cents, entry.item_count
    book_correction(cells, entry, cents, 7)
    book_correction(cells, entry, value_cents, item_count)
    assert cells.figures == before


# ---- returns ----


@settings(max_examples=40)
@given(LOGS)
def test_to_return_everything_restores_the_balances_and_leaves_the_base_alone(
    log: list[tuple[Entry, int | None, int]],
) -> None:
    cells = Cells()
    for entry, _, _ in log:
        book_entry(cells, entry)
    bases = {
        key: row[DEBIT_OWN] + row[DEBIT_REPRESENTED] for key, row in cells.group("bilateral/" + CYCLE).items()
    }
    for entry, _, _ in log:
        book_return(cells, entry, CYCLE, SECTION_54, entry.value_cents, entry.item_count)
    assert cells.balances() == {}
    assert not any(totals.without_zeros(represented_positions_cents(cells, CYCLE, one)) for one in CLEARERS)
    assert bases == {
        key: row[DEBIT_OWN] + row[DEBIT_REPRESENTED] for key, row in cells.group("bilateral/" + CYCLE).items()
    }

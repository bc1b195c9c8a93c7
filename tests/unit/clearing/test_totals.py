"""Which figures move when something is booked? (sections 7.3, 7.5, 7.9 and 10 of the contract)"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from streams.domains.clearing.state import totals
from streams.domains.clearing.state.entries import Entry
from streams.domains.clearing.state.totals import (
    book_correction,
    book_entry,
    book_outside_exchange,
    book_return,
    clearing_balances_cents,
    digest_text,
    represented_positions_cents,
    section_54_returns_cents,
)
from tests.unit.clearing.events import entry
from tests.unit.clearing.situations import A_CIRCLE, taken


class Cells:
    """Cells in memory, as a partition adds to them and the clearing house reads them."""

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

    def without_zeros(self) -> dict[str, list[int]]:
        return {key: figures for key, figures in self.figures.items() if any(figures)}


def booked(cells: Cells, made_by: str, counterparty: str, cents: int, **fields: Any) -> Entry:
    made = taken(entry(made_by, counterparty, cents, **fields), A_CIRCLE)
    book_entry(cells, made)
    return made


def balances(cells: Cells, cycle: str = "2003-11-04") -> dict[str, int]:
    return clearing_balances_cents(cells, cycle)


@pytest.fixture
def cells() -> Cells:
    return Cells()


def test_a_debit_is_owed_to_its_maker(cells: Cells) -> None:
    booked(cells, "A", "B", 70, item_count=3)
    assert cells.get("bilateral/2003-11-04/A/B") == [70, 0, 3, 0, 0]
    assert balances(cells) == {"A": 70, "B": -70}


def test_a_credit_is_owed_by_its_maker(cells: Cells) -> None:
    booked(cells, "A", "B", 70, direction="CREDIT", item_count=3)
    assert cells.get("bilateral/2003-11-04/A/B") == [0, 0, 0, 70, 3]
    assert balances(cells) == {"A": -70, "B": 70}


def test_a_debit_drawn_on_another_is_kept_apart_from_the_clearers_own(cells: Cells) -> None:
    booked(cells, "B", "A", 70, drawn_on="I1")
    assert cells.get("bilateral/2003-11-04/B/A") == [0, 70, 1, 0, 0]
    assert balances(cells) == {"A": -70, "B": 70}


def test_balances_that_come_to_zero_are_left_out(cells: Cells) -> None:
    booked(cells, "A", "B", 70)
    booked(cells, "B", "A", 70)
    assert balances(cells) == {}


def test_balances_stand_in_order_of_the_participants_whatever_the_order_of_the_cells(cells: Cells) -> None:
    """So that a row of state has one form, also after a restart has read the cells in another order."""
    booked(cells, "G", "B", 7)
    booked(cells, "B", "A", 5)
    assert list(balances(cells).items()) == [("A", -5), ("B", -2), ("G", 7)]


def test_represented_positions_move_on_both_sides(cells: Cells) -> None:
    booked(cells, "A", "G", 70, payable_to="I1", drawn_on="L1")
    assert represented_positions_cents(cells, "2003-11-04", "A") == {"I1": 70}
    assert represented_positions_cents(cells, "2003-11-04", "G") == {"L1": -70}


def test_the_clearer_itself_has_no_represented_position(cells: Cells) -> None:
    booked(cells, "A", "B", 70)
    assert not cells.group("position/2003-11-04")


def test_a_correction_adds_the_difference(cells: Cells) -> None:
    made = booked(cells, "A", "G", 70, item_count=3, drawn_on="L1")
    book_correction(cells, made, 100, 4)
    assert cells.get("bilateral/2003-11-04/A/G") == [0, 100, 4, 0, 0]
    assert represented_positions_cents(cells, "2003-11-04", "G") == {"L1": -100}
    assert cells.get("cycle/2003-11-04") == [1, 4, totals.digest_term(made), 0, 0]


def test_an_entry_corrected_away_and_back_is_untouched(cells: Cells) -> None:
    made = booked(cells, "A", "B", 70)
    before = {key: list(figures) for key, figures in cells.figures.items()}
    book_correction(cells, made, 0, 0)
    assert balances(cells) == {}
    book_correction(cells, made, 70, 1)
    assert cells.figures == before


def test_a_withdrawn_entry_counts_as_an_entry_still(cells: Cells) -> None:
    book_correction(cells, booked(cells, "A", "B", 70), 0, 0)
    assert (cells.get("cycle/2003-11-04") or [])[:2] == [1, 0]


# ---- returns ----


def test_a_return_of_a_debit_is_gained_by_its_payer(cells: Cells) -> None:
    made = booked(cells, "A", "B", 70, item_count=3)
    book_return(cells, made, "2003-11-04", totals.RULES, 70, 3)
    assert cells.get("returned/2003-11-04/B/A") == [70, 0, 0, 3, 0]
    assert balances(cells) == {}


def test_a_return_of_a_credit_is_gained_by_its_maker(cells: Cells) -> None:
    made = booked(cells, "A", "B", 70, direction="CREDIT")
    book_return(cells, made, "2003-11-04", totals.SECTION_54, 70, 1)
    assert cells.get("returned/2003-11-04/A/B") == [0, 70, 0, 1, 0]
    assert balances(cells) == {}


def test_a_return_leaves_the_bilateral_total_alone(cells: Cells) -> None:
    """Trap 4: B is not taken net of returns."""
    made = booked(cells, "A", "B", 70)
    book_return(cells, made, "2003-11-04", totals.SECTION_54, 70, 1)
    assert cells.get("bilateral/2003-11-04/A/B") == [70, 0, 1, 0, 0]


def test_a_return_moves_positions_back_in_the_cycle_in_which_it_is_booked(cells: Cells) -> None:
    made = booked(cells, "A", "G", 70, drawn_on="L1", payable_to="I1")
    book_return(cells, made, "2003-11-05", totals.SECTION_60, 30, 1)
    assert represented_positions_cents(cells, "2003-11-04", "G") == {"L1": -70}
    assert represented_positions_cents(cells, "2003-11-05", "G") == {"L1": 30}
    assert represented_positions_cents(cells, "2003-11-05", "A") == {"I1": -30}
    assert balances(cells, "2003-11-05") == {"G": 30, "A": -30}


def test_only_section_54_returns_count_towards_a_case(cells: Cells) -> None:
    made = booked(cells, "A", "B", 70)
    for kind, cents in ((totals.RULES, 1), (totals.SECTION_54, 20), (totals.SECTION_60, 300)):
        book_return(cells, made, "2003-11-04", kind, cents, 1)
    assert section_54_returns_cents(cells, "2003-11-04", "B") == (20, 0)
    assert section_54_returns_cents(cells, "2003-11-04", "A") == (0, 20)
    assert section_54_returns_cents(cells, "2003-11-04", "G") == (0, 0)
    assert section_54_returns_cents(cells, "2003-11-05", "B") == (0, 0)


# ---- outside the ACSS ----


@pytest.mark.parametrize(
    ("parties", "positions"),
    [
        (("I1", "I2"), {"I1": -70, "I2": 70}),
        (("I1", "A"), {"I1": -70}),
        (("A", "I2"), {"I2": 70}),
    ],
)
def test_an_outside_exchange_moves_positions_but_none_of_the_agent(
    cells: Cells, parties: tuple[str, str], positions: dict[str, int]
) -> None:
    book_outside_exchange(cells, "2003-11-04", "A", parties, 70)
    assert represented_positions_cents(cells, "2003-11-04", "A") == positions
    assert balances(cells) == {}


# ---- the digest ----

EXAMPLE = "2c12ea082b70f88fe167497db78f7587d1bfa545eb0325dc85c698be0d874941"


def test_the_digest_of_one_entry_is_that_of_the_contract() -> None:
    """Section 10: the only entry of case S22."""
    of_s22 = Entry(
        id="e1",
        cycle="2003-11-04",
        made_by="A",
        counterparty="D",
        direction="DEBIT",
        payer="D",
        payee="A",
        payer_in_group=False,
        made_as_agent=False,
        irrevocable_us=None,
        returnable_through_us=None,
        value_cents=5_000_000,
        item_count=125,
        holder="D",
    )
    assert digest_text(totals.digest_term(of_s22)) == EXAMPLE


def test_a_digest_has_64_digits_and_wraps_around() -> None:
    assert digest_text(0) == "0" * 64
    assert digest_text(-1) == "f" * 64
    assert digest_text(1 << 256) == "0" * 64

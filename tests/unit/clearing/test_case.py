"""How does a default stand in money, and does it keep a cycle from being settled? (BL3/50, BL3/53 to BL3/57)"""

from collections.abc import Mapping
from typing import Any

import pytest

from streams.domains.clearing.rules.case import Standing, blocks, standing, state_after_settlement
from streams.domains.clearing.state import cases as states
from streams.domains.clearing.state.cases import Case, Deposit


class ReturnedCells:
    """The returned cells of one cycle: what a gainer had back from a loser under section 54."""

    def __init__(self, **section_54_cents: int) -> None:
        self._cells = {name.replace("_", "/"): [0, cents, 0, 0] for name, cents in section_54_cents.items()}

    def get(self, key: str) -> list[int] | None:
        return None

    def group(self, group: str) -> Mapping[str, list[int]]:
        return self._cells if group == "returned/2003-11-04" else {}


NOTHING = ReturnedCells()


def case(
    state: str = states.IN_DEFAULT, shortfall_cents: int = 100, *deposits: Deposit, **fields: Any
) -> Case:
    has_begun = state not in (states.SHORTFALL_REPORTED, states.ADVANCE_OBTAINED)
    fields = {"default_at": "2003-11-04T17:30:00Z" if has_begun else None, **fields}
    before = (fields.pop("gained_before_cents", 0), fields.pop("lost_before_cents", 0))
    return Case("2003-11-04", "D", state, shortfall_cents, *before, deposits=list(deposits), **fields)


def paid(cents: int, basis: str = "SECTION_57") -> Deposit:
    return Deposit("A", basis, cents, "2003-11-04")


# ---- the running figures ----


def test_before_the_advance_is_known_the_whole_shortfall_is_uncovered() -> None:
    assert standing(case(states.SHORTFALL_REPORTED), NOTHING) == Standing(0, 0, None, 100, 0)


def test_an_advance_obtained_leaves_nothing_open_whatever_is_returned() -> None:
    found = standing(case(states.ADVANCE_OBTAINED, advance_cents=100), ReturnedCells(D_A=30))
    assert found == Standing(0, 0, None, 0, 0)


def test_returns_gained_lower_and_returns_lost_raise_what_is_open() -> None:
    assert standing(case(), ReturnedCells(D_A=30, E_D=10)) == Standing(30, 10, 80, 80, 0)


def test_returns_between_others_move_nothing() -> None:
    assert standing(case(), ReturnedCells(E_A=30)).after_55_cents == 100


def test_returns_before_the_report_are_not_counted_again() -> None:
    before = case(gained_before_cents=30, lost_before_cents=4)
    assert standing(before, ReturnedCells(D_A=50, E_D=4)) == Standing(20, 0, 80, 80, 0)


def test_a_credited_advance_is_counted() -> None:
    assert standing(case(advance_cents=40, advance_credited_cents=40), NOTHING).after_55_cents == 60


@pytest.mark.parametrize("basis", ["SECTION_56", "SECTION_57", "MANUAL"])
def test_deposits_cover_on_whatever_basis(basis: str) -> None:
    assert standing(case(states.IN_DEFAULT, 100, paid(30, basis)), NOTHING).uncovered_cents == 70


def test_what_comes_in_beyond_the_shortfall_is_excess() -> None:
    found = standing(case(states.AWAITING_SECTION_57, 100, paid(70), paid(70)), ReturnedCells(D_A=10))
    assert (found.after_55_cents, found.uncovered_cents, found.excess_cents) == (90, 0, 50)


def test_what_is_left_of_a_shortfall_may_fall_below_zero() -> None:
    found = standing(case(), ReturnedCells(D_A=130))
    assert (found.after_55_cents, found.uncovered_cents, found.excess_cents) == (-30, 0, 30)


# ---- what blocks settlement ----


@pytest.mark.parametrize("state", [states.SHORTFALL_REPORTED, states.IN_DEFAULT, states.AWAITING_SECTION_56])
def test_a_case_blocks_while_its_course_runs_also_when_it_is_covered(state: str) -> None:
    assert blocks(case(state, 100, paid(100)), NOTHING)


def test_an_advance_obtained_does_not_block() -> None:
    assert not blocks(case(states.ADVANCE_OBTAINED), NOTHING)


@pytest.mark.parametrize("state", sorted(states.COVERABLE))
def test_a_case_that_has_run_its_course_blocks_until_it_is_covered(state: str) -> None:
    assert blocks(case(state, 100, paid(99)), NOTHING)
    assert not blocks(case(state, 100, paid(100)), NOTHING)


@pytest.mark.parametrize("state", [states.CURED_BY_RETURNS, states.CURED_BY_DEPOSITS])
def test_a_cured_case_whose_shortfall_reopens_blocks_again(state: str) -> None:
    assert not blocks(case(state), ReturnedCells(D_A=100))
    assert blocks(case(state), ReturnedCells(D_A=100, E_D=1))


# ---- after settlement ----


def test_settlement_ends_a_covered_case() -> None:
    shared = case(states.AWAITING_SECTION_57, 100, paid(100))
    assert state_after_settlement(shared, NOTHING) == states.COVERED_BY_SECTION_57


def test_a_manual_deposit_shows_in_the_end() -> None:
    by_hand = case(states.ALLOCATION_UNDEFINED, 100, paid(60), paid(40, "MANUAL"))
    assert state_after_settlement(by_hand, NOTHING) == states.RESOLVED_MANUALLY


@pytest.mark.parametrize(
    "unchanged",
    [
        case(states.AWAITING_SECTION_57, 100, paid(99)),
        case(states.CURED_BY_DEPOSITS, 100, paid(100, "SECTION_56")),
        case(states.CURED_BY_RETURNS, 100, paid(100, "MANUAL")),
        case(states.ADVANCE_OBTAINED),
        case(states.SHORTFALL_REPORTED),
    ],
    ids=lambda one: one.state,
)
def test_a_case_that_is_not_covered_or_was_cured_keeps_its_state(unchanged: Case) -> None:
    assert state_after_settlement(unchanged, NOTHING) == unchanged.state

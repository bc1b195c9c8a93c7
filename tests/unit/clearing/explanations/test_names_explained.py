"""Are a case, a cycle and a balance explained by their names?"""

from pathlib import Path

from streams.kernel.explanation import Explanation
from tests.unit.clearing.explanations.recorded import why


def together(explanation: Explanation) -> list[list[str]]:
    """The last rows of all tables."""
    return [step.sheet.rows[-1] for step in explanation.arithmetic if step.sheet is not None]


def test_a_case_goes_from_the_shortfall_to_its_cover(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S07", "2003-11-04/D")

    assert explanation.kind == "default case"
    assert explanation.answer == (
        "D lacked $2,500,000.00: the survivors covered the rest, and the cycle is settled."
    )
    assert [step.result for step in explanation.arithmetic if step.result][:4] == [
        "$2,500,000.00",
        "$2,500,000.00",
        "$0.00",
        "$1,100,000.00",
    ]
    assert explanation.arithmetic[-1].result == "$0.00"
    assert {"r1", "r2", "r3"} <= {event.id for event in explanation.events}


def test_a_case_shows_what_those_it_represents_owe(tmp_path: Path) -> None:
    sheets = [step.sheet for step in why(tmp_path, "S10", "2003-11-04/G").arithmetic if step.sheet]

    assert sheets[0].rows == [
        ["L1", "(-5,000,000)", "1,500,000", "no", "3,500,000"],
        ["L2", "(-1,000,000)", "0", "yes", "0"],
    ]


def test_an_averted_default_has_no_shares(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S15", "2003-11-04/D")

    assert "there was no default" in explanation.answer
    assert explanation.arithmetic[-1].words == "The loan is at least as large as the shortfall: no default."


def test_the_case_of_an_indirect_clearer_shows_the_loss_of_its_agent(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S11", "2003-11-04/A/I1")

    assert explanation.arithmetic[0].formula == "3,500,000 - 2,200,000 = 1,300,000"
    assert explanation.arithmetic[0].result == "$13,000.00"


def test_the_balances_of_a_cycle_are_zero_together(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S01", "2003-11-04")

    assert explanation.kind == "cycle"
    assert together(explanation) == [["Together", "0", "$0.00"]]


def test_a_balance_is_added_up_by_participant(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S01", "2003-11-04/A")

    assert explanation.kind == "balance"
    assert explanation.answer == "A is to receive $535,436.20 in the cycle of 4 November 2003."
    assert together(explanation) == [["Together", "", "", "", "53,543,620"]]


def test_an_instruction_shows_the_balance_that_it_books(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S01", "settlement-request/settlement_instructed/A")

    assert explanation.title == "What is to be booked to the account of A in the cycle of 4 November 2003"
    assert explanation.arithmetic[-1].result == "$535,436.20"


def test_a_notice_is_explained_by_its_event(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S20", "n30/notice_due/38(2)/GENERAL_MANAGER/A/NOTICE")

    assert explanation.answer == "The General Manager has to tell A (NOTICE)."
    assert explanation.provisions[0].id == "BL3/38(2)"


def test_interest_follows_a_change_of_the_rate_and_is_rounded_once(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S35", "interest-D/recovery_debt_due/BANK_OF_CANADA")

    assert [step.result for step in explanation.arithmetic] == ["", "$0.04"]
    assert "= 4, remainder 182,500,000 of 365,000,000: 4" in explanation.arithmetic[1].formula
    assert [value.standing for value in explanation.values] == ["override", "placeholder"]


def test_the_limbs_of_an_application_are_shown_one_by_one(tmp_path: Path) -> None:
    sheet = why(tmp_path, "S31a", "a1").arithmetic[-1].sheet

    assert sheet is not None
    assert {row[1] for row in sheet.rows} <= {"met", "not met"}
    assert sheet.rows[0][0].startswith("BL3/29(2)(a): ")

"""Can a reader follow a share under section 57 to the cent?"""

from pathlib import Path

import pytest

from streams.domains.clearing.explanations.figures_of_sharing import shares_of, sharing_steps
from streams.kernel.explanation import Explanation
from tests.unit.clearing.explanations.recorded import why

SHARE = "deposits-closed-D/section_57_deposit_due/A"


def formulas(explanation: Explanation) -> list[str]:
    return [step.formula for step in explanation.arithmetic]


def test_a_share_shows_a_b_c_quotient_remainder_and_who_got_the_cents(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S07", SHARE)

    assert explanation.kind == "outcome"
    assert explanation.title == "Why A has to deposit $628,571.43 for D"
    assert formulas(explanation)[:-1] == [
        "250,000,000 - 0 - 140,000,000 + 0 = 110,000,000",
        "A = 110,000,000 - 0 = 110,000,000",
        "C = 300,000,000 + 150,000,000 + 25,000,000 + 50,000,000 = 525,000,000",
        "B = 300,000,000",
        "110,000,000 \u00d7 300,000,000 \u00f7 525,000,000 = 62,857,142, remainder 450,000,000",
        "110,000,000 - 109,999,998 = 2",
    ]
    assert "A and C. So A pays $628,571.43, one cent more." in explanation.arithmetic[5].words


def test_all_shares_stand_in_one_table_and_add_up_to_a(tmp_path: Path) -> None:
    sheet = why(tmp_path, "S07", SHARE).arithmetic[-1].sheet

    assert sheet is not None
    assert sheet.rows[0] == ["A", "300,000,000", "62,857,142", "450,000,000", "1", "62,857,143"]
    assert sheet.rows[-1] == ["Together", "525,000,000", "109,999,998", "", "", "110,000,000"]


def test_figures_beyond_binary_fractions_stay_exact(tmp_path: Path) -> None:
    sheet = why(tmp_path, "S44", "deposits-closed-D").arithmetic[-1].sheet

    assert sheet is not None
    assert [row[-1] for row in sheet.rows[:-1]] == [
        "1,997,960,443,753",
        "1,997,960,443,751",
        "1,997,960,443,750",
        "1,997,960,443,755",
    ]


def test_a_share_names_the_provision_the_rule_the_value_and_the_events(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S07", SHARE)

    assert explanation.provisions[0].id == "BL3/57(1)"
    assert explanation.provisions[0].official.endswith("SOR/2003-346, section 57(1)")
    assert ("streams/domains/clearing/rules/sharing.py", "shares_cents") in [
        (rule.file, rule.function) for rule in explanation.rules
    ]
    assert [(value.parameter, value.amount) for value in explanation.values] == [
        ("clearing.section_57_basis", "LITERAL")
    ]
    assert {"shortfall-D", "advance-D", "r1", "r2", "r3", "returns-closed-D"} <= {
        event.id for event in explanation.events
    }


def test_a_share_stands_on_the_closing_in_every_partition(tmp_path: Path) -> None:
    closing = why(tmp_path, "S07", SHARE, partitions=3).events[0]

    assert closing.id == "deposits-closed-D"
    assert [(place.topic, place.partition) for place in closing.places] == [
        ("clearing.events.v1", partition) for partition in range(3)
    ]


def test_without_a_base_no_share_is_worked_out(tmp_path: Path) -> None:
    explanation = why(tmp_path, "S16", "deposits-closed-D")

    assert explanation.arithmetic[-1].words.startswith("C is zero, so the formula gives no shares")


def test_a_survivor_without_a_base_has_no_share() -> None:
    case = {"section_57_a_cents": 100, "section_57_b_cents": {"A": 1, "B": 3}}

    words = [step.words for step in sharing_steps(case, "D", "LITERAL", "Z")]

    assert "Z entered nothing that counts: B is zero, and so is its share." in words


@pytest.mark.parametrize(("a_cents", "extra"), [(4, [0, 0]), (5, [0, 1]), (7, [1, 0])])
def test_the_leftover_cent_goes_to_the_largest_remainder(a_cents: int, extra: list[int]) -> None:
    assert [one.extra_cents for one in shares_of(a_cents, {"A": 1, "B": 3})] == extra

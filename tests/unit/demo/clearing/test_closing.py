"""What do the Bank of Canada and the operators report after the last entry?"""

from typing import Any

import pytest

from streams.demo.clearing import figures
from streams.demo.clearing.circle import BANK, DEFAULTER
from streams.demo.clearing.closing import closing
from streams.demo.clearing.day import Day
from streams.demo.views import Views
from tests.unit.demo.clearing.small_day import done


@pytest.fixture
def case() -> dict[str, Any]:
    """The case of the defaulter after the day."""
    return figures.case(done().views)


def test_the_day_goes_through_every_step_of_a_default_to_settlement() -> None:
    assert list(done().verdicts.values()) == [
        "ACCEPTED",
        "ACCEPTED",
        "DEFAULT",
        "AWAITING_SECTION_56",
        "AWAITING_SECTION_57",
        "INSTRUCTED",
        "SETTLED",
    ]
    assert figures.cycle(done().views)["state"] == "SETTLED"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("entries", [1_000, 5_000])
def test_other_days_are_settled_too(entries: int, seed: int) -> None:
    day = done(entries, seed)

    assert figures.cycle(day.views)["state"] == "SETTLED"
    assert figures.case(day.views)["section_57_a_cents"] > 0
    assert day.views.rows_of("anomalies") == {}


def test_balances_sum_to_zero_at_every_commit() -> None:
    assert done().sums_cents == {0}


def test_what_is_posted_sums_to_zero() -> None:
    posted = figures.cycle(done().views)["settlement_entries_cents"]

    assert sum(posted.values()) == 0
    assert set(posted) - {BANK} != set()


def test_the_deposits_are_exactly_what_is_owed(case: dict[str, Any]) -> None:
    assert case["section_56_deposits_cents"] == case["section_56_obligations_cents"]
    assert case["section_57_deposits_cents"] == case["section_57_shares_cents"]
    assert (case["uncovered_cents"], case["excess_cents"]) == (0, 0)


def test_the_shares_add_up_to_what_is_lacking(case: dict[str, Any]) -> None:
    assert sum(case["section_57_shares_cents"].values()) == case["section_57_a_cents"]


def test_returns_and_deposits_each_carry_a_part_of_the_shortfall(case: dict[str, Any]) -> None:
    shortfall_cents = case["shortfall_cents"]

    assert 0 < case["section_55_credits_cents"] <= shortfall_cents // 4
    assert 0 < sum(case["section_56_deposits_cents"].values()) <= shortfall_cents // 2
    assert case["section_57_a_cents"] > 0


def test_every_return_in_the_default_is_taken() -> None:
    verdicts = done().views.rows_of("verdicts")
    returns = {event: verdict for event, verdict in verdicts.items() if event.startswith("default-return-")}

    assert {verdict["verdict"] for verdict in returns.values()} == {"ACCEPTED"}
    assert {cite for verdict in returns.values() for cite in verdict["cites"]} == {
        "BL3/54(1)(a)",
        "BL3/54(2)",
    }


def test_the_defaulter_enters_until_its_default_and_no_longer() -> None:
    views = done().views

    assert figures.verdict(views, f"before-{DEFAULTER}-default")["verdict"] == "ACCEPTED"
    assert figures.verdict(views, f"after-{DEFAULTER}-default")["reason"] == "DEFAULTER_PROHIBITED"


def test_a_day_in_which_the_defaulter_owes_nothing_is_not_made_up() -> None:
    report_the_shortfall = closing(Day(1_000))[1]

    with pytest.raises(ValueError, match="ROWAN owes nothing in this day"):
        report_the_shortfall.lines(Views({}))

"""Do whole defaults come out as the contract works them out? (section 17; the pure parts stand beside their rules)"""

from typing import Any

import pytest

from schemas import clearing as events
from schemas.wire import Event
from tests.unit.clearing.events import (
    LATER,
    TUESDAY,
    advance,
    appointed,
    deposit,
    deposits_closed,
    entry,
    event,
    member,
    returned,
    returns_closed,
    sealed,
    shortfall,
)
from tests.unit.clearing.situations import TWO_CLEARERS, Told, told

REQUESTED_AT = "2003-11-04T19:00:00Z"


def clearers(*names: str) -> list[Event]:
    return [fact for name in names for fact in (member(name), appointed(name))]


def request() -> events.SettlementRequested:
    return event(events.SettlementRequested, REQUESTED_AT, cycle=TUESDAY)


# ---- 17.8: two defaults in one cycle, which return items to each other ----

TWO_DEFAULTS = (
    *TWO_CLEARERS,
    *clearers("D1", "D2"),
    entry("A", "D1", 12_000_000),
    entry("D1", "B", 2_000_000, id="income-1"),
    entry("A", "D2", 3_000_000),
    entry("B", "D2", 5_000_000),
    entry("D2", "D1", 3_000_000, id="by-d2", item_count=9),
    entry("D1", "D2", 1_250_000, id="by-d1", item_count=9),
    sealed(),
    shortfall("D1", 10_000_000),
    shortfall("D2", 5_000_000),
    advance("D1"),
    advance("D2"),
    returned("by-d2", "D1", 3_000_000, "SECTION_54_1_A", LATER),
    returned("by-d1", "D2", 250_000, "SECTION_54_1_A", LATER),
    returns_closed("D1"),
    returns_closed("D2"),
    deposits_closed("D1"),
    deposits_closed("D2"),
)


@pytest.fixture(scope="module")
def two_defaults() -> Told:
    return told(*TWO_DEFAULTS)


def case(found: Told, name: str) -> dict[str, Any]:
    row: dict[str, Any] = found.result["default_cases"][f"{TUESDAY}/{name}"]
    return row


def test_what_one_returns_to_the_other_makes_its_shortfall_grow(two_defaults: Told) -> None:
    """Trap 7: D1 gains 3,000,000, which D2 loses, and D2 gains 250,000, which D1 loses."""
    one, other = case(two_defaults, "D1"), case(two_defaults, "D2")
    assert (one["section_55_credits_cents"], one["section_55_debits_cents"]) == (3_000_000, 250_000)
    assert one["shortfall_after_section_55_cents"] == 7_250_000
    assert (other["section_55_credits_cents"], other["section_55_debits_cents"]) == (250_000, 3_000_000)
    assert other["shortfall_after_section_55_cents"] == 7_750_000


def test_neither_stands_in_the_base_of_the_other(two_defaults: Told) -> None:
    assert case(two_defaults, "D1")["section_57_b_cents"] == {"A": 12_000_000}
    assert case(two_defaults, "D2")["section_57_b_cents"] == {"A": 3_000_000, "B": 5_000_000}


def test_settlement_waits_until_both_are_covered() -> None:
    covered = (
        deposit("D1", "A", 7_250_000, at="2003-11-04T18:50:00Z"),
        deposit("D2", "A", 2_906_250, at="2003-11-04T18:50:00Z"),
        deposit("D2", "B", 4_843_750, at="2003-11-04T18:50:00Z"),
    )
    early, late = request(), request()
    assert told(*TWO_DEFAULTS, *covered[:2], early).verdict(early) == "SETTLEMENT_BLOCKED"
    found = told(*TWO_DEFAULTS, *covered, late)
    assert found.verdict(late) == "INSTRUCTED"
    assert found.result["cycles"][TUESDAY]["blocked_by"] == []


def test_the_order_in_which_two_cases_are_closed_does_not_change_the_shares() -> None:
    """Invariant 18."""
    one_first = (*TWO_DEFAULTS[:-2], TWO_DEFAULTS[-2], TWO_DEFAULTS[-1])
    other_first = (*TWO_DEFAULTS[:-2], TWO_DEFAULTS[-1], TWO_DEFAULTS[-2])
    shares = [
        [case(told(*order), name)["section_57_shares_cents"] for name in ("D1", "D2")]
        for order in (one_first, other_first)
    ]
    assert shares[0] == shares[1]


# ---- 17.10: recovery interest over a rate change ----

STEPS = [{"valid_from": "2003-11-01", "value": 40_000}, {"valid_from": "2003-11-06", "value": 50_000}]


def test_recovery_interest_runs_from_each_value_date_and_is_rounded_once() -> None:
    log = (
        *TWO_CLEARERS,
        *clearers("D"),
        entry("A", "D", 2_700_000_000),
        sealed(),
        shortfall("D", 2_700_000_000),
        advance("D"),
        returns_closed("D"),
        deposits_closed("D"),
        deposit("D", "A", 2_000_000_000, at="2003-11-04T19:00:00Z", value_on="2003-11-04"),
        deposit("D", "BANK_OF_CANADA", 9_125, at="2003-11-04T19:00:00Z", value_on="2003-11-04"),
        deposit("D", "A", 700_000_000, at="2003-11-06T14:00:00Z", value_on="2003-11-06"),
        event(
            events.RecoveryInterestAccrued,
            "2003-11-08T14:00:00Z",
            cycle=TUESDAY,
            member="D",
            through_on="2003-11-08",
        ),
    )
    debts = case(told(*log, parameters={"clearing.recovery_interest_rate_ppm": STEPS}), "D")["recovery_debts"]
    assert debts == {
        "A": {
            "principal_cents": 2_700_000_000,
            "interest_cents": 1_178_082,
            "interest_through_on": "2003-11-08",
        },
        "BANK_OF_CANADA": {
            "principal_cents": 9_125,
            "interest_cents": 4,
            "interest_through_on": "2003-11-08",
        },
    }

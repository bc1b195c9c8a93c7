"""Do the views show what section 10 of the contract says?"""

import pytest

from schemas import clearing as events
from tests.unit.clearing.events import (
    EVENING,
    LATER,
    TUESDAY,
    ceased,
    designated,
    entry,
    event,
    forwarded,
    revoked,
    sealed,
    settled,
)
from tests.unit.clearing.situations import A_CIRCLE, TWO_CLEARERS, told

PAIR = {"cycle": TUESDAY, "agent": "A", "indirect_clearer": "I1"}
NINE_PM = "2003-11-03T21:00:00Z"
SHORTFALL = event(events.IndirectShortfallReported, EVENING, shortfall_cents=100, **PAIR)


def test_an_empty_cycle_has_a_row_with_nothing_in_it() -> None:
    assert told(*TWO_CLEARERS).result["cycles"][TUESDAY] == {
        "state": "OPEN",
        "established_balances_cents": None,
        "clearing_balances_cents": {},
        "settlement_entries_cents": None,
        "blocked_by": [],
        "accepted_entry_count": 0,
        "accepted_item_count": 0,
        "entries_digest": "0" * 64,
    }


def test_a_bilateral_total_holds_what_is_drawn_on_the_clearer_and_on_others_together() -> None:
    log = (
        entry("B", "A", 70, item_count=2),
        entry("B", "A", 5, drawn_on="I1"),
        entry("B", "A", 1_000, direction="CREDIT", item_count=4),
    )
    assert told(*A_CIRCLE, *log).result["bilateral_totals"] == {
        f"{TUESDAY}/B/A": {
            "debit_value_cents": 75,
            "debit_own_value_cents": 70,
            "debit_item_count": 3,
            "credit_value_cents": 1_000,
            "credit_item_count": 4,
        }
    }


def test_of_several_representations_of_a_pair_the_newest_is_shown() -> None:
    notice = event(
        events.AgentCeaseNoticeGiven,
        agent="A",
        indirect_clearer="I1",
        given_on="2003-10-01",
        effective_on="2003-11-03",
    )
    found = told(*A_CIRCLE, notice, ceased("I1", "A", EVENING), designated("I1", "A", NINE_PM))
    assert found.result["representations"]["I1/A"] == {
        "kind": "AGENT",
        "acts_from_at": NINE_PM,
        "ceases_at": None,
        "run_off_through_at": None,
    }


def test_a_role_is_shown_with_its_end_and_under_what_it_ended() -> None:
    roles = told(*A_CIRCLE, revoked("A", effective_at=NINE_PM)).result["roles"]["A"]
    assert roles["DIRECT_CLEARER"]["revoked_under"] == "BL3/27(1)"
    assert roles["CLEARING_AGENT"] == {
        "appointed_at": "2003-10-23T13:00:00Z",
        "revoked_at": NINE_PM,
        "revoked_under": "BL3/34(2)",
    }


def indirect_case(*more: events.ClearingEvent) -> dict[str, object]:
    row: dict[str, object] = told(*A_CIRCLE, *more).result["indirect_default_cases"][f"{TUESDAY}/A/I1"]
    return row


def test_an_indirect_case_is_open_until_its_advance_is_known() -> None:
    assert indirect_case(SHORTFALL) == {
        "state": "SHORTFALL_REPORTED",
        "in_default": False,
        "default_at": None,
        "shortfall_cents": 100,
        "advance_cents": None,
        "section_60_returns_cents": 0,
        "agent_residual_cents": 0,
        "items_to_remit": [],
    }


@pytest.mark.parametrize(
    ("cents", "state", "residual", "items"),
    [(100, "ADVANCE_OBTAINED", 0, []), (99, "IN_DEFAULT", 100, ["e1"])],
)
def test_an_indirect_case_is_a_default_when_the_advance_is_too_small(
    cents: int, state: str, residual: int, items: list[str]
) -> None:
    passed_on = (entry("B", "A", id="e1", drawn_on="I1"), forwarded("e1", "A", "I1"))
    advanced = event(events.IndirectAdvanceReported, NINE_PM, advance_cents=cents, **PAIR)
    row = indirect_case(*passed_on, SHORTFALL, advanced)
    assert (row["state"], row["agent_residual_cents"], row["items_to_remit"]) == (state, residual, items)
    assert row["default_at"] == (NINE_PM if state == "IN_DEFAULT" else None)


def test_a_settled_cycle_is_blocked_by_nothing_and_shows_what_was_posted() -> None:
    cycle = told(*TWO_CLEARERS, entry("A", "B", 70), sealed(), settled()).result["cycles"][TUESDAY]
    assert (cycle["state"], cycle["blocked_by"]) == ("SETTLED", [])
    assert cycle["settlement_entries_cents"] == {"A": 70, "B": -70}


def test_instants_are_shown_in_their_shortest_form() -> None:
    facts = (revoked("A", effective_at="2003-11-03T21:00:00.500000Z"), revoked("B", at=LATER))
    roles = told(*TWO_CLEARERS, *facts).result["roles"]
    assert roles["A"]["DIRECT_CLEARER"]["revoked_at"] == "2003-11-03T21:00:00.5Z"
    assert roles["B"]["DIRECT_CLEARER"]["revoked_at"] == LATER

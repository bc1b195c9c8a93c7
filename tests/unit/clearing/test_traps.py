"""Is each trap of the contract avoided that no rule shows alone? (section 15)"""

import json

import msgspec
import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.domain import CLEARING
from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from tests.unit.clearing.events import (
    AGENT,
    EVENING,
    GROUP,
    LATER,
    TUESDAY,
    WEDNESDAY,
    advance,
    appointed,
    correction,
    deposit,
    deposits_closed,
    designated,
    entry,
    event,
    joined,
    member,
    returned,
    returns_closed,
    revoked,
    sealed,
    settled,
    shortfall,
)
from tests.unit.clearing.situations import A_CIRCLE, TWO_CLEARERS, told


def failed(name: str, cents: int) -> list[Event]:
    return [sealed(), shortfall(name, cents), advance(name)]


def test_trap_1_balances_add_up_to_zero_at_every_instant() -> None:
    """Also while partitions have handed on different stretches of the log."""
    pipeline = Pipeline(CLEARING, 3, CLEARING.law, batch=1)
    errors: list[int] = []

    def note(stage: str, _partition: int, unit: CommitUnit) -> None:
        for key, value in unit.views:
            if key.startswith(b"cycles/") and value is not None:
                errors.append(sum(json.loads(value)["clearing_balances_cents"].values()))

    pipeline.on_commit = note
    entries = [entry("A", "B", 10**place, id=f"e{place}") for place in range(9)]
    ticks = [events.Tick(id=f"t{place}", at=EVENING) for place in range(9)]
    pairs = (one for pair in zip(entries, ticks, strict=True) for one in pair)
    for one in (*TWO_CLEARERS, *pairs):
        pipeline.write(msgspec.json.encode(one))
    pipeline.run()
    assert len(errors) > 9
    assert set(errors) == {0}


def test_trap_5_what_was_owed_but_not_deposited_is_shared() -> None:
    log = (
        *A_CIRCLE,
        entry("B", "A", 100, drawn_on="I1"),
        entry("B", "A", 50),
        *failed("A", 150),
        returns_closed("A"),
        deposit("A", "I1", 60, "SECTION_56"),
        deposits_closed("A"),
    )
    case = told(*log).result["default_cases"][f"{TUESDAY}/A"]
    assert case["section_56_obligations_cents"] == {"I1": 100}
    assert case["section_57_a_cents"] == 90


def test_trap_8_a_section_54_return_is_booked_in_the_failed_cycle() -> None:
    old, younger = (
        entry("A", "B", 100, id="old"),
        entry("A", "B", 30, id="younger", at="2003-11-04T16:30:00Z"),
    )
    log = (
        *TWO_CLEARERS,
        old,
        *failed("B", 100),
        younger,
        returned("old", "B", 100, "SECTION_54_1_A", LATER),
        returned("younger", "B", 30, "SECTION_54_1_A", LATER),
    )
    found = told(*log).result
    assert found["cycles"][TUESDAY]["clearing_balances_cents"] == {}
    assert found["cycles"][WEDNESDAY]["clearing_balances_cents"] == {}
    assert found["default_cases"][f"{TUESDAY}/B"]["section_55_credits_cents"] == 100


def test_trap_9_a_correction_is_no_addition() -> None:
    log = (
        *TWO_CLEARERS,
        entry("A", "B", 100, id="e1"),
        correction("e1", "A", 90, at="2003-11-03T22:00:00Z"),
        correction("e1", "A", 95, at="2003-11-03T21:00:00Z"),
    )
    assert told(*log).result["cycles"][TUESDAY]["clearing_balances_cents"] == {"A": 90, "B": -90}


def test_trap_11_a_return_lowers_what_an_entity_owes() -> None:
    log = (
        *TWO_CLEARERS,
        member("G"),
        appointed("G", GROUP),
        member("L1"),
        joined("L1", "G"),
        entry("A", "G", 100, id="e1", drawn_on="L1"),
        *failed("G", 100),
        returned("e1", "G", 40, "SECTION_54_1_C", LATER),
        returns_closed("G"),
    )
    found = told(*log).result
    assert found["represented_positions_cents"] == {f"{TUESDAY}/G/L1": -60}
    assert found["default_cases"][f"{TUESDAY}/G"]["section_56_obligations_cents"] == {"L1": 60}


def test_trap_13_a_revocation_leaves_entries_made_before_it_alone() -> None:
    made = entry("A", "B", 100)
    found = told(*TWO_CLEARERS, made, revoked("A", at="2003-11-03T22:00:00Z"), sealed())
    assert found.verdict(made) == "ACCEPTED"
    assert found.result["cycles"][TUESDAY]["established_balances_cents"] == {"A": 100, "B": -100}


def test_trap_15_an_empty_cycle_seals_is_instructed_and_settles() -> None:
    request = event(events.SettlementRequested, LATER, cycle=TUESDAY)
    end = settled()
    found = told(*TWO_CLEARERS, sealed(), request, end)
    assert (found.verdict(request), found.verdict(end)) == ("INSTRUCTED", "SETTLED")
    assert found.of_type("settlement_instructed") == []
    assert found.result["anomalies"] == []
    cycle = found.result["cycles"][TUESDAY]
    assert (cycle["state"], cycle["settlement_entries_cents"]) == ("SETTLED", {})


def test_trap_18_between_the_two_closings_a_case_blocks_although_it_is_covered() -> None:
    log = (*TWO_CLEARERS, entry("A", "B", 100), *failed("B", 100), returns_closed("B"))
    paid = deposit("B", "A", 100, at="2003-11-04T18:40:00Z")
    early = event(events.SettlementRequested, "2003-11-04T18:41:00Z", cycle=TUESDAY)
    assert told(*log, paid, early).verdict(early) == "SETTLEMENT_BLOCKED"
    late = event(events.SettlementRequested, "2003-11-04T19:00:00Z", cycle=TUESDAY)
    assert told(*log, paid, deposits_closed("B"), late).verdict(late) == "INSTRUCTED"


# ---- promise 3 of the writers (section 3.2) ----


def late_fact(at: str) -> Event:
    return member("C", at, id="late")


@pytest.mark.parametrize(("at", "alarms"), [("2003-11-03T20:00:00.000001Z", 0), (EVENING, 1)])
def test_a_fact_behind_an_event_of_the_same_or_a_later_stamp_raises_an_alarm(at: str, alarms: int) -> None:
    found = told(*TWO_CLEARERS, entry("A", "B"), late_fact(at))
    assert len(found.alarms) == alarms
    assert found.verdict(late_fact(at)) == "ACCEPTED"


def test_the_verdict_already_published_stands() -> None:
    made = entry("A", "B", payable_to="I1")
    facts = (*TWO_CLEARERS, member("I1"), appointed("A", AGENT))
    found = told(*facts, made, designated("I1", "A", at="2003-11-03T19:00:00Z"))
    assert found.verdict(made) == "NOT_REPRESENTED"
    (alarm,) = found.alarms
    assert "partition 0" in alarm

"""Is every consequence of a fact published, wherever its entries are and whatever was read before? (section 11)"""

import pytest

from schemas import clearing as events
from schemas.wire import Event
from tests.unit.clearing.events import (
    AGENT,
    EVENING,
    GROUP,
    LATER,
    TUESDAY,
    appointed,
    ceased,
    correction,
    defaulted,
    designated,
    entry,
    event,
    forwarded,
    joined,
    remitted,
    returned,
    revoked,
    scheduled,
    sealed,
    shortfall,
)
from tests.unit.clearing.situations import A_CIRCLE, Told, told

PAIR = {"cycle": TUESDAY, "agent": "A", "indirect_clearer": "I1"}
NINE_PM = "2003-11-03T21:00:00Z"
TEN_PM = "2003-11-03T22:00:00Z"
SHORTFALL = event(events.IndirectShortfallReported, NINE_PM, id="s1", shortfall_cents=100, **PAIR)
NO_ADVANCE = event(events.IndirectAdvanceReported, TEN_PM, id="a1", advance_cents=0, **PAIR)


# ---- items that an indirect clearer in default must hand back (59) ----


def forwarded_entry(ref: str) -> tuple[Event, ...]:
    return entry("B", "A", id=ref, drawn_on="I1"), forwarded(ref, "A", "I1")


def called_back(found: Told) -> list[tuple[str, str, str]]:
    return sorted((one["ref"], one["from"], one["to"]) for one in found.of_type("item_remittance_due"))


@pytest.mark.parametrize("partitions", [1, 3])
def test_items_forwarded_before_the_default_are_called_back(partitions: int) -> None:
    found = told(
        *A_CIRCLE,
        *forwarded_entry("e1"),
        *forwarded_entry("e2"),
        SHORTFALL,
        NO_ADVANCE,
        partitions=partitions,
    )
    assert called_back(found) == [("e1", "I1", "A"), ("e2", "I1", "A")]
    assert found.result["indirect_default_cases"]["2003-11-04/A/I1"]["items_to_remit"] == ["e1", "e2"]


def test_items_handed_back_already_are_not_called_back() -> None:
    found = told(*A_CIRCLE, *forwarded_entry("e1"), remitted("e1", "I1"), SHORTFALL, NO_ADVANCE)
    assert called_back(found) == []


def test_an_advance_that_suffices_calls_nothing_back() -> None:
    enough = event(events.IndirectAdvanceReported, TEN_PM, advance_cents=100, **PAIR)
    assert called_back(told(*A_CIRCLE, *forwarded_entry("e1"), SHORTFALL, enough)) == []


def test_a_second_report_calls_nothing_back_again() -> None:
    again = event(events.IndirectAdvanceReported, "2003-11-03T23:00:00Z", advance_cents=0, **PAIR)
    found = told(*A_CIRCLE, *forwarded_entry("e1"), SHORTFALL, NO_ADVANCE, again)
    assert len(called_back(found)) == 1


# ---- run-offs that begin (40, 44) ----


def run_offs(found: Told) -> list[tuple[str, str, str]]:
    begun = found.of_type("run_off_began")
    return sorted((one["id"].split("/")[-1], one["institution"], one["run_off_through_at"]) for one in begun)


THROUGH = "2003-11-04T04:00:00Z"


def test_a_revocation_lets_a_run_off_begin_for_all_it_represented() -> None:
    assert run_offs(told(*A_CIRCLE, designated("I2", "A"), revoked("A", effective_at=EVENING))) == [
        ("AGENT", "I1", THROUGH),
        ("AGENT", "I2", THROUGH),
    ]


def test_of_two_representations_of_a_pair_each_has_its_own_run_off() -> None:
    """L1 clears through G as its agent and belongs to its group; one revocation ends both."""
    facts = (*A_CIRCLE[:-1], appointed("G", AGENT), designated("L1", "G"), joined("L1", "G"))
    assert run_offs(told(*facts, revoked("G", GROUP, effective_at=EVENING))) == [
        ("AGENT", "L1", THROUGH),
        ("GROUP", "L1", THROUGH),
    ]


def test_a_run_off_begins_also_where_a_later_representation_never_did() -> None:
    """I1 was to be represented anew from ten on; the revocation at nine ends the one that runs."""
    notice = event(
        events.AgentCeaseNoticeGiven,
        agent="A",
        indirect_clearer="I1",
        given_on="2003-10-01",
        effective_on="2003-11-03",
    )
    anew = (notice, ceased("I1", "A", effective_at=TEN_PM), designated("I1", "A", effective_at=TEN_PM))
    found = told(*A_CIRCLE, *anew, revoked("A", id="v1", effective_at=NINE_PM))
    assert [one["event"] for one in found.of_type("run_off_began")].count("v1") == 1


def test_a_designation_whose_end_is_fixed_already_says_so() -> None:
    facts = (revoked("A", effective_at=NINE_PM), designated("I2", "A", id="d1", effective_at=EVENING))
    begun = told(*A_CIRCLE, *facts).of_type("run_off_began")
    assert [one["institution"] for one in begun if one["event"] == "d1"] == ["I2"]


def test_a_cycle_scheduled_later_shows_the_end_of_a_run_off_that_had_none() -> None:
    facts = [fact for fact in A_CIRCLE if not isinstance(fact, events.CycleScheduled)]
    ended = revoked("A", effective_at=EVENING)
    before = told(*facts, ended).result["representations"]
    after = told(*facts, ended, scheduled(TUESDAY)).result["representations"]
    assert before["I1/A"]["run_off_through_at"] is None
    assert after["I1/A"]["run_off_through_at"] == THROUGH
    assert after["L1/G"]["run_off_through_at"] is None


# ---- what moves ----


def test_a_correction_tells_by_how_much_it_moves_the_totals() -> None:
    log = (
        *A_CIRCLE,
        entry("A", "B", 100, id="e1", item_count=5),
        correction("e1", "A", 90, id="c1", item_count=7),
    )
    (moved,) = told(*log).of_type("correction_accepted")
    assert (moved["change_cents"], moved["change_item_count"]) == (-10, 2)


def test_only_a_return_booked_in_the_failed_cycle_is_a_credit_under_section_55() -> None:
    log = (
        *A_CIRCLE,
        entry("A", "B", 100, id="old"),
        sealed(),
        *defaulted("B"),
        entry("A", "B", 30, id="younger", at="2003-11-04T16:30:00Z"),
        returned("younger", "B", 30, "SECTION_54_1_A", LATER),
        returned("old", "B", 100, "SECTION_54_1_A", LATER, id="r1"),
    )
    assert told(*log).of_type("section_55_credit_due") == [
        {
            "id": "r1/section_55_credit_due",
            "event": "r1",
            "cycle": TUESDAY,
            "member": "B",
            "from": "A",
            "amount_cents": 100,
            "return": "r1",
        }
    ]


@pytest.mark.parametrize(("available", "anomalies"), [(-100, 0), (-99, 1), (0, 1)])
def test_a_shortfall_is_compared_with_the_books_also_where_nothing_was_entered(
    available: int, anomalies: int
) -> None:
    account = event(
        events.SettlementAccountReported, LATER, cycle=TUESDAY, member="B", available_cents=available
    )
    found = told(*A_CIRCLE, sealed(), account, shortfall("B", 100, at=LATER))
    assert len(found.of_type("anomaly_detected")) == len(found.result["anomalies"]) == anomalies

"""What becomes of an event that is read before the entry it names? (section 7.4 of the contract)"""

import pytest

from tests.unit.clearing.events import (
    EVENING,
    FINAL_ADJUSTMENT,
    LATER,
    claimed,
    correction,
    entry,
    forwarded,
    remitted,
    returned,
    sealed,
)
from tests.unit.clearing.situations import TWO_CLEARERS, told

JUST_AFTER = "2003-11-04T16:00:00.000001Z"
AT_SEVEN = "2003-11-03T19:00:00Z"
OF_ENTRY = entry("A", "B", 100, id="e1", item_count=5)


def test_it_is_held_under_its_own_provision() -> None:
    early = correction("e1", "A", 90)
    found = told(*TWO_CLEARERS, early)
    assert found.result["verdicts"][early.id] == {"verdict": "HELD", "cites": ["BL3/49"]}
    assert found.of_type("event_held") == [{"id": f"{early.id}/event_held", "event": early.id, "ref": "e1"}]


def test_it_is_judged_when_the_entry_is_accepted() -> None:
    early = correction("e1", "A", 90)
    found = told(*TWO_CLEARERS, early, OF_ENTRY)
    assert found.verdict(early) == "ACCEPTED"
    assert found.result["cycles"]["2003-11-04"]["clearing_balances_cents"] == {"A": 90, "B": -90}


def test_held_events_are_judged_in_reading_order() -> None:
    """A claim counts what was returned before it; a return counts no claims."""
    back, claim = returned("e1", "B", 80, item_count=4), claimed("e1", "B", 30)
    assert told(*TWO_CLEARERS, back, claim, OF_ENTRY).verdict(claim) == "EXCEEDS_ORIGINAL"
    assert told(*TWO_CLEARERS, claim, back, OF_ENTRY).verdict(claim) == "ACCEPTED"


def test_a_held_correction_read_first_is_accepted_and_an_older_one_superseded() -> None:
    newer, older = correction("e1", "A", 90), correction("e1", "A", 80, at=AT_SEVEN)
    found = told(*TWO_CLEARERS, newer, older, OF_ENTRY)
    assert (found.verdict(newer), found.verdict(older)) == ("ACCEPTED", "SUPERSEDED")


def test_it_is_refused_when_the_entry_is_refused() -> None:
    held, later = correction("e1", "A", 90), correction("e1", "A", 91)
    found = told(*TWO_CLEARERS, held, entry("A", "A", id="e1"), later)
    assert (found.verdict(held), found.verdict(later)) == ("ORIGINAL_REFUSED", "ORIGINAL_REFUSED")


@pytest.mark.parametrize(
    ("at", "verdict"),
    [(EVENING, "UNKNOWN_REFERENCE"), (FINAL_ADJUSTMENT, "UNKNOWN_REFERENCE"), (JUST_AFTER, "HELD")],
)
def test_the_seal_refuses_what_is_stamped_through_the_final_adjustment_time(at: str, verdict: str) -> None:
    held = returned("e1", "B", at=at)
    assert told(*TWO_CLEARERS, held, sealed()).verdict(held) == verdict


def test_what_the_seal_refused_stays_refused_when_the_entry_comes() -> None:
    held = returned("e1", "B")
    late = entry("A", "B", id="e1", at=LATER)
    found = told(*TWO_CLEARERS, held, sealed(), late)
    assert (found.verdict(held), found.verdict(late)) == ("UNKNOWN_REFERENCE", "ACCEPTED")
    assert found.result["returned_totals"] == {}


def test_after_the_seal_it_is_refused_at_once() -> None:
    late = returned("e1", "B")
    assert told(*TWO_CLEARERS, sealed(), late).verdict(late) == "UNKNOWN_REFERENCE"


def test_a_bad_value_is_refused_without_the_entry() -> None:
    bad = returned("e1", "B", 0)
    found = told(*TWO_CLEARERS, bad, OF_ENTRY)
    assert found.verdict(bad) == "BAD_VALUE"


def test_hand_overs_are_held_too() -> None:
    forward, remit = forwarded("e1", "B", "A"), remitted("e1", "A")
    found = told(*TWO_CLEARERS, forward, remit, OF_ENTRY)
    assert (found.verdict(forward), found.verdict(remit)) == ("ACCEPTED", "ACCEPTED")


def test_an_exchange_outside_the_acss_is_no_entry() -> None:
    """Decision 0005: what names one is held, then refused with its cycle's seal."""
    held = returned("x1", "B")
    assert told(*TWO_CLEARERS, held).verdict(held) == "HELD"

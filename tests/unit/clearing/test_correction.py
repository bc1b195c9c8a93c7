"""May an entry be given another value? (BL3/49)"""

import pytest

from schemas.wire import Event
from streams.domains.clearing.rules.correction import decide_correction, value_is_bad
from streams.domains.clearing.rules.verdicts import Reason, Verdict
from streams.domains.clearing.state.entries import Entry
from tests.unit.clearing.events import (
    EVENING,
    FINAL_ADJUSTMENT,
    correction,
    defaulted,
    entry,
    revoked,
    sealed,
    settled,
)
from tests.unit.clearing.situations import TWO_CLEARERS, about, taken, us

LAST_INSTANT = "2003-11-04T15:59:59.999999Z"


def decided(
    booked: Entry | None = None,
    cents: int = 90,
    at: str = EVENING,
    facts: tuple[Event, ...] = TWO_CLEARERS,
    made_by: str = "A",
    **fields: object,
) -> Verdict:
    booked = booked or taken(entry("A", "B"))
    return decide_correction(about(correction(booked.id, made_by, cents, at, **fields), booked, facts))


@pytest.mark.parametrize(("cents", "count"), [(0, 0), (1, 1)])
def test_a_value_with_its_count_is_good_and_both_zero_withdraw(cents: int, count: int) -> None:
    assert not value_is_bad(correction("e", "A", cents, item_count=count))


@pytest.mark.parametrize(("cents", "count"), [(0, 1), (1, 0), (-1, 1), (1, -1), (-1, -1)])
def test_what_is_negative_or_zero_on_one_side_only_is_bad(cents: int, count: int) -> None:
    assert value_is_bad(correction("e", "A", cents, item_count=count))


def test_the_maker_corrects_before_the_final_adjustment_time() -> None:
    assert decided(at=LAST_INSTANT).verdict == "ACCEPTED"


def test_at_the_final_adjustment_time_it_is_too_late() -> None:
    assert decided(at=FINAL_ADJUSTMENT).reason is Reason.LATE_CORRECTION


def test_after_the_seal_it_is_too_late_whatever_the_stamp() -> None:
    assert decided(facts=(*TWO_CLEARERS, sealed())).reason is Reason.LATE_CORRECTION


def test_after_settlement_it_is_refused_as_final() -> None:
    assert decided(facts=(*TWO_CLEARERS, sealed(), settled())).reason is Reason.SETTLEMENT_FINAL


def test_only_the_maker_corrects() -> None:
    assert decided(made_by="B").reason is Reason.NOT_ENTRY_OWNER


def test_a_maker_in_default_corrects_nothing_from_the_instant_of_default_on() -> None:
    facts = (*TWO_CLEARERS, *defaulted("A", at=EVENING))
    assert decided(at=EVENING, facts=facts).reason is Reason.DEFAULTER_PROHIBITED
    assert decided(at="2003-11-03T19:59:59Z", facts=facts).verdict == "ACCEPTED"


def test_a_revoked_maker_still_corrects() -> None:
    assert decided(facts=(*TWO_CLEARERS, revoked("A", at=EVENING))).verdict == "ACCEPTED"


def test_a_correction_goes_not_below_what_was_returned_in_value_or_count() -> None:
    booked = taken(entry("A", "B", item_count=5))
    booked.returned_cents, booked.returned_count = 40, 2
    assert decided(booked, 40, item_count=2).verdict == "ACCEPTED"
    assert decided(booked, 39, item_count=2).reason is Reason.BELOW_RETURNED
    assert decided(booked, 40, item_count=1).reason is Reason.BELOW_RETURNED


def test_a_correction_read_after_a_newer_one_is_superseded() -> None:
    booked = taken(entry("A", "B"))
    booked.corrected = (us(EVENING), "c5")
    assert decided(booked, at="2003-11-03T19:59:59Z", id="c9").verdict == "SUPERSEDED"
    assert decided(booked, at="2003-11-03T20:00:01Z", id="c1").verdict == "ACCEPTED"


def test_of_two_corrections_of_one_instant_the_greater_id_wins() -> None:
    booked = taken(entry("A", "B"))
    booked.corrected = (us(EVENING), "c5")
    assert decided(booked, id="c4").verdict == "SUPERSEDED"
    assert decided(booked, id="c6").verdict == "ACCEPTED"

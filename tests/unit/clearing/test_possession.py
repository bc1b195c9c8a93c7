"""Who holds the items of an entry, and who may pass them on? (BL3/59)"""

from streams.domains.clearing.rules.possession import decide_possession, is_held_by_payer, new_holder
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import entry, forwarded, remitted
from tests.unit.clearing.situations import A_CIRCLE, about, taken

DRAWN_ON_I1 = entry("B", "A", drawn_on="I1")


def test_the_holder_passes_the_items_on() -> None:
    booked = taken(DRAWN_ON_I1, A_CIRCLE)
    event = forwarded(booked.id, "A", "I1")
    assert decide_possession(about(event, booked, A_CIRCLE)).verdict == "ACCEPTED"
    assert new_holder(event, booked) == "I1"


def test_who_does_not_hold_them_passes_nothing_on() -> None:
    booked = taken(DRAWN_ON_I1, A_CIRCLE)
    for event in (forwarded(booked.id, "B", "I1"), remitted(booked.id, "I1")):
        verdict = decide_possession(about(event, booked, A_CIRCLE))
        assert (verdict.reason, verdict.cites) == (Reason.NOT_IN_POSSESSION, ("59",))


def test_items_handed_back_are_with_the_counterparty_again() -> None:
    booked = taken(DRAWN_ON_I1, A_CIRCLE)
    booked.holder = "I1"
    event = remitted(booked.id, "I1")
    assert decide_possession(about(event, booked, A_CIRCLE)).verdict == "ACCEPTED"
    assert new_holder(event, booked) == "A"


def test_items_are_held_by_their_payer_only_when_forwarded_to_it() -> None:
    booked = taken(DRAWN_ON_I1, A_CIRCLE)
    assert not is_held_by_payer(booked)
    booked.holder = "I2"
    assert not is_held_by_payer(booked)
    booked.holder = "I1"
    assert is_held_by_payer(booked)


def test_a_counterparty_that_pays_itself_is_not_meant() -> None:
    assert not is_held_by_payer(taken(entry("B", "A")))


def test_credits_are_not_meant() -> None:
    credit = taken(entry("A", "B", direction="CREDIT", drawn_on="I1"), A_CIRCLE)
    credit.holder = "I1"
    assert not is_held_by_payer(credit)

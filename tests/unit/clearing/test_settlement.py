"""When is a cycle settled, and what is each clearer's instruction? (BL3/48, BL3/50 to BL3/52)"""

import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.rules.settlement import instructions
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import EVENING, LATER, TUESDAY, event, member, revoked, sealed, settled
from tests.unit.clearing.situations import TWO_CLEARERS, judged, reason

SEALED = (*TWO_CLEARERS, sealed())
REQUEST = event(events.SettlementRequested, LATER, cycle=TUESDAY)
REVERSAL = event(events.SettlementReversalRequested, LATER, cycle=TUESDAY)


def account(name: str = "A", cycle: str = TUESDAY) -> events.SettlementAccountReported:
    return event(events.SettlementAccountReported, LATER, member=name, cycle=cycle, available_cents=1)


@pytest.mark.parametrize("fact", [REQUEST, settled()], ids=["request", "effected"])
def test_a_sealed_cycle_is_settled_once(fact: Event) -> None:
    assert reason(fact, SEALED) is None
    assert reason(fact, ()) is Reason.UNKNOWN_CYCLE
    still_open = judged(fact, TWO_CLEARERS)
    assert (still_open.reason, still_open.cites) == (Reason.CYCLE_STILL_OPEN, ("48",))
    final = judged(fact, (*SEALED, settled()))
    assert (final.reason, final.cites) == (Reason.SETTLEMENT_FINAL, ("52",))


def test_a_settlement_is_never_reversed() -> None:
    assert reason(REVERSAL, SEALED) is Reason.NOT_SETTLED
    assert reason(REVERSAL, (*SEALED, settled())) is Reason.SETTLEMENT_FINAL
    assert reason(REVERSAL, ()) is Reason.UNKNOWN_CYCLE


def test_an_account_is_that_of_a_clearer_of_then_or_before() -> None:
    assert reason(account(), TWO_CLEARERS) is None
    assert reason(account(), (*TWO_CLEARERS, revoked("A", at=EVENING))) is None
    verdict = judged(account("C"), (*TWO_CLEARERS, member("C")))
    assert (verdict.reason, verdict.cites) == (Reason.NOT_A_CLEARER, ("53(1)",))
    assert reason(account("BANK_OF_CANADA"), TWO_CLEARERS) is Reason.NOT_A_CLEARER
    assert reason(account(cycle="2003-12-24"), TWO_CLEARERS) is Reason.UNKNOWN_CYCLE


def test_who_is_owed_is_credited_and_who_owes_is_debited() -> None:
    assert instructions({"B": -30, "A": 50, "BANK_OF_CANADA": -20, "C": 0}) == [
        ("A", "CREDIT", 50),
        ("B", "DEBIT", 30),
    ]


def test_a_single_cent_is_instructed() -> None:
    assert instructions({"A": 1, "B": -1}) == [("A", "CREDIT", 1), ("B", "DEBIT", 1)]


def test_a_cycle_without_balances_has_no_instructions() -> None:
    assert instructions({}) == []

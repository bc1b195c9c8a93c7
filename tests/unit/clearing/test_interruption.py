"""What stops exchange for a while? (BL3/9, BL3/23, BL3/46, BL3/47(2))"""

from schemas import clearing as events
from streams.domains.clearing.rules.verdicts import Reason
from streams.domains.clearing.state.interruptions import Spell
from tests.unit.clearing.events import EVENING, FOUNDED, event
from tests.unit.clearing.situations import TWO_CLEARERS, judged, reason

DISPUTED = event(events.ItemDisputed, item="cheque")
RESOLVED = event(events.ItemDisputeResolved, item="cheque")
DECLARED = event(events.NationalFailureDeclared, FOUNDED)
ENDED = event(events.NationalFailureEnded, FOUNDED)


def test_exchange_is_suspended_in_a_cycle() -> None:
    assert (
        reason(event(events.ExchangeSuspended, EVENING, regional_exchange_point="TOR"), TWO_CLEARERS) is None
    )
    no_cycle = judged(event(events.ExchangeSuspended, regional_exchange_point="TOR"), TWO_CLEARERS)
    assert (no_cycle.reason, no_cycle.cites) == (Reason.NO_OPEN_CYCLE, ("1(ACSS-cycle)",))


def test_only_an_open_dispute_is_resolved() -> None:
    assert reason(RESOLVED) is Reason.NOT_IN_DISPUTE
    assert reason(RESOLVED, [DISPUTED]) is None
    assert reason(RESOLVED, [DISPUTED, RESOLVED]) is Reason.NOT_IN_DISPUTE
    assert reason(event(events.ItemDisputeResolved, item="another"), [DISPUTED]) is Reason.NOT_IN_DISPUTE


def test_an_item_is_disputed_also_while_it_is() -> None:
    assert reason(DISPUTED, [DISPUTED]) is None


def test_a_national_failure_is_declared_and_ended_in_turn() -> None:
    assert reason(DECLARED) is None
    assert reason(DECLARED, [DECLARED]) is Reason.ALREADY_DECLARED
    assert reason(DECLARED, [DECLARED, ENDED]) is None
    verdict = judged(ENDED)
    assert (verdict.reason, verdict.cites) == (Reason.NOT_IN_NATIONAL_FAILURE, ("47(2)",))
    assert reason(ENDED, [DECLARED]) is None
    assert reason(ENDED, [DECLARED, ENDED]) is Reason.NOT_IN_NATIONAL_FAILURE


def test_a_spell_covers_its_beginning_and_not_its_end() -> None:
    spell = Spell()
    spell.begin(10)
    spell.end(20)
    assert [at for at in (9, 10, 19, 20) if spell.covers(at)] == [10, 19]


def test_a_spell_that_runs_is_not_begun_again() -> None:
    spell = Spell()
    spell.begin(10)
    spell.begin(15)
    spell.end(20)
    assert not spell.runs()
    assert not spell.covers(25)


def test_a_spell_may_come_again() -> None:
    spell = Spell()
    for begin, end in ((10, 20), (30, 40)):
        spell.begin(begin)
        spell.end(end)
    assert [at for at in (15, 25, 35) if spell.covers(at)] == [15, 35]

"""Which items may be exchanged, where, and when not? (BL3/6, BL3/9, BL3/10, BL3/46, BL3/47(2))"""

import pytest

from schemas import clearing as events
from streams.domains.clearing.rules.entry import decide_entry
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import EVENING, LATER, entry, event
from tests.unit.clearing.situations import TWO_CLEARERS, entry_reason, law, registry_of

JUST_BEFORE = "2003-11-03T19:59:59.999999Z"
NOON = "2003-11-04T12:00:00Z"
JUST_BEFORE_NOON = "2003-11-04T11:59:59.999999Z"


def test_an_exchange_point_must_be_one_of_those_listed() -> None:
    assert entry_reason(entry("A", "B"), regional_exchange_points=frozenset({"TOR"})) is None
    listed = frozenset({"WPG"})
    assert (
        entry_reason(entry("A", "B"), regional_exchange_points=listed)
        is Reason.UNKNOWN_REGIONAL_EXCHANGE_POINT
    )


def test_a_class_must_be_one_of_those_listed_or_admitted_by_the_rules() -> None:
    listed = frozenset({"C"})
    assert entry_reason(entry("A", "B"), eligible_item_classes=frozenset({"E"})) is None
    assert entry_reason(entry("A", "B"), eligible_item_classes=listed) is Reason.ITEM_CLASS_NOT_ELIGIBLE
    admitted = frozenset({"E"})
    assert (
        entry_reason(entry("A", "B"), eligible_item_classes=listed, section_6_2_item_classes=admitted) is None
    )


def test_an_admitted_class_is_taken_under_section_6_2_too() -> None:
    admitted = law(section_6_2_item_classes=frozenset({"E"}))
    verdict, _ = decide_entry(entry("A", "B"), registry_of(*TWO_CLEARERS), admitted)
    assert verdict.cites == ("47(1)", "6(2)")


@pytest.mark.parametrize(("flag", "found"), [(True, None), (False, Reason.NOT_PAYABLE_ON_DEMAND)])
def test_items_must_be_payable_on_demand(flag: bool, found: Reason | None) -> None:
    assert entry_reason(entry("A", "B", payable_on_demand=flag)) is found


def test_an_admitted_class_need_not_be_payable_on_demand() -> None:
    admitted = frozenset({"E"})
    event = entry("A", "B", payable_on_demand=False)
    assert entry_reason(event, section_6_2_item_classes=admitted) is None


def test_identification_is_asked_for_only_where_the_rules_do() -> None:
    assert entry_reason(entry("A", "B")) is None
    assert entry_reason(entry("A", "B"), identification_required=True) is Reason.IDENTIFICATION_MISSING
    assert entry_reason(entry("A", "B", identification="trace"), identification_required=True) is None


def test_an_item_is_in_dispute_from_its_beginning_until_its_end() -> None:
    facts = (
        *TWO_CLEARERS,
        event(events.ItemDisputed, EVENING, item="cheque"),
        event(events.ItemDisputeResolved, NOON, item="cheque"),
    )
    found = {
        at: entry_reason(entry("A", "B", at=at, item="cheque"), facts)
        for at in (JUST_BEFORE, EVENING, JUST_BEFORE_NOON, NOON)
    }
    assert found == {
        JUST_BEFORE: None,
        EVENING: Reason.ITEM_IN_DISPUTE,
        JUST_BEFORE_NOON: Reason.ITEM_IN_DISPUTE,
        NOON: None,
    }


def test_another_item_is_not_in_dispute() -> None:
    facts = (*TWO_CLEARERS, event(events.ItemDisputed, item="cheque"))
    assert entry_reason(entry("A", "B", item="another"), facts) is None
    assert entry_reason(entry("A", "B"), facts) is None


SUSPENDED = event(events.ExchangeSuspended, EVENING, regional_exchange_point="TOR", item_class="E")


def test_a_suspension_counts_from_its_stamp_on_for_its_class_and_point_in_its_cycle() -> None:
    facts = (*TWO_CLEARERS, SUSPENDED)
    assert entry_reason(entry("A", "B", at=EVENING), facts) is Reason.EXCHANGE_SUSPENDED
    assert entry_reason(entry("A", "B", at=JUST_BEFORE), facts) is None
    assert entry_reason(entry("A", "B", item_class="C"), facts) is None
    assert entry_reason(entry("A", "B", regional_exchange_point="WPG"), facts) is None
    assert entry_reason(entry("A", "B", at=LATER), facts) is None


def test_a_suspension_without_a_class_stops_all_classes() -> None:
    all_classes = event(events.ExchangeSuspended, EVENING, regional_exchange_point="TOR")
    suspended = entry_reason(entry("A", "B", item_class="C"), (*TWO_CLEARERS, all_classes))
    assert suspended is Reason.EXCHANGE_SUSPENDED


FAILURE = (
    *TWO_CLEARERS,
    event(events.NationalFailureDeclared, EVENING),
    event(events.NationalFailureEnded, NOON),
)


@pytest.mark.parametrize("at", [EVENING, JUST_BEFORE_NOON])
def test_during_a_national_failure_only_manual_totals_are_taken(at: str) -> None:
    assert entry_reason(entry("A", "B", at=at), FAILURE) is Reason.NATIONAL_FAILURE
    assert entry_reason(entry("A", "B", at=at, manual_clearing=True), FAILURE) is None


@pytest.mark.parametrize("at", [JUST_BEFORE, NOON])
def test_outside_a_national_failure_no_manual_totals_are_taken(at: str) -> None:
    assert entry_reason(entry("A", "B", at=at, manual_clearing=False), FAILURE) is None
    manual = entry("A", "B", at=at, manual_clearing=True)
    assert entry_reason(manual, FAILURE) is Reason.NOT_IN_NATIONAL_FAILURE

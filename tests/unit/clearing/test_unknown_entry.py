"""What becomes of an event that names an entry which is not there? (BL3/47(1))"""

import pytest

from streams.domains.clearing.rules.reference import ReferringEvent
from streams.domains.clearing.rules.unknown_entry import before_the_entry, primary_citation, without_entry
from streams.domains.clearing.rules.verdicts import Reason
from tests.unit.clearing.events import TUESDAY, claimed, correction, forwarded, remitted, returned, sealed
from tests.unit.clearing.situations import TWO_CLEARERS, registry_of


@pytest.mark.parametrize(
    "event",
    [correction("e", "A", -1), returned("e", "B", 0), claimed("e", "B", 0)],
    ids=lambda value: type(value).__name__,
)
def test_a_bad_value_is_refused_before_the_entry_is_there(event: ReferringEvent) -> None:
    verdict = before_the_entry(event)
    assert verdict is not None
    assert (verdict.reason, verdict.cites) == (Reason.BAD_VALUE, ("6(1)(b)(iii)",))


@pytest.mark.parametrize(
    "event",
    [
        correction("e", "A", 0),
        returned("e", "B", 1),
        claimed("e", "B", 1),
        forwarded("e", "B", "I1"),
        remitted("e", "I1"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_anything_else_waits_for_its_entry(event: ReferringEvent) -> None:
    assert before_the_entry(event) is None


def test_what_names_a_refused_entry_is_refused() -> None:
    verdict = without_entry(entry_refused=True, cycle=None)
    assert verdict is not None
    assert (verdict.reason, verdict.cites) == (Reason.ORIGINAL_REFUSED, ("47(1)",))


def test_what_names_no_entry_is_held_until_its_cycle_is_sealed() -> None:
    cycle = registry_of(*TWO_CLEARERS).calendar.named(TUESDAY)
    assert without_entry(entry_refused=False, cycle=cycle) is None
    late = without_entry(
        entry_refused=False, cycle=registry_of(*TWO_CLEARERS, sealed()).calendar.named(TUESDAY)
    )
    assert late is not None
    assert (late.reason, late.cites) == (Reason.UNKNOWN_REFERENCE, ("47(1)",))


def test_what_is_stamped_in_no_cycle_is_held() -> None:
    assert without_entry(entry_refused=False, cycle=None) is None


@pytest.mark.parametrize(
    ("event", "cite"),
    [
        (correction("e", "A", 1), "49"),
        (returned("e", "B", ground="SECTION_54_1_C"), "54(1)(c)"),
        (claimed("e", "B"), "12"),
        (forwarded("e", "B", "I1"), "59"),
        (remitted("e", "I1"), "59"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_while_held_an_event_cites_its_own_provision(event: ReferringEvent, cite: str) -> None:
    assert primary_citation(event) == cite

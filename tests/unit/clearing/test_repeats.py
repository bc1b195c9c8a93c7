"""What becomes of an event that is sent again? (sections 5 and 9 of the contract)"""

import json

import msgspec
import pytest

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.domain import CLEARING
from streams.kernel.pipeline import Pipeline
from tests.unit.clearing.events import EVENING, correction, entry, event, member
from tests.unit.clearing.situations import TWO_CLEARERS, told

ENTERED = entry("A", "B", 100, id="e1")
OTHER_BODY = entry("A", "B", 999, id="e1")


def counts(duplicate_count: int = 0, conflict_count: int = 0) -> dict[str, int]:
    return {"duplicate_count": duplicate_count, "conflict_count": conflict_count}


def test_what_came_once_is_no_repeat() -> None:
    assert told(*TWO_CLEARERS, ENTERED).result["repeats"] == {}


def test_the_same_body_is_counted_as_a_duplicate_and_changes_nothing_else() -> None:
    once, again = told(*TWO_CLEARERS, ENTERED), told(*TWO_CLEARERS, ENTERED, ENTERED, ENTERED)
    assert again.result["repeats"] == {"e1": counts(duplicate_count=2)}
    assert {**again.result, "repeats": {}} == once.result


def test_another_body_is_counted_as_a_conflict_and_the_first_stands() -> None:
    found = told(*TWO_CLEARERS, ENTERED, OTHER_BODY)
    assert found.result["repeats"] == {"e1": counts(conflict_count=1)}
    assert found.result["cycles"]["2003-11-04"]["clearing_balances_cents"] == {"A": 100, "B": -100}


def test_the_same_event_under_a_new_stamp_is_another_body() -> None:
    later = msgspec.structs.replace(ENTERED, at="2003-11-03T20:00:01Z")
    assert told(*TWO_CLEARERS, ENTERED, later).result["repeats"]["e1"] == counts(conflict_count=1)


def test_a_duplicate_of_a_refused_event_is_not_judged_again() -> None:
    """Trap 10: the id is burnt, also when its entry would be good by now."""
    refused = entry("C", "B", id="e1")
    founding = (member("C", EVENING), event(events.RoleAppointed, EVENING, member="C", role="DIRECT_CLEARER"))
    found = told(*TWO_CLEARERS, refused, *founding, refused, OTHER_BODY)
    assert found.verdict(refused) == "UNKNOWN_MEMBER"
    assert found.result["repeats"] == {"e1": counts(1, 1)}


def test_a_duplicate_of_a_held_event_is_not_judged_twice() -> None:
    held = correction("e1", "A", 90, id="c1")
    found = told(*TWO_CLEARERS, held, held, ENTERED, held)
    assert found.verdict(held) == "ACCEPTED"
    assert found.result["repeats"] == {"c1": counts(duplicate_count=2)}


@pytest.mark.parametrize("partitions", [1, 3])
def test_a_fact_on_every_partition_is_one_fact(partitions: int) -> None:
    repeated = member("C", id="f1")
    found = told(*TWO_CLEARERS, repeated, repeated, member("D", id="f1"), partitions=partitions)
    assert found.result["repeats"] == {"f1": counts(1, 1)}


@pytest.mark.parametrize(
    "again", [member("C", id="t1"), events.Tick(id="t1", at=EVENING)], ids=["fact", "tick"]
)
def test_facts_and_ticks_share_their_ids(again: Event) -> None:
    tick = events.Tick(id="t1", at="2003-11-03T19:00:00Z")
    assert told(*TWO_CLEARERS, tick, again).result["repeats"] == {"t1": counts(conflict_count=1)}


def test_a_fact_and_a_business_event_may_have_one_id() -> None:
    fact = member("C", id="e1")
    assert told(*TWO_CLEARERS, fact, ENTERED).result["repeats"] == {}


def test_the_same_id_under_another_entry_is_not_detected() -> None:
    one, other = correction("e1", "A", 90, id="c1"), correction("e2", "A", 80, id="c1")
    assert told(*TWO_CLEARERS, one, other).result["repeats"] == {}


def test_each_repeat_is_an_outcome_of_its_own() -> None:
    outcomes = told(*TWO_CLEARERS, ENTERED, ENTERED, OTHER_BODY).of_type("identifier_repeated")
    assert [(one["id"], one["kind"]) for one in outcomes] == [
        ("e1/identifier_repeated/1", "DUPLICATE"),
        ("e1/identifier_repeated/2", "CONFLICT"),
    ]


def test_the_order_of_keys_and_white_space_make_no_other_body() -> None:
    body = json.loads(msgspec.json.encode(ENTERED))
    spaced = json.dumps(dict(reversed(list(body.items()))), indent=3)
    pipeline = Pipeline(CLEARING, 1, CLEARING.law)
    for value in (msgspec.json.encode(ENTERED), spaced.encode()):
        pipeline.write(value)
    pipeline.run()
    assert pipeline.result()["repeats"] == {"e1": counts(duplicate_count=1)}

"""May a clearer stand for an institution in an entry? (BL3/35, BL3/36, BL3/40, BL3/44)"""

from streams.domains.clearing.rules.standing import Standing, standing
from streams.domains.clearing.state.registry import Registry
from tests.unit.clearing.events import (
    EVENING,
    FINAL_EXCHANGE,
    FOUNDED,
    TUESDAY,
    ceased,
    designated,
    local,
    revoked,
    scheduled,
)
from tests.unit.clearing.situations import A_CIRCLE, registry_of, us

CEASED_AT = "2003-11-03T21:00:00Z"
AFTER_THE_RUN_OFF = "2003-11-04T04:00:00.000001Z"
CEASED = registry_of(*A_CIRCLE, ceased("I1", "A", CEASED_AT))


def of(registry: Registry, institution: str, at: str, clearer: str = "A", *, pays: bool = True) -> Standing:
    return standing(registry, clearer, institution, pays=pays, at_us=us(at))


def test_a_clearer_stands_for_itself() -> None:
    assert of(registry_of(), "A", EVENING) is Standing.STANDS


def test_it_stands_for_whom_it_represents_from_the_beginning_on() -> None:
    assert of(registry_of(*A_CIRCLE), "I1", FOUNDED) is Standing.STANDS
    assert of(registry_of(*A_CIRCLE), "I1", "2003-10-23T12:59:59Z") is Standing.NEVER


def test_it_stands_for_no_one_it_never_represented() -> None:
    assert of(registry_of(*A_CIRCLE), "I2", EVENING) is Standing.NEVER


def test_it_stands_until_the_instant_before_it_ceases() -> None:
    assert of(CEASED, "I1", "2003-11-03T20:59:59.999999Z") is Standing.STANDS
    assert of(CEASED, "I1", CEASED_AT) is not Standing.STANDS


def test_items_drawn_on_the_institution_are_taken_through_the_final_exchange() -> None:
    assert of(CEASED, "I1", CEASED_AT) is Standing.RUN_OFF
    assert of(CEASED, "I1", FINAL_EXCHANGE) is Standing.RUN_OFF
    assert of(CEASED, "I1", AFTER_THE_RUN_OFF) is Standing.ENDED


def test_presenting_for_the_institution_stops_at_once() -> None:
    assert of(CEASED, "I1", CEASED_AT, pays=False) is Standing.ENDED


def test_without_a_scheduled_cycle_there_is_no_run_off() -> None:
    facts = [fact for fact in A_CIRCLE if fact.__struct_config__.tag != "cycle_scheduled"]
    assert of(registry_of(*facts, ceased("I1", "A", CEASED_AT)), "I1", CEASED_AT) is Standing.ENDED


def test_a_cycle_scheduled_after_the_stamp_gives_no_run_off() -> None:
    facts = [fact for fact in A_CIRCLE if fact.__struct_config__.tag != "cycle_scheduled"]
    late = scheduled(TUESDAY, at="2003-11-03T22:00:00Z")
    registry = registry_of(*facts, ceased("I1", "A", CEASED_AT), late)
    assert of(registry, "I1", "2003-11-03T21:59:59Z") is Standing.ENDED
    assert of(registry, "I1", "2003-11-03T22:00:00Z") is Standing.RUN_OFF


def test_a_representation_that_ended_where_it_began_has_no_run_off() -> None:
    registry = registry_of(*A_CIRCLE, revoked("A"), designated("I2", "A", EVENING))
    assert of(registry, "I2", EVENING) is Standing.ENDED


def test_a_second_representation_takes_the_place_of_one_that_ended() -> None:
    registry = registry_of(*A_CIRCLE, ceased("I1", "A", CEASED_AT), designated("I1", "A", FINAL_EXCHANGE))
    assert of(registry, "I1", FINAL_EXCHANGE, pays=False) is Standing.STANDS


def test_a_run_off_counts_although_a_newer_representation_has_ended_too() -> None:
    registry = registry_of(
        *A_CIRCLE,
        ceased("I1", "A", CEASED_AT),
        designated("I1", "A", "2003-11-03T22:00:00Z"),
        ceased("I1", "A", "2003-11-03T22:00:00Z"),
    )
    assert of(registry, "I1", "2003-11-03T22:00:00Z") is Standing.RUN_OFF


def test_a_member_stands_for_the_non_member_it_answers_for() -> None:
    assert of(registry_of(*A_CIRCLE, local("N1", "A")), "N1", EVENING, pays=False) is Standing.STANDS

"""Who held which role when? (BL3/25 to BL3/34, section 7.1 of the contract)"""

from collections.abc import Callable

import pytest

from streams.domains.clearing.state.parties import NEVER
from streams.domains.clearing.state.roles import (
    CLEARING_AGENT,
    DIRECT_CLEARER,
    GROUP_CLEARER,
    Appointment,
    Roles,
    first_gap,
    first_loss,
)

Step = Callable[[Roles], None]


def appoint(role: str, from_us: int) -> Step:
    return lambda roles: roles.appoint("A", role, from_us)


def revoke(role: str, at_us: int) -> Step:
    return lambda roles: roles.revoke("A", role, at_us, f"BL3/{role}")


def roles_after(*steps: Step) -> Roles:
    roles = Roles()
    for step in steps:
        step(roles)
    return roles


def held(from_us: int, ends_us: int = NEVER) -> Appointment:
    return Appointment(from_us, ends_us, None, ends_us)


# ---- gaps and losses ----


def test_the_first_gap_follows_what_is_held_without_a_break() -> None:
    assert first_gap([held(0, 10), held(10, 20), held(15, 30)], 5) == 30


def test_what_begins_after_a_break_does_not_close_it() -> None:
    assert first_gap([held(0, 10), held(11, 20)], 5) == 10


def test_there_is_no_gap_while_something_is_held_without_end() -> None:
    assert first_gap([held(0, 10), held(5)], 0) == NEVER


def test_where_nothing_is_held_the_gap_is_at_once() -> None:
    assert first_gap([held(0, 10)], 10) == 10
    assert first_gap([], 7) == 7


def test_the_first_loss_is_that_of_something_held_after_an_instant() -> None:
    assert first_loss([held(20, 30)], 5) == 30
    assert first_loss([held(0, 10)], 10) == NEVER
    assert first_loss([held(0, 10)], 9) == 10


def test_a_role_taken_over_by_another_is_not_lost() -> None:
    assert first_loss([held(0, 10), held(10, 20)], 5) == 20


def test_an_appointment_that_never_held_loses_nothing() -> None:
    assert first_loss([held(10, 10)], 5) == NEVER


# ---- appointments ----


def test_a_role_is_held_from_its_effect_until_the_instant_before_its_end() -> None:
    roles = roles_after(appoint(DIRECT_CLEARER, 10), revoke(DIRECT_CLEARER, 20))
    assert [at for at in (9, 10, 19, 20) if roles.is_clearer("A", at)] == [10, 19]


def test_a_revocation_may_bring_an_end_forward() -> None:
    roles = roles_after(appoint(DIRECT_CLEARER, 0), revoke(DIRECT_CLEARER, 30), revoke(DIRECT_CLEARER, 20))
    assert roles.of("A")[DIRECT_CLEARER].ends_us == 20


def test_a_revocation_ends_each_appointment_in_force_and_no_other() -> None:
    roles = roles_after(
        appoint(DIRECT_CLEARER, 0),
        revoke(DIRECT_CLEARER, 10),
        appoint(DIRECT_CLEARER, 10),
        revoke(DIRECT_CLEARER, 20),
    )
    assert [one.ends_us for one in roles.appointments("A", DIRECT_CLEARER)] == [10, 20]


def test_either_clearer_role_makes_a_clearer() -> None:
    roles = roles_after(appoint(GROUP_CLEARER, 0))
    assert roles.is_clearer("A", 0)
    assert roles.clearers(0) == ["A"]
    assert not roles_after(appoint(CLEARING_AGENT, 0)).is_clearer("A", 0)


def test_the_bank_of_canada_takes_part_without_a_role() -> None:
    assert Roles().is_participant("BANK_OF_CANADA", 0)
    assert not Roles().is_participant("A", 0)
    assert Roles().clearers(0) == []


def test_a_former_clearer_is_one_that_was_one_by_then() -> None:
    roles = roles_after(appoint(DIRECT_CLEARER, 10), revoke(DIRECT_CLEARER, 20))
    assert not roles.was_ever_clearer("A", 9)
    assert roles.was_ever_clearer("A", 10)
    assert roles.was_ever_clearer("A", 99)


# ---- an agency rests on a clearer role ----

CLEARER_AND_AGENT = (appoint(DIRECT_CLEARER, 0), appoint(CLEARING_AGENT, 5))


def agency(*steps: Step) -> Appointment:
    return roles_after(*steps).of("A")[CLEARING_AGENT]


def test_an_agency_ends_with_the_role_it_rests_on() -> None:
    ended = agency(*CLEARER_AND_AGENT, revoke(DIRECT_CLEARER, 20))
    assert (ended.ends_us, ended.ended_under) == (20, "BL3/34(2)")


def test_an_agency_rests_on_either_clearer_role() -> None:
    both = (appoint(GROUP_CLEARER, 0), *CLEARER_AND_AGENT)
    assert agency(*both, revoke(DIRECT_CLEARER, 20)).ends_us == NEVER
    assert agency(*both, revoke(DIRECT_CLEARER, 20), revoke(GROUP_CLEARER, 30)).ends_us == 30


def test_an_agency_revoked_before_its_role_is_lost_ends_under_its_own_section() -> None:
    ended = agency(*CLEARER_AND_AGENT, revoke(CLEARING_AGENT, 10), revoke(DIRECT_CLEARER, 20))
    assert (ended.ends_us, ended.ended_under) == (10, f"BL3/{CLEARING_AGENT}")


def test_an_agency_that_runs_has_ended_under_nothing() -> None:
    assert agency(*CLEARER_AND_AGENT).ended_under is None


ORDERS: dict[str, tuple[tuple[Step, ...], tuple[Step, ...]]] = {
    "the agency is appointed after the revocation was read": (
        (appoint(DIRECT_CLEARER, 0), revoke(DIRECT_CLEARER, 20), appoint(CLEARING_AGENT, 5)),
        (*CLEARER_AND_AGENT, revoke(DIRECT_CLEARER, 20)),
    ),
    "a second role is appointed after the first was revoked": (
        (*CLEARER_AND_AGENT, revoke(DIRECT_CLEARER, 20), appoint(GROUP_CLEARER, 15)),
        (*CLEARER_AND_AGENT, appoint(GROUP_CLEARER, 15), revoke(DIRECT_CLEARER, 20)),
    ),
    "a later role leaves the gap open": (
        (*CLEARER_AND_AGENT, revoke(DIRECT_CLEARER, 20), appoint(GROUP_CLEARER, 25)),
        (appoint(GROUP_CLEARER, 25), *CLEARER_AND_AGENT, revoke(DIRECT_CLEARER, 20)),
    ),
}


@pytest.mark.parametrize("name", ORDERS)
def test_an_agency_ends_at_the_same_instant_in_whatever_order_the_facts_are_read(name: str) -> None:
    """Section 7.1: the reading of one fact does not fix an end."""
    one, other = ORDERS[name]
    assert agency(*one).ends_us == agency(*other).ends_us

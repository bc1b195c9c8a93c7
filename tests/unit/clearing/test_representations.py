"""Who stands for whom, from when until when? (BL3/28, BL3/35 to BL3/44, section 7.1 of the contract)"""

from itertools import permutations

import pytest

from schemas import clearing as schema
from schemas.wire import Event
from streams.domains.clearing.state.parties import NEVER
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.representations import AGENT, Representation
from tests.unit.clearing.events import (
    AGENT as CLEARING_AGENT,
)
from tests.unit.clearing.events import (
    EVENING,
    FOUNDED,
    GROUP,
    LATER,
    appointed,
    ceased,
    designated,
    event,
    joined,
    local,
    revoked,
)
from tests.unit.clearing.situations import A_CIRCLE, registry_of, us

NOON = "2003-11-04T12:00:00Z"


def newest(registry: Registry, institution: str, clearer: str = "A") -> Representation:
    return registry.representations.of_pair(institution, clearer)[-1]


def ends(facts: tuple[Event, ...], institution: str, clearer: str = "A") -> int:
    return newest(registry_of(*A_CIRCLE, *facts), institution, clearer).ends_us


def test_a_representation_runs_from_its_effect_until_the_instant_before_its_end() -> None:
    one = Representation("I1", "A", AGENT, 10, ends_us=20)
    assert [at for at in (9, 10, 19, 20) if one.is_in_force(at)] == [10, 19]
    assert [at for at in (9, 10, 19, 20) if one.has_ended(at)] == [20]


def test_one_that_ended_where_it_began_was_never_in_force_and_has_ended() -> None:
    one = Representation("I1", "A", AGENT, 10, ends_us=10)
    assert not one.is_in_force(10)
    assert one.has_ended(10)


def test_an_agency_for_an_indirect_clearer_ends_with_the_role_of_its_agent() -> None:
    assert ends((revoked("A", CLEARING_AGENT, effective_at=EVENING),), "I1") == us(EVENING)
    assert ends((revoked("A", effective_at=EVENING),), "I1") == us(EVENING)


def test_an_earlier_end_of_its_own_stands() -> None:
    facts = (ceased("I1", "A", effective_at=EVENING), revoked("A", effective_at=NOON))
    assert ends(facts, "I1") == us(EVENING)


def test_a_later_end_of_its_own_is_brought_forward_by_the_loss_of_the_role() -> None:
    facts = (ceased("I1", "A", effective_at=NOON), revoked("A", effective_at=EVENING))
    assert ends(facts, "I1") == us(EVENING)


def test_a_membership_of_a_group_rests_on_the_role_of_group_clearer() -> None:
    facts = (appointed("G"), revoked("G", GROUP, effective_at=EVENING))
    assert ends(facts, "L1", "G") == us(EVENING)


def test_a_non_member_entity_is_represented_until_the_first_loss_of_a_clearer_role() -> None:
    registered = local("N1", "A")
    assert ends((registered, revoked("A", effective_at=EVENING)), "N1") == us(EVENING)
    both = (registered, appointed("A", GROUP), revoked("A", effective_at=EVENING))
    assert ends(both, "N1") == NEVER


def test_a_member_that_never_was_a_clearer_represents_its_entity_all_the_same() -> None:
    assert ends((local("N1", "I2"),), "N1", "I2") == NEVER


def test_what_is_designated_where_the_role_is_not_held_ends_where_it_begins() -> None:
    """Case S48: a designation read after a revocation, with effect after it."""
    facts = (revoked("A", effective_at=EVENING), designated("I2", "A", effective_at=NOON))
    assert ends(facts, "I2") == us(NOON)


LOSS = (
    revoked("A", effective_at=NOON),
    designated("I2", "A", effective_at=EVENING),
    ceased("I1", "A", effective_at=LATER),
    local("N1", "A"),
)


@pytest.mark.parametrize("order", list(permutations(LOSS)), ids=range(24))
def test_ends_do_not_depend_on_the_order_in_which_the_facts_are_read(order: tuple[Event, ...]) -> None:
    """Section 7.1: nothing outlives what it rests on, in whatever order the facts are read."""
    for institution in ("I1", "I2", "N1"):
        assert ends(order, institution) == us(NOON)


def test_a_role_appointed_anew_before_it_ends_carries_what_rests_on_it() -> None:
    first_loss = (revoked("A", effective_at=NOON), appointed("A", GROUP, effective_at=EVENING))
    assert ends(first_loss, "I1") == NEVER
    assert ends(tuple(reversed(first_loss)), "I1") == NEVER


def test_only_the_kind_that_is_named_is_ended() -> None:
    facts = (appointed("G", CLEARING_AGENT), designated("L1", "G"), ceased("L1", "G", EVENING))
    registry = registry_of(*A_CIRCLE, *facts)
    assert registry.representations.is_in_force("L1", "G", "GROUP", us(EVENING))
    assert not registry.representations.is_in_force("L1", "G", "AGENT", us(EVENING))


def test_an_end_brought_forward_is_that_of_the_representation_in_force() -> None:
    facts = (
        ceased("I1", "A", EVENING),
        designated("I1", "A", NOON),
        ceased("I1", "A", LATER),
    )
    pair = registry_of(*A_CIRCLE, *facts).representations.of_pair("I1", "A")
    assert [one.ends_us for one in pair] == [us(EVENING), us(LATER)]


# ---- who stands for whom ----


def test_agents_and_circles_are_those_in_force_in_order() -> None:
    facts = (appointed("G", CLEARING_AGENT), appointed("B"), designated("I1", "G"), designated("I2", "A"))
    here = registry_of(*A_CIRCLE, *facts, joined("I2", "G")).representations
    assert here.agents_of("I1", us(EVENING)) == ["A", "G"]
    assert here.represented_by("A", ("AGENT",), us(EVENING)) == ["I1", "I2"]
    assert here.represented_by("G", ("AGENT",), us(EVENING)) == ["I1"]
    assert here.represented_by("G", ("AGENT", "GROUP"), us(EVENING)) == ["I1", "I2", "L1"]
    assert here.agents_of("L1", us(EVENING)) == []


def test_what_has_ended_is_in_no_circle() -> None:
    here = registry_of(*A_CIRCLE, ceased("I1", "A", EVENING)).representations
    assert here.represented_by("A", ("AGENT",), us(FOUNDED)) == ["I1"]
    assert here.represented_by("A", ("AGENT",), us(EVENING)) == []
    assert here.agents_of("I1", us(EVENING)) == []


def test_the_newest_of_each_pair_is_the_one_read_last() -> None:
    here = registry_of(*A_CIRCLE, ceased("I1", "A", EVENING), designated("I1", "A", NOON)).representations
    assert [(one.institution, one.from_us) for one in here.newest()] == [
        ("I1", us(NOON)),
        ("L1", us(FOUNDED)),
    ]


def test_an_entity_is_in_a_group_while_it_belongs_to_one() -> None:
    left = event(schema.GroupLeft, EVENING, group_clearer="G", entity="L1")
    here = registry_of(*A_CIRCLE, left).representations
    assert here.in_group("L1", us(FOUNDED))
    assert not here.in_group("L1", us(EVENING))
    assert not here.in_group("I1", us(FOUNDED))


def test_a_pair_was_represented_once_it_began() -> None:
    here = registry_of(*A_CIRCLE, designated("I2", "A", effective_at=EVENING)).representations
    assert not here.was_ever("I2", "A", us(FOUNDED))
    assert here.was_ever("I2", "A", us(EVENING))

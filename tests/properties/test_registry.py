"""Does nothing outlive what it rests on, and does a run-off end to the second? (invariants 21 and 23)"""

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from schemas import clearing as events
from schemas.instants import instant_text
from schemas.wire import Event
from streams.domains.clearing.rules.facts import decide_fact
from streams.domains.clearing.state.registry import Registry
from streams.domains.clearing.state.roles import CLEARER_ROLES, CLEARING_AGENT, GROUP_CLEARER
from tests.unit.clearing.events import (
    appointed,
    ceased,
    designated,
    entry,
    event,
    joined,
    local,
    member,
    revoked,
    scheduled,
)
from tests.unit.clearing.situations import LAW_OF_2003, TWO_CLEARERS, entry_reason, us

START_US: Final = us("2003-11-03T20:00:00Z")
MINUTES: Final = range(13)
"""Instants of a test: minutes after the start."""
CLEARER: Final = "C"


def at(minute: int) -> str:
    return instant_text(START_US + minute * 60_000_000)


minute = st.sampled_from(MINUTES)
roles = st.sampled_from([*CLEARER_ROLES, CLEARING_AGENT])
facts: st.SearchStrategy[Event] = st.one_of(
    st.builds(lambda role, when: appointed(CLEARER, role, effective_at=at(when)), roles, minute),
    st.builds(lambda role, when: revoked(CLEARER, role, effective_at=at(when)), roles, minute),
    st.builds(
        lambda who, when: designated(who, CLEARER, effective_at=at(when)),
        st.sampled_from(["I1", "I2"]),
        minute,
    ),
    st.builds(lambda when: joined("L1", CLEARER, effective_at=at(when)), minute),
    st.builds(lambda when: ceased("I1", CLEARER, effective_at=at(when)), minute),
    st.just(local("N1", CLEARER)),
)

NOTICE: Final = event(
    events.AgentCeaseNoticeGiven,
    agent=CLEARER,
    indirect_clearer="I1",
    given_on="2003-10-01",
    effective_on="2003-10-31",
)
FOUNDING: Final[tuple[Event, ...]] = (
    scheduled(),
    *(member(name) for name in (CLEARER, "I1", "I2", "L1")),
)


def read(order: list[Event]) -> Registry:
    """The registry after facts of which those that are refused change nothing."""
    registry = Registry()
    for fact in (*FOUNDING, NOTICE):
        registry.evolve(fact)  # type: ignore[arg-type]
    for fact in order:
        if not decide_fact(fact, registry, LAW_OF_2003).is_refused:  # type: ignore[arg-type]
            registry.evolve(fact)  # type: ignore[arg-type]
    return registry


@given(st.lists(facts, max_size=12))
def test_an_agency_is_in_force_only_while_a_clearer_role_is(order: list[Event]) -> None:
    registry = read(order)
    for now in MINUTES:
        now_us = us(at(now))
        if registry.roles.holds(CLEARER, CLEARING_AGENT, now_us):
            assert registry.roles.is_clearer(CLEARER, now_us)


@given(st.lists(facts, max_size=12))
def test_a_representation_is_in_force_only_while_the_role_it_rests_on_is(order: list[Event]) -> None:
    registry = read(order)
    for one in registry.representations.by(CLEARER):
        for now in MINUTES:
            now_us = us(at(now))
            if not one.is_in_force(now_us):
                continue
            if one.kind == "AGENT":
                assert registry.roles.holds(CLEARER, CLEARING_AGENT, now_us)
            elif one.kind == "GROUP":
                assert registry.roles.holds(CLEARER, GROUP_CLEARER, now_us)


@given(st.lists(facts, max_size=12))
def test_a_non_member_entity_is_represented_until_the_first_loss_of_a_clearer_role(
    order: list[Event],
) -> None:
    registry = read(order)
    was_clearer = lost = False
    for one in registry.representations.of_pair("N1", CLEARER):
        for now in MINUTES:
            now_us = us(at(now))
            is_clearer = registry.roles.is_clearer(CLEARER, now_us)
            lost = lost or (was_clearer and not is_clearer)
            was_clearer = is_clearer
            assert one.is_in_force(now_us) is not lost


HOLDS_EVERYTHING: Final = [
    appointed(CLEARER),
    appointed(CLEARER, GROUP_CLEARER),
    appointed(CLEARER, CLEARING_AGENT),
]
early, late = st.sampled_from(MINUTES[1:6]), st.sampled_from(MINUTES[6:])
beginnings: st.SearchStrategy[list[Event]] = st.builds(
    lambda one, two, three: [
        designated("I1", CLEARER, effective_at=at(one)),
        designated("I2", CLEARER, effective_at=at(two)),
        joined("L1", CLEARER, effective_at=at(three)),
        local("N1", CLEARER),
    ],
    early,
    early,
    early,
)
endings: st.SearchStrategy[list[Event]] = st.lists(
    st.builds(lambda role, when: revoked(CLEARER, role, effective_at=at(when)), roles, late), max_size=5
)


@given(beginnings, endings, st.data())
def test_ends_do_not_depend_on_the_order_in_which_the_facts_are_read(
    begin: list[Event], end: list[Event], data: st.DataObject
) -> None:
    """What begins early and what ends late: whatever is read first, nothing lacks what it rests on when it begins."""
    one, other = (data.draw(st.permutations([*begin, *end])) for _ in range(2))
    assert _ends(read([*HOLDS_EVERYTHING, *one])) == _ends(read([*HOLDS_EVERYTHING, *other]))


def _ends(registry: Registry) -> set[tuple[str, str, int, int]]:
    found = {
        (one.institution, one.kind, one.from_us, one.ends_us) for one in registry.representations.by(CLEARER)
    }
    for role in (*CLEARER_ROLES, CLEARING_AGENT):
        found |= {("", role, one.from_us, one.ends_us) for one in registry.roles.appointments(CLEARER, role)}
    return found


# ---- run-off ----


@given(minute, minute, minute)
def test_a_leaving_institution_is_served_to_the_second(left: int, exchange: int, stamp: int) -> None:
    """Items drawn on it are taken through the final exchange at or after its end; presenting for it stops at once."""
    cycle = scheduled(final_exchange_at=at(exchange))
    founding = (*TWO_CLEARERS[1:], cycle, member("I1"), appointed("A", CLEARING_AGENT), designated("I1", "A"))
    gone = (*founding, ceased("I1", "A", effective_at=at(left)))
    drawn = entry("B", "A", at=at(stamp), drawn_on="I1")
    presented = entry("A", "B", at=at(stamp), payable_to="I1")
    ends_with = exchange if exchange >= left else 10**6
    assert (entry_reason(drawn, gone) is None) is (stamp < left or stamp <= ends_with)
    assert (entry_reason(presented, gone) is None) is (stamp < left)

"""Where is an event written? (sections 3.1 and 4 of the contract)"""

import re
from typing import Any, Final, get_args

import pytest

from schemas.clearing import EVENT_STRUCTS, BusinessEvent, ClearingEvent
from schemas.reading import Unreadable
from streams.domains.clearing.domain import CLEARING
from streams.domains.clearing.stages.entries import root_entry_id
from streams.domains.clearing.state.facts import Barrier, CycleFact, DefaultFact, RegistryFact
from tests.unit.clearing.contract_page import table_rows
from tests.unit.clearing.events import correction, entry, outside

KINDS: Final = {str(kind.__struct_config__.tag): kind for kind in EVENT_STRUCTS}


def rows_of_section_4() -> list[tuple[str, str, bool]]:
    """Type, key and whether it is a barrier, for every event type."""
    return [
        (name, re.findall(r"`(\w+)`", key)[0], "(barrier)" in names)
        for names, key, _fields in table_rows("## 4. Events")
        if "`" in key
        for name in re.findall(r"`(\w+)`", names)
    ]


PAGE: Final = rows_of_section_4()


def filled(kind: type[ClearingEvent]) -> ClearingEvent:
    """An event whose every field holds its own name."""
    fields: dict[str, Any] = {name: name for name in kind.__struct_fields__}
    return kind(**fields)


def test_the_page_lists_every_event() -> None:
    assert sorted(name for name, _, _ in PAGE) == sorted(KINDS)


@pytest.mark.parametrize(("name", "key"), [(name, key) for name, key, _ in PAGE])
def test_an_event_has_the_key_of_the_contract(name: str, key: str) -> None:
    assert [address.key for address in CLEARING.addresses_or_first(filled(KINDS[name]))] == [key]


@pytest.mark.parametrize("kind", EVENT_STRUCTS, ids=lambda kind: str(kind.__struct_config__.tag))
def test_facts_and_ticks_go_to_every_partition_and_business_events_to_one(kind: type[ClearingEvent]) -> None:
    (address,) = CLEARING.addresses_or_first(filled(kind))
    assert address.every_partition is (kind not in get_args(BusinessEvent))


def test_everything_about_an_entry_meets_under_its_id() -> None:
    assert root_entry_id(entry("A", "B", id="e1")) == "e1"
    assert root_entry_id(correction("e1", "A", 1)) == "e1"
    assert root_entry_id(outside("A", "I1", "A", id="x1")) == "x1"


def test_what_cannot_be_read_goes_under_the_empty_key() -> None:
    (address,) = CLEARING.addresses_or_first(Unreadable("NOT_JSON", "nothing"))
    assert (address.key, address.every_partition) == ("", False)


def test_barriers_are_those_of_the_contract() -> None:
    assert {str(kind.__struct_config__.tag) for kind in get_args(Barrier)} == {
        name for name, _, is_barrier in PAGE if is_barrier
    }


def test_every_fact_moves_one_part_of_the_registry() -> None:
    parts = [*get_args(RegistryFact), *get_args(CycleFact), *get_args(DefaultFact)]
    business_and_ticks = {*get_args(BusinessEvent), KINDS["tick"]}
    assert len(parts) == len(set(parts))
    assert set(parts) == set(EVENT_STRUCTS) - business_and_ticks


def test_a_tick_brings_all_figures_up_to_date() -> None:
    assert CLEARING.mark is not None
    assert CLEARING.mark("t1", "2003-11-04T00:00:00Z") == {
        "type": "tick",
        "id": "t1",
        "at": "2003-11-04T00:00:00Z",
    }

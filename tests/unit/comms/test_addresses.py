"""Where is an event written? (section 3.2 of the contract)"""

import json
from typing import Final, get_args

import pytest

from schemas.comms import EVENT_STRUCTS, KeyedEvent
from schemas.reading import Unreadable
from tests.unit.comms.events import COMMS, Event, about, call, recording, tick

TYPES: Final = {str(struct.__struct_config__.tag) for struct in get_args(KeyedEvent)}


def address(event: Event) -> tuple[str, bool]:
    read = COMMS.read(json.dumps(event).encode())
    assert not isinstance(read, Unreadable), read.detail
    (found,) = COMMS.addresses_or_first(read)
    return found


@pytest.mark.parametrize(
    ("event", "key"),
    [
        (call("C1"), "C1"),
        (recording("R1", "C1"), "C1"),
        (recording("R1", None), "DESK"),
        (recording("R1", "C1", telephone="DESK"), "C1"),
        (about("hash_checked", "h", "R1", content_hash="0a0a", checked_at="2024-01-01T00:00:00Z"), "C1"),
        (
            {
                "type": "record_accessed",
                "id": "x",
                "at": "2024-01-01T00:00:00Z",
                "record": "R1",
                "actor": "A",
                "purpose": "UNSTATED",
                "accessed_at": "2024-01-01T00:00:00Z",
            },
            "R1",
        ),
        (
            {
                "type": "register_searched",
                "id": "q",
                "at": "2024-01-01T00:00:00Z",
                "actor": "A",
                "purpose": "UNSTATED",
                "searched_at": "2024-01-01T00:00:00Z",
                "client": "CLIENT",
            },
            "A",
        ),
    ],
)
def test_a_keyed_event_stands_under_its_communication_else_telephone_else_record(
    event: Event, key: str
) -> None:
    assert address(event) == (key, False)


def test_a_tick_stands_in_every_partition_under_its_id() -> None:
    assert address(tick("t1", "2024-01-01T00:00:00Z")) == ("t1", True)


def test_seventeen_types_are_keyed_and_all_others_stand_in_every_partition() -> None:
    assert len(TYPES) == 17
    assert len(EVENT_STRUCTS) == 32

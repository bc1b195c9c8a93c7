"""Under which key is an event written, and whether to every partition? (section 3.2)"""

from typing import Final

from msgspec import UNSET

from schemas.comms import (
    AccessRoleGranted,
    ChannelRegistered,
    ClientRegistered,
    CommsEvent,
    EmployeeRegistered,
    FactWithdrawn,
    FirmRegistered,
    HoldPlaced,
    HoldReleased,
    KeyedEvent,
    NoticeGiven,
    OutsourcingArranged,
    PolicyAdopted,
    RegisterSearched,
    RetentionExtended,
    TalkEvent,
    TelephoneAssigned,
    TelephoneRegistered,
    Tick,
)

_SUBJECTS: Final = {
    FirmRegistered: "firm",
    PolicyAdopted: "firm",
    EmployeeRegistered: "employee",
    TelephoneRegistered: "telephone",
    TelephoneAssigned: "telephone",
    ClientRegistered: "client",
    NoticeGiven: "client",
    ChannelRegistered: "channel",
    OutsourcingArranged: "provider",
    AccessRoleGranted: "actor",
    RetentionExtended: "order",
    HoldPlaced: "hold",
    HoldReleased: "hold",
    FactWithdrawn: "ref",
    Tick: "id",
}
"""The field of each fact that names its subject."""


def key_of(event: CommsEvent) -> str:
    """The key of an event's record: its communication, else its telephone, else its record; of a fact its subject."""
    if isinstance(event, RegisterSearched):
        return event.actor
    if isinstance(event, TalkEvent):
        return event.communication
    if isinstance(event, KeyedEvent):
        if event.communication is not UNSET:
            return event.communication
        telephone = getattr(event, "telephone", UNSET)
        return event.record if telephone is UNSET else telephone
    key: str = getattr(event, _SUBJECTS[type(event)])
    return key


def is_keyed(event: CommsEvent) -> bool:
    """Whether an event stands in the partition of its key alone; facts and ticks stand in every partition."""
    return isinstance(event, KeyedEvent)

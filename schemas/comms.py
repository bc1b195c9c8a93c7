"""Which events does the comms topic hold? (`comms.events.v1`)"""

from collections.abc import Iterator, Mapping
from typing import Final, get_args

from schemas.comms_communications import (
    Coded,
    CommunicationChanged,
    CommunicationEnded,
    CommunicationStarted,
    CommunicationTransferred,
    ConsentAnswered,
    InCallNoticeGiven,
    MessageSent,
    SegmentRecoded,
)
from schemas.comms_facts import (
    AccessRoleGranted,
    ChannelRegistered,
    ClientRegistered,
    CommsEventBase,
    EmployeeRegistered,
    FactWithdrawn,
    FirmRegistered,
    HoldPlaced,
    HoldReleased,
    InForce,
    NoticeGiven,
    OutsourcingArranged,
    PolicyAdopted,
    RetentionExtended,
    Scoped,
    TelephoneAssigned,
    TelephoneRegistered,
    Tick,
)
from schemas.comms_fields import Party
from schemas.comms_records import (
    AccessProvided,
    AccessRequested,
    HashChecked,
    MessageStored,
    MinutesFiled,
    RecordAccessed,
    RecordDeleted,
    RecordingMade,
    RegisterSearched,
)
from schemas.comms_texts import is_pseudonym

InForceFact = (
    FirmRegistered
    | PolicyAdopted
    | EmployeeRegistered
    | TelephoneRegistered
    | TelephoneAssigned
    | ClientRegistered
    | ChannelRegistered
    | OutsourcingArranged
    | AccessRoleGranted
)
Withdrawable = InForceFact | NoticeGiven
Fact = Withdrawable | RetentionExtended | HoldPlaced | HoldReleased | FactWithdrawn
TalkEvent = (
    CommunicationStarted
    | MessageSent
    | CommunicationChanged
    | CommunicationTransferred
    | CommunicationEnded
    | InCallNoticeGiven
    | ConsentAnswered
    | SegmentRecoded
)
FiledRecord = RecordingMade | MessageStored | MinutesFiled
RecordEvent = FiledRecord | HashChecked | AccessRequested | AccessProvided | RecordAccessed | RecordDeleted
KeyedEvent = TalkEvent | RecordEvent | RegisterSearched
CommsEvent = Fact | Tick | KeyedEvent

EVENT_STRUCTS: Final[tuple[type[CommsEvent], ...]] = (
    FirmRegistered,
    PolicyAdopted,
    EmployeeRegistered,
    TelephoneRegistered,
    TelephoneAssigned,
    ClientRegistered,
    NoticeGiven,
    ChannelRegistered,
    OutsourcingArranged,
    AccessRoleGranted,
    RetentionExtended,
    HoldPlaced,
    HoldReleased,
    FactWithdrawn,
    Tick,
    *get_args(KeyedEvent),
)
"""Every event of the contract, in the contract's order."""

CONDITIONS: Final[Mapping[str, Mapping[str, object]]] = {
    str(struct.__struct_config__.tag): {"anyOf": [{"required": [name]} for name in struct.ANY_OF]}
    for struct in (RetentionExtended, HoldPlaced, RecordingMade, RegisterSearched)
}
"""Fields of which an event must have at least one."""

IDENTIFIERS: Final = frozenset(
    {
        "employee",
        "to_employee",
        "client",
        "party",
        "requester",
        "actor",
        "coder",
        "recoded_by",
        "approved_by",
        "deleted_by",
        "from_number",
        "to_number",
    }
)
"""Fields that hold pseudonyms of persons, clients and numbers, never clear ones (section 11)."""


def clear_identifiers(members: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Name each value of a JSON object that stands where a pseudonym belongs and is none, with its field."""
    for name, value in members.items():
        if name in IDENTIFIERS and value is not None and not (isinstance(value, str) and is_pseudonym(value)):
            yield name, value
    parties = members.get("parties")
    for place, party in enumerate(parties if isinstance(parties, list) else ()):
        if isinstance(party, dict):
            yield from ((f"parties[{place}].{name}", value) for name, value in clear_identifiers(party))


__all__ = [
    "CONDITIONS",
    "EVENT_STRUCTS",
    "IDENTIFIERS",
    "AccessProvided",
    "AccessRequested",
    "AccessRoleGranted",
    "ChannelRegistered",
    "ClientRegistered",
    "Coded",
    "CommsEvent",
    "CommsEventBase",
    "CommunicationChanged",
    "CommunicationEnded",
    "CommunicationStarted",
    "CommunicationTransferred",
    "ConsentAnswered",
    "EmployeeRegistered",
    "Fact",
    "FactWithdrawn",
    "FiledRecord",
    "FirmRegistered",
    "HashChecked",
    "HoldPlaced",
    "HoldReleased",
    "InCallNoticeGiven",
    "InForce",
    "InForceFact",
    "KeyedEvent",
    "MessageSent",
    "MessageStored",
    "MinutesFiled",
    "NoticeGiven",
    "OutsourcingArranged",
    "Party",
    "PolicyAdopted",
    "RecordAccessed",
    "RecordDeleted",
    "RecordEvent",
    "RecordingMade",
    "RegisterSearched",
    "RetentionExtended",
    "Scoped",
    "SegmentRecoded",
    "TalkEvent",
    "TelephoneAssigned",
    "TelephoneRegistered",
    "Tick",
    "Withdrawable",
    "clear_identifiers",
]

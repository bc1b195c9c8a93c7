"""What does each event say, in a sentence?"""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import UNSET

from schemas.comms import CommsEvent

_SENTENCES: Final[Mapping[str, str]] = {
    "firm_registered": "{firm} is registered as {status} from {effective_at} on.",
    "policy_adopted": "{firm} adopts version {version} of its guidelines from {effective_at} on.",
    "employee_registered": "{employee} works at the {function} desk of {firm} from {effective_at} on.",
    "telephone_registered": "The telephone {telephone} is registered ({kind}) from {effective_at} on.",
    "telephone_assigned": "{employee} holds the telephone {telephone} from {effective_at} on.",
    "client_registered": "{client} is a {category} client, served in {language}, from {effective_at} on.",
    "notice_given": "{client} is told at {given_at} ({kind}, in {language}).",
    "channel_registered": "{firm} registers the channel {channel} from {effective_at} on.",
    "outsourcing_arranged": "{provider} acts for {principal} from {effective_at} on.",
    "access_role_granted": "{actor} is granted the role {role} from {effective_at} on.",
    "retention_extended": "The order {order} lengthens keeping through {retain_through}.",
    "hold_placed": "The hold {hold} is placed at {placed_at}.",
    "hold_released": "The hold {hold} is released at {released_at}.",
    "fact_withdrawn": "The fact {ref} is withdrawn.",
    "tick": "Time has passed: it is {at}.",
    "communication_started": "{communication} begins at {started_at} ({medium}, {direction}).",
    "message_sent": "{communication} is sent at {sent_at} ({medium}, {direction}).",
    "communication_changed": "The talk changes at {changed_at}.",
    "communication_transferred": "The call is put through at {transferred_at}.",
    "communication_ended": "It ends at {ended_at}.",
    "in_call_notice_given": "At {given_at} it is said that the call is taped.",
    "consent_answered": "The request to tape is answered at {answered_at}.",
    "segment_recoded": "{recoded_by} codes the segment of {ref} anew at {recoded_at}.",
    "recording_made": "The recording {record} is made, of {started_at} to {ended_at}; quality {quality}.",
    "message_stored": "The message is stored as {record}.",
    "minutes_filed": "Minutes are filed as {record}.",
    "hash_checked": "The bytes of {record} are checked at {checked_at}.",
    "access_requested": "{requester} asks for {record} at {requested_at} ({request}).",
    "access_provided": "{record} is handed over at {provided_at} ({request}).",
    "record_accessed": "{actor} opens {record} at {accessed_at} ({purpose}).",
    "record_deleted": "{record} is deleted at {deleted_at} by {deleted_by} and {approved_by} ({reason}).",
    "register_searched": "{actor} searches the register at {searched_at} ({purpose}).",
}
"""A sentence for each type of event; every field that it names is one that the type must have."""


def happening(event: CommsEvent) -> str:
    """What an event says."""
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    named = {name: value for name, value in fields.items() if value is not UNSET}
    return _SENTENCES[str(event.__struct_config__.tag)].format_map(named)


def body_of(value: bytes) -> dict[str, object]:
    """An event as it was recorded."""
    return msgspec.json.decode(value, type=dict[str, object])

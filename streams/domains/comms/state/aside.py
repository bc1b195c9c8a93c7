"""Why does an event have no effect?"""

from enum import StrEnum
from typing import NamedTuple


class Reason(StrEnum):
    """Why an event is set aside, in order of precedence (section 13 of the contract)."""

    ID_CONFLICT = "ID_CONFLICT"
    COMMUNICATION_ALREADY_STARTED = "COMMUNICATION_ALREADY_STARTED"
    RECORD_ALREADY_FILED = "RECORD_ALREADY_FILED"
    REQUEST_ALREADY_MADE = "REQUEST_ALREADY_MADE"
    UNKNOWN_COMMUNICATION = "UNKNOWN_COMMUNICATION"
    COMMUNICATION_ALREADY_ENDED = "COMMUNICATION_ALREADY_ENDED"
    OUTSIDE_COMMUNICATION = "OUTSIDE_COMMUNICATION"
    UNKNOWN_SEGMENT = "UNKNOWN_SEGMENT"
    UNKNOWN_RECORD = "UNKNOWN_RECORD"
    RECORD_ALREADY_DELETED = "RECORD_ALREADY_DELETED"
    UNKNOWN_REQUEST = "UNKNOWN_REQUEST"
    UNKNOWN_HOLD = "UNKNOWN_HOLD"
    UNKNOWN_FACT = "UNKNOWN_FACT"
    NOT_WITHDRAWABLE = "NOT_WITHDRAWABLE"


class SetAside(NamedTuple):
    """An event that has no effect, as far as the log goes."""

    event: str
    reason: Reason

"""What do the stages of comms hand on to each other?"""

from collections.abc import Callable
from typing import Final

import msgspec

from schemas.comms import (
    AccessRoleGranted,
    HoldPlaced,
    HoldReleased,
    RecordEvent,
    RegisterSearched,
    RetentionExtended,
)
from streams.domains.comms.rules.deletion import DeletionJudged
from streams.domains.comms.rules.register import RegisterRow
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import Tape
from streams.kernel.handing_on import reads_with

TELEPHONES: Final = "telephones"
JUDGEMENTS: Final = "judgements"
FIRMS: Final = "firms"
"""The nouns of the source topics of the later stages."""

KeepingFact = RetentionExtended | HoldPlaced | HoldReleased | AccessRoleGranted


class Item(msgspec.Struct, frozen=True, gc=False):
    """Something that a sender hands on before its next mark.

    Attributes:
        sender: stage and partition it comes from.
    """

    sender: str


class FactHanded(Item, frozen=True, gc=False, tag="fact"):
    """A fact on keeping or access that stands."""

    fact: KeepingFact


class GrantWithdrawn(Item, frozen=True, gc=False, tag="grant_withdrawn"):
    """A grant that counts as never given."""

    actor: str
    grant: str


class ProfileHanded(Item, frozen=True, gc=False, tag="profile"):
    """A communication that uses, or used, a telephone.

    Attributes:
        tapes: the recordings that name the communication.
    """

    telephone: str
    profile: Profile
    tapes: list[Tape]


class UntiedHanded(Item, frozen=True, gc=False, tag="untied"):
    """An event about a record that names no communication.

    Attributes:
        key: of the record in the input: a telephone, or where none is named the record.
    """

    key: str
    event: RecordEvent


class SearchHanded(Item, frozen=True, gc=False, tag="search"):
    """A search of the register, to be logged or to be answered."""

    search: RegisterSearched


class Dossier(Item, frozen=True, gc=False, tag="dossier"):
    """A communication with the events about its own records.

    Attributes:
        profile: None while its start is unknown.
        log: in order of the log.
        deletions: how each deletion was judged at its place, by event id.
    """

    communication: str
    profile: Profile | None
    log: list[RecordEvent]
    deletions: dict[str, DeletionJudged]


class Matched(Item, frozen=True, gc=False, tag="matched"):
    """A recording that belongs to a communication by telephone and time, or no longer does.

    Attributes:
        tape: None where it no longer does.
    """

    communication: str
    record: str
    tape: Tape | None


class RegisterHanded(Item, frozen=True, gc=False, tag="register"):
    """The criteria of a record, None where it is no longer found."""

    record: str
    row: RegisterRow | None


class ConditionHanded(Item, frozen=True, gc=False, tag="condition"):
    """A shortcoming of a firm or client that a segment shows, or no longer does.

    Attributes:
        opener: of the segment; None where it no longer does.
    """

    code: str
    target: str
    communication: str
    segment: int
    start_us: int
    opener: str | None


class MonthCounted(Item, frozen=True, gc=False, tag="month"):
    """The newest figures of one sender for a firm, a month and a duty."""

    month: str
    duty: str
    segments: int
    captured: int


class Answered(Item, frozen=True, gc=False, tag="answered"):
    """What one partition finds for a search.

    Attributes:
        records: with the starts of their communications.
    """

    search: str
    is_authorised: bool
    records: list[tuple[int, str]]


class TickReached(Item, frozen=True, gc=False, tag="tick"):
    """A tick with everything before it handed on.

    Attributes:
        tick: its id.
        at: its stamp.
        now_us: the greatest stamp of the ticks so far.
        number: of the tick in the log, from 1 on; the same in every partition.
    """

    tick: str
    at: str
    now_us: int
    number: int = 0

    def from_sender(self, sender: str) -> "TickReached":
        """The same tick, handed on by another sender."""
        return msgspec.structs.replace(self, sender=sender)


Handover = (
    FactHanded
    | GrantWithdrawn
    | ProfileHanded
    | UntiedHanded
    | SearchHanded
    | Dossier
    | Matched
    | RegisterHanded
    | ConditionHanded
    | MonthCounted
    | Answered
    | TickReached
)

_decode: Final[Callable[[bytes], Handover]] = msgspec.json.Decoder(Handover).decode
encode: Final = msgspec.json.Encoder().encode

read_handover: Final = reads_with(_decode)
"""Reads a record of the source topic of a later stage."""


def sender_of(stage: str, partition: int) -> str:
    """The name of a sender."""
    return f"{stage}-{partition}"

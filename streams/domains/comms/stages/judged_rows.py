"""What does the stage of judgements remember of a communication?"""

from collections.abc import Iterable, Sequence

import msgspec

from schemas.comms import MessageStored, MinutesFiled, RecordEvent
from schemas.instants import instant_us
from streams.domains.comms.rules.deletion import DeletionJudged
from streams.domains.comms.rules.ground import Proof
from streams.domains.comms.stages.board import Rows
from streams.domains.comms.state.grants import NEVER_US
from streams.domains.comms.state.profile import Profile
from streams.domains.comms.state.records import RecordFile, Tape
from streams.kernel.dependents import Looked

ConditionKey = tuple[str, str, int]
"""Code, object and segment of a condition."""


class JudgedRow(msgspec.Struct, array_like=True, gc=False):
    """A communication with its evidence.

    Attributes:
        matches: the recordings that belong to it by telephone, by record.
        conditions: what it was handed on to show, with the opener and the start of the segment.
        months: what it was counted as: firm and month, duty, segments, captured.
        found: its records that can be found.
    """

    profile: Profile | None = None
    log: list[RecordEvent] = []
    deletions: dict[str, DeletionJudged] = {}
    matches: dict[str, Tape] = {}
    shown: Rows = {}
    subjects: list[str] = []
    due_us: int | None = None
    conditions: dict[str, tuple[ConditionKey, int, str]] = {}
    months: list[tuple[str, str, int, int]] = []
    found: list[str] = []

    @property
    def looked(self) -> Looked:
        """What it depends on, as long as it is there."""
        return Looked(self.subjects, NEVER_US)


def proof_of(files: Iterable[RecordFile], tapes: Sequence[Tape]) -> Proof:
    """The evidence that a communication has."""
    firsts = [file.first for file in files if file.first is not None]
    stored = [instant_us(first.at) for first in firsts if isinstance(first, MessageStored)]
    minutes = [first.items_present for first in firsts if isinstance(first, MinutesFiled)]
    return Proof(
        tapes,
        min(stored, default=None),
        frozenset(item for items in minutes for item in items) if minutes else None,
        bool(firsts or tapes),
    )

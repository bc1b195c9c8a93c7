"""What do the rules on one record look at?"""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from schemas.comms import RecordingMade, RetentionExtended
from schemas.instants import instant_us
from streams.domains.comms.law.values import Values
from streams.domains.comms.state.calendar import Calendar
from streams.domains.comms.state.orders import HoldRow, Orders, Reach
from streams.domains.comms.state.profile import Profile, SegmentProfile, segments_under
from streams.domains.comms.state.records import RecordFile, Tape


class Measures(NamedTuple):
    """What every record is held against."""

    orders: Orders
    law: Values
    calendar: Calendar


class Custody:
    """A filed record with its communication and whatever reaches it.

    Attributes:
        file: the record; its first event is known.
        profile: of the communication that it belongs to; None while it is unmatched.
        tapes: of that communication.
    """

    def __init__(
        self,
        file: RecordFile,
        profile: Profile | None,
        tapes: Sequence[Tape],
        measures: Measures,
    ) -> None:
        if file.first is None:
            raise LookupError(f"the record {file.record} was never filed")
        self.file = file
        self.first = file.first
        self.profile = profile
        self.tapes = tapes
        self.law = measures.law
        self.calendar = measures.calendar
        self._orders = measures.orders

    @cached_property
    def under(self) -> Sequence[SegmentProfile]:
        """The segments under the record: those that a recording overlaps, else all of its communication."""
        if self.profile is None:
            return ()
        if isinstance(self.first, RecordingMade):
            return segments_under(
                self.profile, instant_us(self.first.started_at), instant_us(self.first.ended_at)
            )
        return self.profile.segments

    @cached_property
    def created_on(self) -> date:
        """The day on which it was created, which is not the day of intake (R23)."""
        return self.calendar.day(instant_us(self.first.created_at))

    @cached_property
    def employees(self) -> list[str]:
        """Those attributed to the segments under it, and parties who are employees."""
        if self.profile is None:
            return []
        found = {employee for segment in self.under for employee in segment.employees}
        return sorted(found | self.profile.employee_ids)

    @cached_property
    def reach(self) -> Reach:
        """What scopes are held against; an unmatched record is reached by its name only."""
        if self.profile is None:
            return Reach(self.file.record)
        firms = {self.profile.firm, *(segment.responsible for segment in self.under)}
        return Reach(self.file.record, self.profile.outside_ids, self.employees, firms)

    @cached_property
    def orders(self) -> Sequence[RetentionExtended]:
        """The orders of the authority that fit."""
        return self._orders.orders_for(self.reach)

    @cached_property
    def holds(self) -> Sequence[HoldRow]:
        """The holds that fit, released ones too."""
        return self._orders.holds_for(self.reach)

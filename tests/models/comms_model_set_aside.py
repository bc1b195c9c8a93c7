"""Which events have no effect, and why (section 13)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from .comms_model_records import FIRST_EVENTS, Records
from .comms_model_registers import NOT_WITHDRAWABLE, WITHDRAWABLE
from .comms_model_schema import Entry, Event
from .comms_model_talks import moved_at
from .comms_model_time import milliseconds

STARTS = ("communication_started", "message_sent")
MOVES = ("communication_changed", "communication_transferred")
OF_A_COMMUNICATION = (
    *MOVES,
    "communication_ended",
    "in_call_notice_given",
    "consent_answered",
    "segment_recoded",
)


def set_aside(records: Records, conflicts: list[Entry]) -> list[dict[str, str]]:
    """Each event without effect, with the first reason that applies, each pair once."""
    pairs = {(entry.event["id"], "ID_CONFLICT") for entry in conflicts}
    checks = Checks(records)
    for entry in records.registers.entries:
        reason = next((name for name, applies in checks.in_order if applies(entry)), None)
        if reason is not None:
            pairs.add((entry.event["id"], reason))
    return [{"event": event, "reason": reason} for event, reason in sorted(pairs)]


class Checks:
    """The reasons in order of precedence, after the conflict of ids."""

    def __init__(self, records: Records) -> None:
        """Asks about one stretch of the log."""
        self.records = records
        self.registers = records.registers
        self.talks = records.talks.communications
        self.in_order: tuple[tuple[str, Callable[[Entry], bool]], ...] = (
            ("COMMUNICATION_ALREADY_STARTED", self._is_second(STARTS, "communication")),
            ("RECORD_ALREADY_FILED", self._is_second(FIRST_EVENTS, "record")),
            ("REQUEST_ALREADY_MADE", self._is_second(("access_requested",), "request")),
            ("UNKNOWN_COMMUNICATION", self._names_no_communication),
            ("COMMUNICATION_ALREADY_ENDED", self._is_after_the_end_that_counts),
            ("OUTSIDE_COMMUNICATION", self._is_outside),
            ("UNKNOWN_SEGMENT", self._names_no_segment),
            ("UNKNOWN_RECORD", self._names_no_record),
            ("RECORD_ALREADY_DELETED", self._comes_after_deletion),
            ("UNKNOWN_REQUEST", self._answers_no_request),
            ("UNKNOWN_HOLD", self._releases_no_hold),
            ("UNKNOWN_FACT", self._withdraws_no_fact),
            ("NOT_WITHDRAWABLE", self._withdraws_what_stays),
        )

    def _is_second(self, types: tuple[str, ...], name: str) -> Callable[[Entry], bool]:
        first: dict[str, int] = {}
        for place, event in self.registers.entries_of(*types):
            first.setdefault(event[name], place)
        return lambda entry: entry.event["type"] in types and first[entry.event[name]] != entry.place

    def _names_no_communication(self, entry: Entry) -> bool:
        event = entry.event
        return event["type"] in OF_A_COMMUNICATION and event["communication"] not in self.talks

    def _is_after_the_end_that_counts(self, entry: Entry) -> bool:
        if entry.event["type"] != "communication_ended":
            return False
        talk = self.talks[entry.event["communication"]]
        if talk.opener["type"] == "message_sent":
            return True
        counting = [
            place
            for place, event in self.registers.entries_of("communication_ended")
            if event["communication"] == talk.name and milliseconds(event["ended_at"]) >= talk.start
        ]
        return bool(counting) and counting[0] < entry.place

    def _is_outside(self, entry: Entry) -> bool:
        event = entry.event
        if event["type"] == "communication_ended":
            return milliseconds(event["ended_at"]) < self.talks[event["communication"]].start
        if event["type"] not in MOVES:
            return False
        talk = self.talks[event["communication"]]
        at = moved_at(event)
        return at < talk.start or (talk.end is not None and at > talk.end)

    def _names_no_segment(self, entry: Entry) -> bool:
        event = entry.event
        return event["type"] == "segment_recoded" and all(
            segment.opener["id"] != event["ref"] for segment in self.talks[event["communication"]].segments
        )

    def _names_no_record(self, entry: Entry) -> bool:
        types = ("hash_checked", "access_requested", "record_deleted")
        return entry.event["type"] in types and entry.event["record"] not in self.records.records

    def _comes_after_deletion(self, entry: Entry) -> bool:
        types = ("access_requested", "record_deleted")
        return entry.event["type"] in types and self.records.is_after_deletion(entry)

    def _answers_no_request(self, entry: Entry) -> bool:
        event = entry.event
        return event["type"] == "access_provided" and event["request"] not in self.records.requests

    def _releases_no_hold(self, entry: Entry) -> bool:
        return entry.event["type"] == "hold_released" and not any(
            place < entry.place and hold["hold"] == entry.event["hold"]
            for place, hold in self.registers.entries_of("hold_placed")
        )

    def _named_event(self, entry: Entry) -> Event | None:
        """What a withdrawal names, wherever it stands."""
        if entry.event["type"] != "fact_withdrawn":
            return None
        return self._by_id.get(entry.event["ref"])

    @cached_property
    def _by_id(self) -> dict[str, Event]:
        return {event["id"]: event for _, event in self.registers.entries}

    def _withdraws_no_fact(self, entry: Entry) -> bool:
        if entry.event["type"] != "fact_withdrawn":
            return False
        named = self._named_event(entry)
        return named is None or named["type"] not in (*WITHDRAWABLE, *NOT_WITHDRAWABLE)

    def _withdraws_what_stays(self, entry: Entry) -> bool:
        named = self._named_event(entry)
        return named is not None and named["type"] in NOT_WITHDRAWABLE

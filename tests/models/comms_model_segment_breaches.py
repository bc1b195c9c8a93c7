"""The breaches of a segment as conditions over a stretch of the log (sections 8 and 8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .comms_model_duty import Decision
from .comms_model_records import Records
from .comms_model_schema import Event
from .comms_model_talks import Communication, Segment, covered, uncovered
from .comms_model_time import HOUR, milliseconds

Key = tuple[str, str, int]

MINUTES_ITEMS = ("DATE_TIME", "LOCATION", "ATTENDEES", "INITIATOR", "CONTENT")
ORDER_ITEMS = ("PRICE", "VOLUME", "ORDER_TYPE", "TRANSMIT_OR_EXECUTE_AT")


class Breach(NamedTuple):
    """A condition that holds, on what it hangs, and its details."""

    code: str
    object: str
    segment: int | None = None
    details: dict[str, Any] = {}  # noqa: RUF012 - never changed

    @property
    def key(self) -> Key:
        """By what it is found again at the next tick; none stands before segment 0."""
        return self.code, self.object, -1 if self.segment is None else self.segment


def breaches_of_segments(records: Records, now: int) -> Iterator[Breach]:
    """The conditions that hang on a segment, or on the firm or a client of one."""
    for talk in records.talks.communications.values():
        for segment in talk.segments:
            if records.duties.current_coding(segment).get("facts_missing"):
                yield Breach("FACTS_MISSING", talk.name, segment.number)
            if talk.end is None:
                continue
            judged = Judged(records, talk, segment, now)
            if records.talks.attribution(segment).has_conflict:
                yield judged.breach("ATTRIBUTION_CONFLICT")
            if judged.decision.duty == "FORBIDDEN" and judged.taped > 0:
                yield judged.breach("SWITCHBOARD_RECORDED")
            if judged.decision.duty == "REQUIRED":
                yield from judged.of_a_duty()


class Judged:
    """A segment of an ended communication at a tick."""

    def __init__(self, records: Records, talk: Communication, segment: Segment, now: int) -> None:
        """Looks at one segment."""
        self.records, self.talk, self.segment, self.now = records, talk, segment, now
        self.registers = records.registers
        self.decision: Decision = records.duties.current(segment)
        self.coding: Event = records.duties.current_coding(segment)
        self.evidence = records.of_talk(talk.name)
        self.taped = covered(records.sound(talk), segment.span)
        self.uncovered = int(uncovered(records.sound(talk), segment.span))

    def breach(self, code: str, **details: Any) -> Breach:
        """A breach of this segment."""
        return Breach(code, self.talk.name, self.segment.number, details)

    def of_a_duty(self) -> Iterator[Breach]:
        """The codes that hang on a REQUIRED segment."""
        firm = self.decision.responsible_firm
        if self.registers.in_force("policy_adopted", self.segment.start, firm=firm) is None:
            yield Breach("POLICY_MISSING", firm)
        yield from self._means()
        yield from self._evidence()
        yield from self._sounding()
        yield from self._notices()
        yield from self._finding_again()

    @property
    def telephone(self) -> Event | None:
        """How the telephone of the segment is registered."""
        return self.registers.in_force(
            "telephone_registered", self.segment.start, telephone=self.segment.telephone
        )

    def _means(self) -> Iterator[Breach]:
        """Point 3: recorded telephones and permitted channels."""
        if self.talk.medium == "TELEPHONE" and self.telephone and not self.telephone["connected_to_recorder"]:
            yield self.breach("UNRECORDED_DEVICE")
        if self.talk.outside and self.talk.medium not in ("TELEPHONE", "MEETING", "LETTER"):
            channel = self.registers.in_force(
                "channel_registered",
                self.segment.start,
                firm=self.decision.responsible_firm,
                channel=self.talk.opener.get("channel"),
            )
            if channel is None or not channel["approved"]:
                yield self.breach("INBOUND_OFF_CHANNEL" if self.is_incoming_text else "UNAPPROVED_CHANNEL")
            elif not channel["captured"]:
                yield self.breach("NO_CHANNEL_SWITCH")

    @property
    def is_incoming_text(self) -> bool:
        """Whether it is written and came unasked."""
        return self.talk.is_text and bool(self.talk.opener["direction"] == "INCOMING")

    def deadline(self, kind: str) -> int:
        """The end and the grace hours of the responsible firm."""
        firm = self.decision.responsible_firm
        policy = self.registers.in_force("policy_adopted", self.segment.start, firm=firm) or {}
        hours = policy.get(f"{kind}_grace_hours", self.registers.parameter(f"{kind}_grace_hours"))
        assert self.talk.end is not None
        return self.talk.end + int(hours) * HOUR

    def has_passed(self, kind: str) -> bool:
        """Whether the deadline for a kind of evidence is over."""
        return self.now >= self.deadline(kind)

    def _evidence(self) -> Iterator[Breach]:
        match self.decision.form:
            case "AUDIO" | "AUDIO_ONLY":
                yield from self._sound()
            case "TEXT":
                yield from self._text()
            case "MINUTES":
                yield from self._minutes()

    def _sound(self) -> Iterator[Breach]:
        if self.segment.start == self.segment.end:
            return
        tolerance = self.registers.parameter("coverage_tolerance_seconds") * 1000
        if self.has_passed("recording") and self.taped == 0:
            yield self.breach("NOT_RECORDED")
        if self.has_passed("recording") and self.taped > 0 and self.uncovered > tolerance:
            yield self.breach("RECORDING_INCOMPLETE", uncovered_seconds=(self.uncovered + 500) // 1000)
        span, deadline = self.segment.span, self.deadline("recording")
        is_complete = self.records.is_complete(self.segment, span)
        if is_complete and not self.records.is_complete(self.segment, span, through=deadline):
            yield self.breach("LATE_EVIDENCE")
        if any(
            record.is_recording
            and record.event["quality"] == "DEGRADED"
            and covered([record.span], self.segment.span) > 0
            for record in self.evidence
        ):
            yield self.breach("RECORDING_DEGRADED")

    def _of_type(self, kind: str) -> list[Event]:
        return [record.event for record in self.evidence if record.event["type"] == kind]

    def _text(self) -> Iterator[Breach]:
        stamps = [milliseconds(event["at"]) for event in self._of_type("message_stored")]
        if self.has_passed("storage") and not stamps:
            yield self.breach("NOT_STORED")
        if stamps and min(stamps) > self.deadline("storage"):
            yield self.breach("LATE_EVIDENCE")

    def _minutes(self) -> Iterator[Breach]:
        minutes = self._of_type("minutes_filed")
        if not self.has_passed("minutes"):
            return
        if not minutes:
            yield self.breach("NO_MINUTES")
            return
        present = {item for event in minutes for item in event["items_present"]}
        wanted = [*MINUTES_ITEMS, *(ORDER_ITEMS if self.coding.get("order_given") else ())]
        if self.talk.is_voice:
            wanted = [item for item in wanted if item not in ("LOCATION", "INITIATOR")]
        missing = [item for item in wanted if item not in present]
        if missing:
            yield self.breach("MINUTES_INCOMPLETE", missing=missing)

    def _sounding(self) -> Iterator[Breach]:
        if self.decision.reason != "MARKET_SOUNDING" or not self.talk.is_voice:
            return
        answer, since = self.records.talks.consent(self.talk.name)
        tolerance = self.registers.parameter("consent_tolerance_seconds") * 1000
        is_noted = self.decision.form == "MINUTES"
        if self.taped > 0 and (
            answer is None
            or (since is not None and since > self.segment.start + tolerance)
            or (answer is False and is_noted)
        ):
            yield self.breach("SOUNDING_NO_CONSENT")
        if answer is False and is_noted and self.taped == 0:
            yield self.breach("SOUNDING_UNRECORDED")
        if answer is False and not is_noted:
            yield self.breach("SOUNDING_WITH_SERVICE")

    def _notices(self) -> Iterator[Breach]:
        """Section 8.1, and the notice on search criteria."""
        for party in self.talk.outside:
            if party["kind"] == "CLIENT" and "party" in party and not self._knows_criteria(party["party"]):
                yield Breach("NO_CRITERIA_NOTICE", party["party"])
        concerned = [
            party for party in self.talk.outside if party["kind"] in ("CLIENT", "INVESTOR", "PROSPECT")
        ]
        if not concerned or self.talk.medium in ("MEETING", "LETTER") or self.is_incoming_text:
            return
        if self.segment.opened_by_change:
            if self._slid_into_a_duty() and not (
                self._is_told_of_the_change() or self._is_excused(concerned)
            ):
                yield self.breach("MIDCALL_NO_NOTICE")
        elif not self._has_standing_notice(concerned) and not self._is_told_by_now():
            yield self.breach("NO_CLIENT_NOTICE")
        for party in concerned:
            if "party" in party and self._is_told_in_other_languages(party["party"]):
                yield Breach("NOTICE_LANGUAGE", party["party"])

    def _slid_into_a_duty(self) -> bool:
        previous = self.talk.segments[self.segment.number - 1]
        return self.talk.is_voice and self.records.duties.current(previous).duty != "REQUIRED"

    def _knows_criteria(self, client: str) -> bool:
        return any(
            notice["written"] and milliseconds(notice["given_at"]) <= self.segment.start
            for notice in self.registers.notices(client, "SEARCH_CRITERIA")
        )

    def _earlier_notices(self, client: str) -> list[Event]:
        return [
            notice
            for notice in self.registers.notices(client, "RECORDING")
            if milliseconds(notice["given_at"]) <= self.talk.start
        ]

    def _has_standing_notice(self, concerned: list[Event]) -> bool:
        return all("party" in party and self._earlier_notices(party["party"]) for party in concerned)

    @property
    def _told(self) -> list[int]:
        events = self.records.talks.about(self.talk.name, "in_call_notice_given")
        return [milliseconds(event["given_at"]) for event in events]

    def _is_told_by_now(self) -> bool:
        tolerance = self.registers.parameter("notice_tolerance_seconds") * 1000
        return any(at <= self.segment.start + tolerance for at in self._told)

    def _is_told_of_the_change(self) -> bool:
        tolerance = self.registers.parameter("notice_tolerance_seconds") * 1000
        return any(abs(at - self.segment.start) <= tolerance for at in self._told)

    def _is_excused(self, concerned: list[Event]) -> bool:
        if self.registers.parameter("change_notice_when_already_taped") != "NOT_NEEDED":
            return False
        leg = (self.segment.leg_start, self.segment.start)
        is_taped = leg[0] == leg[1] or self.records.is_complete(self.segment, leg)
        return is_taped and self._has_standing_notice(concerned)

    def _is_told_in_other_languages(self, client: str) -> bool:
        registered = self.registers.in_force("client_registered", self.segment.start, client=client)
        notices = self._earlier_notices(client)
        return (
            registered is not None
            and bool(notices)
            and all(notice["language"] != registered["language"] for notice in notices)
        )

    def _finding_again(self) -> Iterator[Breach]:
        basis = self.records.talks.attribution(self.segment).basis
        if self.talk.medium != "TELEPHONE":
            has_nobody = bool(self.talk.outside) and not self.talk.clients
            if self.evidence and (basis not in ("EXPLICIT", "REGISTER") or has_nobody):
                yield self.breach("NOT_SEARCHABLE")
            return
        is_shared = self.telephone is not None and self.telephone["shared"]
        if basis in ("NONE", "GAP") and is_shared:
            yield self.breach("SHARED_PHONE_UNATTRIBUTED")
        if basis == "AMBIGUOUS":
            yield self.breach("SHARED_PHONE_AMBIGUOUS")
        numbers = [self.talk.opener.get("from_number"), self.talk.opener.get("to_number")]
        has_recording = any(record.is_recording for record in self.evidence)
        if (basis in ("NONE", "GAP") and not is_shared) or (has_recording and None in numbers):
            yield self.breach("NOT_SEARCHABLE")
        if has_recording and None not in numbers and "ANONYMOUS" in numbers:
            yield self.breach("CLI_WITHHELD")

"""Records: to what they belong, how long they are kept, what holds them, what may go (sections 6.4, 9 and 10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from .comms_model_duty import Duties
from .comms_model_registers import Registers
from .comms_model_schema import Entry, Event
from .comms_model_talks import Communication, Segment, Span, Talks, covered, uncovered
from .comms_model_time import Day, day, milliseconds, plus_days, plus_months, plus_years

FIRST_EVENTS = ("recording_made", "message_stored", "minutes_filed")


@dataclass(frozen=True, eq=False)
class Record:
    """One piece of evidence."""

    name: str
    place: int
    event: Event

    @property
    def is_recording(self) -> bool:
        """Whether it is sound or picture."""
        return bool(self.event["type"] == "recording_made")

    @property
    def span(self) -> Span:
        """From when to when a recording runs."""
        return milliseconds(self.event["started_at"]), milliseconds(self.event["ended_at"])


class Request(NamedTuple):
    """Section 10.1: a request that counts, and its answer."""

    event: Event
    is_concerned: bool
    provided: Day | None


class Judgement(NamedTuple):
    """Section 9.4: what was known at a deletion."""

    class_: str
    causes: list[str]


class Records:
    """The records of a stretch of the log."""

    def __init__(
        self, entries: list[Entry], parameters: dict[str, Any], matches: dict[str, str | None] | None = None
    ) -> None:
        """Reads the entries; `matches` are those by telephone that are already made."""
        self.registers = Registers(entries, parameters)
        self.talks = Talks(self.registers)
        self.duties = Duties(self.talks)
        self._given_parameters = parameters
        self._matches: dict[str, str | None] = dict(matches or {})
        self._classes: dict[str, str] = {}

    @cached_property
    def records(self) -> dict[str, Record]:
        """Each by its name; the first event in the log counts."""
        found: dict[str, Record] = {}
        for place, event in self.registers.entries_of(*FIRST_EVENTS):
            if event["record"] not in found:
                found[event["record"]] = Record(event["record"], place, event)
        return found

    # ---- section 6.4 ----

    def talk_of(self, record: Record) -> Communication | None:
        """The communication to which a record belongs, once known."""
        if "communication" in record.event:
            return self.talks.communications.get(record.event["communication"])
        if record.name not in self._matches:
            fitting = [talk.name for talk in self.talks.communications.values() if self._fits(record, talk)]
            self._matches[record.name] = fitting[0] if len(fitting) == 1 else None
        name = self._matches[record.name]
        return None if name is None else self.talks.communications[name]

    def _fits(self, record: Record, talk: Communication) -> bool:
        ppm = self.registers.parameter("match_overlap_ppm")
        for segment in talk.segments:
            if segment.telephone != record.event["telephone"] or segment.end is None:
                continue
            overlap = covered([record.span], segment.span)
            if overlap > 0 and overlap * 1_000_000 >= ppm * (segment.end - segment.start):
                return True
        return False

    def of_talk(self, name: str) -> list[Record]:
        """The records that belong to a communication."""
        found = [(record, self.talk_of(record)) for record in self.records.values()]
        return [record for record, talk in found if talk is not None and talk.name == name]

    # ---- sections 8 and 9.1 ----

    def sound(self, talk: Communication, through: int | None = None) -> list[Span]:
        """Section 8: the sound of a communication, of recordings with a stamp up to `through` if that is given."""
        return [
            record.span
            for record in self.of_talk(talk.name)
            if record.is_recording
            and "AUDIO" in record.event["media"]
            and record.event["quality"] != "SILENT"
            and (through is None or milliseconds(record.event["at"]) <= through)
        ]

    def under(self, record: Record) -> list[Segment]:
        """Section 9.1: the segments under a record."""
        talk = self.talk_of(record)
        if talk is None:
            return []
        if not record.is_recording:
            return talk.segments
        start, end = record.span
        overlapped = [
            segment
            for segment in talk.segments
            if (end > segment.start if segment.end is None else covered([(start, end)], segment.span) > 0)
        ]
        return overlapped or talk.segments

    def class_of(self, record: Record) -> str:
        """Section 9.1: DUTY, POLICY, SURPLUS or PROVISIONAL."""
        talk = self.talk_of(record)
        if talk is None or talk.end is None:
            return "PROVISIONAL"
        keeping = {self.duties.keeping(segment) for segment in self.under(record)}
        if "REQUIRED" in keeping:
            return "DUTY"
        return "POLICY" if keeping & {"RECOMMENDED", "DESIRABLE"} else "SURPLUS"

    # ---- section 9.2 ----

    def created_on(self, record: Record) -> Day:
        """The Oslo date of its creation."""
        return self.registers.day(record.event["created_at"])

    def fits(self, record: Record, scope: Event) -> bool:
        """Whether all given fields of an order or hold fit a record."""
        talk = self.talk_of(record)
        if "record" in scope and scope["record"] != record.name:
            return False
        if talk is None:
            return not {"client", "employee", "firm"} & scope.keys()
        segments = self.under(record)
        firms = {talk.firm} | {self.duties.current(segment).responsible_firm for segment in segments}
        return (
            ("client" not in scope or scope["client"] in talk.clients)
            and ("employee" not in scope or scope["employee"] in self.employees(record))
            and ("firm" not in scope or scope["firm"] in firms)
        )

    def employees(self, record: Record) -> set[str]:
        """The attributed employees of the segments under it, and the EMPLOYEE parties."""
        talk = self.talk_of(record)
        attributed = {
            employee
            for segment in self.under(record)
            for employee in self.talks.attribution(segment).employees
        }
        return attributed | (talk.employees if talk else set())

    def orders(self, record: Record) -> list[Event]:
        """The orders that fit, none for a record that is surplus."""
        if self.class_of(record) == "SURPLUS":
            return []
        return [order for order in self.registers.of("retention_extended") if self.fits(record, order)]

    def term(self, record: Record) -> Day:
        """The last day of its term: `retain_through`, or `delete_by_on` of a surplus record."""
        created = self.created_on(record)
        match self.class_of(record):
            case "SURPLUS":
                return plus_days(created, self.registers.parameter("surplus_days"))
            case "POLICY":
                kept = plus_years(created, self.registers.parameter("policy_retention_years"))
            case _:
                kept = plus_years(created, self.registers.parameter("retention_years"))
        return max([kept, *(day(order["retain_through"]) for order in self.orders(record))])

    def _holds(self, record: Record) -> Iterable[tuple[Event, Event | None]]:
        """The holds that fit, each with the first release of its name after it in the log."""
        releases = self.registers.entries_of("hold_released")
        for place, hold in self.registers.entries_of("hold_placed"):
            if self.fits(record, hold):
                after = [
                    other.event
                    for other in releases
                    if other.place > place and other.event["hold"] == hold["hold"]
                ]
                yield hold, after[0] if after else None

    def open_holds(self, record: Record) -> list[str]:
        """The names of the holds in force that fit."""
        return sorted({hold["hold"] for hold, release in self._holds(record) if release is None})

    # ---- section 10.1 ----

    def whole_deletion(self, name: str) -> Entry | None:
        """Section 13: the first whole deletion of a record, known or not."""
        whole = [
            entry
            for entry in self.registers.entries_of("record_deleted")
            if entry.event["record"] == name and "part" not in entry.event
        ]
        return whole[0] if whole else None

    @cached_property
    def requests(self) -> dict[str, Request]:
        """The requests that are not set aside, by name."""
        found: dict[str, Request] = {}
        named: set[str] = set()
        for place, event in self.registers.entries_of("access_requested"):
            if event["request"] in named:
                continue
            named.add(event["request"])
            deletion = self.whole_deletion(event["record"])
            record = self.records.get(event["record"])
            if record is None or (deletion is not None and deletion.place < place):
                continue
            talk = self.talk_of(record)
            is_concerned = talk is not None and event["requester"] in talk.clients
            found[event["request"]] = Request(event, is_concerned, self._provided(event["request"]))
        return found

    def _provided(self, request: str) -> Day | None:
        """The day of the first answer in the log."""
        answers = [event for event in self.registers.of("access_provided") if event["request"] == request]
        return self.registers.day(answers[0]["provided_at"]) if answers else None

    def due_on(self, request: Request) -> Day:
        """The day through which a request may be answered."""
        requested = self.registers.day(request.event["requested_at"])
        return plus_months(requested, self.registers.parameter("access_months"))

    def status(self, request: Request, today: Day) -> str:
        """How a request stands."""
        if not request.is_concerned:
            return "NOT_CONCERNED" if request.provided is None else "PROVIDED_TO_WRONG_PARTY"
        due = self.due_on(request)
        if request.provided is None:
            return "OVERDUE" if today > due else "OPEN"
        return "PROVIDED_LATE" if request.provided > due else "PROVIDED"

    def _requests_of_concerned(self, record: Record) -> list[Request]:
        return [
            request
            for request in self.requests.values()
            if request.event["record"] == record.name and request.is_concerned
        ]

    def has_open_request(self, record: Record) -> bool:
        """Whether a request of a party concerned waits for its answer."""
        return any(request.provided is None for request in self._requests_of_concerned(record))

    # ---- section 9.3 ----

    def is_due(self, record: Record, today: Day) -> bool:
        """Whether a record must go now."""
        if self.whole_deletion(record.name) or self.open_holds(record) or self.has_open_request(record):
            return False
        return self.class_of(record) == "SURPLUS" or today > self.term(record)

    def base_day(self, record: Record) -> Day:
        """The latest of the last day of the term, the days of releases and the days of answers."""
        released = [
            self.registers.day(release["released_at"]) for _, release in self._holds(record) if release
        ]
        answered = [
            request.provided
            for request in self._requests_of_concerned(record)
            if request.provided is not None
        ]
        return max([self.term(record), *released, *answered])

    # ---- section 9.4 ----

    def deletions(self) -> list[Entry]:
        """The deletions that are applied: of known records, up to the first whole deletion."""
        return [
            entry
            for entry in self.registers.entries_of("record_deleted")
            if entry.event["record"] in self.records and not self.is_after_deletion(entry)
        ]

    def is_after_deletion(self, entry: Entry) -> bool:
        """Section 13: whether the record was deleted as a whole earlier in the log."""
        deletion = self.whole_deletion(entry.event["record"])
        return deletion is not None and deletion.place < entry.place

    def judgement(self, deletion: Entry) -> Judgement:
        """What the log held before a deletion, or up to the first event of the record if that came later."""
        record = self.records[deletion.event["record"]]
        known = [
            entry
            for entry in self.registers.entries
            if entry.place < deletion.place
            or (
                entry.place <= record.place
                and entry.event["type"] not in ("record_deleted", "access_requested")
            )
        ]
        matches: dict[str, str | None] = {}
        if "communication" not in record.event:
            place = max(deletion.place, record.place)
            ticks = [entry.place for entry in self.registers.entries_of("tick") if entry.place < place]
            last_tick = ticks[-1] if ticks else -1
            matches[record.name] = self._match_at(record, last_tick)
            known = [
                entry for entry in known if "communication" not in entry.event or entry.place <= last_tick
            ]
        return Records(known, self._given_parameters, matches)._judge(record.name, deletion.event)

    def _match_at(self, record: Record, place: int) -> str | None:
        """The communication of a record at a tick."""
        then = Records(
            [entry for entry in self.registers.entries if entry.place <= place], self._given_parameters
        )
        talk = then.talk_of(then.records[record.name]) if record.name in then.records else None
        return None if talk is None else talk.name

    def _judge(self, name: str, deletion: Event) -> Judgement:
        record = self.records[name]
        class_ = self.class_of(record)
        causes = []
        if class_ != "SURPLUS" and self.registers.day(deletion["deleted_at"]) <= self.term(record):
            causes.append("RETENTION")
        if self.open_holds(record):
            causes.append("HOLD")
        if self.has_open_request(record):
            causes.append("ACCESS_REQUEST")
        return Judgement(class_, causes)

    # ---- section 9.5 ----

    def is_restricted(self, record: Record) -> bool:
        """Whether only compliance and legal may see it."""
        if self.class_of(record) == "SURPLUS" and self.open_holds(record):
            return True
        return any(self._is_taped_against_refusal(segment) for segment in self.under(record))

    def _is_taped_against_refusal(self, segment: Segment) -> bool:
        talk = self.talks.communications[segment.communication]
        decision = self.duties.current(segment)
        return (
            talk.is_voice
            and decision.reason == "MARKET_SOUNDING"
            and decision.form == "MINUTES"
            and covered(self.sound(talk), segment.span) > 0
        )

    # ---- coverage of a segment ----

    def is_complete(self, segment: Segment, span: Span, through: int | None = None) -> bool:
        """Section 8: something is taped, and no more is missing than the tolerance allows."""
        sound = self.sound(self.talks.communications[segment.communication], through)
        tolerance = self.registers.parameter("coverage_tolerance_seconds") * 1000
        return covered(sound, span) > 0 and uncovered(sound, span) <= tolerance

"""Communications, their segments, codings and who carried them out (section 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .comms_model_registers import Registers
from .comms_model_schema import Event
from .comms_model_time import milliseconds

VOICE = ("TELEPHONE", "VIDEO", "APP_VOICE")
Span = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Segment:
    """Section 6.1: a stretch with one coding, one employee side and one telephone."""

    communication: str
    number: int
    opener: Event
    start: int
    end: int | None
    employee: str | None
    telephone: str | None
    leg_start: int

    @property
    def opened_by_change(self) -> bool:
        """Whether a change opened it, neither the start nor a transfer."""
        return bool(self.opener["type"] == "communication_changed")

    @property
    def span(self) -> Span:
        """From its start to its end, or for ever."""
        return self.start, float("inf") if self.end is None else self.end


@dataclass(eq=False)
class Communication:
    """One call, meeting, chat session or message."""

    name: str
    opener: Event
    start: int
    end: int | None
    segments: list[Segment] = field(default_factory=list)

    @property
    def firm(self) -> str:
        """The firm that its start event names."""
        return str(self.opener["firm"])

    @property
    def medium(self) -> str:
        """By what it was carried."""
        return str(self.opener["medium"])

    @property
    def is_voice(self) -> bool:
        """Section 8: telephone, video or app."""
        return self.medium in VOICE

    @property
    def is_text(self) -> bool:
        """Whether it is kept as text, letters left aside."""
        return self.medium not in (*VOICE, "MEETING", "LETTER")

    @property
    def parties(self) -> list[Event]:
        """All parties."""
        return list(self.opener["parties"])

    @property
    def outside(self) -> list[Event]:
        """Section 5: the parties of a kind other than EMPLOYEE."""
        return [party for party in self.parties if party["kind"] != "EMPLOYEE"]

    @property
    def employees(self) -> set[str]:
        """The EMPLOYEE parties that are named."""
        return {party["party"] for party in self.parties if party["kind"] == "EMPLOYEE" and "party" in party}

    @property
    def clients(self) -> set[str]:
        """The outside parties that are named."""
        return {party["party"] for party in self.outside if "party" in party}

    def has(self, *kinds: str) -> bool:
        """Whether a party of one of the kinds takes part."""
        return any(party["kind"] in kinds for party in self.parties)


class Attribution(NamedTuple):
    """Section 6.5: who carried out a segment, by what, and whether sign-on and register disagree."""

    basis: str
    employees: list[str]
    has_conflict: bool


class Talks:
    """The communications of a stretch of the log."""

    def __init__(self, registers: Registers) -> None:
        """Reads what the registers were read from."""
        self.registers = registers
        self._attributions: dict[Segment, Attribution] = {}

    @cached_property
    def communications(self) -> dict[str, Communication]:
        """Each by its name; the first start or message in the log counts."""
        found: dict[str, Communication] = {}
        for opener in self.registers.of("communication_started", "message_sent"):
            if opener["communication"] not in found:
                found[opener["communication"]] = self._communication(opener)
        return found

    def about(self, name: str, *types: str) -> list[Event]:
        """The events of some types that name a communication, in log order."""
        return [event for event in self._by_communication.get(name, []) if event["type"] in types]

    @cached_property
    def _by_communication(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = {}
        for _, event in self.registers.entries:
            if "communication" in event:
                found.setdefault(event["communication"], []).append(event)
        return found

    def _communication(self, opener: Event) -> Communication:
        start = milliseconds(opener.get("started_at") or opener["sent_at"])
        end: int | None = start
        if opener["type"] == "communication_started":
            ends = [
                milliseconds(event["ended_at"])
                for event in self.about(opener["communication"], "communication_ended")
            ]
            end = next((instant for instant in ends if instant >= start), None)
        found = Communication(opener["communication"], opener, start, end)
        found.segments.extend(self._segments(found))
        return found

    def _segments(self, talk: Communication) -> Iterable[Segment]:
        """Section 6.1: the start, then changes and transfers by their instants and ids."""
        openers = [(talk.start, talk.opener), *self._moves(talk)]
        employee, telephone = talk.opener.get("employee"), talk.opener.get("telephone")
        leg_start = talk.start
        for number, (start, opener) in enumerate(openers):
            if opener["type"] == "communication_transferred":
                employee = opener.get("to_employee")
                telephone = opener.get("to_telephone", telephone)
                leg_start = start
            end = openers[number + 1][0] if number + 1 < len(openers) else talk.end
            yield Segment(talk.name, number, opener, start, end, employee, telephone, leg_start)

    def _moves(self, talk: Communication) -> list[tuple[int, Event]]:
        moves = [
            (moved_at(event), event)
            for event in self.about(talk.name, "communication_changed", "communication_transferred")
        ]
        inside = [
            (at, event) for at, event in moves if talk.start <= at and (talk.end is None or at <= talk.end)
        ]
        return sorted(inside, key=lambda move: (move[0], move[1]["id"]))

    def codings(self, segment: Segment) -> list[Event]:
        """Section 6.3: the opener's coding, then the recodings in their order; the last is the current."""
        recodings = [
            event
            for event in self.about(segment.communication, "segment_recoded")
            if event["ref"] == segment.opener["id"]
        ]
        return [
            segment.opener,
            *sorted(recodings, key=lambda event: (milliseconds(event["recoded_at"]), event["id"])),
        ]

    def attribution(self, segment: Segment) -> Attribution:
        """Section 6.5: the first basis that fits."""
        if segment not in self._attributions:
            self._attributions[segment] = self._attribute(segment)
        return self._attributions[segment]

    def _attribute(self, segment: Segment) -> Attribution:
        held = self._held(segment)
        if segment.employee is not None:
            others = any(employee != segment.employee for _, _, employee in held)
            return Attribution("EXPLICIT", [segment.employee], others)
        employees = list(dict.fromkeys(employee for _, _, employee in held))
        gap = self.registers.parameter("attribution_gap_milliseconds")
        if not held:
            return Attribution("NONE", [], False)
        if _shared_instant(held):
            return Attribution("AMBIGUOUS", employees, False)
        if (
            segment.end is not None
            and uncovered([(start, end) for start, end, _ in held], segment.span) > gap
        ):
            return Attribution("GAP", employees, False)
        return Attribution("REGISTER", employees, False)

    def _held(self, segment: Segment) -> list[tuple[float, float, str]]:
        """The assignments of its telephone cut to its interval; an instant is cut to the millisecond after it."""
        last = segment.start + 1 if segment.end in (None, segment.start) else segment.end
        assert last is not None
        cut = [
            (max(start, segment.start), min(end, last), employee)
            for start, end, employee in self.registers.assignments(segment.telephone)
        ]
        return sorted(part for part in cut if part[0] < part[1])

    def function(self, segment: Segment) -> str | None:
        """Section 6.6: the function of the first attributed employee, or that of a switchboard's telephone."""
        registers = self.registers
        telephone = registers.in_force("telephone_registered", segment.start, telephone=segment.telephone)
        if telephone is not None and telephone["kind"] == "SWITCHBOARD":
            return "SWITCHBOARD"
        employees = self.attribution(segment).employees
        return registers.function(employees[0], segment.start) if employees else None

    def consent(self, name: str) -> tuple[bool | None, int | None]:
        """Section 7: the last answer to the request to tape, and from when consent runs."""
        answers = sorted(
            (milliseconds(event["answered_at"]), event["given"])
            for event in self.about(name, "consent_answered")
        )
        since = None
        for at, given in answers:
            since = None if not given else at if since is None else since
        return (answers[-1][1] if answers else None), since


def moved_at(event: Event) -> int:
    """When a change or a transfer was."""
    return milliseconds(event.get("changed_at") or event["transferred_at"])


def _shared_instant(held: list[tuple[float, float, str]]) -> bool:
    """Whether two different people hold a telephone at one instant."""
    return any(
        one[2] != other[2] and max(one[0], other[0]) < min(one[1], other[1]) for one in held for other in held
    )


def covered(parts: Iterable[Span], span: Span) -> float:
    """How much of a span the union of the parts covers, in milliseconds."""
    total, reached = 0.0, span[0]
    for start, end in sorted(parts):
        begin, stop = max(start, reached), min(end, span[1])
        if begin < stop:
            total += stop - begin
            reached = stop
    return total


def uncovered(parts: Iterable[Span], span: Span) -> float:
    """How much of a span the union of the parts leaves, in milliseconds."""
    return span[1] - span[0] - covered(parts, span)

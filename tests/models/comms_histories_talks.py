"""What is said and written in a random history, and what is kept of it."""

from __future__ import annotations

from typing import Any

from .comms_histories_facts import Facts
from .comms_histories_writer import (
    CLIENTS,
    DAY,
    EMPLOYEES,
    FIRMS,
    INVESTORS,
    MINUTE,
    SECOND,
    TELEPHONES,
)
from .comms_model_schema import Event
from .comms_model_time import HOUR, milliseconds, printed

NUMBERS = ("N_FIRM", "N_FIRM", "N_1", "N_2", "ANONYMOUS", None)
TOPICS = ("SAFEKEEPING", "ANALYSIS", "CREDIT", "MARKET_TALK", "SETTLEMENT", "ADMINISTRATION", "LISTING")
ITEMS = (
    "DATE_TIME",
    "LOCATION",
    "ATTENDEES",
    "INITIATOR",
    "CONTENT",
    "PRICE",
    "VOLUME",
    "ORDER_TYPE",
    "TRANSMIT_OR_EXECUTE_AT",
)
THEMES: tuple[dict[str, Any], ...] = (
    {"services": [1]},
    {"services": [1], "order_given": True},
    {"services": [2], "order_given": True},
    {"services": [2, 1]},
    {"services": [3]},
    {"services": [4]},
    {"services": [4], "order_related": True},
    {"services": [5]},
    {"services": [6], "subscription_open": True},
    {"services": [7]},
    {"services": [6]},
    {"order_given": True},
    {"order_indication": True},
    {"personal_recommendation": True},
    {"perceived_as_advice": True},
    {"intent": "INTENDED"},
    {"intent": "ASSUMED", "topic": "SAFEKEEPING"},
    {"mandate_expected": True},
    {"services": [6], "mandate_expected": True},
    {"services": [7], "mandate_expected": True},
    {"facts_missing": True},
    {"private": True},
    {"order_handling": True},
    {"order_handling": True},
    {"services": [7], "subscription_open": True},
    {"personal_recommendation": True, "services": [5]},
    {"inside_information": True, "intent": "NONE"},
    {"services": []},
    {},
)
CALLED = (*TELEPHONES, "T_POOL", "T_LENT", "T_LENT", "T_LENT", "T_SWITCHBOARD", "T_BROKER", "T_ECM")
SOUNDING: dict[str, Any] = {"market_sounding": True, "inside_information": True}


class Talks(Facts):
    """Calls, meetings, chats and messages, with tapes, copies and minutes."""

    def __init__(self, seed: int) -> None:
        """Starts with nothing said."""
        super().__init__(seed)
        self.said: list[Event] = []
        self.kept: list[Event] = []

    # ---- codings ----

    def coding(self, sounding: float = 0.0, *, inside: bool = False) -> dict[str, Any]:
        """The coded facts about a stretch of talk, `inside` that of colleagues."""
        if inside and self.chance(0.4):
            return {"order_handling": True}
        if self.chance(sounding):
            return {**SOUNDING, **(self.pick(THEMES) if self.chance(0.4) else {})}
        if self.chance(0.3):
            coding: dict[str, Any] = {"topic": self.pick(TOPICS)} if self.chance(0.7) else {}
        else:
            coding = dict(self.pick(THEMES))
        if self.chance(0.08):
            coding |= self.pick(THEMES)
        if self.chance(0.04):
            coding["market_sounding"] = True
        if self.chance(0.04):
            coding["facts_missing"] = True
        if self.chance(0.1):
            coding |= {
                "coded_by": self.pick(("WRAP_UP_CODE", "ORDER_SYSTEM", "REVIEWER")),
                "coder": "E_SUPPORT",
            }
        return coding

    def parties(self) -> list[Event]:
        """Mostly one outside party, at times several, at times colleagues alone."""
        kinds = (
            "CLIENT",
            "CLIENT",
            "CLIENT",
            "INVESTOR",
            "PROSPECT",
            "ISSUER",
            "ISSUER",
            "COUNTERPARTY",
            "ARRANGER",
            "OTHER",
        )
        found = []
        for _ in range(self.pick((1, 1, 1, 2))):
            kind = self.pick(kinds)
            name = self.pick(INVESTORS) if kind in ("INVESTOR", "PROSPECT") else self.pick(CLIENTS)
            found.append({"kind": kind, "party": name} if self.chance(0.9) else {"kind": kind})
        colleague = {"kind": "EMPLOYEE", "party": self.pick(list(EMPLOYEES))}
        if self.chance(0.13):
            return [colleague, {"kind": "EMPLOYEE"}] if self.chance(0.3) else [colleague]
        return [*found, colleague] if self.chance(0.1) else found

    # ---- calls, meetings, chat sessions ----

    def talk(self) -> None:
        """One conversation from its start to what is kept of it."""
        medium = self.pick(
            ("TELEPHONE", "TELEPHONE", "TELEPHONE", "TELEPHONE", "VIDEO", "APP_VOICE", "CHAT", "MEETING")
        )
        sounding = 0.9 if medium not in ("CHAT", "MEETING") and self.chance(0.25) else 0.0
        name, start, parties = self.name("K"), self.nearly(self.a_moment()), self.parties()
        side, coding = self._side(medium), self.coding(sounding, inside=is_inside(parties))
        if side.get("telephone") == "T_SWITCHBOARD" and self.chance(0.6):
            coding = {"topic": "ADMINISTRATION"}
        opener = self.write(
            self.arrival(start),
            "communication_started",
            communication=name,
            firm=self.pick(FIRMS),
            medium=medium,
            direction=self.pick(("INCOMING", "OUTGOING")),
            started_at=printed(start),
            answered=self.pick((*[None] * 20, True, False)),
            parties=parties,
            **side,
            **coding,
        )
        self.said.append(opener)
        self.segment_ids = [opener["id"]]
        points = self._points(start)
        self._holders(opener, points)
        for point in points[1:-1]:
            self._move(opener, point, sounding)
        if self.chance(0.93):
            self.write(
                self.arrival(points[-1]),
                "communication_ended",
                communication=name,
                ended_at=printed(points[-1]),
            )
        self._asides(opener, points, bool(sounding))
        self._keep(opener, points)
        self.remember(points[-1] + 24 * HOUR, points[-1] + 72 * HOUR)

    def _side(self, medium: str) -> dict[str, Any]:
        """Who sits there, by which telephone or channel."""
        if medium == "TELEPHONE":
            telephone = self.pick(CALLED) if self.chance(0.96) else None
            holder = TELEPHONES[telephone][3] if telephone else None
            others = (None, None) if telephone == "T_LENT" else (holder, self.pick(list(EMPLOYEES)))
            return {
                "telephone": telephone,
                "employee": self.pick((None, None, None, *others)),
                "from_number": self.pick(NUMBERS),
                "to_number": self.pick(NUMBERS),
            }
        return {
            "employee": self.pick(list(EMPLOYEES)) if self.chance(0.85) else None,
            "channel": None if medium == "MEETING" else self.a_channel(),
            "telephone": "T_POOL" if self.chance(0.05) else None,
        }

    def a_channel(self) -> str | None:
        """Mostly one that is approved and captured."""
        return self.pick(("EMAIL", "TEAMS", "TEAMS", "EMAIL", "ZOOM", "WHATSAPP", "SIGNAL", None))

    def _holders(self, opener: Event, points: list[int]) -> None:
        """To whom a telephone is lent during a call: nobody, one, one after the other, two at once."""
        if opener.get("telephone") != "T_LENT" or self.chance(0.2):
            return
        start, end = points[0] - MINUTE, points[-1] + MINUTE
        inner = self.nearly(
            self.pick((*points, (points[0] + points[1]) // 2, (points[-2] + points[-1]) // 2))
        )
        shapes = (
            [(start, end)],
            [(start, end)],
            [(start, inner), (inner, end)],
            [(start, inner), (inner, end)],
            [(start, inner), (inner + 500, end)],
            [(start, inner), (inner + 501, end)],
            [(start, inner + MINUTE), (inner, end)],
            [(inner, end)],
            [(start, end), (start, end)],
        )
        for begin, until in self.pick(shapes):
            self.assign("T_LENT", begin, until, is_open=False)

    def _points(self, start: int) -> list[int]:
        """The start, what happens within, and the end."""
        points = [start]
        for _ in range(self.pick((1, 1, 1, 2, 2, 3, 4))):
            points.append(
                points[-1] + self.pick((0, MINUTE, MINUTE, 2 * MINUTE, 5 * MINUTE, 5 * MINUTE, 7_500))
            )
        return points

    def _move(self, opener: Event, at: int, sounding: float) -> None:
        """A change or a transfer, at times outside of the conversation."""
        at = at if self.chance(0.95) else at + self.pick((-HOUR, HOUR))
        coding = self.coding(sounding, inside=is_inside(opener["parties"]))
        if self.chance(0.3 if opener.get("telephone") == "T_SWITCHBOARD" else 0.65):
            event = self.write(
                self.arrival(at),
                "communication_changed",
                communication=opener["communication"],
                changed_at=printed(at),
                **coding,
            )
        else:
            telephone = self.pick(list(TELEPHONES)) if opener["medium"] == "TELEPHONE" else None
            event = self.write(
                self.arrival(at),
                "communication_transferred",
                communication=opener["communication"],
                transferred_at=printed(at),
                to_employee=self.pick((None, self.pick(list(EMPLOYEES)))),
                to_telephone=telephone if self.chance(0.8) else None,
                **coding,
            )
        self.segment_ids.append(event["id"])

    def _asides(self, opener: Event, points: list[int], is_sounding: bool) -> None:
        """Words on the taping, consent, corrections of the coding."""
        name = opener["communication"]
        for point in points[:-1]:
            if self.chance(0.2):
                at = self.nearly(point + self.pick((0, 20 * SECOND, MINUTE, -MINUTE, 2 * MINUTE)))
                self.write(self.arrival(at), "in_call_notice_given", communication=name, given_at=printed(at))
        for _ in range(self.pick((0, 1, 1, 1, 2, 3)) if is_sounding else 0):
            at = self.nearly(self.pick(points) + self.pick((0, 0, 30 * SECOND, MINUTE)))
            self.write(
                self.arrival(at),
                "consent_answered",
                communication=name,
                answered_at=printed(at),
                given=self.chance(0.45),
            )
        for _ in range(self.pick((0, 0, 0, 0, 1, 1, 2))):
            at = points[-1] + self.random.randrange(0, 4) * 10 * HOUR
            self.write(
                self.arrival(at),
                "segment_recoded",
                communication=name,
                ref=self.pick(self.segment_ids) if self.chance(0.95) else "unheard-of",
                recoded_at=printed(at),
                recoded_by="E_SUPPORT",
                approved_by=self.pick((None, "A_COMPLIANCE")),
                **self.coding(0.1),
            )

    # ---- what is kept of them ----

    def _keep(self, opener: Event, points: list[int]) -> None:
        medium = opener["medium"]
        if medium == "CHAT":
            for _ in range(self.pick((0, 1, 1, 2))):
                self._file("message_stored", opener, self.pick(points))
        elif medium == "MEETING" or (opener.get("market_sounding") and self.chance(0.4)):
            for _ in range(self.pick((0, 1, 1, 2))):
                self._minutes(opener, points[-1])
        if medium in ("TELEPHONE", "VIDEO", "APP_VOICE"):
            self._tape(opener, points)

    def _tape(self, opener: Event, points: list[int]) -> None:
        """All of it, part of it, in pieces, twice, or none."""
        start, end = points[0], points[-1]
        inner = self.pick(points)
        halfway = (start + end) // 2
        parts = self.pick(
            (
                [],
                [(start, end)],
                [(start, end)],
                [(start, end)],
                [(start, halfway), (halfway, end)],
                [(start + 5_000, end)],
                [(start + 5_001, end)],
                [(start, halfway + self.pick((0, -1, 1)))],
                [(halfway, end + HOUR)],
                [(inner, end)],
                [(start, inner)],
                [(start, end), (start, end)],
                [(start - HOUR, end + HOUR)],
                [(inner, inner)],
            )
        )
        for part in parts:
            self._recording(opener, *part)

    def _recording(self, opener: Event, start: int, end: int) -> None:
        telephone = opener.get("telephone")
        names_none = telephone is not None and self.chance(0.3)
        created = end + self.pick((0, 0, 0, MINUTE, DAY))
        event = self.write(
            self.arrival(created),
            "recording_made",
            record=self.name("R"),
            communication=None if names_none else opener["communication"],
            telephone=telephone if names_none or self.chance(0.2) else None,
            started_at=printed(start),
            ended_at=printed(end),
            media=self.pick((["AUDIO"], ["AUDIO"], ["AUDIO"], ["AUDIO", "VIDEO"], ["VIDEO"])),
            quality=self.pick(("OK", "OK", "OK", "OK", "OK", "DEGRADED", "SILENT")),
            created_at=printed(created),
            content_hash=self.pick((None, "0a0a", "0b0b")),
            data_key=self.pick((None, "key")),
            sealed=self.pick((None, None, "c2VhbGVk")),
        )
        self.kept.append(event)
        self.remember(created + 24 * HOUR, milliseconds(event["at"]))

    def _file(self, kind: str, opener: Event, moment: int, **fields: Any) -> None:
        created = self.nearly(moment)
        self.kept.append(
            self.write(
                self.arrival(created),
                kind,
                record=self.name("R"),
                communication=opener["communication"],
                created_at=printed(created),
                content_hash=self.pick((None, "0a0a")),
                **fields,
            )
        )

    def _minutes(self, opener: Event, end: int) -> None:
        items = [item for item in ITEMS if self.chance(0.8)] if self.chance(0.6) else list(ITEMS)
        self._file("minutes_filed", opener, end + self.random.randrange(0, 90) * HOUR, items_present=items)

    # ---- messages, and records of nothing that is known ----

    def message(self) -> None:
        """One message, mostly stored."""
        medium = self.pick(("CHAT", "EMAIL", "EMAIL", "SMS", "FAX", "LETTER", "LETTER", "VOICEMAIL"))
        sent, parties = self.nearly(self.a_moment()), self.parties()
        coding = self.coding(0.03, inside=is_inside(parties))
        if medium == "LETTER" and self.chance(0.4):
            coding = {self.pick(("order_given", "order_indication")): True}
        opener = self.write(
            self.arrival(sent),
            "message_sent",
            communication=self.name("K"),
            firm=self.pick(FIRMS),
            medium=medium,
            direction=self.pick(("INCOMING", "OUTGOING")),
            sent_at=printed(sent),
            parties=parties,
            employee=self.pick(list(EMPLOYEES)) if self.chance(0.85) else None,
            channel=None if medium == "LETTER" else self.a_channel(),
            previous=self.pick((None, None, "K_1")),
            **coding,
        )
        self.said.append(opener)
        self.segment_ids = [opener["id"]]
        self._asides(opener, [sent, sent], False)
        if self.chance(0.05):
            self._move(opener, sent, 0)
        for _ in range(self.pick((0, 1, 1, 1, 2))):
            self._file("message_stored", opener, sent + self.pick((0, 0, MINUTE, 30 * HOUR)))
        if self.chance(0.05):
            self._minutes(opener, sent)
        self.remember(sent + 24 * HOUR)

    def stray_record(self) -> None:
        """A record of something that nobody has heard of, or a tape of a whole afternoon."""
        start = self.a_moment()
        opener: Event = {
            "communication": "K_unknown",
            "telephone": self.pick(("T_POOL", "T_UNKNOWN", "T_BROKER")),
        }
        if self.chance(0.6):
            self._recording(opener, start, start + self.pick((MINUTE, HOUR, 8 * HOUR)))
        else:
            self._file(self.pick(("message_stored",)), opener, start)


def is_inside(parties: list[Event]) -> bool:
    """Whether nobody from outside takes part."""
    return all(party["kind"] == "EMPLOYEE" for party in parties)

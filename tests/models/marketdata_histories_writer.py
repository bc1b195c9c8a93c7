"""A writer of random logs of market data: whom they name, when things happen and are recorded, what is unruly."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from .marketdata_histories_parameters import chosen_parameters
from .marketdata_model_calendar import bounds, instant, later, month_of, printed
from .marketdata_model_parameters import DEFAULTS

Event = dict[str, Any]

NOTHING, MICROSECOND, SECOND = timedelta(0), timedelta(microseconds=1), timedelta(seconds=1)
FIRST_MONTH = "2015-03"
ENTITIES = ("ALPHA", "BETA", "GAMMA", "Δ/50%")
DISTRIBUTORS = ("D1", "D1", "D1", "D2", "D2", "D3/x", "D3")
FIRMS = ("F1", "F1", "F2", "F9%", 'F","9')
USERS = ("p", "q", "é", "😀", "dev1", "dev2", "\ufffd", "x/q")
DEVICES = ("dev1", "dev2", "dev1", "q")
ENTITLEMENTS = ("e1", "e1", "e2", "e/3")
LICENSES = ("L1", "L2", "L3", "L/4")
AGREEMENTS = ("A1", "A2", "A3")
KINDS = ("NATURAL_PERSON",) * 8 + ("PROPRIETORSHIP", "CORPORATION", "PARTNERSHIP", "ENTITY")
FEES = (
    "DATA_CONSOLIDATION",
    "DIGITAL_MEDIA_ENTERPRISE_PREMIUM",
    "DIGITAL_MEDIA_ENTERPRISE_SUMMARY",
    "ENTERPRISE_PREMIUM",
    "ENTERPRISE_SUMMARY",
    "NON_PROFESSIONAL_USER_PREMIUM",
    "NON_PROFESSIONAL_USER_SUMMARY",
    "PROFESSIONAL_USER_PREMIUM",
    "PROFESSIONAL_USER_SUMMARY",
)
BREAKING: tuple[Event, ...] = (
    {"type": "user_declassified"},
    {"type": None},
    {"id": ""},
    {"id": "x" * 201},
    {"id": "😀" * 200},
    {"at": "2015-02-30T10:00:00Z"},
    {"at": "2015-04-04T24:00:00Z"},
    {"at": "2015-04-04T23:59:60Z"},
    {"at": "2015-04-04t10:00:00z"},
    {"at": "2015-04-04T10:00:00+01:00"},
    {"at": "2015-04-04T10:00:00.Z"},
    {"at": "2015-04-04T10:00:00.1234567Z"},
    {"at": "0000-04-04T10:00:00Z"},
    {"remark": "no field of the schema"},
    {"first_month": None},
    {"first_month": "0000-01"},
    {"first_month": "9999-12"},
    {"last_month": "2015-00"},
    {"month": "2015-13"},
    {"channels": []},
    {"channels": ["WEB_SITE", "WEB_SITE"]},
    {"channels": ["web site"]},
    {"price_cents": -1},
    {"price_cents": 10.5},
    {"price_cents": True},
    {"price_cents": "10"},
    {"price_cents": 100_000_000_000},
    {"price_cents": 100_000_000_001},
    {"feed": "summary"},
    {"user": ""},
    {"evidence": "x" * 201},
    {"dedicated_to": None},
    {"valid_from": "2015-02-29"},
    {"valid_from": "2015-4-01"},
    {"valid_until": "9999-12-31"},
)
"""What breaks the schema in an event that has the field, or in one that has not; some of it is allowed after all."""


class Writer:
    """Appends events to a log; the months, the users and the firms of a story are few, so that they meet."""

    def __init__(self, seed: int) -> None:
        """Starts before anything has happened."""
        self.random = random.Random(seed)
        self.parameters = chosen_parameters(random.Random(f"parameters {seed}"))
        self.zone: str = {**DEFAULTS, **self.parameters}["marketdata.billing_time_zone"]
        self.home = (self.random.choice(DISTRIBUTORS), self.random.choice(FIRMS))
        self.users = self.random.sample(USERS, self.random.choice((2, 3, 5, 7)))
        self.months = [later(FIRST_MONTH, count) for count in range(self.random.choice((2, 3, 4, 6)))]
        self.wavers, self.waver_count = self.chance(0.4), 0
        self.log: list[Event] = []
        self.used: list[Event] = []
        self.edges: list[datetime] = []
        self.number = 0
        self.now = bounds(FIRST_MONTH, self.zone)[0] - timedelta(days=20)

    # Chance.

    def chance(self, share: float) -> bool:
        """True in a share of all calls."""
        return self.random.random() < share

    def pick(self, *values: Any) -> Any:
        """One of some values."""
        return self.random.choice(values)

    def span(self, *spans: timedelta) -> timedelta:
        """One of some spans of time."""
        return self.random.choice(spans)

    def distributor(self) -> str:
        """A distributor, mostly the one at home."""
        return self.home[0] if self.chance(0.55) else str(self.pick(*DISTRIBUTORS))

    def firm(self) -> str:
        """A recipient firm, mostly the one at home."""
        return self.home[1] if self.chance(0.55) else str(self.pick(*FIRMS))

    def month(self) -> str:
        """A month of the story, or one beside it."""
        return later(self.random.choice(self.months), self.pick(-1, 0, 0, 0, 0, 1))

    def moment(self) -> datetime:
        """A business instant: often one of another event, or an edge of a month or beside it, else one of few."""
        if self.edges and self.chance(0.25):
            return self.random.choice(self.edges) + self.span(NOTHING, NOTHING, NOTHING, SECOND)
        lo, hi = bounds(self.month(), self.zone)
        if self.chance(0.45):
            return lo + self.span(-SECOND, NOTHING, NOTHING, SECOND, MICROSECOND)
        return lo + timedelta(days=self.random.randrange((hi - lo).days), hours=self.pick(0, 12))

    def stamp(self) -> datetime:
        """When an event is recorded: about now, or months away, or at the edge of a month."""
        roll = self.random.random()
        if roll < 0.55:
            return self.now - self.random.choice((0, 0, 0, 60, 86_400)) * SECOND
        if roll < 0.7:
            lo, _ = bounds(month_of(self.now, self.zone), self.zone)
            return lo + self.span(-SECOND, NOTHING, NOTHING)
        if roll < 0.85:
            return self.now + timedelta(days=self.pick(20, 45, 75, 130, 190))
        return self.now - timedelta(days=self.pick(10, 30, 60, 120))

    # Writing.

    def write(self, kind: str, fields: Event, at: datetime | None = None) -> None:
        """Appends an event, and now and then a repeat, a conflict or a dead letter after it."""
        given = {name: value for name, value in fields.items() if value is not None}
        event = {"type": kind, "id": self._fresh(), "at": self.text(at or self.stamp()), **given}
        self.log.append(event)
        self.used.append(event)
        if "effective_at" in event:
            self.edges.append(instant(event["effective_at"]))
        if self.chance(0.06):
            again = {**self.random.choice(self.used), "at": printed(self.stamp())}
            if "price_cents" in again:
                again["price_cents"] = self.pick(int, float)(again["price_cents"])
            self.log.append(again)
        if self.chance(0.03):
            self._conflict(self.random.choice(self.used))
        if self.chance(0.03):
            self._dead_letter(self.random.choice(self.used))

    def text(self, moment: datetime) -> str:
        """An instant, sometimes with a fraction that changes nothing."""
        text = printed(moment)
        return text.replace("Z", ".000Z") if self.chance(0.05) and "." not in text else text

    def _fresh(self) -> str:
        """An identifier that is new, or now and then one that other scopes, or the same, may have used."""
        self.number += 1
        if self.chance(0.12):
            return f"x{self.random.randrange(20)}"
        return f"{self.pick('', '', '~', 'A/', 'é', '😀', chr(0xFFFD))}{self.number:03}"

    def _conflict(self, event: Event) -> None:
        """Writes another body under the identifier of an event in its scope."""
        other = dict(event)
        changes: dict[str, tuple[Any, ...]] = {
            "feed": ("SUMMARY", "PREMIUM"),
            "legal_entity": ENTITIES,
            "price_cents": (1, 2_000),
            "last_month": self.months_around(),
            "first_month": self.months_around(),
            "month": self.months_around(),
            "dedicated_to": USERS,
            "user_kind": KINDS,
            "effective_at": (printed(self.moment()),),
        }
        names = [name for name in changes if name in other]
        if names:
            name = self.random.choice(names)
            other[name] = self.random.choice(changes[name])
            self.log.append({**other, "at": printed(self.stamp())})

    def months_around(self) -> tuple[str, ...]:
        """Every month of the story."""
        return tuple(self.months)

    def _dead_letter(self, event: Event) -> None:
        """Writes a record that breaks the schema, or nearly so."""
        self.number += 1
        self.log.append({**event, "id": f"dead-{self.number}", **self.random.choice(BREAKING)})

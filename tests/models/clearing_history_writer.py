"""A writer of random logs that keeps the promises of the writers of the contract (sections 3.2 and 16)."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from .clearing_model import run
from .clearing_model_schema import printed

Event = dict[str, Any]

SECOND = timedelta(seconds=1)
PARTIES = (
    "made_by",
    "counterparty",
    "member",
    "agent",
    "depositor",
    "entity",
    "payer",
    "payee",
    "to",
    "institution",
)
REPEAT_SHARE, CONFLICT_SHARE, DEAD_LETTER_SHARE = 0.05, 0.02, 0.02


class Writer:
    """Appends events to a log: each fact stands before the business events stamped at or after it."""

    def __init__(self, seed: int, parameters: dict[str, Any]) -> None:
        """Starts an empty log."""
        self.random = random.Random(seed)
        self.parameters = parameters
        self.log: list[Event] = []
        self.sound: list[Event] = []
        self.number = 0
        self.now = datetime(2003, 10, 23, 13, tzinfo=UTC)
        self.floor = self.now
        self.last_act: datetime | None = None
        self.critical: list[datetime] = []

    def chance(self, share: float) -> bool:
        """True in a share of all calls."""
        return self.random.random() < share

    def state(self) -> dict[str, Any]:
        """The result document of the log so far."""
        return run(self.log, self.parameters)

    # Time.

    def pass_time(self, seconds: int) -> None:
        """Lets time pass up to a number of seconds."""
        self.now += self.random.randint(1, max(1, seconds)) * SECOND

    def pass_to(self, moment: datetime) -> None:
        """Lets time pass to a moment, unless it is later already."""
        self.now = max(self.now, moment)

    def stamp(self) -> datetime:
        """A stamp for a business event: now, a critical instant or a second beside it, or earlier."""
        roll = self.random.random()
        near = [each for each in self.critical if self.floor <= each <= self.now + timedelta(minutes=20)]
        if near and roll < 0.35:
            moment = self.random.choice(near) + self.random.choice((-1, 0, 0, 1)) * SECOND
        elif roll < 0.55 and self.floor < self.now:
            moment = self.floor + self.random.randint(1, int((self.now - self.floor) / SECOND)) * SECOND
        else:
            moment = self.now
        if self.chance(0.05):
            moment += timedelta(microseconds=self.random.choice((1, 250_000, 500_000, 999_999)))
        if moment <= self.floor:
            moment = self.floor + SECOND
        return moment

    # Events.

    def fact(self, kind: str, /, **fields: Any) -> Event:
        """Writes a fact stamped after every business event written before it."""
        if self.last_act is not None and self.now <= self.last_act:
            self.now = self.last_act.replace(microsecond=0) + SECOND
        if "effective_at" in fields and isinstance(fields["effective_at"], datetime):
            effect = max(fields["effective_at"], self.now - (SECOND if self.chance(0.2) else 0 * SECOND))
            self.critical.append(effect)
            fields["effective_at"] = printed(effect)
        self.critical.append(self.now)
        return self._write(kind, self.now, fields)

    def act(
        self, kind: str, at: datetime | None = None, /, identifier: str | None = None, **fields: Any
    ) -> Event:
        """Writes a business event with a stamp of its own, the moment of writing moving up to it."""
        moment = self.stamp() if at is None else at
        self.last_act = moment if self.last_act is None else max(self.last_act, moment)
        self.pass_to(moment)
        return self._write(kind, moment, fields, identifier)

    def fresh(self, prefix: str) -> str:
        """An identifier that no event has."""
        self.number += 1
        return f"{prefix}{self.number}"

    def _write(self, kind: str, at: datetime, fields: Event, identifier: str | None = None) -> Event:
        """Appends an event, and now and then a repeat, a conflict or a dead letter after it."""
        given = {name: value for name, value in fields.items() if value is not None}
        name = identifier or self.fresh(f"{kind[:3]}-")
        event = {"type": kind, "id": name, "at": self._text(at), **given}
        self.log.append(event)
        self.sound.append(event)
        if self.chance(REPEAT_SHARE):
            self.log.append(dict(self.random.choice(self.sound)))
        if self.chance(CONFLICT_SHARE):
            self._conflict(self.random.choice(self.sound))
        if self.chance(DEAD_LETTER_SHARE):
            self._dead_letter(self.random.choice(self.sound))
        return event

    def _text(self, moment: datetime) -> str:
        """The moment as text, sometimes with a fraction that ends in zeros."""
        text = printed(moment)
        if self.chance(0.02) and len(text) < len("2003-11-04T16:00:00.12345Z"):
            return text.removesuffix("Z") + ("0Z" if "." in text else ".000Z")
        return text

    def _conflict(self, event: Event) -> None:
        """Writes another body under the id of an event, at its stamp and under its key."""
        other = dict(event)
        numbers = [name for name in other if name.endswith(("_cents", "_count"))]
        names = [name for name in PARTIES if name in other]
        if numbers:
            other[self.random.choice(numbers)] += 1
        elif names:
            other[self.random.choice(names)] = "SOMEBODY-ELSE"
        else:
            return
        self.log.append(other)

    def _dead_letter(self, event: Event) -> None:
        """Writes a record that breaks the schema."""
        other = {**event, "id": self.fresh("dead-")}
        if other["type"] in ("correction_submitted", "return_submitted", "item_forwarded"):
            del other["ref"]
        else:
            breaking: list[Event] = [
                {"type": "entry_withdrawn"},
                {"id": ""},
                {"id": "x" * 129},
                {"at": "2003-02-30T10:00:00Z"},
                {"at": "2003-11-04T24:00:00Z"},
                {"at": "2003-11-04T23:59:60Z"},
                {"at": "2003-11-04T10:00:00+01:00"},
                {"at": None},
                {"at": 1067947200},
                {"remark": "no field of the schema"},
                {"type": 5},
            ]
            other |= self.random.choice(breaking)
        self.log.append(other)

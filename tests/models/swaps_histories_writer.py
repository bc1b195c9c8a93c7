"""How a random log of swaps is written: ids, stamps, days, repeats, conflicts, broken records."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from .swaps_model_schema import Event

T = TypeVar("T")

ERAS = (("2021-08-01", 12), ("2022-12-20", 3), ("2027-10-15", 3))
"""First days, and how often they are taken: around the compliance date, a leap year, the end of 2027."""


class Writer:
    """A log that grows, with a clock and with days that are often the same or next to each other."""

    def __init__(self, seed: int | str) -> None:
        """Starts with an empty log and chooses the days of the story."""
        self.random = random.Random(f"swaps {seed}")
        self.log: list[Any] = []
        self.ids = 0
        first = self.random.choices([day for day, _ in ERAS], [weight for _, weight in ERAS])[0]
        self.start = date.fromisoformat(first)
        self.now = self.start
        self.days = self._chosen_days()

    def _chosen_days(self) -> list[date]:
        """The days around which things happen: edges of the law, a year apart, ends of months, days in a row."""
        days = [self.start + timedelta(days=self.random.randrange(420)) for _ in range(4)]
        days += [day + timedelta(days=self.random.choice((364, 365, 366))) for day in days[:2]]
        for edge in ("2021-09-14", "2024-02-29", "2023-02-28", "2027-12-31"):
            if abs(date.fromisoformat(edge) - self.start) < timedelta(days=440):
                days += [date.fromisoformat(edge)] * 2
        return days

    def chance(self, share: float) -> bool:
        """True in that share of all askings."""
        return self.random.random() < share

    def pick(self, offers: Sequence[T]) -> T:
        """One of some."""
        return self.random.choice(offers)

    def weighed(self, offers: dict[T, float]) -> T:
        """One of some, by weight."""
        return self.random.choices(list(offers), list(offers.values()))[0]

    def day(self) -> str:
        """A day of the story: one of the chosen, or one beside it; once in a while an end of the calendar."""
        if self.chance(0.002):
            return self.pick(("0001-01-01", "0001-12-31", "9999-11-01", "9999-12-31"))
        return (self.pick(self.days) + timedelta(days=self.pick((-1, 0, 0, 0, 0, 1, 2)))).isoformat()

    def late_day(self) -> str:
        """A day that is rather towards the end."""
        return max(self.day(), self.day())

    def validity(self) -> dict[str, str]:
        """When a fact holds: always, from a day on, until a day, between two, or on no day."""
        kind = self.weighed({"always": 8.0, "from": 5, "until": 2, "between": 4, "never": 0.5})
        one, two = sorted((self.day(), self.day()))
        if kind == "never":
            return {"valid_from": two, "valid_until": one}
        chosen = {}
        if kind in ("from", "between"):
            chosen["valid_from"] = one
        if kind in ("until", "between"):
            chosen["valid_until"] = two
        return chosen

    def stamp(self) -> str:
        """An instant: mostly later than the last, sometimes equal, earlier, or with a fraction."""
        self.now += timedelta(days=self.pick((0, 0, 0, 0, 1)))
        moment = self.now if self.chance(0.8) else self.now - timedelta(days=self.random.randrange(60))
        fraction = self.weighed({"": 8.0, ".5": 1, ".50": 1, ".000001": 0.5})
        return f"{moment.isoformat()}T{self.pick((0, 9, 9, 17)):02}:00:0{self.pick((0, 0, 1))}{fraction}Z"

    def event(self, kind: str, /, **fields: Any) -> Event:
        """An event of a type, without the fields that are None; not written yet."""
        self.ids += 1
        body = {"type": kind, "id": f"e{self.ids}", "at": self.stamp()}
        return body | {name: value for name, value in fields.items() if value is not None}

    def write(self, event: Event) -> None:
        """Writes an event, sometimes broken first, again later, or with another body."""
        if self.chance(0.01):
            self.log.append(broken(self.random, event))
        self.log.append(event)
        if self.chance(0.03):
            self.log.append(dict(event))
        if self.chance(0.03):
            self.log.append(self.conflicting(event))

    def fact(self, kind: str, /, **fields: Any) -> Event:
        """Writes a fact with a validity."""
        event = self.event(kind, **fields, **self.validity())
        self.write(event)
        return event

    def conflicting(self, event: Event) -> Event:
        """Another body under the same id and key."""
        other = {**event, "at": "2021-05-05T05:05:05Z"}
        if "valid_from" in event:
            other["valid_from"] = self.day()
        if event["type"] in ("swap_traded", "swap_amended"):
            other["notionals"] = [{"currency": "USD", "notional_cents": 77_777_777_777}]
        if event["type"] == "swap_novated":
            other["notionals"] = [{"currency": "USD", "notional_cents": 99_999_999_999}]
        if event["type"] == "day_closed":
            other["day_on"] = self.day()
        if event["type"] == "registration_recorded":
            other["status"] = "REGISTERED" if event["status"] == "NOT_REGISTERED" else "NOT_REGISTERED"
        return other

    def echo(self) -> None:
        """Something written before comes again, the same or with another body."""
        earlier = [each for each in self.log if isinstance(each, dict) and "at" in each]
        if earlier:
            event = self.pick(earlier)
            self.log.append(dict(event) if self.chance(0.6) else self.conflicting(event))


def broken(chance: random.Random, event: Event) -> Any:
    """A record that breaks the schema, under the id of an event that comes later."""
    required = [name for name in event if name not in ("type", "id", "valid_from", "valid_until")]
    name = chance.choice(required)
    offers: list[Any] = [
        {key: value for key, value in event.items() if key != "at"},
        {**event, name: None},
        {**event, name: {"odd": 1}},
        {**event, "remark": "x"},
        {**event, "type": "swap_exercised"},
        {**event, "valid_from": "2021-02-30"},
        {**event, "id": ""},
        [event],
        "swap_traded",
    ]
    if "parties" in event:
        offers += [
            {**event, "parties": [event["parties"][0], event["parties"][0]]},
            {**event, "parties": [*event["parties"], {"entity": "THIRD", "dealing": True}]},
            {**event, "swap": f"{event['swap']}#inc1"},
        ]
    if "notionals" in event:
        offers += [
            {**event, "notionals": [{"currency": "USD", "notional_cents": -1}]},
            {**event, "notionals": []},
            {**event, "notionals": [{"currency": "USD", "notional_cents": 1.5}]},
        ]
    if "version" in event:
        offers += [{**event, "version": 1}, {**event, "version": True}]
    return chance.choice(offers)

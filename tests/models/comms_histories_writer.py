"""A log in the making: who may take part, when things arrive, and in what order they stand."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, TypeVar

from .comms_model_schema import Event
from .comms_model_time import HOUR, milliseconds, printed

SECOND = 1_000
MINUTE = 60 * SECOND
DAY = 24 * HOUR

BEGINNINGS = (
    "2020-03-10T00:00:00Z",
    "2020-12-31T12:00:00Z",
    "2021-02-28T12:00:00Z",
    "2021-02-28T12:00:00Z",
    "2022-02-28T12:00:00Z",
    "2023-12-31T12:00:00Z",
    "2024-02-28T00:00:00Z",
    "2024-03-30T12:00:00Z",
    "2024-05-27T00:00:00Z",
    "2024-06-04T00:00:00Z",
    "2024-10-26T12:00:00Z",
)
"""Around the dates on which something begins: the market abuse regulation, the text, leap days, clock changes."""

FIRMS = (*["FIRM_1"] * 14, "FIRM_2", "SUBSIDIARY", "SUBSIDIARY", "STRANGER")
EMPLOYEES = {
    "E_BROKER": "BROKER",
    "E_TRADER": "TRADER",
    "E_PORTFOLIO": "PORTFOLIO_MANAGER",
    "E_ADVISER": "INVESTMENT_ADVISER",
    "E_BANKER": "INVESTMENT_BANKING",
    "E_ECM": "ECM",
    "E_DCM": "DCM",
    "E_ANALYST": "ANALYST",
    "E_SETTLEMENT": "SETTLEMENT",
    "E_SUPPORT": "SUPPORT",
    "E_SWITCHBOARD": "SWITCHBOARD",
}
TELEPHONES = {
    "T_BROKER": ("DESK", False, True, "E_BROKER"),
    "T_TRADER": ("TURRET", False, True, "E_TRADER"),
    "T_ADVISER": ("DESK", False, True, "E_ADVISER"),
    "T_ECM": ("DESK", False, True, "E_ECM"),
    "T_ANALYST": ("DESK", False, False, "E_ANALYST"),
    "T_SETTLEMENT": ("SOFTPHONE", False, True, "E_SETTLEMENT"),
    "T_SWITCHBOARD": ("SWITCHBOARD", False, False, "E_SWITCHBOARD"),
    "T_POOL": ("MOBILE", True, True, None),
    "T_LENT": ("MOBILE", True, True, None),
    "T_PRIVATE": ("MOBILE", False, False, "E_BROKER"),
}
"""Kind, shared, connected to a recorder, holder."""

CHANNELS = {"EMAIL": (True, True), "TEAMS": (True, True), "ZOOM": (True, False), "WHATSAPP": (False, False)}
"""Approved, captured."""

CLIENTS = ("C_1", "C_2", "C_3", "C_4")
INVESTORS = ("I_1", "I_2")
ACTORS = ("A_COMPLIANCE", "A_LEGAL", "A_AUDIT", "A_NOBODY")
LANGUAGES = ("nb", "nb", "en")

T = TypeVar("T")


class Writer:
    """Gathers events with the moments at which they reach the log."""

    def __init__(self, seed: int) -> None:
        """Starts an empty log at one of the beginnings."""
        self.random = random.Random(f"comms {seed}")
        self.start = milliseconds(self.random.choice(BEGINNINGS))
        self.arrivals: list[tuple[int, int, Any]] = []
        self.moments: list[int] = []
        self.count = 0

    # ---- chance ----

    def chance(self, share: float) -> bool:
        """Whether something that happens in a share of all cases happens."""
        return self.random.random() < share

    def pick(self, values: Sequence[T]) -> T:
        """One of some values."""
        return self.random.choice(values)

    def nearly(self, moment: int) -> int:
        """A moment, or one just before or after it."""
        return moment + self.pick((0, 0, 0, 0, -1, 1, -SECOND, SECOND, 500, -500))

    def name(self, kind: str) -> str:
        """A name that nothing else has."""
        self.count += 1
        return f"{kind}_{self.count}"

    # ---- the log ----

    def write(self, arrival: int, event_type: str, /, **fields: Any) -> Event:
        """Puts an event into the log where it arrives; fields that are None are left out."""
        event = {
            "type": event_type,
            "id": fields.pop("id", None) or self._id(),
            "at": printed(arrival),
            **{name: value for name, value in fields.items() if value is not None},
        }
        self.put(arrival, event)
        return event

    def put(self, arrival: int, record: Any) -> None:
        """Puts any record into the log."""
        self.arrivals.append((arrival, len(self.arrivals), record))

    def _id(self) -> str:
        """Ids are not in the order of the log, since some rules sort by them."""
        self.count += 1
        return f"{self.pick('abcXYZ')}{self.count:03}"

    def arrival(self, moment: int) -> int:
        """When something that happened at a moment reaches the log: mostly soon, at times late."""
        share = self.random.random()
        if share < 0.7:
            return moment + self.random.randrange(0, 20) * SECOND
        if share < 0.9:
            return moment + self.random.randrange(0, 30) * HOUR
        return moment + self.random.randrange(0, 10) * DAY

    def remember(self, *moments: int) -> None:
        """Moments at or near which a tick would show something."""
        self.moments.extend(moments)

    def log(self) -> list[Any]:
        """The records in log order, some of them a few places from where they arrived."""
        placed = [
            (arrival + (self.random.randrange(-5, 6) * HOUR if self.chance(0.05) else 0), number, record)
            for arrival, number, record in self.arrivals
        ]
        return [record for _, _, record in sorted(placed, key=lambda each: each[:2])]

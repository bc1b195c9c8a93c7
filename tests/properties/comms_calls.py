"""One call on the telephone of a pool, and what is told about it: small logs for properties of comms."""

from typing import Any, Final

from tests.models.comms_model_schema import Event
from tests.models.comms_model_time import HOUR, milliseconds, printed
from tests.properties.comms_stories import Result, Story, folded

MINUTE: Final = 60_000
START: Final = milliseconds("2024-05-28T09:00:00Z")
LONG_AGO: Final = "2020-01-01T00:00:00Z"


class Call:
    """A call with an order, its evidence, and the ticks after it; minutes count from its start."""

    def __init__(self, *, minutes: float = 10, started_at: int = START, medium: str = "TELEPHONE") -> None:
        self.started_at = started_at
        self.ended_at = started_at + round(minutes * MINUTE)
        self.medium = medium
        self.events: list[Event] = []
        self.add("firm_registered", firm="FIRM", status="NORWEGIAN_FIRM", effective_at=LONG_AGO)
        self.start = self.add(
            "communication_started",
            communication="K",
            firm="FIRM",
            medium=medium,
            direction="OUTGOING",
            started_at=printed(self.started_at),
            parties=[{"kind": "CLIENT", "party": "C_1"}],
            services=[1],
            **({"telephone": "T", "from_number": "N_1", "to_number": "N_2"} if medium == "TELEPHONE" else {}),
        )
        self.add("communication_ended", communication="K", ended_at=printed(self.ended_at))

    def add(self, kind: str, at: int | None = None, /, **fields: Any) -> Event:
        """Put an event behind those there are."""
        stamp = printed(self.ended_at if at is None else at)
        event = {"type": kind, "id": f"e{len(self.events)}", "at": stamp, **fields}
        self.events.append(event)
        return event

    def at(self, minute: float) -> str:
        """The instant of a minute of the call."""
        return printed(self.started_at + round(minute * MINUTE))

    def assigned(self, employee: str, begin: float, end: float) -> None:
        """Somebody holds the telephone from a minute to another."""
        self.add(
            "telephone_assigned",
            telephone="T",
            employee=employee,
            effective_at=self.at(begin),
            effective_until=self.at(end),
        )

    def taped(self, begin_ms: int, end_ms: int, **fields: Any) -> str:
        """A tape from some milliseconds after the start to others; gives the name of the record."""
        record = f"R_{len(self.events)}"
        self.add(
            "recording_made",
            record=record,
            communication="K",
            started_at=printed(self.started_at + begin_ms),
            ended_at=printed(self.started_at + end_ms),
            media=["AUDIO"],
            quality="OK",
            **{"created_at": printed(self.ended_at), **fields},
        )
        return record

    def noted(self, items: list[str]) -> None:
        """Minutes with some of the items."""
        self.add(
            "minutes_filed",
            record=f"M_{len(self.events)}",
            communication="K",
            created_at=printed(self.ended_at),
            items_present=items,
        )

    def tick(self, at: int | None = None) -> None:
        """Time has passed, three days after the call or up to an instant."""
        self.add("tick", self.ended_at + 72 * HOUR if at is None else at)

    def folded(self, **parameters: Any) -> Result:
        """The result document, with a tick behind all."""
        if self.events[-1]["type"] != "tick":
            self.tick()
        return folded(Story(self.events, {f"comms.{name}": value for name, value in parameters.items()}))


def breach(result: Result, code: str) -> Result | None:
    """The breach of a code that is open, if there is one."""
    found = [row for row in result["breaches"] if row["code"] == code and row["status"] == "OPEN"]
    return found[0] if found else None

"""Small logs of comms: a firm with a broker, a telephone and a client, and what happens to them."""

import json
from collections.abc import Mapping
from typing import Any, Final

from streams.kernel.output import CommitUnit
from streams.kernel.pipeline import Pipeline
from streams.registry import domain_named

COMMS: Final = domain_named("comms")

Event = Mapping[str, Any]

_BEFORE: Final = {"at": "2020-01-01T00:00:00Z", "effective_at": "2020-01-01T00:00:00Z"}

FIRM: Final[tuple[Event, ...]] = (
    {"type": "firm_registered", "id": "f1", "firm": "FIRM", "status": "NORWEGIAN_FIRM", **_BEFORE},
    {"type": "policy_adopted", "id": "f2", "firm": "FIRM", "version": "1", **_BEFORE},
    {
        "type": "employee_registered",
        "id": "f3",
        "employee": "BROKER",
        "firm": "FIRM",
        "function": "BROKER",
        **_BEFORE,
    },
    {
        "type": "telephone_registered",
        "id": "f4",
        "telephone": "DESK",
        "kind": "DESK",
        "owner": "FIRM",
        "shared": False,
        "connected_to_recorder": True,
        **_BEFORE,
    },
    {"type": "telephone_assigned", "id": "f5", "telephone": "DESK", "employee": "BROKER", **_BEFORE},
    {
        "type": "client_registered",
        "id": "f6",
        "client": "CLIENT",
        "category": "NON_PROFESSIONAL",
        "language": "nb",
        **_BEFORE,
    },
    {
        "type": "notice_given",
        "id": "f7",
        "at": "2020-01-01T00:00:00Z",
        "client": "CLIENT",
        "kind": "RECORDING",
        "given_at": "2020-01-01T00:00:00Z",
        "written": True,
        "language": "nb",
    },
    {
        "type": "notice_given",
        "id": "f8",
        "at": "2020-01-01T00:00:00Z",
        "client": "CLIENT",
        "kind": "SEARCH_CRITERIA",
        "given_at": "2020-01-01T00:00:00Z",
        "written": True,
        "language": "nb",
    },
)
"""What makes an ordinary order call raise nothing."""

CHANNEL: Final[Event] = {
    "type": "channel_registered",
    "id": "f9",
    "firm": "FIRM",
    "channel": "EMAIL",
    "approved": True,
    "captured": True,
    **_BEFORE,
}


def at(time: str, day: str = "2024-05-27") -> str:
    """An instant of the day on which most happens."""
    return f"{day}T{time}Z"


def tick(identifier: str, instant: str) -> Event:
    """Time has passed."""
    return {"type": "tick", "id": identifier, "at": instant}


def call(name: str = "C1", **changes: Any) -> Event:
    """A call on the desk telephone in which an order is received, from ten o'clock on."""
    return {
        "type": "communication_started",
        "id": f"start-{name}",
        "at": at("10:00:00"),
        "communication": name,
        "firm": "FIRM",
        "medium": "TELEPHONE",
        "direction": "OUTGOING",
        "started_at": at("10:00:00"),
        "parties": [{"kind": "CLIENT", "party": "CLIENT"}],
        "employee": "BROKER",
        "telephone": "DESK",
        "from_number": "NUMBER_FIRM",
        "to_number": "NUMBER_CLIENT",
        "services": [1],
        **changes,
    }


def message(name: str = "M1", **changes: Any) -> Event:
    """A message with an order over a permitted channel, at ten o'clock."""
    return {
        "type": "message_sent",
        "id": f"sent-{name}",
        "at": at("10:00:00"),
        "communication": name,
        "firm": "FIRM",
        "medium": "EMAIL",
        "direction": "OUTGOING",
        "sent_at": at("10:00:00"),
        "parties": [{"kind": "CLIENT", "party": "CLIENT"}],
        "employee": "BROKER",
        "channel": "EMAIL",
        "services": [1],
        **changes,
    }


def ended(name: str = "C1", **changes: Any) -> Event:
    """The call is over after ten minutes."""
    return {
        "type": "communication_ended",
        "id": f"end-{name}",
        "at": at("10:10:00"),
        "communication": name,
        "ended_at": at("10:10:00"),
        **changes,
    }


def recording(record: str = "R1", communication: str | None = "C1", **changes: Any) -> Event:
    """The whole call was taped."""
    named = {"telephone": "DESK"} if communication is None else {"communication": communication}
    return {
        "type": "recording_made",
        "id": f"made-{record}",
        "at": at("10:11:00"),
        "record": record,
        **named,
        "started_at": at("10:00:00"),
        "ended_at": at("10:10:00"),
        "media": ["AUDIO"],
        "quality": "OK",
        "created_at": at("10:10:00"),
        **changes,
    }


def about(kind: str, identifier: str, record: str = "R1", **fields: Any) -> Event:
    """Something that happens to a record of the call."""
    return {
        "type": kind,
        "id": identifier,
        "at": at("12:00:00"),
        "record": record,
        "communication": "C1",
        **fields,
    }


def deleted(identifier: str = "d1", record: str = "R1", **changes: Any) -> Event:
    """The vault deletes a record."""
    fields = {
        "deleted_at": at("12:00:00"),
        "deleted_by": "VAULT",
        "approved_by": "COMPLIANCE",
        "reason": "ERROR",
        **changes,
    }
    return about("record_deleted", identifier, record, **fields)


class Told:
    """A log that was folded, with all that was written."""

    def __init__(self, *events: Event | bytes, partitions: int = 2, **parameters: Any) -> None:
        """Fold a log; parameters are named without their domain."""
        self.units: list[tuple[str, CommitUnit]] = []
        law = COMMS.law.with_overrides({f"comms.{name}": value for name, value in parameters.items()})
        pipeline = Pipeline(COMMS, partitions, law)
        pipeline.on_commit = lambda stage, _partition, unit: self.units.append((stage, unit))
        for event in events:
            pipeline.write(event if isinstance(event, bytes) else json.dumps(event).encode())
        pipeline.run()
        self.result: dict[str, Any] = dict(pipeline.result())

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """Every outcome, in the order of writing."""
        return [json.loads(value) for _, unit in self.units for _, value in unit.outcomes]

    def codes(self) -> list[str]:
        """The codes of the open breaches, in order."""
        return [row["code"] for row in self.result["breaches"] if row["status"] == "OPEN"]

    def decision(self, place: int = 0) -> dict[str, Any]:
        """One of the decisions."""
        found: dict[str, Any] = self.result["decisions"][place]
        return found

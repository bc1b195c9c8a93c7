"""How does a call, a meeting or a message stand in the log?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from streams.demo.comms.circle import FIRM, Person
from streams.demo.line import line

Dated = tuple[datetime, bytes]
"""An event with the instant at which it is written."""


def stamp(at: datetime) -> str:
    """An instant in UTC as the contract writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def content_hash(record: str) -> str:
    """The hash of what is invented to be in a record."""
    return sha256(record.encode()).hexdigest()


class Call(NamedTuple):
    """A call of one person with one client.

    Attributes:
        is_mobile: on the mobile telephone, whose tape comes later.
        turns_to_order: after so many seconds of market talk; None where it begins with what it is about.
    """

    name: str
    person: Person
    client: str
    began: datetime
    seconds: int
    is_mobile: bool = False
    turns_to_order: int | None = None

    @property
    def ended(self) -> datetime:
        """When it was over."""
        return self.began + timedelta(seconds=self.seconds)

    @property
    def record(self) -> str:
        """The name of its recording."""
        return f"R-{self.name}"

    def events(self, tape_after: timedelta = timedelta(seconds=20)) -> Iterator[Dated]:
        """From its beginning to its tape."""
        yield from self.spoken()
        yield self.ended + tape_after, self.tape(tape_after)

    def spoken(self) -> Iterator[Dated]:
        """From its beginning to its end, without a tape."""
        coding: dict[str, object] = {"services": [1], "order_given": True}
        if self.turns_to_order is not None:
            coding = {"topic": "MARKET_TALK"}
        began = stamp(self.began)
        yield (
            self.began,
            line(
                "communication_started",
                f"start-{self.name}",
                began,
                communication=self.name,
                firm=FIRM,
                medium="TELEPHONE",
                direction="OUTGOING",
                started_at=began,
                telephone=self.person.mobile if self.is_mobile else self.person.desk,
                from_number=self.person.line_number,
                to_number=f"NUM_{self.client}",
                parties=[{"kind": "CLIENT", "party": self.client}],
                **coding,
            ),
        )
        if self.turns_to_order is not None:
            at = self.began + timedelta(seconds=self.turns_to_order)
            changed = {"changed_at": stamp(at), "services": [1], "order_given": True}
            yield (
                at,
                line(
                    "communication_changed",
                    f"turn-{self.name}",
                    stamp(at),
                    communication=self.name,
                    **changed,
                ),
            )
        yield self.ended, over(self.name, self.ended)

    def tape(self, after: timedelta) -> bytes:
        """The recording of all of it, filed so long after the end."""
        return tape(self.record, self.name, self.began, self.ended, self.ended + after)


def over(name: str, at: datetime) -> bytes:
    """The end of a communication."""
    return line("communication_ended", f"end-{name}", stamp(at), communication=name, ended_at=stamp(at))


def tape(record: str, communication: str, began: datetime, ended: datetime, filed: datetime) -> bytes:
    """A recording."""
    return line(
        "recording_made",
        f"tape-{record}",
        stamp(filed),
        record=record,
        communication=communication,
        started_at=stamp(began),
        ended_at=stamp(ended),
        media=["AUDIO"],
        quality="OK",
        created_at=stamp(ended),
        content_hash=content_hash(record),
    )


def message(
    name: str, person: Person, client: str, at: datetime, *, channel: str, medium: str, is_stored: bool = True
) -> Iterator[Dated]:
    """A message with an order, and the copy that is kept of it."""
    sent = {
        "communication": name,
        "firm": FIRM,
        "medium": medium,
        "direction": "OUTGOING",
        "sent_at": stamp(at),
        "employee": person.employee,
        "channel": channel,
        "parties": [{"kind": "CLIENT", "party": client}],
        "services": [1],
    }
    yield at, line("message_sent", f"sent-{name}", stamp(at), **sent)
    if is_stored:
        filed = at + timedelta(seconds=5)
        copy = {
            "record": f"R-{name}",
            "communication": name,
            "created_at": stamp(at),
            "content_hash": content_hash(name),
        }
        yield filed, line("message_stored", f"copy-{name}", stamp(filed), **copy)


def meeting(name: str, person: Person, client: str, began: datetime) -> Iterator[Dated]:
    """An hour at a table in which an order is given; minutes are filed by whoever was there."""
    ended = began + timedelta(hours=1)
    started = {
        "communication": name,
        "firm": FIRM,
        "medium": "MEETING",
        "direction": "OUTGOING",
        "started_at": stamp(began),
        "employee": person.employee,
        "parties": [{"kind": "CLIENT", "party": client}],
        "services": [5],
        "order_given": True,
    }
    yield began, line("communication_started", f"start-{name}", stamp(began), **started)
    yield ended, over(name, ended)


_ITEMS = ("DATE_TIME", "LOCATION", "ATTENDEES", "INITIATOR", "CONTENT")
_OF_AN_ORDER = ("PRICE", "VOLUME", "ORDER_TYPE", "TRANSMIT_OR_EXECUTE_AT")


def minutes(name: str, filed: datetime, *, tells_order: bool = True, part: int = 1) -> Dated:
    """Minutes of a meeting; without what was ordered they are incomplete."""
    items = [*_ITEMS, *_OF_AN_ORDER] if tells_order else list(_ITEMS)
    record = f"M-{name}-{part}"
    told = {
        "record": record,
        "communication": name,
        "created_at": stamp(filed),
        "items_present": items,
        "content_hash": content_hash(record),
    }
    return filed, line("minutes_filed", f"minutes-{name}-{part}", stamp(filed), **told)

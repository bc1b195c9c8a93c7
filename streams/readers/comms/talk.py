"""Which events are a call or a message, whatever file it came from?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from streams.kernel.errors import UserError
from streams.readers.comms.given import Given, Inside, Outside
from streams.readers.comms.lacks import Reason, lack
from streams.readers.outcome import Event
from streams.vault.identities import Identity, IdentityMap
from streams.vault.pseudonyms import ANONYMOUS, NUMBER, normalised_number, pseudonym


class Recording(NamedTuple):
    """A recording that a file names.

    Attributes:
        content_hash: in hexadecimal digits; None where the file tells none.
    """

    record: str
    began: datetime
    ended: datetime
    content_hash: str | None


class Call(NamedTuple):
    """A call as a file tells it; numbers are as they were written."""

    name: str
    caller: str
    called: str
    began: datetime
    ended: datetime
    recordings: Sequence[Recording] = ()
    is_answered: bool = True
    medium: str = "TELEPHONE"


class Message(NamedTuple):
    """A message as a file tells it; addresses are as they were written."""

    name: str
    sender: str
    receiver: str
    sent: datetime
    content_hash: str | None


class _Sides(NamedTuple):
    direction: str
    inside: Inside
    other: Inside | Outside


class Writer:
    """Writes events of one firm, with pseudonyms under its newest key."""

    def __init__(self, given: Given, key: bytes, identities: IdentityMap | None = None) -> None:
        """Write events of a firm.

        Args:
            identities: where it is kept whom the pseudonyms stand for; None: nowhere.
        """
        self._given = given
        self._key = key
        self._identities = identities

    def call(self, call: Call) -> list[Event]:
        """A call, and its recordings.

        Raises:
            LacksError: it is not known who took part, or a number is none.
        """
        sides = self._sides(call.caller, call.called)
        # Both, before one of them is kept: nobody is remembered of a call that is set aside.
        caller, called = self._identifier(call.caller), self._identifier(call.called)
        began, ended = text(call.began), text(call.ended)
        started: Event = {
            **_head("communication_started", f"start-{call.name}", began),
            **self._of(call.name, sides, call.medium),
            "started_at": began,
            "from_number": self._number(caller),
            "to_number": self._number(called),
        }
        if sides.inside.telephone:
            started["telephone"] = sides.inside.telephone
        if not call.is_answered:
            started["answered"] = False
        over: Event = {
            **_head("communication_ended", f"end-{call.name}", ended),
            "communication": call.name,
            "ended_at": ended,
        }
        return [started, over, *(self._tape(call.name, one) for one in call.recordings)]

    def message(self, message: Message) -> list[Event]:
        """A message, and the copy of it that the file is.

        Raises:
            LacksError: it is not known who took part, or over which channel.
        """
        channel = self._given.channel
        if channel is None:
            raise lack(Reason.CHANNEL_UNKNOWN, "channel", 'say channel = "…" in the given file')
        sides = self._sides(message.sender, message.receiver)
        sent = text(message.sent)
        event: Event = {
            **_head("message_sent", f"sent-{message.name}", sent),
            **self._of(message.name, sides, "CHAT"),
            "sent_at": sent,
            "channel": channel,
        }
        stored: Event = {
            **_head("message_stored", f"copy-{message.name}", sent),
            "record": f"R-{message.name}",
            "communication": message.name,
            "created_at": sent,
        }
        if message.content_hash:
            stored["content_hash"] = message.content_hash
        return [event, stored]

    def _of(self, name: str, sides: _Sides, medium: str) -> Event:
        inside, other = sides.inside, sides.other
        if isinstance(other, Inside):
            party = {"kind": "EMPLOYEE"} | ({"party": other.employee} if other.employee else {})
        else:
            party = {"kind": other.kind} | ({"party": other.party} if other.party else {})
        of: Event = {
            "communication": name,
            "firm": self._given.firm,
            "medium": medium,
            "direction": sides.direction,
            "parties": [party],
            "facts_missing": True,
        }
        if inside.employee:
            of["employee"] = inside.employee
        return of

    def _tape(self, name: str, recording: Recording) -> Event:
        tape: Event = {
            **_head("recording_made", f"tape-{recording.record}", text(recording.ended)),
            "record": recording.record,
            "communication": name,
            "started_at": text(recording.began),
            "ended_at": text(recording.ended),
            "media": ["AUDIO"],
            "quality": "OK",
            "created_at": text(recording.ended),
        }
        if recording.content_hash:
            tape["content_hash"] = recording.content_hash
        return tape

    def _sides(self, one: str, other: str) -> _Sides:
        """Who is inside; where both are, the one who began."""
        inside = self._given.inside
        if one in inside:
            return _Sides("OUTGOING", inside[one], inside.get(other) or self._outside(other))
        if other in inside:
            return _Sides("INCOMING", inside[other], self._outside(one))
        raise lack(Reason.NOBODY_INSIDE, "both sides", "list the firm's own under [inside] in the given file")

    def _outside(self, name: str) -> Outside:
        given = self._given
        if name in given.outside:
            return given.outside[name]
        if given.everybody_outside is None:
            detail = "list it under [outside] in the given file, or say everybody_outside"
            raise lack(Reason.OUTSIDE_UNKNOWN, "the other side", detail)
        return Outside(given.everybody_outside)

    def _number(self, identifier: str | None) -> str:
        """A number under its pseudonym."""
        if identifier is None:
            return ANONYMOUS
        if self._identities is not None:
            self._identities.remember(Identity(self._given.firm, NUMBER, identifier), self._key)
        return pseudonym(self._key, NUMBER, identifier)

    def _identifier(self, written: str) -> str | None:
        """A number as its pseudonym is made of it; None where it was withheld.

        An extension is no number of the world, so the firm stands before it.
        """
        if not written or written.casefold() in _WITHHELD:
            return None
        if written in self._given.inside and len(written) < _SHORTEST_NUMBER:
            return f"{self._given.firm}/{written}"
        try:
            return normalised_number(written, self._given.region)
        except UserError:
            raise lack(Reason.NUMBER_UNREADABLE, "a number", "write it with its country") from None


_SHORTEST_NUMBER: Final = 7
_WITHHELD: Final = ("anonymous", "unknown", "private", "restricted")


def _head(kind: str, identifier: str, at: str) -> Event:
    return {"type": kind, "id": identifier, "at": at}


def text(at: datetime) -> str:
    """An instant as the contract writes it, in whole seconds or milliseconds."""
    at = at.astimezone(UTC)
    milliseconds = at.microsecond // 1000
    written = at.strftime("%Y-%m-%dT%H:%M:%S")
    return f"{written}.{milliseconds:03d}Z" if milliseconds else f"{written}Z"

"""Which calls and messages does a vCon tell? (IETF draft-ietf-vcon-vcon-core, the JSON container for conversations)"""

import base64
import binascii
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
import orjson

from streams.readers.columns import Row
from streams.readers.comms.calls import plain_name
from streams.readers.comms.instants import instant
from streams.readers.comms.lacks import PassedBy, Reason, Remark, lack
from streams.readers.comms.talk import Call, Message, Recording, Writer
from streams.readers.lacks import LacksError
from streams.readers.outcome import Event, Outcome

_HEX_OF: Final = ("sha256", "sha512")


class Party(msgspec.Struct):
    """Somebody in a conversation; of its names and addresses only one that finds it is read."""

    tel: str = ""
    mailto: str = ""
    sip: str = ""

    @property
    def address(self) -> str:
        """The number or address under which it took part, without its scheme."""
        told = self.tel or self.sip or self.mailto
        return told.removeprefix("tel:").removeprefix("sip:").removeprefix("sips:").removeprefix("mailto:")


class Dialog(msgspec.Struct):
    """A part of a conversation.

    Attributes:
        parties: places in the list of the document's parties; one number or a list.
    """

    type: str
    start: str = ""
    duration: float | None = None
    parties: list[int] | int = []
    originator: int | None = None
    mediatype: str = ""
    content_hash: str | list[str] = ""
    body: str = ""


class Document(msgspec.Struct):
    """What is read of a vCon; analyses, attachments and groups are not."""

    uuid: str
    parties: list[Party]
    dialog: list[Dialog] = []


class ConversationReading:
    """Turns vCon documents into events, one dialog after the other."""

    def __init__(self, writer: Writer, zone: ZoneInfo) -> None:
        self._writer = writer
        self._zone = zone

    def take(self, source: str, line: int, text: bytes) -> list[Outcome]:
        """What becomes of each dialog of a document."""
        row = Row(source, line, {})
        try:
            document = msgspec.json.decode(text, type=Document)
        except msgspec.MsgspecError:
            detail = "it has no uuid, parties and dialog as the draft says"
            return [Outcome(row, lacks=tuple(lack(Reason.UNREADABLE, "vcon", detail).lacks))]
        if not document.dialog:
            return [Outcome(row, passed_by=PassedBy.NO_TALK)]
        found = []
        for place, dialog in enumerate(document.dialog):
            kept = Row(source, line, {"uuid": document.uuid, "dialog": str(place), "type": dialog.type})
            found.append(self._dialog(kept, document, dialog, plain_name(f"{document.uuid}-{place}")))
        return found

    def _dialog(self, row: Row, document: Document, dialog: Dialog, name: str) -> Outcome:
        try:
            if dialog.type in ("recording", "incomplete"):
                return self._call(row, document, dialog, name)
            if dialog.type == "text":
                events = self._writer.message(self._message(document, dialog, name))
                return Outcome(row, tuple(events), remarks=(Remark.CODING_MISSING,))
        except LacksError as fault:
            return Outcome(row, lacks=tuple(fault.lacks))
        return Outcome(row, passed_by=PassedBy.NO_TALK)

    def _call(self, row: Row, document: Document, dialog: Dialog, name: str) -> Outcome:
        one, other = _sides(document, dialog)
        began = instant(dialog.start, "dialog.start", self._zone)
        is_answered = dialog.type == "recording"
        if dialog.duration is None and is_answered:
            raise lack(Reason.DURATION_UNREADABLE, "dialog.duration", "it is missing")
        ended = began + timedelta(seconds=dialog.duration or 0)
        found = content_hash(dialog)
        tapes = [Recording(f"R-{name}", began, ended, found)] if is_answered else []
        medium = "VIDEO" if dialog.mediatype.startswith("video/") else "TELEPHONE"
        call = Call(name, one, other, began, ended, tapes, is_answered, medium)
        events: list[Event] = self._writer.call(call)
        remarks = [Remark.CODING_MISSING] if is_answered else []
        if tapes and found is None:
            remarks.append(Remark.WITHOUT_HASH)
        return Outcome(row, tuple(events), remarks=tuple(remarks))

    def _message(self, document: Document, dialog: Dialog, name: str) -> Message:
        one, other = _sides(document, dialog)
        sent = instant(dialog.start, "dialog.start", self._zone)
        found = content_hash(dialog) or (sha256(dialog.body.encode()).hexdigest() if dialog.body else None)
        return Message(name, one, other, sent, found)


def _sides(document: Document, dialog: Dialog) -> tuple[str, str]:
    """The address of who began, and of the one that is meant."""
    places = [dialog.parties] if isinstance(dialog.parties, int) else dialog.parties
    first = dialog.originator if dialog.originator is not None else next(iter(places), None)
    others = [place for place in places if place != first]
    known = range(len(document.parties))
    if first is None or first not in known or not others or others[0] not in known:
        raise lack(Reason.NOBODY_INSIDE, "dialog.parties", "it names no two of the document's parties")
    return document.parties[first].address, document.parties[others[0]].address


def content_hash(dialog: Dialog) -> str | None:
    """The hash of the content in hexadecimal digits; the draft writes it as ALGORITHM-BASE64URL."""
    told = [dialog.content_hash] if isinstance(dialog.content_hash, str) else dialog.content_hash
    for one in told:
        algorithm, _, digest = one.partition("-")
        if algorithm.replace("-", "").casefold() in _HEX_OF and digest:
            try:
                return base64.urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex()
            except (binascii.Error, ValueError):
                return None
    return None


def documents(text: bytes) -> list[bytes]:
    """The documents of a file: one, a list of them, or one a line.

    Raises:
        ValueError: it is no JSON.
    """
    try:
        found: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        lines = [one for one in text.splitlines() if one.strip()]
        if len(lines) < 2:
            raise
        return lines
    return [orjson.dumps(one) for one in found] if isinstance(found, list) else [text]

"""Which calls do the call-detail records of exchanges tell? Asterisk's, FreeSWITCH's and Cisco's, as documented."""

from collections.abc import Callable, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from streams.readers.columns import Element, Format, Layout, Row
from streams.readers.comms.instants import instant, since_1970
from streams.readers.comms.lacks import PassedBy, Reason, Remark, lack
from streams.readers.comms.talk import Call, Recording, Writer
from streams.readers.lacks import LacksError
from streams.readers.outcome import Outcome

ASTERISK: Final = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start",
    "answer", "end", "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield",
)  # fmt: skip
"""The columns of Asterisk's Master.csv, which has no heading line (cdr_csv, "CDR Variables")."""
FREESWITCH: Final = (
    "caller_id_name", "caller_id_number", "destination_number", "context", "start_stamp", "answer_stamp", "end_stamp",
    "duration", "billsec", "hangup_cause", "uuid", "bleg_uuid", "accountcode", "read_codec", "write_codec",
)  # fmt: skip
"""The columns of FreeSWITCH's template "default" of mod_cdr_csv, which has no heading line."""
CUCM: Final = (
    "cdrRecordType", "globalCallID_callId", "callingPartyNumber", "finalCalledPartyNumber", "dateTimeOrigination",
    "dateTimeConnect", "dateTimeDisconnect", "pkid",
)  # fmt: skip
"""The columns that are read of Cisco Unified Communications Manager's CDR files, which have a heading line."""

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {"asterisk": ASTERISK, "freeswitch": FREESWITCH}
CALL_DETAILS: Final = Format(
    {name: Element("", name) for name in dict.fromkeys((*ASTERISK, *FREESWITCH, *CUCM))},
    {
        "asterisk": Layout("asterisk", "dcontext", ("src", "dst", "start", "answer", "end", "uniqueid")),
        "freeswitch": Layout(
            "freeswitch",
            "bleg_uuid",
            (
                "caller_id_number",
                "destination_number",
                "start_stamp",
                "answer_stamp",
                "end_stamp",
                "uuid",
            ),
        ),
        "cucm": Layout("cucm", "globalCallID_callId", CUCM),
    },
)
_CUCM_CALL: Final = "1"
_Told = Callable[[Row, ZoneInfo], Call | None]


def _asterisk(row: Row, zone: ZoneInfo) -> Call:
    """A row of Asterisk; `uniqueid` names the channel, and `userfield` the recording where the dial plan writes it."""
    is_answered = row["disposition"].upper() in ("ANSWERED", "")
    return _call(
        row, zone, ("uniqueid", "src", "dst", "start", "answer", "end"), row["userfield"], is_answered
    )


def _freeswitch(row: Row, zone: ZoneInfo) -> Call:
    """A row of FreeSWITCH; a call that nobody answered has no answer stamp."""
    places = ("uuid", "caller_id_number", "destination_number", "start_stamp", "answer_stamp", "end_stamp")
    return _call(row, zone, places, "", bool(row["answer_stamp"]))


def _cucm(row: Row, _zone: ZoneInfo) -> Call | None:
    """A row of Cisco's; times are seconds since 1970, 0 for a call that nobody answered.

    The second line of a file tells the types of its columns; of type 2 are measurements of quality. A call that is put
    through has a row for each pair of telephones that talked, which share a call id; `pkid` names the row alone.
    """
    if row["cdrRecordType"] != _CUCM_CALL:
        return None
    if not row["pkid"]:
        raise lack(Reason.NAME_MISSING, "pkid", "it is empty")
    is_answered = row["dateTimeConnect"] not in ("", "0")
    first = "dateTimeConnect" if is_answered else "dateTimeOrigination"
    start, end = since_1970(row[first], first), since_1970(row["dateTimeDisconnect"], "dateTimeDisconnect")
    caller, called = row["callingPartyNumber"], row["finalCalledPartyNumber"]
    return Call(plain_name(row["pkid"]), caller, called, start, end, (), is_answered)


def _call(
    row: Row,
    zone: ZoneInfo,
    places: tuple[str, str, str, str, str, str],
    recording: str,
    is_answered: bool,
) -> Call:
    name, caller, called, began, answered, ended = places
    if not row[name]:
        raise lack(Reason.NAME_MISSING, name, "it is empty")
    first = answered if is_answered and row[answered] else began
    start, end = instant(row[first], first, zone), instant(row[ended], ended, zone)
    plain = plain_name(row[name])
    tapes = [Recording(f"R-{plain}", start, end, None)] if recording and is_answered else []
    return Call(plain, row[caller], row[called], start, end, tapes, is_answered)


_TOLD: Final[Mapping[str, _Told]] = {"asterisk": _asterisk, "freeswitch": _freeswitch, "cucm": _cucm}


class CallReading:
    """Turns the rows of call-detail files of one layout into events, one after the other."""

    def __init__(self, layout: Layout, writer: Writer, zone: ZoneInfo) -> None:
        self._told = _TOLD[layout.name]
        self._writer = writer
        self._zone = zone
        self._names: set[str] = set()

    def take(self, row: Row) -> Outcome:
        """What becomes of a row; a further leg under the same name is passed by."""
        try:
            call = self._told(row, self._zone)
            if call is None or call.name in self._names:
                return Outcome(_guarded(row), passed_by=PassedBy.NO_TALK)
            events = self._writer.call(call)
        except LacksError as fault:
            return Outcome(_guarded(row), lacks=tuple(fault.lacks))
        self._names.add(call.name)
        remarks = [Remark.CODING_MISSING] if call.is_answered else []
        if any(one.content_hash is None for one in call.recordings):
            remarks.append(Remark.WITHOUT_HASH)
        return Outcome(_guarded(row), tuple(events), remarks=tuple(remarks))


def _guarded(row: Row) -> Row:
    """The row as it may be kept and told: where it stands, and nothing of what it says of persons."""
    kept = {
        name: row[name] for name in ("uniqueid", "uuid", "pkid", "disposition", "hangup_cause") if row[name]
    }
    return Row(row.source, row.line, kept)


def plain_name(told: str) -> str:
    """A name of the contract: letters, digits, full stops, hyphens and underscores."""
    return "".join(one if one.isascii() and (one.isalnum() or one in "_.-") else "-" for one in told)[:100]

"""What happens in the month beside the ordinary, and what is to be found of it?"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from streams.demo.comms.circle import (
    COMPLIANCE,
    CURIOUS,
    FIRM,
    NEWCOMER,
    PERSONS,
    PRIVATE_MOBILE,
    SWITCHBOARD,
    WITH_MOBILE,
    client,
)
from streams.demo.comms.talk import (
    Call,
    Dated,
    content_hash,
    meeting,
    message,
    minutes,
    over,
    stamp,
    tape,
)
from streams.demo.line import line

_OLD_YEARS: Final = 2019


def _at(day: int, hour: int, minute: int = 0, *, month: int = 6, year: int = 2024) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


class Tale(NamedTuple):
    """Something that happens.

    Attributes:
        name: of what it hangs on: a communication, a record or a request.
        happened: for a person.
        follows: what the law makes of it, for a person.
        codes: the breaches that are to be found, each with OPEN or CLOSED.
        events: what is written.
    """

    name: str
    happened: str
    follows: str
    codes: Sequence[tuple[str, str]]
    events: Callable[[], Iterator[Dated]]


def _transfer() -> Iterator[Dated]:
    began, passed, ended = _at(4, 8), _at(4, 8, 1), _at(4, 8, 9)
    name, person = "TRANSFER", PERSONS[40]
    started = {
        "communication": name,
        "firm": FIRM,
        "medium": "TELEPHONE",
        "direction": "INCOMING",
        "started_at": stamp(began),
        "telephone": SWITCHBOARD,
        "from_number": f"NUM_{client(40)}",
        "to_number": "NUM_SWITCHBOARD",
        "parties": [{"kind": "CLIENT", "party": client(40)}],
        "topic": "ADMINISTRATION",
    }
    yield began, line("communication_started", f"start-{name}", stamp(began), **started)
    to = {"to_employee": person.employee, "to_telephone": person.desk, "services": [1], "order_given": True}
    moved = {"communication": name, "transferred_at": stamp(passed), **to}
    yield passed, line("communication_transferred", f"transfer-{name}", stamp(passed), **moved)
    yield ended, over(name, ended)
    filed = ended + timedelta(seconds=30)
    yield filed, tape(f"R-{name}", name, passed, ended, filed)


_LATE: Final = Call("MOBILE-LATE", WITH_MOBILE[3], client(3), _at(5, 9), 420, is_mobile=True)
_NEWCOMER: Final = Call("NO-NOTICE", PERSONS[10], NEWCOMER, _at(6, 10), 300)
_ASKED: Final = Call("ASKED", PERSONS[20], client(20), _at(7, 9, month=5), 600)
_OVERDUE: Final = Call("ASKED-IN-VAIN", PERSONS[21], client(21), _at(8, 9, month=5), 600)
_EXPIRED: Final = Call("EXPIRED", PERSONS[30], client(30), _at(20, 9, month=5, year=_OLD_YEARS), 600)
_HELD: Final = Call("HELD", PERSONS[31], client(31), _at(21, 9, month=5, year=_OLD_YEARS), 600)
_CHANGED: Final = Call("CHANGED", PERSONS[50], client(50), _at(10, 9), 480)
_OPENED: Final = Call("OPENED", PERSONS[60], client(60), _at(11, 9), 480)


def _late() -> Iterator[Dated]:
    yield from _LATE.events(tape_after=timedelta(days=2, hours=5))


def _unrecorded() -> Iterator[Dated]:
    began, name = _at(12, 12), "UNRECORDED"
    started = {
        "communication": name,
        "firm": FIRM,
        "medium": "TELEPHONE",
        "direction": "OUTGOING",
        "started_at": stamp(began),
        "telephone": PRIVATE_MOBILE,
        "from_number": "NUM_EMP_399",
        "to_number": f"NUM_{client(70)}",
        "parties": [{"kind": "CLIENT", "party": client(70)}],
        "services": [1],
        "order_given": True,
    }
    yield began, line("communication_started", f"start-{name}", stamp(began), **started)
    yield began + timedelta(minutes=3), over(name, began + timedelta(minutes=3))


def _meeting() -> Iterator[Dated]:
    yield from meeting("MEETING", PERSONS[80], client(80), _at(13, 11))
    yield minutes("MEETING", _at(14, 8), tells_order=False)
    yield minutes("MEETING", _at(18, 8), part=2)


def _messenger() -> Iterator[Dated]:
    yield from message("MESSENGER", PERSONS[90], client(90), _at(14, 13), channel="MESSENGER", medium="CHAT")


def _requested(call: Call, name: str, at: datetime, provided: datetime | None) -> Iterator[Dated]:
    yield from call.events()
    of = {"request": name, "record": call.record, "communication": call.name}
    asked = {**of, "requester": call.client, "requested_at": stamp(at)}
    yield at, line("access_requested", f"request-{name}", stamp(at), **asked)
    if provided is not None:
        given = {**of, "provided_at": stamp(provided)}
        yield provided, line("access_provided", f"provided-{name}", stamp(provided), **given)


def _deleted(call: Call, at: datetime, key: str) -> Iterator[Dated]:
    yield from call.events()
    gone = {
        "record": call.record,
        "communication": call.name,
        "deleted_at": stamp(at),
        "deleted_by": "EMP_VAULT",
        "approved_by": COMPLIANCE,
        "reason": "RETENTION_ENDED",
        "data_key": key,
        "ciphertext_hash": content_hash(key),
    }
    yield at, line("record_deleted", f"deleted-{call.record}", stamp(at), **gone)


def _held() -> Iterator[Dated]:
    placed = _at(2, 8, month=5)
    yield (
        placed,
        line(
            "hold_placed",
            "hold-1",
            stamp(placed),
            hold="DISPUTE",
            record=_HELD.record,
            placed_at=stamp(placed),
        ),
    )
    yield from _deleted(_HELD, _at(17, 8), "KEY_HELD")


def _changed() -> Iterator[Dated]:
    yield from _CHANGED.events()
    at = _at(19, 20)
    found = {
        "record": _CHANGED.record,
        "communication": _CHANGED.name,
        "content_hash": content_hash("otherwise"),
    }
    yield at, line("hash_checked", "check-changed", stamp(at), **found, checked_at=stamp(at))


def _opened() -> Iterator[Dated]:
    yield from _OPENED.events()
    of = {"record": _OPENED.record, "communication": _OPENED.name}
    for actor, purpose, at in ((COMPLIANCE, "MONITORING", _at(20, 8)), (CURIOUS, "UNSTATED", _at(20, 9))):
        opened = {**of, "actor": actor, "purpose": purpose, "accessed_at": stamp(at)}
        yield at, line("record_accessed", f"opened-{actor}", stamp(at), **opened)


TALES: Final = (
    Tale(
        "TRANSFER",
        "an order that came through the switchboard",
        "two segments, and the taped one has the order",
        (),
        _transfer,
    ),
    Tale(
        "MOBILE-LATE",
        "a mobile call whose tape arrived after two days",
        "missing from the end of the first day until the tape came, which was late",
        (("NOT_RECORDED", "CLOSED"), ("LATE_EVIDENCE", "OPEN")),
        _late,
    ),
    Tale(
        "NO-NOTICE",
        "a call with a client who was never told that calls are recorded",
        "the client was owed the notice, and the criteria under which records are found",
        (("NO_CLIENT_NOTICE", "OPEN"),),
        lambda: _NEWCOMER.events(),
    ),
    Tale(
        "UNRECORDED",
        "an order by a mobile telephone that nobody connected to the recorder",
        "a telephone that must not be used so, and a call without a tape",
        (("UNRECORDED_DEVICE", "OPEN"), ("NOT_RECORDED", "OPEN")),
        _unrecorded,
    ),
    Tale(
        "MEETING",
        "minutes of a meeting that left out what was ordered, and were completed later",
        "incomplete from the deadline until the second part was filed",
        (("MINUTES_INCOMPLETE", "CLOSED"),),
        _meeting,
    ),
    Tale(
        "MESSENGER",
        "an order over a messenger that the firm does not permit",
        "the channel is not approved, though a copy was kept",
        (("UNAPPROVED_CHANNEL", "OPEN"),),
        _messenger,
    ),
    Tale(
        "REQUEST-1",
        "a client asked for a recording and had it within the month",
        "provided in time",
        (),
        lambda: _requested(_ASKED, "REQUEST-1", _at(15, 9, month=5), _at(5, 9)),
    ),
    Tale(
        "REQUEST-2",
        "a client asked for a recording and nobody answered",
        "overdue since its due day, and the recording may not be deleted",
        (("ACCESS_OVERDUE", "OPEN"),),
        lambda: _requested(_OVERDUE, "REQUEST-2", _at(16, 9, month=5), None),
    ),
    Tale(
        "R-EXPIRED",
        "a recording was deleted after its five years",
        "a receipt that names no person",
        (),
        lambda: _deleted(_EXPIRED, _at(3, 8), "KEY_EXPIRED"),
    ),
    Tale(
        "R-HELD",
        "a recording was deleted although a dispute put it on hold",
        "deleted too early; that never closes",
        (("EARLY_DELETION", "OPEN"),),
        _held,
    ),
    Tale(
        "R-CHANGED",
        "a check found another hash than the one filed",
        "the recording was altered; that never closes",
        (("RECORD_ALTERED", "OPEN"),),
        _changed,
    ),
    Tale(
        f"R-OPENED:{CURIOUS}",
        "somebody without a role opened a recording",
        "not authorised; what compliance opened was",
        (("ACCESS_UNAUTHORISED", "OPEN"),),
        _opened,
    ),
)
"""In order of the month."""

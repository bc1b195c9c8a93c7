"""How did a communication go, as far as its events tell?"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from msgspec import UNSET

from schemas.comms import (
    CommunicationChanged,
    CommunicationEnded,
    CommunicationStarted,
    CommunicationTransferred,
    ConsentAnswered,
    InCallNoticeGiven,
    MessageSent,
    SegmentRecoded,
    TalkEvent,
)
from schemas.instants import instant_us
from streams.domains.comms.state.aside import Reason, SetAside
from streams.domains.comms.state.coding import Coding, coding_of

START: Final = "START"
CHANGE: Final = "CHANGE"
TRANSFER: Final = "TRANSFER"

Start = CommunicationStarted | MessageSent
Opener = Start | CommunicationChanged | CommunicationTransferred


class Segment(NamedTuple):
    """A stretch with one coding, one employee side and one telephone.

    Attributes:
        opener: the event that opened it.
        opened_by: START, CHANGE or TRANSFER.
        end_us: None while it is open.
        employee: who is signed on; None where the register tells.
        codings: the opener's, then the recodings in order; the last is the current one.
    """

    number: int
    opener: Opener
    opened_by: str
    start_us: int
    end_us: int | None
    telephone: str | None
    employee: str | None
    codings: Sequence[Coding]

    @property
    def coding(self) -> Coding:
        """The current coding."""
        return self.codings[-1]


class Consent(NamedTuple):
    """What was answered to the request to tape a sounding.

    Attributes:
        given: None where nobody answered.
        from_us: from when it runs, if given.
    """

    given: bool | None
    from_us: int = 0


class Communication(NamedTuple):
    """A communication whose start is known.

    Attributes:
        ended_us: None while no end has come that counts.
        told_us: when it was said that the talk is taped, in order.
    """

    start: Start
    started_us: int
    ended_us: int | None
    segments: Sequence[Segment]
    told_us: Sequence[int]
    consent: Consent

    @property
    def is_answered(self) -> bool:
        """Whether somebody answered; a message always counts as answered."""
        return isinstance(self.start, MessageSent) or self.start.answered is not False


def start_us(start: Start) -> int:
    """When a communication began."""
    return instant_us(start.sent_at if isinstance(start, MessageSent) else start.started_at)


def read_talk(log: Iterable[TalkEvent]) -> tuple[Communication | None, list[SetAside]]:
    """Put a communication together from its events, in order of the log.

    Returns:
        The communication, None while its start is unknown, and the events that have no effect.
    """
    events = list(log)
    start = next((event for event in events if isinstance(event, Start)), None)
    if start is None:
        return None, [SetAside(event.id, Reason.UNKNOWN_COMMUNICATION) for event in events]
    began_us = start_us(start)
    aside = [
        SetAside(event.id, Reason.COMMUNICATION_ALREADY_STARTED)
        for event in events
        if isinstance(event, Start) and event is not start
    ]
    ended_us, unused = _end(start, began_us, events)
    openers, outside = _openers(began_us, ended_us, events)
    recodings, unknown = _recodings([start, *(event for _, event in openers)], events)
    communication = Communication(
        start,
        began_us,
        ended_us,
        _segments(start, began_us, ended_us, openers, recodings),
        sorted(instant_us(event.given_at) for event in events if isinstance(event, InCallNoticeGiven)),
        _consent([event for event in events if isinstance(event, ConsentAnswered)]),
    )
    return communication, [*aside, *unused, *outside, *unknown]


def _end(start: Start, began_us: int, events: Sequence[TalkEvent]) -> tuple[int | None, list[SetAside]]:
    """The end that counts, and those that do not."""
    ended_us = began_us if isinstance(start, MessageSent) else None
    aside: list[SetAside] = []
    for event in events:
        if not isinstance(event, CommunicationEnded):
            continue
        if ended_us is not None:
            aside.append(SetAside(event.id, Reason.COMMUNICATION_ALREADY_ENDED))
        elif instant_us(event.ended_at) < began_us:
            aside.append(SetAside(event.id, Reason.OUTSIDE_COMMUNICATION))
        else:
            ended_us = instant_us(event.ended_at)
    return ended_us, aside


Later = CommunicationChanged | CommunicationTransferred


def _openers(
    began_us: int, ended_us: int | None, events: Sequence[TalkEvent]
) -> tuple[list[tuple[int, Later]], list[SetAside]]:
    """Changes and transfers with their instants, in order of time, and those outside of the communication."""
    inside: list[tuple[int, Later]] = []
    aside: list[SetAside] = []
    for event in events:
        if not isinstance(event, Later):
            continue
        at_us = _opened_us(event)
        if at_us < began_us or (ended_us is not None and at_us > ended_us):
            aside.append(SetAside(event.id, Reason.OUTSIDE_COMMUNICATION))
        else:
            inside.append((at_us, event))
    inside.sort(key=lambda opener: (opener[0], opener[1].id))
    return inside, aside


def _opened_us(event: Later) -> int:
    """When a change or a transfer opens its segment."""
    if isinstance(event, CommunicationChanged):
        return instant_us(event.changed_at)
    return instant_us(event.transferred_at)


def _recodings(
    openers: Iterable[Opener], events: Sequence[TalkEvent]
) -> tuple[dict[str, list[SegmentRecoded]], list[SetAside]]:
    """The recodings of each opener in order, and those that name none."""
    of: dict[str, list[SegmentRecoded]] = {opener.id: [] for opener in openers}
    aside: list[SetAside] = []
    for event in events:
        if isinstance(event, SegmentRecoded):
            if event.ref in of:
                of[event.ref].append(event)
            else:
                aside.append(SetAside(event.id, Reason.UNKNOWN_SEGMENT))
    for recodings in of.values():
        recodings.sort(key=lambda event: (instant_us(event.recoded_at), event.id))
    return of, aside


def _segments(
    start: Start,
    began_us: int,
    ended_us: int | None,
    openers: Sequence[tuple[int, Later]],
    recodings: dict[str, list[SegmentRecoded]],
) -> list[Segment]:
    """The segments in order of time; numbers follow it."""
    telephone = None if isinstance(start, MessageSent) or start.telephone is UNSET else start.telephone
    employee = None if start.employee is UNSET else start.employee
    all_openers: list[tuple[int, Opener]] = [(began_us, start), *openers]
    segments: list[Segment] = []
    for number, (at_us, opener) in enumerate(all_openers):
        opened_by = START if number == 0 else CHANGE
        if isinstance(opener, CommunicationTransferred):
            opened_by = TRANSFER
            employee = None if opener.to_employee is UNSET else opener.to_employee
            telephone = telephone if opener.to_telephone is UNSET else opener.to_telephone
        end_us = all_openers[number + 1][0] if number + 1 < len(all_openers) else ended_us
        codings = [coding_of(event) for event in (opener, *recodings[opener.id])]
        segments.append(Segment(number, opener, opened_by, at_us, end_us, telephone, employee, codings))
    return segments


def _consent(answers: Sequence[ConsentAnswered]) -> Consent:
    """What the answers say in the end: of two at one instant the given one counts as later."""
    consent = Consent(None)
    for answer in sorted(answers, key=lambda one: (instant_us(one.answered_at), one.given)):
        if not answer.given:
            consent = Consent(False)
        elif not consent.given:
            consent = Consent(True, instant_us(answer.answered_at))
    return consent

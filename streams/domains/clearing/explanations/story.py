"""What had happened in a default before a fact?"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from schemas import clearing as events
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.assembled import said_at
from streams.domains.clearing.explanations.entries_again import RecordedEvent

_TOLD: Final = (
    events.CycleSealed,
    events.ShortfallReported,
    events.AdvanceReported,
    events.ReturnSubmitted,
    events.DefaultReturnsClosed,
    events.DepositReceived,
    events.DefaultDepositsClosed,
    events.SettlementRequested,
    events.IndirectShortfallReported,
)
_FEW: Final = 2


def story_before(grounds: Iterable[RecordedEvent]) -> Iterator[str]:
    """What had happened, in the order of the stamps; many of a kind in a row are told in one sentence."""
    told = {one.event.id: one for one in grounds if isinstance(one.event, _TOLD)}
    ordered = sorted(told.values(), key=lambda one: (one.event.at, one.record.place.offset))
    for kind, group in groupby(ordered, key=lambda one: type(one.event)):
        some = list(group)
        if len(some) <= _FEW or kind not in (events.ReturnSubmitted, events.DepositReceived):
            yield from (said_at(one.event) for one in some)
        else:
            yield _many(some)


def _many(some: Sequence[RecordedEvent]) -> str:
    """Several returns or deposits in one sentence."""
    first, last = some[0].event, some[-1].event
    when = _span(first.at, last.at)
    if isinstance(first, events.ReturnSubmitted):
        cents = sum(one.event.value_cents for one in some if isinstance(one.event, events.ReturnSubmitted))
        return f"{when}: {len(some)} returns that follow the default were booked, worth {words.money(cents)} together."
    cents = sum(one.event.deposit_cents for one in some if isinstance(one.event, events.DepositReceived))
    return f"{when}: {len(some)} deposits came in, worth {words.money(cents)} together."


def _span(first: str, last: str) -> str:
    """From when until when, the day named once where it is one."""
    begin, end = words.instant(first), words.instant(last)
    if first == last:
        return begin
    return f"Between {begin.partition(' UTC')[0] if first[:10] == last[:10] else begin} and {end}"

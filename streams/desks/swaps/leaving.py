"""Which parts leave the window of twelve months within the next days?"""

from collections.abc import Iterator

import msgspec

from streams.desks.swaps.answer import Answer
from streams.desks.swaps.totals import Totals, days_after, days_between
from streams.domains.swaps.rules.window import window_first


class Leaving(msgspec.Struct, frozen=True):
    """One side of a part that is in a total now and will not be.

    Attributes:
        leaves_on: the first day in whose window it is not.
    """

    part: str
    entity: str
    groups: list[str]
    traded_on: str
    leaves_on: str
    counted_cents: int


def leaving(answer: Answer, totals: Totals, days: int) -> list[Leaving]:
    """What counts on the day of an answer and leaves within so many days after it, in the order of leaving."""
    first, last = window_first(answer.day), window_first(days_after(answer.day, days))
    if last <= first:
        return []
    leaves_on = _leaving_days(answer.day, days)
    found = []
    for key, tag in answer.views["tags"].items():
        traded_on = str(tag["traded_on"])
        part, _, entity = key.rpartition("/")
        is_leaving = first <= traded_on < last and tag["counted_cents"]
        if is_leaving and not totals.registry.is_swap_dealer_on(entity, answer.day):
            found.append(
                Leaving(part, entity, tag["groups"], traded_on, leaves_on[traded_on], tag["counted_cents"])
            )
    return sorted(found, key=lambda one: (one.leaves_on, -one.counted_cents, one.part, one.entity))


def _leaving_days(day: str, days: int) -> dict[str, str]:
    """On which of the next days each date leaves the window."""
    found: dict[str, str] = {}
    for later in days_between(days_after(day, 1), days_after(day, days)):
        for date in _dates_before(window_first(later), window_first(days_after(later, -1))):
            found[date] = later
    return found


def _dates_before(until: str, first: str) -> Iterator[str]:
    yield from (one for one in days_between(first, until) if one < until)

"""What do the facts read so far say of a day? Every fold lays down the same facts in the same order."""

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Final, NamedTuple

from msgspec import UNSET

from schemas import swaps as events
from schemas.instants import instant_us
from streams.domains.swaps.state.fact_keys import (
    REGISTRANTS,
    control_key,
    key_of,
    obligor_key,
    registration_key,
    representation_key,
)
from streams.domains.swaps.state.rates import Rates

SWAP_DEALER: Final = "SWAP_DEALER"
ALWAYS: Final = ""
"""Sorts before every day."""
OPEN: Final = "~"
"""Sorts after every day."""


class Laid(NamedTuple):
    """A fact where it was laid down.

    Attributes:
        at_us: its stamp, microseconds since 1970.
        place: how many facts stand before it in the log.
        valid_from: the first day on which it holds, or ALWAYS.
        valid_until: the first day on which it no longer holds, or OPEN.
    """

    at_us: int
    place: int
    valid_from: str
    valid_until: str
    fact: events.ValidFact


class Span(NamedTuple):
    """What a fact may change: whatever looked its key up on a day of its validity.

    Attributes:
        made_to: the only counterparty to whom it matters; None: to everyone.
    """

    key: str
    valid_from: str
    valid_until: str
    made_to: str | None = None


class Registry:
    """Facts by key in order of (stamp, place). It never consults the law, so that new law never changes old history.

    Attributes:
        places: how many facts were laid down.
        entities: every person that was ever recorded.
        boundaries: the days on which a registration or control may begin or end, without double ones, in order.
    """

    def __init__(self) -> None:
        self.places = 0
        self.rates = Rates()
        self.entities: dict[str, None] = {}
        self.swap_dealers: dict[str, None] = {}
        self.boundaries: list[str] = []
        self._laid: dict[str, list[Laid]] = {}
        self._guarantees_of: dict[str, dict[str, None]] = {}
        self._obligors_of: dict[str, dict[str, None]] = {}

    def lay_down(self, fact: events.Fact) -> list[Span]:
        """Take a fact; say what it may change. A rate changes what `rates` says and nothing else."""
        place = self.places
        self.places += 1
        if isinstance(fact, events.FxRatePublished):
            self.rates.lay_down(fact, place)
            return []
        valid_from = ALWAYS if fact.valid_from is UNSET else fact.valid_from
        valid_until = OPEN if fact.valid_until is UNSET else fact.valid_until
        key = key_of(fact)
        laid = Laid(instant_us(fact.at), place, valid_from, valid_until, fact)
        insort(self._laid.setdefault(key, []), laid, key=lambda one: one[:2])
        made_to = None
        if isinstance(fact, events.RepresentationRecorded) and fact.made_to is not UNSET:
            made_to = fact.made_to
        return [Span(touched, valid_from, valid_until, made_to) for touched in self._index(fact, key, laid)]

    def _index(self, fact: events.ValidFact, key: str, laid: Laid) -> Iterator[str]:
        """Note what look-ups of several facts need; the keys that a fact touches."""
        if isinstance(fact, events.RepresentationRecorded):
            yield representation_key(fact.made_by, "", fact.statement)
            return
        yield key
        if isinstance(fact, events.GuaranteeRecorded):
            self._guarantees_of.setdefault(fact.obligor, {})[key] = None
            obligors = self._obligors_of.setdefault(key, {})
            obligors[fact.obligor] = None
            yield from map(obligor_key, obligors)
        elif isinstance(fact, events.EntityRecorded):
            self.entities[fact.entity] = None
        elif isinstance(fact, events.ControlRecorded):
            _bound(self.boundaries, laid)
        elif isinstance(fact, events.RegistrationRecorded):
            _bound(self.boundaries, laid)
            if fact.category == SWAP_DEALER and fact.entity not in self.swap_dealers:
                self.swap_dealers[fact.entity] = None
                yield REGISTRANTS

    def laid_on(self, key: str, day: str) -> Laid | None:
        """The last fact of a key that holds on a day, or None."""
        laid = self._laid.get(key)
        if laid is not None:
            for one in reversed(laid):
                if one[2] <= day < one[3]:
                    return one
        return None

    def laid_under(self, key: str, day: str) -> Iterator[Laid]:
        """The facts that hold on a day under a key that was looked up, and under those that it stands for."""
        keys = [key]
        if key.startswith("representation/"):
            keys = [one for one in self._laid if one.startswith(key)]
        for one in keys:
            laid = self.laid_on(one, day)
            if laid is not None:
                yield laid

    def guarantee_keys(self, obligor: str) -> Iterator[str]:
        """The keys of every arrangement that ever supported an obligor."""
        return iter(self._guarantees_of.get(obligor, ()))

    def is_swap_dealer_on(self, entity: str, day: str) -> bool:
        """Whether an entity is a registered swap dealer on a day."""
        laid = self.laid_on(registration_key(entity, SWAP_DEALER), day)
        return (
            laid is not None
            and isinstance(laid.fact, events.RegistrationRecorded)
            and laid.fact.status == "REGISTERED"
        )

    def controllers_on(self, entity: str, day: str) -> tuple[str, ...]:
        """The direct controllers of an entity on a day."""
        laid = self.laid_on(control_key(entity), day)
        return (
            laid.fact.controllers
            if laid is not None and isinstance(laid.fact, events.ControlRecorded)
            else ()
        )

    def boundaries_between(self, first: str, until: str) -> list[str]:
        """The days from the first on and before `until` on which a registration or control may begin or end."""
        return self.boundaries[bisect_left(self.boundaries, first) : bisect_left(self.boundaries, until)]

    def control_days(self, entity: str) -> set[str]:
        """The days on which control of an entity, or of any that ever stood above it, may begin or end."""
        days: set[str] = set()
        seen: set[str] = set()
        waiting = [entity]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for laid in self._laid.get(control_key(name), ()):
                days |= {laid.valid_from, laid.valid_until} - {ALWAYS, OPEN}
                if isinstance(laid.fact, events.ControlRecorded):
                    waiting += laid.fact.controllers
        return days


def _bound(boundaries: list[str], laid: Laid) -> None:
    """Note the days on which a fact begins and ends to hold."""
    for day in (laid.valid_from, laid.valid_until):
        place = bisect_left(boundaries, day)
        if day not in (ALWAYS, OPEN) and boundaries[place : place + 1] != [day]:
            boundaries.insert(place, day)

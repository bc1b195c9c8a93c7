"""Who stands in the place of a member that ceased to exist? (BL3/36)"""

from collections.abc import Iterator
from datetime import date

import msgspec

from schemas.instants import date_of, instant_text


class Amalgamation(msgspec.Struct, frozen=True):
    """A member ceased and another continues.

    Attributes:
        at_us: the stamp of the fact, from which it counts.
        amalgamated_on: the day of the amalgamation.
        extended_through_on: the last day of an extended period, inclusive; None where it was not extended.
    """

    at_us: int
    successor: str
    amalgamated_on: date
    extended_through_on: date | None

    def last_day(self, period_years: int) -> date:
        """The last day on which items naming the ceased member are taken, inclusive."""
        return self.extended_through_on or years_later(self.amalgamated_on, period_years)


def years_later(day: date, years: int) -> date:
    """The anniversary of a day; 29 February becomes 28 February in a common year. At most the end of year 9999."""
    year = day.year + years
    if year > date.max.year:
        return date.max
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (
        day.replace(year=year, day=28)
        if (day.month, day.day) == (2, 29) and not leap
        else day.replace(year=year)
    )


class Amalgamations:
    """All amalgamations, in the order in which they were read."""

    def __init__(self) -> None:
        self._of: dict[str, list[Amalgamation]] = {}

    def add(self, ceased_member: str, amalgamation: Amalgamation) -> None:
        """Record that a member ceased to exist."""
        self._of.setdefault(ceased_member, []).append(amalgamation)

    def any(self) -> bool:
        """Whether members ever amalgamated."""
        return bool(self._of)

    def has_ceased(self, member: str, at_us: int) -> bool:
        """Whether a member had ceased to exist by an instant."""
        return self._newest(member, at_us) is not None

    def successor(self, name: str, at_us: int) -> str:
        """For whom a name stands at an instant: itself, or the last in the chain of its successors."""
        if name not in self._of:
            return name
        last = name
        for amalgamation in self._chain(name, at_us):
            last = amalgamation.successor
        return last

    def has_expired(self, name: str, at_us: int, period_years: int) -> bool:
        """Whether the period for items naming a ceased member, or one further on the way, is over at an instant."""
        if name not in self._of:
            return False
        day = date_of(instant_text(at_us)[:10])
        return any(day > one.last_day(period_years) for one in self._chain(name, at_us))

    def _chain(self, name: str, at_us: int) -> Iterator[Amalgamation]:
        """The amalgamations on the way from a name to the last of its successors.

        A name that comes a second time ends the way; facts whose stamps go back, against the promise of their writer,
        can make a circle, and a worker must not go round in it.
        """
        passed = {name}
        newest = self._newest(name, at_us)
        while newest is not None and newest.successor not in passed:
            yield newest
            passed.add(newest.successor)
            newest = self._newest(newest.successor, at_us)

    def _newest(self, name: str, at_us: int) -> Amalgamation | None:
        known = [one for one in self._of.get(name, ()) if one.at_us <= at_us]
        return known[-1] if known else None

"""Whose swaps are added up, and since when? (17CFR1.3/swap-dealer(4)(i)(A), XB2020/5)

Control changes from one day to another, so that what belongs together is told in stretches of days.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from streams.domains.swaps.rules.control import ultimate_controllers, with_controllers
from streams.domains.swaps.state.registry import ALWAYS, OPEN, Registry
from streams.kernel.citation import cites


class Stretch(NamedTuple):
    """Who belongs to somebody from a day on and before another."""

    first: str
    until: str
    names: frozenset[str]


Stretches = tuple[Stretch, ...]


class Affiliation(NamedTuple):
    """Somebody of whom swaps are known is affiliated from a day on and before another."""

    entity: str
    first: str
    until: str


class Group:
    """Those affiliated with somebody, itself among them; everybody with the same affiliates has the same group.

    Attributes:
        members: in order of their names and days.
        names: of all members.
    """

    __slots__ = ("members", "names")

    def __init__(self, members: Iterable[Affiliation]) -> None:
        self.members = tuple(sorted(members))
        self.names = frozenset(one.entity for one in self.members)

    def within(self, first: str, until: str) -> tuple[Affiliation, ...]:
        """The members as far as they are affiliated from a day on and before another."""
        return tuple(
            Affiliation(entity, max(since, first), min(before, until))
            for entity, since, before in self.members
            if since < until and before > first
        )


class Affiliates:
    """Who is affiliated with whom, and who controls whom, day by day; worked out again where control changes."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._chains: dict[str, Stretches] = {}
        self._tops: dict[str, Stretches] = {}
        self._entities: dict[str, None] = {}
        self._below: dict[str, set[str]] = {}
        self._asked: dict[str, set[str]] = {}
        self._members: dict[str, dict[str, list[Affiliation]]] = {}
        self._groups: dict[str, Group] = {}
        self._alike: dict[frozenset[Affiliation], Group] = {}

    def add(self, entity: str) -> set[str]:
        """Take somebody into account who has swaps; whose affiliates may be others now."""
        if entity in self._entities:
            return set()
        self._entities[entity] = None
        return self._enter(entity)

    def _enter(self, entity: str) -> set[str]:
        """Find somebody below all who stand above it, and among the affiliates of everybody who asked for them."""
        names = self._ever_above(entity)
        for name in names:
            self._below.setdefault(name, set()).add(entity)
        return self._renew(names, entity)

    def _renew(self, names: set[str], entity: str) -> set[str]:
        """Work out anew when somebody is affiliated with everybody who asked for one of the names; who that is."""
        persons = set().union(*(self._asked.get(name, ()) for name in names))
        for person in persons:
            members = self._members.get(person)
            if members is not None:
                members.pop(entity, None)
                found = list(self._meetings(person, entity)) if entity in self._entities else []
                if found:
                    members[entity] = found
                self._groups.pop(person, None)
        return persons

    def asking(self, entity: str) -> set[str]:
        """Whose affiliates somebody is, or may be: everybody who ever asked for one that stands above it."""
        return {entity}.union(*(self._asked.get(name, ()) for name in self._ever_above(entity)))

    def control_changed(self, entity: str) -> set[str]:
        """Take notice that somebody's controllers were recorded anew; whose affiliates may be others now."""
        changed = [one for one in self._chains if one == entity or entity in self._ever_above(one)]
        before = {one: self._ever_above(one) for one in changed}
        for one in changed:
            for name in before[one]:
                self._below.get(name, set()).discard(one)
            self._tops.pop(one, None)
            self._groups.pop(one, None)
            del self._chains[one]
        self._alike.clear()
        touched = set(changed)
        for one in changed:
            # Whoever was looked up stays known, with swaps or without: the next record may come before a close asks.
            names = self._ever_above(one)
            if self._members.pop(one, None) is not None:
                self._ask(one, names)
            touched |= self._renew(before[one], one)
            if one in self._entities:
                touched |= self._enter(one)
        return touched

    def _ever_above(self, entity: str) -> set[str]:
        """Somebody and all who ever stood above it."""
        chain = self._chain(entity)
        return set(chain[0].names) if len(chain) == 1 else set().union(*(one.names for one in chain))

    def _chain(self, entity: str) -> Stretches:
        """Somebody and all who stand above it, day by day."""
        chain = self._chains.get(entity)
        if chain is None:
            days = self._registry.control_days(entity)
            chain = _stretches(days, lambda day: with_controllers(entity, self._controllers_on(day)))
            self._chains[entity] = chain
        return chain

    def _controllers_on(self, day: str) -> Callable[[str], tuple[str, ...]]:
        return lambda name: self._registry.controllers_on(name, day)

    def _meetings(self, person: str, entity: str) -> Iterator[Affiliation]:
        """When the two are affiliated: while what stands above the one meets what stands above the other."""
        first: str | None = None
        for day, meet in _steps(self._chain(person), self._chain(entity)):
            if meet and first is None:
                first = day
            elif not meet and first is not None:
                yield Affiliation(entity, first, day)
                first = None
        if first is not None:
            yield Affiliation(entity, first, OPEN)

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "XB2020/5")
    def of(self, person: str) -> Group:
        """Those of whom swaps are known that are affiliated with somebody, and when."""
        group = self._groups.get(person)
        if group is None:
            members = self._members.get(person)
            if members is None:
                members = self._first_members(person)
            content = frozenset(one for affiliations in members.values() for one in affiliations)
            group = self._alike.get(content)
            if group is None:
                group = self._alike[content] = Group(content)
            self._groups[person] = group
        return group

    def _first_members(self, person: str) -> dict[str, list[Affiliation]]:
        names = self._ever_above(person)
        near = {one for name in names for one in self._below.get(name, ())}
        found = {entity: list(self._meetings(person, entity)) for entity in near}
        members = {entity: affiliations for entity, affiliations in found.items() if affiliations}
        self._members[person] = members
        self._ask(person, names)
        return members

    def _ask(self, person: str, names: set[str]) -> None:
        """Remember that somebody asked for whoever stands below these names."""
        for name in names:
            self._asked.setdefault(name, set()).add(person)

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "XB2020/5")
    def ultimate_controllers(self, entity: str) -> Stretches:
        """Who controls somebody and is controlled by nobody, day by day."""
        tops = self._tops.get(entity)
        if tops is None:
            self._chain(entity)
            days = self._registry.control_days(entity)
            tops = _stretches(
                days, lambda day: frozenset(ultimate_controllers(entity, self._controllers_on(day)))
            )
            self._tops[entity] = tops
        return tops


def names_on(stretches: Stretches, day: str) -> frozenset[str]:
    """Who belongs to somebody on a day."""
    return stretches[bisect_right(stretches, day, key=lambda one: one.first) - 1].names


def _steps(one: Stretches, other: Stretches) -> Iterator[tuple[str, bool]]:
    """From each day on which one of two chains changes, whether they meet."""
    if len(one) == len(other) == 1:
        yield ALWAYS, not one[0].names.isdisjoint(other[0].names)
        return
    for day in sorted({stretch.first for stretch in (*one, *other)}):
        yield day, not names_on(one, day).isdisjoint(names_on(other, day))


def _stretches(days: set[str], names: Callable[[str], frozenset[str]]) -> Stretches:
    """What holds from each of the days on, neighbours that say the same in one."""
    found: list[Stretch] = []
    for day in sorted({ALWAYS, *days}):
        on_day = names(day)
        if found and found[-1].names == on_day:
            continue
        if found:
            found[-1] = found[-1]._replace(until=day)
        found.append(Stretch(day, OPEN, on_day))
    return tuple(found)

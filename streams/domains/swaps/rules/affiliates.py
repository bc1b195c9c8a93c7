"""Whose swaps are added up, and since when? (17CFR1.3/swap-dealer(4)(i)(A), XB2020/5)

Control changes from one day to another, so that what belongs together is told in stretches of days.
"""

from bisect import bisect_right
from collections.abc import Callable
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


class Affiliates:
    """Who is affiliated with whom, and who controls whom, day by day; worked out again where control changes."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._chains: dict[str, Stretches] = {}
        self._entities: dict[str, None] = {}
        self._below: dict[str, set[str]] = {}
        self._groups: dict[str, Stretches] = {}
        self._tops: dict[str, Stretches] = {}
        self._asked: dict[str, set[str]] = {}

    def add(self, entity: str) -> set[str]:
        """Take somebody into account who has swaps; whose affiliates may be others now."""
        if entity in self._entities:
            return set()
        self._entities[entity] = None
        return self._enter(entity)

    def _enter(self, entity: str) -> set[str]:
        members = self._members(entity)
        for member in members:
            self._below.setdefault(member, set()).add(entity)
        return self._forget(members)

    def _forget(self, members: set[str]) -> set[str]:
        """Forget the affiliates of everybody who asked for one of the members; who that is."""
        touched: set[str] = set()
        for member in members:
            touched |= self._asked.get(member, set())
        for person in touched:
            self._groups.pop(person, None)
        return touched

    def asking(self, entity: str) -> set[str]:
        """Whose affiliates somebody is, or may be: everybody who ever asked for one that stands above it."""
        return {entity}.union(*(self._asked.get(member, ()) for member in self._members(entity)))

    def control_changed(self, entity: str) -> set[str]:
        """Take notice that somebody's controllers were recorded anew; whose affiliates may be others now."""
        changed = [one for one in self._chains if one == entity or entity in self._members(one)]
        touched: set[str] = set()
        for one in changed:
            members = self._members(one)
            for member in members:
                self._below.get(member, set()).discard(one)
            touched |= self._forget(members) | {one}
        for one in changed:
            self._groups.pop(one, None)
            self._tops.pop(one, None)
            del self._chains[one]
        for one in changed:
            if one in self._entities:
                touched |= self._enter(one)
        return touched

    def _members(self, entity: str) -> set[str]:
        """Somebody and all who ever stood above it."""
        return {name for stretch in self._chain(entity) for name in stretch.names}

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

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "XB2020/5")
    def of(self, person: str) -> Stretches:
        """Those of whom swaps are known that are affiliated with somebody, itself among them, day by day."""
        group = self._groups.get(person)
        if group is None:
            members = self._members(person)
            near = {one for member in members for one in self._below.get(member, ())}
            days = {stretch.first for one in (person, *near) for stretch in self._chain(one)}
            group = _stretches(days, lambda day: self._meeting(person, near, day))
            self._groups[person] = group
            for member in members:
                self._asked.setdefault(member, set()).add(person)
        return group

    def _meeting(self, person: str, near: set[str], day: str) -> frozenset[str]:
        mine = names_on(self._chain(person), day)
        return frozenset(one for one in near if not mine.isdisjoint(names_on(self._chain(one), day)))

    @cites("17CFR1.3/swap-dealer(4)(i)(A)", "XB2020/5")
    def ultimate_controllers(self, entity: str) -> Stretches:
        """Who controls somebody and is controlled by nobody, day by day."""
        tops = self._tops.get(entity)
        if tops is None:
            days = self._registry.control_days(entity)
            tops = _stretches(
                days, lambda day: frozenset(ultimate_controllers(entity, self._controllers_on(day)))
            )
            self._tops[entity] = tops
        return tops


def names_on(stretches: Stretches, day: str) -> frozenset[str]:
    """Who belongs to somebody on a day."""
    return stretches[bisect_right(stretches, day, key=lambda one: one.first) - 1].names


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

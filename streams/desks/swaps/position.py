"""How near is each group to the threshold, since when, and where is it heading?"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from streams.desks.swaps.answer import Answer
from streams.desks.swaps.leaving import Leaving, leaving
from streams.desks.swaps.totals import Totals, days_after, days_between
from streams.domains.swaps.rules.registration import registration_due_on
from streams.domains.swaps.rules.threshold import exceeds, level
from streams.domains.swaps.rules.window import window_first

LEAVING_DAYS: Final = 30
PACE_DAYS: Final = 91
"""A quarter: the pace is what was counted in it, spread evenly."""
AHEAD_DAYS: Final = 366
"""How far a crossing is looked for: by then everything that counts now has left the window."""


class Due(msgspec.Struct, frozen=True):
    """A member of a group whose total exceeded a line, and until when it has to register."""

    entity: str
    exceeded_on: str
    due_on: str
    registered: bool


class Group(msgspec.Struct, frozen=True):
    """The position of one group.

    Attributes:
        total_cents: what its members counted in the twelve months through the day, registered swap dealers left out.
        headroom_cents: what is left up to the threshold; below zero if exceeded.
        leaving_cents: what of the total leaves the window in the next days.
        pace_cents: what its members counted in the last `PACE_DAYS` days.
        exceeded_on: the first day on which a member that is not registered exceeded a line, as known; None if none did.
        due_on: until when that member has to register; None without one.
        crosses_on: the first day to come on which the total exceeds the threshold at the present pace; None if it
            does so already, or on none of the days looked at.
        would_be_due_on: until when somebody would have to register then.
        special_entity_cents: the highest total of a member with special entities.
        rate_missing_part_count: how many sides are in no total because a rate is missing.
        members: everybody in it whose total exceeded a line.
    """

    group: str
    total_cents: int
    headroom_cents: int
    level: str
    leaving_cents: int
    leaving_count: int
    pace_cents: int
    exceeded_on: str | None
    due_on: str | None
    crosses_on: str | None
    would_be_due_on: str | None
    special_entity_cents: int
    rate_missing_part_count: int
    members: list[Due]


class Position(msgspec.Struct, frozen=True):
    """The position of everybody on a day.

    Attributes:
        known_at: the stamp of the last fact or mark that was known.
        close: the id of the recorded close that says so; None where the log was folded again.
        groups: those with a total, or with a member whose total exceeded a line; the highest first.
    """

    on: str
    known_at: str
    close: str | None
    threshold_cents: int
    special_entity_threshold_cents: int
    groups: list[Group]
    leaving: list[Leaving]


def position(answer: Answer, totals: Totals, known_at: str) -> Position:
    """The position of everybody, by one answer."""
    day = answer.day
    law = totals.law(day)
    gone = leaving(answer, totals, LEAVING_DAYS)
    ahead = _Ahead(totals, day)
    members = _members(answer, totals)
    now = answer.views["group_totals"]
    groups = [
        _group(name, int(now[name]), members.get(name, []), gone, ahead, answer)
        for name in sorted(now, key=lambda name: (-now[name], name))
    ]
    told = [one for one in groups if one.total_cents or one.members]
    thresholds = law.de_minimis_threshold_cents, law.special_entity_threshold_cents
    return Position(day, known_at, answer.close, *thresholds, told, gone)


class _Ahead:
    """The totals of the days to come, from what is in the window already and the present pace."""

    def __init__(self, totals: Totals, day: str) -> None:
        self.totals = totals
        self.day = day
        self.pace_cents = totals.counted_since(days_after(day, 1 - PACE_DAYS), day)
        self._left = {
            later: totals.of_groups(later)
            for later in days_between(days_after(day, 1), days_after(day, AHEAD_DAYS))
        }

    def of(self, group: str) -> Iterator[tuple[str, int]]:
        """Each day to come with the total that is expected of a group."""
        pace_cents = self.pace_cents.get(group, 0)
        for count, (later, left) in enumerate(self._left.items(), 1):
            yield later, left.get(group, 0) + pace_cents * count // PACE_DAYS

    def crosses_on(self, group: str) -> str | None:
        """The first of these days on which the total exceeds the threshold."""
        threshold_cents = self.totals.law(self.day).de_minimis_threshold_cents
        return next((later for later, cents in self.of(group) if exceeds(cents, threshold_cents)), None)


def expected(totals: Totals, day: str, group: str) -> list[tuple[str, int]]:
    """Each day of the year to come with the total that is expected of a group at the present pace."""
    return list(_Ahead(totals, day).of(group))


def course(totals: Totals, day: str, group: str) -> list[tuple[str, int]]:
    """Each day of the twelve months through a day with the total of a group, as known."""
    days = days_between(window_first(day), day)
    return [(one, totals.of_groups(one).get(group, 0)) for one in days]


def _members(answer: Answer, totals: Totals) -> dict[str, list[str]]:
    """The persons in each group on the day."""
    found: dict[str, list[str]] = {}
    for person in answer.views["registration_state"]:
        for group in totals.groups_of(person, answer.day):
            found.setdefault(group, []).append(person)
    return found


def _group(
    name: str, total_cents: int, members: list[str], gone: list[Leaving], ahead: _Ahead, answer: Answer
) -> Group:
    law = ahead.totals.law(answer.day)
    threshold_cents = law.de_minimis_threshold_cents
    due = sorted(
        _due(answer.views["registration_state"], members), key=lambda one: (one.exceeded_on, one.entity)
    )
    first = next((one for one in due if not one.registered), None)
    is_exceeded = exceeds(total_cents, threshold_cents)
    crosses_on = None if is_exceeded else ahead.crosses_on(name)
    of_group = [one for one in gone if name in one.groups]
    return Group(
        group=name,
        total_cents=total_cents,
        headroom_cents=threshold_cents - total_cents,
        level=level(total_cents, threshold_cents, law.warning_levels_percent),
        leaving_cents=sum(one.counted_cents for one in of_group),
        leaving_count=len(of_group),
        pace_cents=ahead.pace_cents.get(name, 0),
        exceeded_on=None if first is None else first.exceeded_on,
        due_on=None if first is None else first.due_on,
        crosses_on=crosses_on,
        would_be_due_on=None if crosses_on is None else registration_due_on(crosses_on),
        special_entity_cents=_highest(answer.views["person_totals"], members, "special_entity_cents"),
        rate_missing_part_count=_highest(
            answer.views["threshold_distance"], members, "rate_missing_part_count"
        ),
        members=due,
    )


def _due(states: Mapping[str, Any], members: list[str]) -> Iterator[Due]:
    for member in members:
        state = states[member]
        if state["threshold_exceeded_on"] is not None:
            yield Due(
                member, state["threshold_exceeded_on"], state["registration_due_on"], state["registered"]
            )


def _highest(rows: Mapping[str, Any], members: list[str], field: str) -> int:
    return max((int(rows[one][field]) for one in members if one in rows), default=0)

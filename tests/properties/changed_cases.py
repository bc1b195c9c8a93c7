"""Acceptance cases with something changed in them: events left out, repeated, late, altered, names renamed, more ticks.

The published cases stand where the contract is narrow; what lies close beside them is where readings part.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from streams.kernel.stage import Domain
from streams.replay.cases import read_cases

Event = dict[str, Any]

_NAMES_OF_A_KEY: Final = frozenset({"type", "id", "communication", "telephone", "record", "request"})
"""Fields that every event about one thing repeats, as the gateway sees to; they stay as they are."""
_RENAMED: Final = ("[%s", '["%s"]', "%s/[1]", "/%s", "%s%%2F", "%s%%", '%s"', "é %s", "\\%s")
"""What a sender may call something instead, wherever the contract takes any text."""
_LONGEST: Final = 400
"""Events of a case; longer ones are left out, because they take long."""


class Changed(NamedTuple):
    """A case with changes."""

    case: str
    events: list[Event]
    parameters: Mapping[str, Any]


class Cases:
    """The acceptance cases of a domain, and what their fields say anywhere."""

    def __init__(self, domain: Domain) -> None:
        path = Path(__file__).parents[1] / "cases" / domain.name / "cases.json"
        document = read_cases(path.name, path.read_bytes())
        self._domain = domain
        self._cases = [
            Changed(case.case, _readable(values), case.parameters)
            for case in document.cases
            if len(values := document.events_of(case)) < _LONGEST
        ]
        self._told: dict[tuple[str, str], list[object]] = {}
        for event in (event for case in self._cases for event in case.events):
            for field, value in event.items():
                told = self._told.setdefault((field, type(value).__name__), [])
                if value not in told:
                    told.append(value)

    def changed(self, seed: int) -> Changed:
        """A case with one to eight changes; the same for the same seed."""
        chance = random.Random(f"{self._domain.name} {seed}")
        case = chance.choice(self._cases)
        events = list(case.events)
        for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
            self._change(events, chance)
        # It ends as the case does, under an id of its own: some contracts state their figures there alone.
        end = {**case.events[-1], "id": "the-end"}
        return case._replace(events=self._as_a_gateway_writes([*events, end]))

    def _change(self, events: list[Event], chance: random.Random) -> None:
        place = chance.randrange(len(events))
        match chance.choice(
            (
                "leave out",
                "repeat",
                "delay",
                "borrow",
                "tick",
                "alter",
                "alter",
                "alter",
                "shorten",
                "rename",
                "rename",
            )
        ):
            case "leave out" if len(events) > 1:
                del events[place]
            case "repeat":
                events.insert(chance.randrange(len(events) + 1), events[place])
            case "delay":
                events.insert(chance.randrange(place, len(events)), events.pop(place))
            case "tick":
                identifier = f"tick-{len(events)}-{place}"
                events.insert(
                    place + 1, {"type": "tick", "id": identifier, "at": events[place].get("at", "")}
                )
            case "borrow":
                events.insert(place, chance.choice(chance.choice(self._cases).events))
            case "alter" if fields := sorted(events[place].keys() - _NAMES_OF_A_KEY):
                field = chance.choice(fields)
                told = self._told[field, type(events[place][field]).__name__]
                events[place] = {**events[place], field: chance.choice(told)}
            case "shorten" if fields := sorted(events[place].keys() - _NAMES_OF_A_KEY):
                left_out = chance.choice(fields)
                events[place] = {name: value for name, value in events[place].items() if name != left_out}
            case "rename":
                texts = sorted(value for value in events[place].values() if isinstance(value, str))
                name = chance.choice([*texts, str(events[place].get("id"))])
                other = chance.choice(_RENAMED) % name
                changed = [renamed(event, name, other) for event in events]
                if all(map(self._is_read_alike, events, changed)):
                    events[:] = changed

    def _is_read_alike(self, event: Event, changed: Event) -> bool:
        """Whether a new name leaves an event readable: the former was no instant and no word of the contract."""
        before, after = (self._domain.read(json.dumps(one).encode()) for one in (event, changed))
        return type(before) is type(after)

    def _as_a_gateway_writes(self, events: Sequence[Event]) -> list[Event]:
        """Events in an order that the contract allows, with no id under two keys."""
        if self._domain.name == "clearing":
            # A fact stands before every event that is stamped as late as it.
            events = sorted(events, key=lambda event: str(event.get("at", "")))
        return list(self._with_ids_of_their_own(events))

    def _with_ids_of_their_own(self, events: Sequence[Event]) -> Iterator[Event]:
        key_of: dict[object, object] = {}
        for place, event in enumerate(events):
            placed = self._domain.places(self._domain.read(json.dumps(event).encode()), 1)
            key = sorted(key for _, key in placed)
            if key_of.setdefault(event["id"], key) != key:
                yield {**event, "id": f"{event['id']}~{place}"}
            else:
                yield event


def renamed(value: Any, name: str, other: str) -> Any:
    """An event, or a part of one, with another name wherever it says this one."""
    match value:
        case dict():
            return {field: renamed(one, name, other) for field, one in value.items()}
        case list():
            return [renamed(one, name, other) for one in value]
        case _:
            return other if value == name else value


def _readable(values: Sequence[bytes]) -> list[Event]:
    """The events of a log; what is none is left out."""
    events: list[Event] = []
    for value in values:
        try:
            event = json.loads(value)
        except ValueError:
            continue
        if isinstance(event, dict):
            events.append(event)
    return events

"""What do the published views say so far?"""

import json
from collections.abc import Mapping
from typing import Any, cast

from streams.demo.circle import DEFAULTER
from streams.demo.timetable import CYCLE


class Figures:
    """Looks into the newest rows of the views, by `view/row key` as on the topic of the views."""

    def __init__(self, rows: Mapping[bytes, bytes]) -> None:
        """Look into rows; they may change while they are looked at."""
        self._rows = rows

    def row(self, view: str, key: str) -> dict[str, Any] | None:
        """A row of a view, or None while there is none; figures beyond 64 bits stay exact."""
        value = self._rows.get(f"{view}/{key}".encode())
        return None if value is None else cast("dict[str, Any]", json.loads(value))

    def cycle(self) -> dict[str, Any]:
        """The row of the day's cycle; empty before there is one."""
        return self.row("cycles", CYCLE) or {}

    def balances(self) -> dict[str, int]:
        """The running clearing balances of the day's cycle, in cents."""
        return cast("dict[str, int]", self.cycle().get("clearing_balances_cents", {}))

    def case(self) -> dict[str, Any]:
        """The case of the defaulter.

        Raises:
            LookupError: no shortfall was reported yet.
        """
        case = self.row("default_cases", f"{CYCLE}/{DEFAULTER}")
        if case is None:
            raise LookupError(f"no shortfall of {DEFAULTER} was reported for {CYCLE}")
        return case

    def position(self, clearer: str, institution: str) -> int:
        """What an institution owes (below zero) or is owed inside its clearer's circle, in cents."""
        value = self._rows.get(f"represented_positions_cents/{CYCLE}/{clearer}/{institution}".encode())
        return 0 if value is None else int(value)

    def is_decided(self, event: str) -> bool:
        """Whether an event has its verdict."""
        return f"verdicts/{event}".encode() in self._rows

    def verdict(self, event: str) -> dict[str, Any]:
        """The verdict on an event.

        Raises:
            LookupError: there is none yet.
        """
        verdict = self.row("verdicts", event)
        if verdict is None:
            raise LookupError(f"{event} has no verdict yet")
        return verdict

    def rows_of(self, view: str) -> dict[str, Any]:
        """All rows of a view by their keys, in order of the keys."""
        prefix = f"{view}/".encode()
        found = {key: value for key, value in self._rows.items() if key.startswith(prefix)}
        return {key.removeprefix(prefix).decode(): json.loads(found[key]) for key in sorted(found)}

"""Whose turn has come, without looking at everybody?"""

from typing import Final

from streams.kernel.index import Index
from streams.kernel.sortable import BEGINNING_US, sortable

_ALL: Final = ""
"""The one heading, under which names stand behind their instants."""


class Deadlines:
    """Names by the instant at which they want to be asked again; each has one at most."""

    def __init__(self, name: str) -> None:
        self.index = Index(name)
        # What was taken out may still lie on disk for a while; nobody need step over it again.
        self._first_us = BEGINNING_US

    def set(self, name: str, before_us: int | None, due_us: int | None) -> None:
        """Ask for an object at an instant, in the place of its former one; None asks no more."""
        if due_us is not None:
            self._first_us = min(self._first_us, due_us)
        if before_us == due_us:
            return
        if before_us is not None:
            self.index.discard(_ALL, f"{sortable(before_us)}/{name}")
        if due_us is not None:
            self.index.add(_ALL, f"{sortable(due_us)}/{name}")

    def passed(self, now_us: int) -> list[str]:
        """Those whose instant has come, in order of time; whoever takes them sets their next deadlines."""
        found = self.index.under(_ALL, sortable(self._first_us), sortable(now_us + 1))
        self._first_us = now_us
        return [name.partition("/")[2] for name in found]

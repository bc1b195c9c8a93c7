"""Does an outcome or a row belong to the cycles that were asked for?"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from streams.kernel.stage import View
from streams.kernel.view_keys import view_and_row

_NAMES: Final = re.compile(rb'"(?:booked_in_)?cycle":"([^"\\]*)"')


class Window(NamedTuple):
    """Cycles from one through another, in the order of their names; None for no limit.

    What names no cycle at all belongs to every window.
    """

    begin: str | None = None
    through: str | None = None

    def holds(self, cycle: str) -> bool:
        """Whether a cycle lies in the window."""
        return (self.begin is None or self.begin <= cycle) and (self.through is None or cycle <= self.through)

    def holds_record(self, value: bytes | None) -> bool:
        """Whether an outcome names a cycle of the window, or none."""
        named = [name.decode(errors="replace") for name in _NAMES.findall(value or b"")]
        return not named or any(map(self.holds, named))

    def holds_row(self, views: Mapping[str, View], key: str) -> bool:
        """Whether a row is of a cycle of the window, or of none; a day in a name that a sender chose says nothing."""
        view, row = view_and_row(key)
        is_of_cycle = isinstance(row, str) and view in views and views[view].of_cycles
        return not is_of_cycle or self.holds(str(row).partition("/")[0])


EVERY_CYCLE: Final = Window()

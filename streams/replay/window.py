"""Does an outcome or a row belong to the cycles that were asked for?"""

import re
from typing import Final, NamedTuple

_NAMES: Final = re.compile(rb'"(?:booked_in_)?cycle":"([^"\\]*)"')
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


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

    def holds_row(self, key: str) -> bool:
        """Whether the key of a row names a cycle of the window, or none."""
        named = [part for part in key.split("/")[1:] if _DAY.fullmatch(part)]
        return not named or any(map(self.holds, named))


EVERY_CYCLE: Final = Window()

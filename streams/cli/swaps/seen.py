"""What do the rows of the views say at the newest close?"""

from typing import Any, Final

from streams.demo.views import Views
from streams.kernel.history import version_key

CLOSES: Final = "closes"


class SeenCloses:
    """Follows the closes of a year as they are published, each day once and in order.

    Attributes:
        number: of the newest close that is there; 0 before the first.
    """

    def __init__(self, days: list[str]) -> None:
        """Follow closes.

        Args:
            days: the days that will be closed, in order.
        """
        self.number = 0
        self._days = days
        self._newest: dict[tuple[str, str], int] = {}

    @property
    def day(self) -> str:
        """The day of the newest close; empty before the first."""
        return self._days[self.number - 1] if self.number else ""

    def look(self, views: Views) -> None:
        """Take note of the closes that are there now."""
        while self.number < len(self._days) and views.has(
            CLOSES, version_key(self._days[self.number], self.number + 1)
        ):
            self.number += 1

    def newest(self, views: Views, view: str, subject: str) -> Any:
        """What a view said of a subject at the newest close; None where it said nothing."""
        known = self._newest.get((view, subject), 1)
        for close in range(self.number, known - 1, -1):
            if views.has(view, version_key(subject, close)):
                self._newest[view, subject] = close
                return views.value(view, version_key(subject, close))
        return None


def newest_rows(views: Views, view: str) -> dict[str, Any]:
    """The newest row of every subject of a view, those left out that are gone."""
    newest = {key.rpartition("/")[0]: row for key, row in views.rows_of(view).items()}
    return {subject: row for subject, row in newest.items() if row is not None}

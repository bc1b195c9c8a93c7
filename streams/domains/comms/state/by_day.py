"""What lay on a telephone around a stretch of time, without looking at everything that ever did?"""

from collections.abc import Iterable, Iterator
from typing import Final

from streams.domains.comms.state.calendar import DAY_US

_LONGEST_DAYS: Final = 31


class ByDay:
    """Names by telephone and day; what lasts longer than a month is looked at on every day."""

    def __init__(self) -> None:
        self._days: dict[str, dict[int, dict[str, None]]] = {}
        self._long: dict[str, dict[str, None]] = {}

    def put(self, name: str, telephone: str, start_us: int, end_us: int) -> None:
        """Remember that a name lies on a telephone for a while."""
        for names in self._buckets(telephone, start_us, end_us):
            names[name] = None

    def _buckets(self, telephone: str, start_us: int, end_us: int) -> Iterable[dict[str, None]]:
        days = _days(start_us, end_us)
        if len(days) > _LONGEST_DAYS:
            return (self._long.setdefault(telephone, {}),)
        by_day = self._days.setdefault(telephone, {})
        return [by_day.setdefault(day, {}) for day in days]

    def near(self, telephone: str, start_us: int, end_us: int) -> Iterator[str]:
        """The names that may overlap a stretch on a telephone."""
        yield from self._long.get(telephone, ())
        by_day = self._days.get(telephone, {})
        days = _days(start_us, end_us)
        for day in days if len(days) <= _LONGEST_DAYS else by_day:
            yield from by_day.get(day, ())


def _days(start_us: int, end_us: int) -> range:
    return range(start_us // DAY_US, end_us // DAY_US + 1)

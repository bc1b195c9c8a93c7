"""What lay on a telephone around a stretch of time, without looking at everything that ever did?"""

from collections.abc import Iterator, Sequence
from typing import Final

from streams.domains.comms.state.calendar import DAY_US
from streams.kernel.index import Index

_LONGEST_DAYS: Final = 31
_LONG: Final = "long"
"""In the place of the day of what lasts longer than a month."""


class ByDay:
    """Names by telephone and day; what lasts longer than a month is looked at on every day."""

    def __init__(self, name: str) -> None:
        self.index = Index(name)

    def put(self, name: str, telephone: str, start_us: int, end_us: int) -> None:
        """Remember that a name lies on a telephone for a while."""
        for day in _days(start_us, end_us) or (_LONG,):
            self.index.add(f"{telephone}/{day}", name)

    def near(self, telephone: str, start_us: int, end_us: int) -> Iterator[str]:
        """The names that may overlap a stretch on a telephone."""
        days = _days(start_us, end_us)
        if days is None:
            yield from (name.partition("/")[2] for name in self.index.under(telephone))
            return
        for day in (_LONG, *days):
            yield from self.index.under(f"{telephone}/{day}")


def _days(start_us: int, end_us: int) -> Sequence[str] | None:
    """The days of a stretch, UTC, as whole numbers; None where it lasts longer than a month."""
    days = range(start_us // DAY_US, end_us // DAY_US + 1)
    return None if len(days) > _LONGEST_DAYS else [str(day) for day in days]

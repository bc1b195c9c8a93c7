"""When is it that a file tells?"""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from streams.readers.comms.lacks import Reason, lack

_NO_LATER_SECONDS: Final = 1 << 32


def instant(told: str, element: str, zone: ZoneInfo) -> datetime:
    """An instant in UTC; one without an offset is local time of the zone.

    Raises:
        LacksError: there is none, or the clock of the zone showed it twice or not at all.
    """
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        what = "it is empty" if not told else "it is none such as 2024-06-03 09:30:00 or 2024-06-03T07:30:00Z"
        raise lack(Reason.INSTANT_UNREADABLE, element, what) from None
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    earlier, later = (found.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier != later:
        raise lack(Reason.INSTANT_AMBIGUOUS, element, f"{found} in {zone.key}: give its offset from UTC")
    return earlier


def since_1970(told: str, element: str) -> datetime:
    """An instant in UTC that is told in whole seconds since 1970.

    Raises:
        LacksError: there is none.
    """
    if not (told.isascii() and told.isdecimal() and 0 < int(told) < _NO_LATER_SECONDS):
        what = "it is empty" if told in ("", "0") else "it is no number of seconds since 1970"
        raise lack(Reason.INSTANT_UNREADABLE, element, what)
    return datetime.fromtimestamp(int(told), UTC)

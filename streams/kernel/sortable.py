"""How is an instant written so that texts are in order of time?"""

from typing import Final

BEGINNING_US: Final = -(1 << 62)
"""Before every instant, in microseconds from 1970-01-01T00:00:00Z."""

_DIGITS: Final = 19


def sortable(at_us: int) -> str:
    """An instant as a text; of two texts the later instant has the greater one.

    Args:
        at_us: microseconds from 1970-01-01T00:00:00Z, up to 2^62 before or after it.
    """
    return f"{at_us - BEGINNING_US:0{_DIGITS}d}"

"""How are amounts, days, instants and numbers written for a person, whatever the duty?"""

from datetime import date
from typing import Final

from schemas.instants import date_of, instant_text

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def money(cents: int) -> str:
    """An amount in dollars and cents: $1,234.56."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{rest:02d}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number of things: 1 item, 2 items."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def day(text: str | date) -> str:
    """A day: 4 November 2003."""
    when = date_of(text) if isinstance(text, str) else text
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def instant(text: str) -> str:
    """An instant: 16:00:00 UTC on 4 November 2003."""
    return f"{text[11:].removesuffix('Z')} UTC on {day(text[:10])}"


def instant_of(us: int) -> str:
    """An instant from its microseconds since 1970."""
    return instant(instant_text(us))

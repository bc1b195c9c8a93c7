"""How are amounts, days, names and numbers written for a person?"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from schemas.instants import date_of, instant_text

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_PARTIES: Final = {"BANK_OF_CANADA": "the Bank of Canada", "GENERAL_MANAGER": "the General Manager"}
_ROLES: Final = {
    "DIRECT_CLEARER": "a direct clearer",
    "GROUP_CLEARER": "a group clearer",
    "CLEARING_AGENT": "a clearing agent",
}

TIMES: Final = "\u00d7"
DIVIDED_BY: Final = "\u00f7"


def money(cents: int) -> str:
    """An amount in dollars and cents: $1,234.56."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{rest:02d}"


def signed_money(cents: int) -> str:
    """An amount with its sign: +$1,234.56."""
    return f"{'+' if cents > 0 else ''}{money(cents)}"


def whole(number: int) -> str:
    """A whole number with its thousands apart; one below zero in brackets, so that no two signs meet."""
    return f"({number:,})" if number < 0 else f"{number:,}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number of things: 1 item, 2 items."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def items(count: int) -> str:
    """A number of payment items."""
    return counted(count, "item")


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


def cycle(name: str) -> str:
    """A cycle by the day with which it ends."""
    return f"the cycle of {day(name)}"


def party(name: str) -> str:
    """An institution by its name; the two that the law itself names, in its words."""
    return _PARTIES.get(name, name)


def role(name: str) -> str:
    """A role with its article."""
    return _ROLES.get(name, name)


def listed(names: Iterable[str], nothing: str = "nobody") -> str:
    """Several names in a sentence: A, B and C."""
    all_names = [party(name) for name in names]
    if not all_names:
        return nothing
    *first, last = all_names
    return f"{', '.join(first)} and {last}" if first else last


def sentence(text: str) -> str:
    """A text as a sentence: only the article at its beginning becomes large, names stay as they are."""
    for article in ("the ", "a ", "an ", "it ", "its ", "no ", "not ", "nobody ", "this ", "that "):
        if text.startswith(article):
            return text[0].upper() + text[1:]
    return text


def days(count: int) -> str:
    """A number of days."""
    return counted(count, "day")


def duration(us: int) -> str:
    """A length of time from its microseconds: 1 hour 30 minutes."""
    seconds, fraction = divmod(abs(us), 1_000_000)
    hours, rest = divmod(seconds, 3_600)
    minutes, seconds = divmod(rest, 60)
    parts = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
    said = " ".join(counted(count, noun) for count, noun in parts if count)
    return f"{said or '0 seconds'}{' and a fraction of a second' if fraction else ''}"

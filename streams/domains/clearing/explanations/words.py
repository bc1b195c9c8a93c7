"""How are amounts, days, names and numbers written for a person?"""

from collections.abc import Iterable
from typing import Final

from streams.kernel.plain_words import counted, day, instant, instant_of, money

__all__ = ["counted", "day", "instant", "instant_of", "money"]

_PARTIES: Final = {"BANK_OF_CANADA": "the Bank of Canada", "GENERAL_MANAGER": "the General Manager"}
_ROLES: Final = {
    "DIRECT_CLEARER": "a direct clearer",
    "GROUP_CLEARER": "a group clearer",
    "CLEARING_AGENT": "a clearing agent",
}

TIMES: Final = "\u00d7"
DIVIDED_BY: Final = "\u00f7"


def signed_money(cents: int) -> str:
    """An amount with its sign: +$1,234.56."""
    return f"{'+' if cents > 0 else ''}{money(cents)}"


def whole(number: int) -> str:
    """A whole number with its thousands apart; one below zero in brackets, so that no two signs meet."""
    return f"({number:,})" if number < 0 else f"{number:,}"


def items(count: int) -> str:
    """A number of payment items."""
    return counted(count, "item")


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

"""What comes of an entry later: corrections, returns, repeats, conflicts?"""

from collections.abc import Callable, Iterator
from random import Random
from typing import Final, NamedTuple

_REASONS = ("INSUFFICIENT_FUNDS", "ACCOUNT_CLOSED", "STOP_PAYMENT", "STALE_DATED")


class Entered(NamedTuple):
    """An entry as it was written."""

    id: str
    maker: str
    counterparty: str
    value_cents: int
    item_count: int
    line: bytes


class Sequel(NamedTuple):
    """A line to be written later; one without a tail is complete, any other gets its stamp between head and tail."""

    head: str | bytes
    tail: str = ""

    def stamped(self, at: str) -> bytes:
        """The line as it is written at an instant."""
        return self.head if isinstance(self.head, bytes) else f"{self.head}{at}{self.tail}".encode()


class Agenda:
    """Lines to be written once the day has got to a certain entry."""

    def __init__(self) -> None:
        self._by_place: dict[int, list[Sequel]] = {}

    def add(self, place: int, sequel: Sequel) -> None:
        """Write a line after the entry with this number, or at the end of the day."""
        self._by_place.setdefault(place, []).append(sequel)

    def due(self, place: int) -> list[Sequel]:
        """Hand over what is to be written after an entry."""
        return self._by_place.pop(place, [])

    def rest(self) -> Iterator[Sequel]:
        """Hand over everything left, in order."""
        for place in sorted(self._by_place):
            yield from self._by_place.pop(place)


def correction(entered: Entered, random: Random) -> Sequel:
    """A new absolute value and count by the maker; one in twenty withdraws the entry."""
    if random.random() < 0.05:
        value_cents, item_count = 0, 0
    else:
        value_cents = max(1, int(entered.value_cents * random.uniform(0.85, 1.15)))
        item_count = max(1, entered.item_count - random.randrange(3))
    return _correction(entered, entered.maker, value_cents, item_count)


def correction_by_another(entered: Entered, _random: Random) -> Sequel:
    """A correction by the counterparty, to be refused: only the maker corrects."""
    return _correction(entered, entered.counterparty, 1, 1)


def return_under_the_rules(entered: Entered, random: Random) -> Sequel:
    """A few of the items come back."""
    items = min(entered.item_count, 1 + random.randrange(1 + entered.item_count // 20))
    return _return(entered, max(1, entered.value_cents * items // entered.item_count), items, random)


def return_of_too_much(entered: Entered, random: Random) -> Sequel:
    """More comes back than was entered, to be refused."""
    return _return(entered, entered.value_cents + 1, entered.item_count, random)


def repeat(entered: Entered, _random: Random) -> Sequel:
    """The same bytes again."""
    return Sequel(entered.line)


def conflict(entered: Entered, _random: Random) -> Sequel:
    """The same id with another value."""
    return Sequel(entered.line.replace(b'"value_cents":', b'"value_cents":9'))


def _correction(entered: Entered, maker: str, value_cents: int, item_count: int) -> Sequel:
    return Sequel(
        f'{{"type":"correction_submitted","id":"correction-{entered.id}","at":"',
        f'","ref":"{entered.id}","made_by":"{maker}","value_cents":{value_cents},"item_count":{item_count}}}',
    )


def _return(entered: Entered, value_cents: int, item_count: int, random: Random) -> Sequel:
    return Sequel(
        f'{{"type":"return_submitted","id":"return-{entered.id}","at":"',
        f'","ref":"{entered.id}","made_by":"{entered.counterparty}","ground":"RULES",'
        f'"rules_reason":"{random.choice(_REASONS)}","value_cents":{value_cents},"item_count":{item_count}}}',
    )


class Chance(NamedTuple):
    """How often a sequel comes, and how late.

    Attributes:
        per_100_000: entries with this sequel, among a hundred thousand.
        within: the number of later entries after which it comes at the latest.
        comes_first: whether it is written before its entry.
    """

    per_100_000: int
    make: Callable[[Entered, Random], Sequel]
    within: int
    comes_first: bool = False


CHANCES: Final = (
    Chance(2_500, correction, 4_000),
    Chance(500, correction, 400, comes_first=True),
    Chance(2_000, return_under_the_rules, 20_000),
    Chance(500, repeat, 10_000),
    Chance(20, conflict, 10_000),
    Chance(20, correction_by_another, 4_000),
    Chance(20, return_of_too_much, 4_000),
)
"""Corrections of three entries in a hundred, returns of two, repeats of one in two hundred, and a few mistakes."""

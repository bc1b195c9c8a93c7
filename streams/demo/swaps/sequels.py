"""What happens to a swap after its trade: corrections, amendments, an end, a novation?"""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple, cast

from streams.demo.line import line
from streams.demo.swaps.books import Party
from streams.demo.swaps.circle import AFFILIATES, GUARANTEED


class Traded(NamedTuple):
    """A swap as it was traded."""

    name: str
    on: date
    terms: dict[str, object]

    @property
    def notionals(self) -> list[dict[str, object]]:
        """One, or one for each leg."""
        return cast("list[dict[str, object]]", self.terms["notionals"])

    @property
    def parties(self) -> list[Party]:
        """Both, that of the group first."""
        return cast("list[Party]", self.terms["parties"])


Made = Callable[[Traded, date, str, Random], bytes]


class Chance(NamedTuple):
    """How often something happens to a swap, and within how many days.

    Attributes:
        make: writes it, from the swap, the day on which it happens, the instant at which it is known.
    """

    permille: int
    within_days: int
    make: Made


def _amended(swap: Traded, day: date, at: str, random: Random) -> bytes:
    percent = random.choice((60, 80, 125, 150, 200))
    return line(
        "swap_amended",
        f"{swap.name}-amended",
        at,
        swap=swap.name,
        version=2,
        amended_on=day.isoformat(),
        notionals=_scaled(swap.notionals, percent),
    )


def _corrected(swap: Traded, _day: date, at: str, random: Random) -> bytes:
    """A notional that was mistyped, or a party that did not deal after all."""
    fields: dict[str, object] = (
        {"notionals": _scaled(swap.notionals, random.choice((50, 90, 110)))}
        if random.random() < 0.8
        else {"parties": [{**swap.parties[0], "dealing": False}, swap.parties[1]]}
    )
    return line("swap_corrected", f"{swap.name}-corrected", at, swap=swap.name, version=3, **fields)


def _cancelled(swap: Traded, _day: date, at: str, _random: Random) -> bytes:
    return line("swap_cancelled", f"{swap.name}-cancelled", at, swap=swap.name)


def _terminated(swap: Traded, day: date, at: str, _random: Random) -> bytes:
    return line(
        "swap_terminated", f"{swap.name}-terminated", at, swap=swap.name, terminated_on=day.isoformat()
    )


def _novated(swap: Traded, day: date, at: str, random: Random) -> bytes:
    """The client's side stays; another affiliate steps in for the one that traded."""
    taken = {party["entity"] for party in swap.parties}
    others = [one.name for one in AFFILIATES if one.name not in taken]
    transferee = (
        GUARANTEED[0] if GUARANTEED[0] not in taken and random.random() < 0.5 else random.choice(others)
    )
    return line(
        "swap_novated",
        f"{swap.name}-novated",
        at,
        swap=swap.name,
        new_swap=f"{swap.name}-N",
        novated_on=day.isoformat(),
        transferor=swap.parties[0]["entity"],
        transferee={"entity": transferee, "dealing": True},
        remaining_party_dealing=swap.parties[1]["dealing"],
    )


CHANCES: Final = (
    Chance(40, 90, _amended),
    Chance(30, 60, _corrected),
    Chance(5, 20, _cancelled),
    Chance(30, 200, _terminated),
    Chance(5, 120, _novated),
)


def _scaled(notionals: list[dict[str, object]], percent: int) -> list[dict[str, object]]:
    return [
        {"currency": one["currency"], "notional_cents": cast(int, one["notional_cents"]) * percent // 100}
        for one in notionals
    ]


class Agenda:
    """What will happen to the swaps traded so far, by day."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._by_day: dict[date, list[tuple[Traded, Made]]] = {}

    def consider(self, swap: Traded, known_on: date) -> None:
        """Let something happen to a swap, or nothing, as the chances are."""
        place = self._random.randrange(1000)
        for chance in CHANCES:
            if place < chance.permille:
                day = known_on + timedelta(days=1 + self._random.randrange(chance.within_days))
                self._by_day.setdefault(day, []).append((swap, chance.make))
                return
            place -= chance.permille

    def due(self, since: date, through: date) -> list[tuple[Traded, Made]]:
        """What happens on the days after one day through another, and is taken off the agenda."""
        days = [day for day in self._by_day if since < day <= through]
        return [happening for day in sorted(days) for happening in self._by_day.pop(day)]

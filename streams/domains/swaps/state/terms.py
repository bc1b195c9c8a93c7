"""What was agreed in a swap, and what of it can be counted?"""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import UNSET

from schemas.swaps import Notional, Party
from schemas.swaps_terms import Clearing, Facility, Product

USD = "USD"


class Position(NamedTuple):
    """What one notional comes to.

    Attributes:
        cents: hundredths of a unit of the currency, not below zero.
    """

    currency: str
    cents: int


class Execution(NamedTuple):
    """How a swap, an amendment or a novation was executed."""

    facility: Facility = "BILATERAL"
    executed_anonymously: bool = False
    clearing: Clearing = "NOT_CLEARED"


class Terms(NamedTuple):
    """The corrected terms of a swap, before any amendment."""

    traded_on: str
    product: Product
    notionals: tuple[Notional, ...]
    parties: tuple[Party, Party]
    execution: Execution


class Part(NamedTuple):
    """What of a swap can be counted once: the swap itself or an increase of it.

    Attributes:
        name: `T1`, or `T1#inc2` for the increase of the second amendment.
        swap: the swap's own name.
        dated_on: the day on which every test on it is made.
        positions: the counted level, or the increase, of each notional.
    """

    name: str
    swap: str
    dated_on: str
    product: Product
    parties: tuple[Party, Party]
    positions: Sequence[Position]
    execution: Execution


def level(notional: Notional) -> Position:
    """The counted level of a notional: the greatest of its stated, effective and scheduled amounts."""
    cents = notional.notional_cents
    if notional.effective_notional_cents is not UNSET:
        cents = max(cents, notional.effective_notional_cents)
    if notional.scheduled_notionals_cents is not UNSET:
        cents = max(cents, *notional.scheduled_notionals_cents)
    return Position(notional.currency, cents)


def swap_of(part: str) -> str:
    """The swap of a part, by its name."""
    return part.partition("#")[0]

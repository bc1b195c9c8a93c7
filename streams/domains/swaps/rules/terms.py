"""What are the terms of a swap, once corrected, and what of them can be counted? (17CFR1.3/swap-dealer(4)(i)(A))"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from schemas.instants import instant_us
from schemas.swaps import Notional, Party, SwapAmended, SwapCorrected, SwapNovated, SwapTraded
from streams.domains.swaps.state.terms import Execution, Part, Position, Terms, level
from streams.domains.swaps.state.told import Told
from streams.kernel.citation import cites

T = TypeVar("T")

_CORRECTED_IN_AN_AMENDMENT = ("amended_on", "notionals", "facility", "executed_anonymously", "clearing")


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def traded_terms(told: Told) -> Terms | None:
    """The terms as traded: of several reports of one swap the earliest stands; None where there is none yet."""
    if not told.traded:
        return None
    first = min(told.traded, key=lambda event: (instant_us(event.at), event.id))
    return Terms(first.traded_on, first.product, first.notionals, two(first.parties), execution_of(first))


def execution_of(event: SwapTraded | SwapAmended | SwapNovated) -> Execution:
    """How something was executed; what is left out is bilateral, known to both and not cleared."""
    return _executed_otherwise(Execution(), event)


def _executed_otherwise(
    execution: Execution, event: SwapTraded | SwapAmended | SwapNovated | SwapCorrected
) -> Execution:
    return Execution(
        execution.facility if event.facility is UNSET else event.facility,
        execution.executed_anonymously if event.executed_anonymously is UNSET else event.executed_anonymously,
        execution.clearing if event.clearing is UNSET else event.clearing,
    )


def two(parties: Sequence[Party]) -> tuple[Party, Party]:
    """The two parties of a swap."""
    first, second = parties
    return first, second


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def corrected_terms(terms: Terms, told: Told) -> Terms:
    """The terms with every correction of the swap itself, field by field in order of version and id."""
    for event in _in_order(event for event in told.corrected if event.amendment is UNSET):
        terms = Terms(
            _right(event.traded_on, terms.traded_on),
            _right(event.product, terms.product),
            _right(event.notionals, terms.notionals),
            terms.parties if event.parties is UNSET else two(event.parties),
            _executed_otherwise(terms.execution, event),
        )
    return terms


def _right(corrected: T | UnsetType, former: T) -> T:
    return former if corrected is UNSET else corrected


def _in_order(corrections: Iterable[SwapCorrected]) -> list[SwapCorrected]:
    return sorted(corrections, key=lambda event: (event.version, event.id))


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def amendments(told: Told) -> list[SwapAmended]:
    """The amendments that were, each corrected, in order of day, version and id."""
    found = []
    for amendment in told.amended:
        if amendment.id in told.cancelled_amendments:
            continue
        for event in _in_order(one for one in told.corrected if one.amendment == amendment.id):
            changes = {name: getattr(event, name) for name in _CORRECTED_IN_AN_AMENDMENT}
            given = {name: value for name, value in changes.items() if value is not UNSET}
            amendment = msgspec.structs.replace(amendment, **given)
        found.append(amendment)
    return sorted(found, key=lambda one: (one.amended_on, one.version, one.id))


def notionals_on(day: str, terms: Terms, told: Told) -> tuple[Notional, ...]:
    """The notionals of a swap as amended up to a day."""
    amended = [one.notionals for one in amendments(told) if one.amended_on <= day]
    return amended[-1] if amended else terms.notionals


class Increase(NamedTuple):
    """What an amendment adds: its number, day and execution, and how much at each position."""

    number: int
    amended_on: str
    positions: list[Position]
    execution: Execution


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def increases(terms: Terms, told: Told) -> Iterator[Increase]:
    """What each amendment adds to the level before it; one that adds nothing uses its number up.

    Reading R2: only an increase is a new swap, and for the increase alone.
    """
    before = [level(notional) for notional in terms.notionals]
    for number, amendment in enumerate(amendments(told), 1):
        after = [level(notional) for notional in amendment.notionals]
        added = [_added(position, before[place : place + 1]) for place, position in enumerate(after)]
        before = after
        if any(position.cents for position in added):
            yield Increase(number, amendment.amended_on, added, execution_of(amendment))


def _added(after: Position, before: Sequence[Position]) -> Position:
    """What a position grew by; another currency, or a position not there before, counts from zero."""
    comparable = [position.cents for position in before if position.currency == after.currency]
    return Position(after.currency, max(0, after.cents - sum(comparable)))


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def parts_of(swap: str, terms: Terms | None, told: Told) -> list[Part]:
    """What of a swap can be counted: the swap and each increase; nothing of one that was cancelled or has no base.

    Args:
        terms: corrected, before any amendment; None where the swap has no base yet.
    """
    if terms is None or told.is_cancelled:
        return []
    positions = [level(notional) for notional in terms.notionals]
    parts = [Part(swap, swap, terms.traded_on, terms.product, terms.parties, positions, terms.execution)]
    if told.amended:
        parts += [
            Part(
                f"{swap}#inc{one.number}",
                swap,
                one.amended_on,
                terms.product,
                terms.parties,
                one.positions,
                one.execution,
            )
            for one in increases(terms, told)
        ]
    return parts

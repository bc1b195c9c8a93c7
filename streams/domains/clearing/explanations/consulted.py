"""Which dated values does a decision look up?"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from schemas import clearing as events
from schemas.wire import Event
from streams.domains.clearing.law.values import Values
from streams.kernel.explanation import ValueShown, value_shown
from streams.kernel.law import LawBook

FIELDS: Final = frozenset(field.name for field in msgspec.structs.fields(Values))
_THROUGH: Final = {"admitted_by_rules": "section_6_2_item_classes"}
"""What a situation worked out before the checks, by the value that it looked up for it."""


def looked_up(check: Callable[..., object]) -> list[str]:
    """The fields of the law's values that a check reads, as its code names them."""
    named = getattr(check, "__code__").co_names  # noqa: B009 - the type of a callable promises no code
    return [_THROUGH.get(name, name) for name in named if name in FIELDS or name in _THROUGH]


def needed_for(event: Event) -> tuple[str, ...]:
    """The fields that the figures of an accepted event need beyond its checks."""
    match event:
        case events.ApplicationCompleted(role="DIRECT_CLEARER"):
            return ("volume_threshold_ppm",)
        case events.ApplicationCompleted(role="GROUP_CLEARER"):
            return ("volume_threshold_ppm", "section_29_conjunction")
        case events.DefaultDepositsClosed():
            return ("section_57_basis",)
        case events.RecoveryInterestAccrued():
            return ("recovery_interest_rate_ppm", "interest_year_days")
        case _:
            return ()


def values_shown(law: LawBook, fields: Iterable[str], day: date) -> Iterator[ValueShown]:
    """Each value once, as it stands on a day."""
    for field in dict.fromkeys(fields):
        yield value_shown(law, f"{law.domain}.{field}", day)

"""How many cents is a notional as the repositories write it?"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from streams.readers.columns import Row
from streams.readers.swaps.lacks import Reason, lack

NOT_AVAILABLE: Final = Decimal("99999999999999999999.99999")
"""What stands in #31 while the notional is not known."""

_CAPPED: Final = "+"
_BETWEEN_STEPS: Final = re.compile(r"[;|]")
_LEGS: Final = ("1", "2")
_MOST_DIGITS: Final = 25


def notionals(row: Row) -> list[dict[str, object]]:
    """The notionals of a row, one for each leg that is filled in.

    Returns:
        Notionals as the contract writes them: hundredths of the currency's unit, whatever the currency.

    Raises:
        LacksError: an amount is missing, capped, or no number.
    """
    told = [leg for leg in _LEGS if row[f"notional_{leg}"]]
    if not told:
        raise lack(
            Reason.NOTIONAL_MISSING,
            "notional_1",
            'it is empty; give "notionals" for the swap in the parties file',
        )
    return [_notional(row, leg) for leg in told]


def _notional(row: Row, leg: str) -> dict[str, object]:
    currency = row[f"currency_{leg}"]
    if not currency:
        raise lack(
            Reason.CURRENCY_MISSING, f"currency_{leg}", 'it is empty; give "notionals" in the parties file'
        )
    notional: dict[str, object] = {
        "currency": currency,
        "notional_cents": cents(f"notional_{leg}", row[f"notional_{leg}"]),
    }
    steps = _schedule(row, leg)
    if steps:
        notional["scheduled_notionals_cents"] = steps
    return notional


def _schedule(row: Row, leg: str) -> Sequence[int]:
    element = f"schedule_{leg}"
    return [cents(element, step.strip()) for step in _BETWEEN_STEPS.split(row[element]) if step.strip()]


def cents(element: str, text: str) -> int:
    """An amount in hundredths of its unit, half a hundredth rounded up.

    Args:
        element: in which it stands.
        text: as written, with commas between thousands and at most five decimal places.

    Raises:
        LacksError: it is no amount, only a cap, negative, or stands for one that is not known.
    """
    if text.endswith(_CAPPED):
        raise lack(
            Reason.NOTIONAL_CAPPED,
            element,
            f'{text} is a cap, the amount is higher; give "notionals" for the swap in the parties file',
        )
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount < 0 or len(amount.as_tuple().digits) > _MOST_DIGITS:
        raise lack(Reason.NOTIONAL_UNREADABLE, element, f'"{text}" is no amount')
    if amount == NOT_AVAILABLE:
        raise lack(
            Reason.NOTIONAL_MISSING, element, f'{text} means "not available"; read the file that updates it'
        )
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))

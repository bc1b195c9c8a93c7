"""Which turns does the year take, and on which days do they become known?"""

from datetime import date
from typing import Final

from streams.demo.line import line
from streams.demo.swaps.circle import (
    ACQUIRED,
    BUYER,
    GUARANTEED,
    GUARANTEED_UNNOTICED,
    PARENT,
    REGISTERED,
    SOLD,
)

SOLD_ON: Final = date(2023, 7, 3)
GUARANTEE_FOUND_ON: Final = date(2023, 8, 14)
GUARANTEE_GIVEN_ON: Final = date(2023, 2, 1)
ACQUIRED_ON: Final = date(2023, 9, 4)
MISTYPED_ON: Final = date(2023, 10, 4)
MISTYPE_FOUND_ON: Final = date(2023, 11, 6)
REGISTERED_ON: Final = date(2023, 12, 18)

MISTYPED: Final = "mistyped"
"""A swap of ten times its size, until somebody looks."""
_MISTYPED_CENTS: Final = 40_000_000_000


def _morning(day: date) -> str:
    return f"{day}T07:00:00Z"


def _fact(type_: str, id_: str, day: date, since: date, **fields: object) -> bytes:
    return line(type_, id_, _morning(day), valid_from=since.isoformat(), **fields)


def _mistyped() -> bytes:
    return line(
        "swap_traded",
        MISTYPED,
        _morning(MISTYPED_ON),
        swap=MISTYPED,
        traded_on=MISTYPED_ON.isoformat(),
        product="INTEREST_RATE_SWAP",
        notionals=[{"currency": "USD", "notional_cents": _MISTYPED_CENTS}],
        parties=[{"entity": GUARANTEED[0], "dealing": True}, {"entity": "THAMES", "dealing": False}],
    )


def _mistype_found() -> bytes:
    return line(
        "swap_corrected",
        f"{MISTYPED}-corrected",
        _morning(MISTYPE_FOUND_ON),
        swap=MISTYPED,
        version=2,
        notionals=[{"currency": "USD", "notional_cents": _MISTYPED_CENTS // 10}],
    )


def turns() -> dict[date, list[bytes]]:
    """What becomes known on the morning of a day, beside the trades."""
    sold = _fact("control_recorded", "sold", SOLD_ON, SOLD_ON, entity=SOLD, controllers=[BUYER])
    sold_shares = _fact(
        "majority_ownership_recorded", "sold-shares", SOLD_ON, SOLD_ON, entity=SOLD, majority_owners=[BUYER]
    )
    found = _fact(
        "guarantee_recorded",
        "guarantee-found",
        GUARANTEE_FOUND_ON,
        GUARANTEE_GIVEN_ON,
        guarantee=f"{PARENT}-{GUARANTEED_UNNOTICED}",
        guarantor=REGISTERED,
        obligor=GUARANTEED_UNNOTICED,
        kind="RECOURSE",
    )
    acquired = _fact(
        "control_recorded", "acquired", ACQUIRED_ON, ACQUIRED_ON, entity=ACQUIRED, controllers=[PARENT]
    )
    registered = [
        _fact(
            "registration_recorded",
            f"registered-{name}",
            REGISTERED_ON,
            REGISTERED_ON,
            entity=name,
            category="SWAP_DEALER",
            status="REGISTERED",
        )
        for name in GUARANTEED
    ]
    return {
        SOLD_ON: [sold, sold_shares],
        GUARANTEE_FOUND_ON: [found],
        ACQUIRED_ON: [acquired],
        MISTYPED_ON: [_mistyped()],
        MISTYPE_FOUND_ON: [_mistype_found()],
        REGISTERED_ON: registered,
    }

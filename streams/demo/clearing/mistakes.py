"""Which entries does the day hold that the rules refuse?"""

from typing import Final, NamedTuple

from streams.demo.clearing import circle
from streams.demo.clearing.shapes import SUSPENDED_CLASS, SUSPENDED_POINT
from streams.demo.clearing.timetable import CYCLE
from streams.demo.line import line

_STRANGER = "MISTLETOE"
DISPUTED_ITEM: Final = "CHEQUE-0417"


class Mistake(NamedTuple):
    """An entry that is refused: what it changes in an ordinary one, and for which reason that is refused."""

    reason: str
    changes: dict[str, object]


_FOREIGN_CLIENT = circle.INDIRECT_CLEARERS["CEDAR"][0]
_CLIENT = circle.INDIRECT_CLEARERS["ALDER"][0]

DURING_THE_DAY: Final = (
    Mistake("BAD_VALUE", {"value_cents": 0}),
    Mistake("BAD_VALUE", {"item_count": -1}),
    Mistake("SELF_ENTRY", {"counterparty": "ALDER"}),
    Mistake("UNKNOWN_MEMBER", {"made_by": _STRANGER}),
    Mistake("NOT_A_PARTICIPANT", {"made_by": _CLIENT}),
    Mistake("UNKNOWN_INSTITUTION", {"drawn_on": _STRANGER}),
    Mistake("NOT_REPRESENTED", {"drawn_on": _FOREIGN_CLIENT}),
    Mistake("NOT_REPRESENTED", {"payable_to": _FOREIGN_CLIENT}),
    Mistake("NOT_PAYABLE_ON_DEMAND", {"payable_on_demand": False}),
    Mistake("ITEM_IN_DISPUTE", {"item": DISPUTED_ITEM, "item_count": 1}),
    Mistake("NOT_IN_NATIONAL_FAILURE", {"manual_clearing": True}),
    Mistake("CYCLE_NOT_OPEN", {"cycle": "2003-11-06"}),
)
"""What is refused whenever it is stamped, once the item is in dispute."""

SUSPENDED: Final = Mistake(
    "EXCHANGE_SUSPENDED", {"regional_exchange_point": SUSPENDED_POINT, "item_class": SUSPENDED_CLASS}
)
AFTER_THE_DAY: Final = Mistake("CYCLE_CLOSED", {"cycle": CYCLE})
"""An entry that comes too late for the cycle that it means."""


def written(mistake: Mistake, id_: str, at: str) -> bytes:
    """A small cheque of ALDER against BIRCH with the mistake in it."""
    ordinary: dict[str, object] = {
        "made_by": "ALDER",
        "counterparty": "BIRCH",
        "direction": "DEBIT",
        "item_class": "PAPER_ENCODED",
        "regional_exchange_point": "TORONTO",
        "value_cents": 125_000,
        "item_count": 3,
    }
    return line("entry_submitted", id_, at, **(ordinary | mistake.changes))

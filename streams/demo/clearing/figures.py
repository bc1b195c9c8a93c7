"""What do the published views say about the day?"""

from typing import Any, cast

from streams.demo.clearing.circle import DEFAULTER
from streams.demo.clearing.timetable import CYCLE
from streams.demo.views import Views


def cycle(views: Views) -> dict[str, Any]:
    """The row of the day's cycle; empty before there is one."""
    return views.row("cycles", CYCLE) or {}


def balances_cents(views: Views) -> dict[str, int]:
    """The running clearing balances of the day's cycle."""
    return cast("dict[str, int]", cycle(views).get("clearing_balances_cents", {}))


def case(views: Views) -> dict[str, Any]:
    """The case of the defaulter.

    Raises:
        LookupError: no shortfall was reported yet.
    """
    row = views.row("default_cases", f"{CYCLE}/{DEFAULTER}")
    if row is None:
        raise LookupError(f"no shortfall of {DEFAULTER} was reported for {CYCLE}")
    return row


def position_cents(views: Views, clearer: str, institution: str) -> int:
    """What an institution owes (below zero) or is owed inside its clearer's circle."""
    position = views.value("represented_positions_cents", f"{CYCLE}/{clearer}/{institution}")
    return 0 if position is None else cast("int", position)


def verdict(views: Views, event: str) -> dict[str, Any]:
    """The verdict on an event.

    Raises:
        LookupError: there is none yet.
    """
    row = views.row("verdicts", event)
    if row is None:
        raise LookupError(f"{event} has no verdict yet")
    return row

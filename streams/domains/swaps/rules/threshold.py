"""How near is a total to a line? (17CFR1.3/swap-dealer(4)(i)(A) and (B))"""

from collections.abc import Sequence
from typing import Final

from streams.kernel.citation import cites

WITHIN: Final = "WITHIN"
EXCEEDED: Final = "EXCEEDED"


@cites("17CFR1.3/swap-dealer(4)(i)(A)", "17CFR1.3/swap-dealer(4)(i)(B)")
def exceeds(total_cents: int, threshold_cents: int) -> bool:
    """Say whether a total is above a line; the line itself is within."""
    return total_cents > threshold_cents


@cites("17CFR1.3/swap-dealer(4)(i)(A)", "17CFR1.3/swap-dealer(4)(i)(B)")
def level(total_cents: int, threshold_cents: int, warning_levels_percent: Sequence[int]) -> str:
    """EXCEEDED, else the highest warning level that a total has reached, else WITHIN."""
    if exceeds(total_cents, threshold_cents):
        return EXCEEDED
    reached = [
        percent for percent in warning_levels_percent if total_cents * 100 >= percent * threshold_cents
    ]
    return f"WARNING_{max(reached)}" if reached else WITHIN

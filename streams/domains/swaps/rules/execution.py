"""Which swaps could nobody know the other side of? (17CFR23.23/(d), (e)(1), XB2020/5)"""

from typing import Final

from streams.domains.swaps.state.terms import Execution
from streams.kernel.citation import cites

QUALIFYING_FACILITIES: Final = frozenset(
    (
        "DESIGNATED_CONTRACT_MARKET",
        "REGISTERED_SWAP_EXECUTION_FACILITY",
        "EXEMPT_SWAP_EXECUTION_FACILITY",
        "REGISTERED_FOREIGN_BOARD_OF_TRADE",
    )
)
QUALIFYING_CLEARING: Final = frozenset(
    ("REGISTERED_DERIVATIVES_CLEARING_ORGANIZATION", "EXEMPT_DERIVATIVES_CLEARING_ORGANIZATION")
)


@cites("17CFR23.23/(d)", "17CFR23.23/(e)(1)", "XB2020/5")
def is_anonymous_and_cleared(execution: Execution) -> bool:
    """Say whether a swap was executed anonymously on a qualifying facility and cleared by a qualifying organization."""
    return (
        execution.executed_anonymously
        and execution.facility in QUALIFYING_FACILITIES
        and execution.clearing in QUALIFYING_CLEARING
    )

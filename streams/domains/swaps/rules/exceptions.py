"""Which exceptions are open to a swap entity in a swap? (17CFR23.23/(e), XB2020/6)"""

from collections.abc import Callable
from typing import Final, NamedTuple

from streams.domains.swaps.rules.execution import is_anonymous_and_cleared
from streams.domains.swaps.rules.side import Side
from streams.kernel.citation import cites

EXCHANGE_TRADED: Final = "EXCHANGE_TRADED_EXCEPTION"
FOREIGN_SWAP: Final = "FOREIGN_SWAP_GROUP_C_EXCEPTION"
NON_US_SWAP_ENTITY: Final = "NON_US_SWAP_ENTITY_GROUP_B_EXCEPTION"
FOREIGN_BRANCH: Final = "FOREIGN_BRANCH_GROUP_B_EXCEPTION"
LIMITED_SWAP_ENTITY: Final = "LIMITED_SWAP_ENTITY_GROUP_B_EXCEPTION"

CAPPED: Final = (FOREIGN_BRANCH, LIMITED_SWAP_ENTITY)
"""Exceptions that only a share of a quarter should rely on."""


class SwapException(NamedTuple):
    """A row of the contract's table of exceptions; `is_met` leaves the cap aside."""

    name: str
    is_met: Callable[[Side], bool]
    cites: str


@cites("17CFR23.23/(a)(4)", "XB2020/6")
def is_foreign_based(side: Side) -> bool:
    """Say whether the swap entity is non-U.S. and not through a U.S. branch, or acts through a foreign branch."""
    return not side.acts.through_us_branch if not side.is_us else side.acts.through_foreign_branch


@cites("17CFR23.23/(a)(5)", "XB2020/6")
def has_foreign_counterparty(side: Side) -> bool:
    """Say whether the counterparty is non-U.S. and not through a U.S. branch, or acts through a foreign branch."""
    acts = side.counterparty_acts
    return not acts.through_us_branch if not side.counterparty_is_us else acts.through_foreign_branch


def _is_foreign_at_home(side: Side) -> bool:
    """Whether the counterparty is foreign, and not through a foreign branch."""
    return has_foreign_counterparty(side) and not side.counterparty_acts.through_foreign_branch


def _is_other_or_end_user(side: Side) -> bool:
    """Whether the counterparty is an other non-U.S. person, or a significant risk subsidiary that is an end user."""
    is_end_user = (
        side.counterparty_is_significant_risk_subsidiary
        and not side.counterparty_is_guaranteed
        and not side.counterparty_is_swap_entity
    )
    return side.counterparty_is_other or is_end_user


@cites("17CFR23.23/(e)(1)")
def _exchange_traded(side: Side) -> bool:
    return is_foreign_based(side) and is_anonymous_and_cleared(side.part.execution)


@cites("17CFR23.23/(e)(2)")
def _foreign_swap(side: Side) -> bool:
    return is_foreign_based(side) and has_foreign_counterparty(side)


@cites("17CFR23.23/(e)(3)")
def _non_us_swap_entity(side: Side) -> bool:
    return (
        side.is_other and is_foreign_based(side) and _is_foreign_at_home(side) and _is_other_or_end_user(side)
    )


@cites("17CFR23.23/(e)(4)")
def _foreign_branch(side: Side) -> bool:
    return (
        side.acts.through_foreign_branch
        and _is_foreign_at_home(side)
        and _is_other_or_end_user(side)
        and not side.counterparty_is_swap_entity
    )


@cites("17CFR23.23/(e)(5)")
def _limited_swap_entity(side: Side) -> bool:
    return (
        is_limited(side)
        and is_foreign_based(side)
        and _is_foreign_at_home(side)
        and not side.counterparty_is_swap_entity
        and not side.counterparty_is_guaranteed
    )


@cites("17CFR23.23/(e)(5)")
def is_limited(side: Side) -> bool:
    """Say whether the party is a significant risk subsidiary or guaranteed; neither is a U.S. person."""
    return side.is_significant_risk_subsidiary or side.is_guaranteed


EXCEPTIONS: Final[tuple[SwapException, ...]] = (
    SwapException(EXCHANGE_TRADED, _exchange_traded, "17CFR23.23/(e)(1)"),
    SwapException(FOREIGN_SWAP, _foreign_swap, "17CFR23.23/(e)(2)"),
    SwapException(NON_US_SWAP_ENTITY, _non_us_swap_entity, "17CFR23.23/(e)(3)"),
    SwapException(FOREIGN_BRANCH, _foreign_branch, "17CFR23.23/(e)(4)"),
    SwapException(LIMITED_SWAP_ENTITY, _limited_swap_entity, "17CFR23.23/(e)(5)"),
)
"""The exceptions of the contract in its order."""


def exceptions_available(side: Side) -> list[str]:
    """Every exception whose conditions are met, in the contract's order."""
    return [exception.name for exception in EXCEPTIONS if exception.is_met(side)]

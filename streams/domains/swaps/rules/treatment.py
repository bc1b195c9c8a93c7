"""Which requirements apply to a swap entity in a swap? (17CFR23.23/(e), (f), XB2020/6)"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from msgspec import UNSET

from streams.domains.swaps.rules.exceptions import (
    CAPPED,
    EXCEPTIONS,
    EXCHANGE_TRADED,
    FOREIGN_BRANCH,
    FOREIGN_SWAP,
    LIMITED_SWAP_ENTITY,
    NON_US_SWAP_ENTITY,
    exceptions_available,
    has_foreign_counterparty,
    is_foreign_based,
)
from streams.domains.swaps.rules.product import is_swap
from streams.domains.swaps.rules.requirements import DAILY_TRADING_RECORDS, GROUP_A, GROUP_B
from streams.domains.swaps.rules.side import Side, counterparty_flags
from streams.kernel.citation import cites

FULL: Final = "FULL"
SUBSTITUTED_COMPLIANCE: Final = "SUBSTITUTED_COMPLIANCE"


class Treatment(NamedTuple):
    """What applies to a swap entity in a part; the cap is looked at elsewhere.

    Attributes:
        group_a: FULL or SUBSTITUTED_COMPLIANCE for each requirement of Group A, in order.
        group_b: the same or an exception for each requirement of Group B, in order.
        exceptions_available: whose conditions are met.
        flags: of the counterparty.
    """

    group_a: Sequence[str]
    group_b: Sequence[str]
    group_c: str
    exceptions_available: Sequence[str]
    flags: Sequence[str]

    @property
    def relies_on(self) -> list[str]:
        """The capped exceptions that stand in Group B, in the contract's order."""
        return [exception for exception in CAPPED if exception in self.group_b]

    def cites(self) -> list[str]:
        """The provisions that the treatment rests on."""
        standing = {*self.group_a, *self.group_b, self.group_c}
        found = ["XB2020/6"]
        found += [exception.cites for exception in EXCEPTIONS if exception.name in standing]
        return [*found, "17CFR23.23/(f)"] if SUBSTITUTED_COMPLIANCE in standing else found


def has_treatment(side: Side) -> bool:
    """Say whether the party is a swap entity in what is a swap; whether it counts or deals does not matter."""
    return is_swap(side.part.product) and side.facts.is_swap_entity(side.party.entity)


def treatment_of(side: Side) -> Treatment:
    """What applies to a swap entity in a part."""
    available = exceptions_available(side)
    return Treatment(
        group_a=[_group_a(side, requirement) for requirement in GROUP_A],
        group_b=[_group_b(side, requirement, available) for requirement in GROUP_B],
        group_c=_group_c(available),
        exceptions_available=available,
        flags=counterparty_flags(side),
    )


@cites("17CFR23.23/(f)", "17CFR23.23/(g)")
def _is_comparable(side: Side, requirement: str) -> bool:
    """Whether the rules of the swap entity's jurisdiction are comparable: that of its foreign branch, or its home."""
    jurisdiction = side.acts.located_in if side.acts.through_foreign_branch else _home_jurisdiction(side)
    return jurisdiction is not None and side.facts.is_comparable(jurisdiction, requirement)


def _home_jurisdiction(side: Side) -> str | None:
    record = side.facts.entity(side.party.entity)
    return None if record is None or record.home_jurisdiction is UNSET else record.home_jurisdiction


@cites("17CFR23.23/(f)", "17CFR23.23/(a)(6)", "XB2020/6")
def _group_a(side: Side, requirement: str) -> str:
    return SUBSTITUTED_COMPLIANCE if not side.is_us and _is_comparable(side, requirement) else FULL


@cites("17CFR23.23/(f)")
def _is_open_to_substitution(side: Side) -> bool:
    """Whether Group B may be met under foreign rules."""
    if is_foreign_based(side):
        return has_foreign_counterparty(side)
    return (
        side.acts.through_us_branch
        and has_foreign_counterparty(side)
        and not side.counterparty_acts.through_foreign_branch
        and not side.counterparty_is_guaranteed
    )


@cites("17CFR23.23/(e)", "17CFR23.23/(f)", "17CFR23.23/(a)(7)", "XB2020/6")
def _group_b(side: Side, requirement: str, available: list[str]) -> str:
    if EXCHANGE_TRADED in available and requirement != DAILY_TRADING_RECORDS:
        return EXCHANGE_TRADED
    if NON_US_SWAP_ENTITY in available:
        return NON_US_SWAP_ENTITY
    if _is_open_to_substitution(side) and _is_comparable(side, requirement):
        return SUBSTITUTED_COMPLIANCE
    for exception in (FOREIGN_BRANCH, LIMITED_SWAP_ENTITY):
        if exception in available:
            return exception
    return FULL


@cites("17CFR23.23/(e)(1)", "17CFR23.23/(e)(2)", "17CFR23.23/(a)(8)", "XB2020/6")
def _group_c(available: list[str]) -> str:
    for exception in (EXCHANGE_TRADED, FOREIGN_SWAP):
        if exception in available:
            return exception
    return FULL

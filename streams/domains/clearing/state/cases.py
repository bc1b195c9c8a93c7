"""What is remembered of a cycle, a default and its money, beyond what the facts alone say?"""

from typing import Final

import msgspec

SHORTFALL_REPORTED: Final = "SHORTFALL_REPORTED"
ADVANCE_OBTAINED: Final = "ADVANCE_OBTAINED"
IN_DEFAULT: Final = "IN_DEFAULT"
CURED_BY_RETURNS: Final = "CURED_BY_RETURNS"
AWAITING_SECTION_56: Final = "AWAITING_SECTION_56"
CURED_BY_DEPOSITS: Final = "CURED_BY_DEPOSITS"
AWAITING_SECTION_57: Final = "AWAITING_SECTION_57"
ALLOCATION_UNDEFINED: Final = "ALLOCATION_UNDEFINED"
COVERED_BY_SECTION_57: Final = "COVERED_BY_SECTION_57"
RESOLVED_MANUALLY: Final = "RESOLVED_MANUALLY"

CURED: Final = frozenset({CURED_BY_RETURNS, CURED_BY_DEPOSITS})
COVERABLE: Final = CURED | {AWAITING_SECTION_57, ALLOCATION_UNDEFINED}
"""States in which a case no longer blocks settlement once nothing is uncovered."""


class Deposit(msgspec.Struct, array_like=True, gc=False):
    """Money that came into the settlement account of a member in default; `value_on` is a date."""

    depositor: str
    basis: str
    cents: int
    value_on: str


class Accrual(msgspec.Struct, array_like=True, gc=False):
    """Interest owed to a depositor up to a day that no longer counts."""

    interest_cents: int
    through_on: str


class Case(msgspec.Struct, array_like=True, gc=False):
    """The case of a clearer in a cycle (BL3/53 to BL3/57).

    Attributes:
        gained_before_cents, lost_before_cents: returns under section 54 booked in the cycle before the report.
        default_at: the instant of default, or None.
        a_cents, c_cents: of the formula of section 57; None until worked out, or where there is nothing to share.
    """

    cycle: str
    member: str
    state: str
    shortfall_cents: int
    gained_before_cents: int
    lost_before_cents: int
    default_at: str | None = None
    advance_cents: int | None = None
    advance_credited_cents: int = 0
    obligations_cents: dict[str, int] = {}
    a_cents: int | None = None
    b_cents: dict[str, int] = {}
    c_cents: int | None = None
    shares_cents: dict[str, int] = {}
    deposits: list[Deposit] = []
    accruals: dict[str, Accrual] = {}

    @property
    def key(self) -> str:
        """The name of the case: cycle/member."""
        return f"{self.cycle}/{self.member}"

    @property
    def in_default(self) -> bool:
        """Whether the case led to a default; it stays so after cover, settlement and the end of the default."""
        return self.default_at is not None

    def deposits_cents(self, basis: str) -> dict[str, int]:
        """What each depositor deposited on a basis."""
        sums: dict[str, int] = {}
        for deposit in self.deposits:
            if deposit.basis == basis:
                sums[deposit.depositor] = sums.get(deposit.depositor, 0) + deposit.cents
        return sums


class CycleBooks(msgspec.Struct, array_like=True, gc=False):
    """What was fixed for a cycle: balances by participant, None until then.

    Attributes:
        established: by the seal.
        instructed: by the last request for settlement that was instructed.
        posted: by settlement.
    """

    established: dict[str, int] | None = None
    instructed: dict[str, int] | None = None
    posted: dict[str, int] | None = None


class SubAccount(msgspec.Struct, array_like=True, gc=False):
    """The newest report on the account of an institution with its clearer."""

    balance_cents: int
    settled: bool

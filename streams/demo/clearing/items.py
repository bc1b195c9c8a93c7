"""What kinds of payment items are entered, how often and how large? (section 18 of the contract)"""

from collections.abc import Sequence
from typing import Final, NamedTuple

ENTRIES_A_DAY: Final = 200_000
"""The number of entries at which a day reaches the national totals: 39.3 million items, 37.3 billion dollars."""

NATIONAL: Final = ("NATIONAL_ELECTRONIC",)
CITIES: Final = ("TORONTO", "MONTREAL", "CALGARY", "VANCOUVER", "WINNIPEG", "HALIFAX")
_BUSINESS_DAYS = 250


class ItemClass(NamedTuple):
    """A class of payment items.

    Attributes:
        points: the regional exchange points at which it is exchanged.
        entries_permille: its part of all entries.
        items_a_year: in thousands. By stream (paper, AFT debits and credits, ABM, point of sale, EDI, electronic
            remittances) they add up to the published volumes.
        mean_item_cents: value of an item; invented, so that a day adds up to the published value.
        spread: sigma of the log-normal value of an item.
    """

    name: str
    direction: str
    points: Sequence[str]
    entries_permille: int
    items_a_year: int
    mean_item_cents: int
    spread: float

    @property
    def mean_count(self) -> float:
        """Items in an entry, on average."""
        entries = ENTRIES_A_DAY * self.entries_permille / 1000
        return self.items_a_year * 1000 / _BUSINESS_DAYS / entries


ITEM_CLASSES: Final = (
    ItemClass("PAPER_ENCODED", "DEBIT", CITIES, 220, 235_000, 400_000, 0.6),
    ItemClass("PAPER_LARGE_VALUE", "DEBIT", CITIES, 60, 8_000, 15_000_000, 0.9),
    ItemClass("PAPER_UNQUALIFIED", "DEBIT", CITIES, 60, 20_000, 600_000, 0.7),
    ItemClass("PAPER_REMITTANCE", "DEBIT", CITIES, 50, 50_000, 120_000, 0.5),
    ItemClass("AFT_DEBIT_PREAUTHORIZED", "DEBIT", NATIONAL, 100, 884_000, 80_000, 0.3),
    ItemClass("AFT_DEBIT_CORPORATE", "DEBIT", NATIONAL, 60, 200_000, 200_000, 0.5),
    ItemClass("AFT_CREDIT_PAYROLL", "CREDIT", NATIONAL, 80, 738_000, 220_000, 0.3),
    ItemClass("AFT_CREDIT_SUPPLIER", "CREDIT", NATIONAL, 80, 300_000, 850_000, 0.6),
    ItemClass("AFT_CREDIT_GOVERNMENT", "CREDIT", NATIONAL, 20, 200_000, 90_000, 0.2),
    ItemClass("ABM_WITHDRAWAL", "DEBIT", NATIONAL, 50, 123_000, 16_000, 0.2),
    ItemClass("POS_PURCHASE", "DEBIT", NATIONAL, 100, 6_440_000, 4_600, 0.2),
    ItemClass("POS_REFUND", "CREDIT", NATIONAL, 40, 120_000, 6_000, 0.3),
    ItemClass("EDI_PAYMENT", "CREDIT", NATIONAL, 30, 5_000, 9_000_000, 0.8),
    ItemClass("ELECTRONIC_REMITTANCE", "CREDIT", NATIONAL, 50, 514_000, 150_000, 0.4),
)
"""Fourteen classes, their names ours: the by-law leaves the classes to the rules."""

GOVERNMENT: Final = "AFT_CREDIT_GOVERNMENT"
"""What only the Bank of Canada enters."""

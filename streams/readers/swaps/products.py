"""Which product of the contract is a reported one?

Whether a product is a swap in the law's sense depends on it (deliverable foreign exchange forwards and swaps are none,
CEA/1a(47)); which of the swaps it is, is a label that changes no count.
"""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from streams.readers.columns import Row
from streams.readers.swaps.lacks import Reason, lack

_SECURITY_BASED: Final = "SECH"
_RATES, _CREDIT, _EQUITY, _COMMODITY = (
    ("IR", "RATES"),
    ("CR", "CREDITS"),
    ("EQ", "EQUITIES"),
    ("CO", "COMMODITIES"),
)
_EXCHANGE: Final = ("FX", "CU", "FOREX")
_NON_DELIVERABLE: Final = {"NDF", "NDS", "NDO"}
_LEGS: Final = {"OIS", "FXD", "FLT", "BSIS", "INFL", "XCCY"}
_DELIVERED, _IN_CASH = "PHYS", "CASH"


class _Told(NamedTuple):
    """What a row says of its product: the words of its short name, and how it is delivered."""

    words: frozenset[str]
    underlier: str
    delivery: str
    has_two_currencies: bool

    @property
    def is_option(self) -> bool:
        """The short names of options begin with O for option, then Call, P(ut) or Opt."""
        return bool(self.words & {"O", "OPTION"})

    @property
    def is_on_a_swap(self) -> bool:
        """Short names tell the legs of the swap that an option is on; those of caps and floors do not."""
        return "SWAP" in self.underlier or bool(self.words & _LEGS)

    @property
    def is_non_deliverable(self) -> bool:
        return bool(self.words & _NON_DELIVERABLE) or self.delivery == _IN_CASH


_Rule = tuple[str, Callable[[_Told], bool]]

_PRODUCTS: Final[tuple[tuple[Iterable[str], tuple[_Rule, ...]], ...]] = (
    (
        _RATES,
        (
            ("SWAPTION", lambda told: told.is_option and told.is_on_a_swap),
            ("OTHER_SWAP", lambda told: told.is_option),
            ("CROSS_CURRENCY_SWAP", lambda told: told.has_two_currencies),
            ("INTEREST_RATE_SWAP", lambda told: "SWAP" in told.words),
            ("OTHER_SWAP", lambda told: True),
        ),
    ),
    (
        _CREDIT,
        (
            ("SWAPTION", lambda told: told.is_option),
            ("CREDIT_DEFAULT_SWAP", lambda told: bool(told.words & {"CDS", "CDX", "IDX", "SN"})),
            ("OTHER_SWAP", lambda told: True),
        ),
    ),
    (
        _EQUITY,
        (
            ("EQUITY_SWAP", lambda told: not told.is_option and "SWAP" in told.words),
            ("OTHER_SWAP", lambda told: True),
        ),
    ),
    (
        _COMMODITY,
        (
            ("COMMODITY_SWAP", lambda told: not told.is_option and "SWAP" in told.words),
            ("OTHER_SWAP", lambda told: True),
        ),
    ),
    (
        _EXCHANGE,
        (
            ("FOREIGN_EXCHANGE_OPTION", lambda told: told.is_option),
            ("OTHER_SWAP", lambda told: "SWAP" in told.words and told.is_non_deliverable),
            ("NON_DELIVERABLE_FORWARD", lambda told: told.is_non_deliverable),
            ("FOREIGN_EXCHANGE_SWAP", lambda told: "SWAP" in told.words and told.delivery == _DELIVERED),
            (
                "FOREIGN_EXCHANGE_FORWARD",
                lambda told: bool(told.words & {"FWD", "FORWARD"}) and told.delivery == _DELIVERED,
            ),
        ),
    ),
)
"""By asset class, the first that fits."""


def product(row: Row) -> str:
    """The product of a row, by its asset class and short name.

    Raises:
        LacksError: neither tells whether it is a swap.
    """
    if row["jurisdiction"] == _SECURITY_BASED:
        return "SECURITY_BASED_SWAP"
    asset_class = row["asset_class"].upper()
    told = _told(row)
    for classes, rules in _PRODUCTS:
        if asset_class in classes:
            for name, fits in rules:
                if fits(told):
                    return name
            known_by = row["product"] or "its unique product identifier"
            raise lack(
                Reason.PRODUCT_UNKNOWN,
                "fisn",
                f'"{row["fisn"]}" does not tell whether it is deliverable, and only what is not is a swap; name the '
                f"product of {known_by} under [products] in the parties file",
            )
    raise lack(
        Reason.PRODUCT_UNKNOWN,
        "asset_class",
        f'"{row["asset_class"]}" is no asset class; name the product of {row["product"] or "the swap"} in the parties '
        "file",
    )


def _told(row: Row) -> _Told:
    words = row["fisn"].upper().replace("/", " ").replace(":", " ").split()
    currencies = {row["currency_1"], row["currency_2"]} - {""}
    return _Told(
        frozenset(words),
        f"{row['underlier']} {row['fisn']}".upper(),
        row["delivery"].upper(),
        len(currencies) > 1,
    )

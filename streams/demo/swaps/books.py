"""What is traded: by whom, with whom, how large, how often?"""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from streams.demo.swaps.circle import (
    AFFILIATES,
    DEALERS,
    GUARANTEED,
    GUARANTEED_UNNOTICED,
    NAMELESS,
    OTHER_CLIENTS,
    REGISTERED,
    SPECIAL,
    US_CLIENTS,
)

Party = dict[str, object]


class Book(NamedTuple):
    """What one affiliate deals in.

    Attributes:
        weight: how often, beside the other books.
        size_usd: a usual notional in dollars, where `USUAL_SWAPS` are traded in a year.
        us_clients_percent: how many of its clients are from the U.S.
        branch: through which it acts; empty for none.
    """

    entity: str
    weight: int
    size_usd: int
    us_clients_percent: int
    branch: str = ""


BOOKS: Final = (
    Book(REGISTERED, 420, 25_000_000, 60),
    Book(REGISTERED, 60, 25_000_000, 0, f"{REGISTERED}-LONDON"),
    Book(REGISTERED, 40, 25_000_000, 0, f"{REGISTERED}-TOKYO"),
    Book(GUARANTEED[0], 80, 2_430_000, 10),
    Book(GUARANTEED[1], 50, 2_430_000, 5),
    Book(GUARANTEED_UNNOTICED, 30, 1_920_000, 5),
    Book("SKUA", 25, 1_920_000, 5),
    *(
        Book(one.name, 9, 1_540_000, 15)
        for one in AFFILIATES
        if one.name not in (REGISTERED, *GUARANTEED, GUARANTEED_UNNOTICED, "SKUA")
    ),
)
USUAL_SWAPS: Final = 20_800
"""So many swaps of the usual sizes carry the group over the threshold in autumn; of fewer each is larger."""
_ODDS: Final = list(accumulate(book.weight for book in BOOKS))

PRODUCTS: Final = (
    ("INTEREST_RATE_SWAP", 50),
    ("CROSS_CURRENCY_SWAP", 8),
    ("CREDIT_DEFAULT_SWAP", 8),
    ("EQUITY_SWAP", 6),
    ("COMMODITY_SWAP", 6),
    ("SWAPTION", 6),
    ("FOREIGN_EXCHANGE_OPTION", 6),
    ("NON_DELIVERABLE_FORWARD", 6),
    ("FOREIGN_EXCHANGE_FORWARD", 4),
)
_CURRENCIES: Final = (
    ("USD", 55),
    ("EUR", 18),
    ("GBP", 9),
    ("JPY", 5),
    ("CHF", 3),
    ("CAD", 3),
    ("AUD", 2),
    ("HKD", 2),
    ("BRL", 1),
    ("MXN", 1),
    ("TRY", 1),
)
_UNITS_PER_DOLLAR: Final = {"JPY": 130, "HKD": 8, "BRL": 5, "MXN": 20, "TRY": 20}
_PERCENT_WITH_DEALERS: Final = 30
_PERCENT_WITHIN_THE_GROUP: Final = 6
_PERMILLE_SPECIAL: Final = 1
_PERMILLE_NAMELESS: Final = 4
_FACILITIES: Final = (("BILATERAL", 70), ("REGISTERED_SWAP_EXECUTION_FACILITY", 24), ("OTHER_FACILITY", 6))
_BRANCH: Final = {"branch_is_payment_office": True, "branch_normal_course": True, "booked_in_branch": True}


def chosen(odds: Sequence[tuple[str, int]], random: Random) -> str:
    """One of some names, as often as its number says."""
    names, weights = zip(*odds, strict=True)
    return str(random.choices(names, weights)[0])


def terms(random: Random, swaps: int) -> dict[str, object]:
    """The terms of one of so many swaps in a year, but for its date."""
    book = random.choices(BOOKS, cum_weights=_ODDS)[0]
    other = _counterparty(book, random)
    product = chosen(PRODUCTS, random)
    found: dict[str, object] = {
        "product": product,
        "notionals": _notionals(book.size_usd * USUAL_SWAPS // swaps, product, random),
        "parties": [_own(book), other],
    }
    facility = chosen(_FACILITIES, random)
    if facility != "BILATERAL":
        found["facility"] = facility
    if facility == "REGISTERED_SWAP_EXECUTION_FACILITY":
        found["clearing"] = "REGISTERED_DERIVATIVES_CLEARING_ORGANIZATION"
        if random.random() < 0.35:
            found["executed_anonymously"] = True
    return found


def _own(book: Book) -> Party:
    party: Party = {"entity": book.entity, "dealing": True}
    return {**party, "branch": book.branch, **_BRANCH} if book.branch else party


def _counterparty(book: Book, random: Random) -> Party:
    place = random.randrange(1000)
    if place < _PERMILLE_NAMELESS:
        return {"entity": NAMELESS, "dealing": False}
    if place < _PERMILLE_NAMELESS + _PERMILLE_SPECIAL:
        return {"entity": SPECIAL, "dealing": False}
    if place < 10 * _PERCENT_WITHIN_THE_GROUP:
        others = [one.name for one in AFFILIATES if one.name != book.entity]
        return {"entity": random.choice(others), "dealing": False}
    if place < 10 * (_PERCENT_WITHIN_THE_GROUP + _PERCENT_WITH_DEALERS):
        dealer = random.choice(DEALERS)
        party: Party = {"entity": dealer.name, "dealing": True}
        through_branch = dealer.branch and random.random() < 0.5
        return {**party, "branch": dealer.branch, **_BRANCH} if through_branch else party
    if random.randrange(100) < book.us_clients_percent:
        return {"entity": random.choice([one for one in US_CLIENTS if one != SPECIAL]), "dealing": False}
    return {"entity": random.choice(OTHER_CLIENTS).partition(":")[0], "dealing": False}


def _notionals(usual_usd: int, product: str, random: Random) -> list[dict[str, object]]:
    size_usd = usual_usd * random.choice((1, 2, 2, 3, 4, 5, 6, 9, 15)) // 5
    currency = chosen(_CURRENCIES, random)
    notional = _notional(currency, size_usd)
    if product == "CROSS_CURRENCY_SWAP":
        other = "EUR" if currency == "USD" else "USD"
        return [notional, _notional(other, size_usd)]
    if product == "INTEREST_RATE_SWAP" and random.random() < 0.05:
        cents = _cents(currency, size_usd)
        notional["scheduled_notionals_cents"] = [cents, cents * 3 // 4, cents // 2]
    return [notional]


def _notional(currency: str, size_usd: int) -> dict[str, object]:
    return {"currency": currency, "notional_cents": _cents(currency, size_usd)}


def _cents(currency: str, size_usd: int) -> int:
    return size_usd * _UNITS_PER_DOLLAR.get(currency, 1) * 100

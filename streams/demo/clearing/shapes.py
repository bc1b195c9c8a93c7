"""Who enters what against whom? The kinds of entries that a day draws from."""

import math
from random import Random
from typing import Final, NamedTuple

from streams.demo.clearing import circle
from streams.demo.clearing.items import GOVERNMENT, ITEM_CLASSES, ItemClass

_COUNT_SPREAD = 0.5
_POOL = 8_192
_RUN = 160
_LARGE_VALUE = next(kind for kind in ITEM_CLASSES if kind.name == "PAPER_LARGE_VALUE")
# What the defaulter would receive is drawn anew this often, so that by the evening it owes.
_DEFAULTER_RECEIVES_LESS = 0.6
_ON_BEHALF = 0.35
"""How often a clearer enters, or is entered against, for one whom it represents."""

SUSPENDED_POINT: Final = "WINNIPEG"
SUSPENDED_CLASS: Final = "PAPER_UNQUALIFIED"


class Shape(NamedTuple):
    """Everything about an entry but its id, its stamp and its size.

    Attributes:
        members: the JSON members between the stamp and the value.
        payer: the institution that the items are payable by.
        count_mu: of the log-normal number of items.
        value_mu: of the log-normal value of an item in cents, with the sigma `value_sigma`.
    """

    maker: str
    counterparty: str
    direction: str
    payer: str
    members: str
    is_suspended: bool
    count_mu: float
    value_mu: float
    value_sigma: float

    def size(self, random: Random) -> tuple[int, int]:
        """A value in cents and a number of items."""
        count = int(math.exp(self.count_mu + _COUNT_SPREAD * random.gauss(0.0, 1.0)) + 0.5) or 1
        return int(count * math.exp(self.value_mu + self.value_sigma * random.gauss(0.0, 1.0))) + 1, count


class Parties(NamedTuple):
    """The four institutions of an entry."""

    maker: str
    counterparty: str
    payer: str
    payee: str


def pool(random: Random) -> list[Shape]:
    """Shapes as often as they occur in the day; towards its end a run on the defaulter is among them."""
    classes = random.choices(ITEM_CLASSES, [kind.entries_permille for kind in ITEM_CLASSES], k=_POOL)
    shapes = [_shape(kind, random.choice(kind.points), _parties(kind, random)) for kind in classes]
    return shapes + [_run_on_the_defaulter(random) for _ in range(_RUN)]


def _parties(kind: ItemClass, random: Random) -> Parties:
    names, weights = list(circle.PARTICIPANTS), list(circle.PARTICIPANTS.values())
    while True:
        maker, counterparty = random.choices(names, weights, k=2)
        if kind.name == GOVERNMENT:
            maker = circle.BANK
        if maker == counterparty:
            continue
        paying, receiving = (counterparty, maker) if kind.direction == "DEBIT" else (maker, counterparty)
        if receiving == circle.DEFAULTER and random.random() < _DEFAULTER_RECEIVES_LESS:
            continue
        return Parties(maker, counterparty, _on_behalf(paying, random), _on_behalf(receiving, random))


def _on_behalf(clearer: str, random: Random) -> str:
    """The clearer itself, or one of those it represents; a group clearer hardly has items of its own."""
    represented = circle.REPRESENTED.get(clearer, ())
    often = 0.9 if clearer == circle.GROUP_CLEARER else _ON_BEHALF
    return random.choice(represented) if represented and random.random() < often else clearer


def _run_on_the_defaulter(random: Random) -> Shape:
    """Large cheques drawn on the defaulter or on those it represents, presented by everybody."""
    others = [name for name in circle.PARTICIPANTS if name != circle.DEFAULTER]
    maker = random.choices(others, [circle.PARTICIPANTS[name] for name in others])[0]
    sage, thyme, *_ = circle.INDIRECT_CLEARERS[circle.DEFAULTER]
    payer = random.choices((circle.DEFAULTER, sage, thyme), (8, 2, 1))[0]
    return _shape(
        _LARGE_VALUE, random.choice(_LARGE_VALUE.points), Parties(maker, circle.DEFAULTER, payer, maker)
    )


def _shape(kind: ItemClass, point: str, parties: Parties) -> Shape:
    maker, counterparty, payer, payee = parties
    members = (
        f'"made_by":"{maker}","counterparty":"{counterparty}","direction":"{kind.direction}",'
        f'"item_class":"{kind.name}","regional_exchange_point":"{point}"'
    )
    paying, receiving = (counterparty, maker) if kind.direction == "DEBIT" else (maker, counterparty)
    if payer != paying:
        members += f',"drawn_on":"{payer}"'
    if payee != receiving:
        members += f',"payable_to":"{payee}"'
    return Shape(
        maker=maker,
        counterparty=counterparty,
        direction=kind.direction,
        payer=payer,
        members=members,
        is_suspended=(point, kind.name) == (SUSPENDED_POINT, SUSPENDED_CLASS),
        count_mu=math.log(kind.mean_count) - _COUNT_SPREAD**2 / 2,
        value_mu=math.log(kind.mean_item_cents) - kind.spread**2 / 2,
        value_sigma=kind.spread,
    )

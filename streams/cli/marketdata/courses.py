"""What do users cost whose course is told, when it is worked out again from what was recorded of them?"""

from collections.abc import Iterable, Mapping
from typing import Final

import orjson

from streams.demo.marketdata.story import LARKS_TABLET, TOLD
from streams.domains.marketdata.explanations.recorded import (
    USERS,
    fact_book,
    measured_again,
    reported_months,
    user_of,
)
from streams.domains.marketdata.explanations.user_months import charges
from streams.domains.marketdata.state.months import month_of_text
from streams.kernel.evidence import Evidence

Costs = Mapping[tuple[str, str], int]
"""What a user costs, in cents, by user and month; a month without a charge is left out."""

_NAMES: Final = {LARKS_TABLET.user, *(told.seat.user for told in TOLD)}


def about_them(lines: Iterable[bytes]) -> list[bytes]:
    """The facts, and the events about users whose course is told: all that their charges rest on."""
    return [line for line in lines if _is_about_them(orjson.loads(line))]


def _is_about_them(event: Mapping[str, object]) -> bool:
    if "user" in event:
        return event["user"] in _NAMES
    return event["type"] != "feed_accessed"


def costs_cents(evidence: Evidence) -> Costs:
    """What everybody costs whose course is told."""
    book = fact_book(evidence, USERS, 0)
    found: dict[tuple[str, str], int] = {}
    for seat, *_ in TOLD:
        user = user_of(evidence, book, seat.firm.distributor, seat.user)
        assert user is not None
        counted = measured_again(book, user)
        for month in reported_months(evidence):
            for charge in charges(book, user, counted, month_of_text(month)):
                if charge.cents is not None:
                    found[seat.user, month] = charge.cents
    return found

"""How many U.S. cents is a part? (17CFR1.3/swap-dealer(4)(i)(A))"""

from typing import Final

from streams.domains.swaps.law.values import Values
from streams.domains.swaps.state.facts_on_day import FactsOnDay
from streams.domains.swaps.state.terms import USD, Part
from streams.kernel.citation import cites

UNIT_PPB: Final = 1_000_000_000


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def usd_cents(cents: int, usd_per_unit_ppb: int) -> int:
    """Convert an amount, half a cent up."""
    return (2 * cents * usd_per_unit_ppb + UNIT_PPB) // (2 * UNIT_PPB)


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def part_cents(part: Part, facts: FactsOnDay, law: Values) -> int | None:
    """The USD cents of a part: the greatest of its positions, once; None where one lacks a rate.

    Reading R3: both legs have a notional, the larger one counts. Reading R12: the rate of a holiday is that of the
    nearest day before.
    """
    amounts: list[int | None] = []
    for currency, cents in part.positions:
        if currency == USD:
            amounts.append(cents)
        else:
            rate = facts.rate(currency, law.fx_rate_usable_days)
            amounts.append(None if rate is None else usd_cents(cents, rate.usd_per_unit_ppb))
    known = [amount for amount in amounts if amount is not None]
    return max(known) if len(known) == len(amounts) else None


@cites("17CFR1.3/swap-dealer(4)(i)(A)")
def missing_rates(part: Part, facts: FactsOnDay, law: Values) -> list[str]:
    """The currencies of a part that lack a rate, in order."""
    currencies = {currency for currency, _ in part.positions if currency != USD}
    return sorted(one for one in currencies if facts.rate(one, law.fx_rate_usable_days) is None)

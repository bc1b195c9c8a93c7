"""How does the interest on a survivor's deposits come about? (BL3/57(2))"""

from collections.abc import Iterator, Sequence
from datetime import date

from schemas import clearing as events
from schemas.instants import date_of
from streams.domains.clearing.explanations import words
from streams.domains.clearing.explanations.entries_again import RecordedEvent
from streams.domains.clearing.explanations.words import DIVIDED_BY, TIMES, money, party, whole
from streams.domains.clearing.law.values import Values
from streams.domains.clearing.rules.interest import recovery_interest_cents
from streams.kernel.explanation import Sheet, Step


def interest_steps(
    facts: Sequence[RecordedEvent], fact: events.RecoveryInterestAccrued, law: Values, depositor: str | None
) -> Iterator[Step]:
    """The interest of each depositor, or of the one that is asked about."""
    deposits = [
        one.event
        for one in facts
        if isinstance(one.event, events.DepositReceived)
        and (one.event.cycle, one.event.member, one.event.basis) == (fact.cycle, fact.member, "SECTION_57")
    ]
    for name in sorted({deposit.depositor for deposit in deposits}):
        if depositor in (None, name):
            mine = [deposit for deposit in deposits if deposit.depositor == name]
            yield from _of_one(name, mine, date_of(fact.through_on), law)


def _of_one(
    depositor: str, deposits: Sequence[events.DepositReceived], through_on: date, law: Values
) -> Iterator[Step]:
    rates = law.recovery_interest_rate_ppm or ()
    rows, total = [], 0
    for deposit in deposits:
        for from_on, until_on, rate in _spans(date_of(deposit.value_on), through_on, rates):
            days = (until_on - from_on).days
            product = deposit.deposit_cents * days * rate
            total += product
            figures = [whole(deposit.deposit_cents), whole(rate), whole(product)]
            rows.append([words.day(from_on), words.day(until_on), f"{days}", *figures])
    columns = ["From", "until, not counted", "days", "deposited", "rate, millionths a year", "product"]
    yield Step(
        f"The deposits of {party(depositor)}: cents times days times rate. Interest is simple: none runs on interest.",
        sheet=Sheet(columns, rows),
    )
    cents = recovery_interest_cents(
        [(deposit.deposit_cents, date_of(deposit.value_on)) for deposit in deposits],
        through_on,
        rates,
        law.interest_year_days,
    )
    divisor = law.interest_year_days * 1_000_000
    quotient, remainder = divmod(total, divisor)
    yield Step(
        f"All products, divided by {law.interest_year_days} days and by a million, rounded once to the nearest cent, "
        "a half to the even one.",
        f"{whole(total)} {DIVIDED_BY} ({law.interest_year_days} {TIMES} 1,000,000) = {whole(quotient)}, "
        f"remainder {whole(remainder)} of {whole(divisor)}: {whole(cents)}",
        money(cents),
    )


def _spans(
    value_on: date, through_on: date, rates: Sequence[tuple[date, int]]
) -> Iterator[tuple[date, date, int]]:
    """The stretches of one rate each that a deposit bears interest; before the first rate, none."""
    for place, (from_on, rate) in enumerate(rates):
        until_on = rates[place + 1][0] if place + 1 < len(rates) else date.max
        begin, end = max(from_on, value_on), min(until_on, through_on)
        if begin < end:
            yield begin, end, rate

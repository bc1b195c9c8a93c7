"""What would each way to hold licenses have cost, what would the cheapest have saved, and since when?

Costs are those of the rules (R31): all uses of the month are looked at, whatever licenses are held.
"""

from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec

from streams.desks.marketdata.marks import last_mark
from streams.desks.marketdata.months import entity_of
from streams.domains.marketdata.explanations.recorded import BILLING, fact_book, month_counts
from streams.domains.marketdata.rules.advice import combination_costs_cents, consolidation_cents
from streams.domains.marketdata.rules.bill import Pair, Profiles
from streams.domains.marketdata.rules.license import DIGITAL_MEDIA_ENTERPRISE
from streams.domains.marketdata.rules.standing import Standing
from streams.domains.marketdata.stages.figures import LICENSE_ADVICE
from streams.domains.marketdata.state.months import month_text
from streams.kernel.errors import UserError
from streams.replay.evidence import LedgerEvidence

_FIRMS_SHOWN = 20
_parsed = msgspec.json.decode


class Choice(msgspec.Struct, frozen=True):
    """A way to hold licenses.

    Attributes:
        licenses: their fees, sorted; none: user fees alone.
        cost_cents: all of it: licenses, user fees of the uses left uncovered, and the Data Consolidation Fee if a
            license brings it about.
        saving_cents: less than user fees alone; below zero where it costs more.
    """

    licenses: list[str]
    license_cents: int
    user_fee_cents: int
    consolidation_cents: int
    cost_cents: int
    saving_cents: int


class Told(msgspec.Struct, frozen=True):
    """What was advised when a month was closed, or for an open one at the last mark."""

    month: str
    licenses: list[str]
    saving_cents: int


class FirmAdvice(msgspec.Struct, frozen=True):
    """The comparison for one recipient firm.

    Attributes:
        user_count: the individuals with a use.
        held: the licenses that were charged for the firm, by their fees.
        choices: the cheapest first, ties as the rules break them.
        told: what billing advised for the month; None where it advised for no such firm.
        since: the first of the months in a row up to this one for which the same licenses were advised.
        saving_since_cents: what they would have saved in these months together.
        cheaper_from_user_count: with how many users of this mix the cheapest licenses begin to save; None without any.
    """

    recipient_firm: str
    user_count: int
    held: list[str]
    choices: list[Choice]
    told: Told | None
    since: str
    saving_since_cents: int
    cheaper_from_user_count: int | None

    @property
    def best(self) -> Choice:
        """The cheapest way."""
        return self.choices[0]

    @property
    def per_user(self) -> Choice:
        """User fees alone."""
        return next(one for one in self.choices if not one.licenses)


class Comparison(msgspec.Struct, frozen=True):
    """The comparison for all recipient firms at a Distributor.

    Attributes:
        is_closed: whether the month is.
        known_at: the stamp of the last mark that is recorded.
        begins_with: the first month with which a license that is bought then can begin (R17).
        firms: with the greatest saving first.
    """

    month: str
    distributor: str
    is_closed: bool
    known_at: str
    begins_with: str
    firms: list[FirmAdvice]


def comparison_of(
    evidence: LedgerEvidence, month: int, distributor: str, firm: str | None = None
) -> Comparison:
    """The comparison for a month, closed or running, on all that is admitted to it now.

    Raises:
        UserError: nobody is called so, or had a named user in the month.
    """
    book = fact_book(evidence, BILLING, 0)
    standing = book.standing(month)
    entity_of(evidence, standing, distributor)
    last = last_mark(evidence, book)
    counts = month_counts(evidence).of(month).counts
    firms = {pair[1]: profiles for pair, profiles in sorted(counts.items()) if pair[0] == distributor}
    if not standing.distributors[distributor].is_external:
        raise UserError(f"{distributor} is an Internal Distributor, for which no license is to be had (R28).")
    if not firms or last is None:
        raise UserError(
            f"No recipient firm had a named user at {distributor} in {month_text(month)}, as known at the last mark."
        )
    if firm is not None and firm not in firms:
        known = ", ".join([*firms][:_FIRMS_SHOWN])
        raise UserError(
            f"{firm} had no named user at {distributor} in {month_text(month)}. Those that had: {known}."
        )
    found = [
        _advice(evidence, standing, (distributor, name), profiles)
        for name, profiles in firms.items()
        if firm in (None, name)
    ]
    return Comparison(
        month=month_text(month),
        distributor=distributor,
        is_closed=month in book.admission.closes,
        known_at=last.at,
        begins_with=month_text(book.recorded_in(last.at)),
        firms=sorted(found, key=lambda one: (-one.best.saving_cents, one.recipient_firm)),
    )


def _advice(evidence: LedgerEvidence, standing: Standing, pair: Pair, profiles: Profiles) -> FirmAdvice:
    choices = sorted(
        _choices(standing, pair, profiles), key=lambda one: (one.cost_cents, len(one.licenses), one.licenses)
    )
    told = _told(evidence, month_text(standing.month), pair)
    row = _in_a_row(evidence, standing.month, pair, told)
    users = sum(profiles.values())
    held = [one.fee for one in standing.active_licenses if (one.distributor, one.recipient_firm) == pair]
    return FirmAdvice(
        recipient_firm=pair[1],
        user_count=users,
        held=sorted(held),
        choices=choices,
        told=told,
        since=row[-1].month if row else month_text(standing.month),
        saving_since_cents=sum(one.saving_cents for one in row),
        cheaper_from_user_count=_cheaper_from(choices[0], choices, users),
    )


def _choices(standing: Standing, pair: Pair, profiles: Profiles) -> Iterator[Choice]:
    costs = dict(combination_costs_cents(standing, pair, profiles))
    for fees, cost_cents in costs.items():
        license_cents = sum(standing.prices[fee].cents for fee in fees)
        has_digital = any(fee.startswith(DIGITAL_MEDIA_ENTERPRISE) for fee in fees)
        added_cents = consolidation_cents(standing, pair[1]) if has_digital else 0
        user_fee_cents = cost_cents - license_cents - added_cents
        yield Choice(
            list(fees), license_cents, user_fee_cents, added_cents, cost_cents, costs[()] - cost_cents
        )


def _cheaper_from(best: Choice, choices: list[Choice], users: int) -> int | None:
    """With how many users of the same mix a way begins to cost less than user fees alone.

    What it costs whatever the number of users is set against what it saves on each.
    """
    alone_cents = next(one.cost_cents for one in choices if not one.licenses)
    saved_cents = alone_cents - best.user_fee_cents
    if not best.licenses or saved_cents <= 0:
        return None
    return (best.license_cents + best.consolidation_cents) * users // saved_cents + 1


def _told(evidence: LedgerEvidence, month: str, pair: Pair) -> Told | None:
    row = cast("Mapping[str, Any] | None", evidence.row(LICENSE_ADVICE, (month, *pair)))
    return None if row is None else Told(month, row["licenses"], row["saving_cents"])


def _in_a_row(evidence: LedgerEvidence, month: int, pair: Pair, told: Told | None) -> list[Told]:
    """The months up to one, backwards, for which the same licenses were advised."""
    found: list[Told] = []
    while told is not None and (not found or told.licenses == found[0].licenses):
        found.append(told)
        month -= 1
        told = _told(evidence, month_text(month), pair)
    return found

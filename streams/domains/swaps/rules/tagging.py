"""What are the tag and the treatment of each side of a part, with all that is known of its date? (section 5 and 8)"""

from streams.domains.swaps.law.values import Values
from streams.domains.swaps.rules.control import ultimate_controllers
from streams.domains.swaps.rules.conversion import missing_rates, part_cents
from streams.domains.swaps.rules.counting import REASONS, Reason, reason_for
from streams.domains.swaps.rules.exceptions import is_limited
from streams.domains.swaps.rules.product import is_swap
from streams.domains.swaps.rules.side import Side, counterparty_flags
from streams.domains.swaps.rules.special_entity import is_with_special_entity
from streams.domains.swaps.rules.treatment import has_treatment, treatment_of
from streams.domains.swaps.state.facts_on_day import FactsOnDay
from streams.domains.swaps.state.tags import FX_RATE_MISSING, PartRow, SideRow, SideTreatment, Tag
from streams.domains.swaps.state.terms import USD, Part

REASON_OF = {reason.name: reason for reason in REASONS}
"""The rows of the table of reasons by their names."""


def tagged(part: Part, facts: tuple[FactsOnDay, FactsOnDay], law: Values) -> PartRow:
    """Tag both sides of a part on its date.

    Args:
        facts: of that date, about the first party and about the second.
    """
    cents = part_cents(part, facts[0], law)
    sides = [_side(Side(part, place, facts, law), cents) for place in (0, 1)]
    sides.sort(key=lambda side: side.entity)
    return PartRow(
        dated_on=part.dated_on,
        cents=cents or 0,
        is_swap=is_swap(part.product),
        currencies=sorted({currency for currency, _ in part.positions if currency != USD}),
        missing=[] if cents is not None else missing_rates(part, facts[0], law),
        sides=sides,
    )


def _side(side: Side, cents: int | None) -> SideRow:
    is_treated = has_treatment(side)
    return SideRow(
        entity=side.party.entity,
        tag=_tag(side, reason_for(side), cents),
        treatment=_treatment(side) if is_treated else None,
        is_limited=is_treated and is_limited(side),
    )


def _tag(side: Side, reason: Reason, cents: int | None) -> Tag:
    flags = counterparty_flags(side) if reason.looks_at_counterparty else []
    return Tag(
        counts=reason.counts,
        reason=reason.name,
        counted_cents=(cents or 0) if reason.counts else 0,
        flags=[*flags, FX_RATE_MISSING] if cents is None else flags,
        special_entity=is_with_special_entity(side),
        groups=ultimate_controllers(side.party.entity, side.facts.controllers),
        traded_on=side.part.dated_on,
    )


def _treatment(side: Side) -> SideTreatment:
    found = treatment_of(side)
    return SideTreatment(
        found.group_a,
        found.group_b,
        found.group_c,
        found.exceptions_available,
        found.flags,
        found.relies_on,
        found.cites(),
    )

"""Which requirements apply to a swap entity's swap, and how often the capped exceptions stand (section 8)."""

from __future__ import annotations

from typing import Any, NamedTuple

from .swaps_model_counting import NOT_SWAPS, Side, amount_cents, anonymous_and_cleared
from .swaps_model_persons import affiliated, swap_entity, through_foreign_branch, through_us_branch

GROUP_A = (
    "3.3",
    "23.201",
    "23.203",
    "23.600",
    "23.601",
    "23.602",
    "23.603",
    "23.605",
    "23.606",
    "23.607",
    "23.609",
)
GROUP_B = ("23.202", "23.501", "23.502", "23.503", "23.504")

EXCHANGE = "EXCHANGE_TRADED_EXCEPTION"
GROUP_C = "FOREIGN_SWAP_GROUP_C_EXCEPTION"
NON_US = "NON_US_SWAP_ENTITY_GROUP_B_EXCEPTION"
BRANCH = "FOREIGN_BRANCH_GROUP_B_EXCEPTION"
LIMITED = "LIMITED_SWAP_ENTITY_GROUP_B_EXCEPTION"
CAPPED = (BRANCH, LIMITED)


class Words(NamedTuple):
    """Section 8.1, of A and of B."""

    a_us: bool
    a_other: bool
    a_limited: bool
    a_foreign_branch: bool
    a_us_branch: bool
    a_foreign_based: bool
    b_other: bool
    b_significant_end_user: bool
    b_foreign_branch: bool
    b_foreign_counterparty: bool
    b_swap_entity: bool
    b_guaranteed: bool


def is_swap(side: Side) -> bool:
    """Whether the product is within the term."""
    return side.part.product not in NOT_SWAPS


def has_treatment(side: Side) -> bool:
    """Section 8: the party is a swap entity on the part's date, product within the term."""
    return is_swap(side) and swap_entity(side.facts, side.party["entity"], side.part.on)


def words(side: Side) -> Words:
    """Section 8.1."""
    facts, day, a, b = side.facts, side.part.on, side.own, side.other
    a_branch = through_foreign_branch(facts, side.party, a.us, day)
    a_us_branch = through_us_branch(facts, side.party, a.us, day)
    b_branch = through_foreign_branch(facts, side.counterparty, b.us, day)
    b_us_branch = through_us_branch(facts, side.counterparty, b.us, day)
    b_swap_entity = swap_entity(facts, side.counterparty["entity"], day)
    return Words(
        a_us=a.us,
        a_other=not a.us and not a.significant and not a.guaranteed,
        a_limited=not a.us and (a.significant or a.guaranteed),
        a_foreign_branch=a_branch,
        a_us_branch=a_us_branch,
        a_foreign_based=(not a.us and not a_us_branch) or a_branch,
        b_other=not b.us and not b.significant and not b.guaranteed,
        b_significant_end_user=b.significant and not b.guaranteed and not b_swap_entity,
        b_foreign_branch=b_branch,
        b_foreign_counterparty=(not b.us and not b_us_branch) or b_branch,
        b_swap_entity=b_swap_entity,
        b_guaranteed=b.guaranteed,
    )


def exceptions_available(side: Side) -> list[str]:
    """Section 8.2."""
    w = words(side)
    foreign_at_home = w.b_foreign_counterparty and not w.b_foreign_branch
    other_or_end_user = w.b_other or w.b_significant_end_user
    met = {
        EXCHANGE: w.a_foreign_based and anonymous_and_cleared(side.part),
        GROUP_C: w.a_foreign_based and w.b_foreign_counterparty,
        NON_US: w.a_other and w.a_foreign_based and foreign_at_home and other_or_end_user,
        BRANCH: w.a_foreign_branch and foreign_at_home and other_or_end_user and not w.b_swap_entity,
        LIMITED: (
            w.a_limited
            and w.a_foreign_based
            and foreign_at_home
            and not w.b_swap_entity
            and not w.b_guaranteed
        ),
    }
    return [exception for exception, conditions_met in met.items() if conditions_met]


def _comparable(side: Side, requirement: str) -> bool:
    """Section 8.1: the determination for the party's jurisdiction says `comparable`."""
    day = side.part.on
    if through_foreign_branch(side.facts, side.party, side.own.us, day):
        branch = side.facts.fact("branch_recorded", day, side.party["branch"])
        jurisdiction = branch["located_in"] if branch else None
    else:
        record = side.facts.fact("entity_recorded", day, side.party["entity"])
        jurisdiction = record.get("home_jurisdiction") if record else None
    if jurisdiction is None:
        return False
    determined = side.facts.fact("comparability_determined", day, jurisdiction, requirement)
    return determined is not None and determined.get("comparable", True)


def _substitution_open(w: Words) -> bool:
    """Section 8.3, for Group B."""
    return (w.a_foreign_based and w.b_foreign_counterparty) or (
        not w.a_us
        and w.a_us_branch
        and w.b_foreign_counterparty
        and not w.b_foreign_branch
        and not w.b_guaranteed
    )


def treatment(side: Side) -> dict[str, Any]:
    """Section 8.3: all of a treatment but what exceeds its cap."""
    w = words(side)
    available = exceptions_available(side)
    group_a = {
        requirement: "SUBSTITUTED_COMPLIANCE" if not w.a_us and _comparable(side, requirement) else "FULL"
        for requirement in GROUP_A
    }
    group_b = {}
    for requirement in GROUP_B:
        if EXCHANGE in available and requirement != "23.202":
            group_b[requirement] = EXCHANGE
        elif NON_US in available:
            group_b[requirement] = NON_US
        elif _substitution_open(w) and _comparable(side, requirement):
            group_b[requirement] = "SUBSTITUTED_COMPLIANCE"
        elif BRANCH in available:
            group_b[requirement] = BRANCH
        elif LIMITED in available:
            group_b[requirement] = LIMITED
        else:
            group_b[requirement] = "FULL"
    group_c = next((each for each in (EXCHANGE, GROUP_C) if each in available), "FULL")
    flags = {
        "ASSUMED_US_PERSON": side.other.assumed,
        "REPRESENTATION_CONTRADICTED": side.other.contradicted,
    }
    return {
        "group_a": group_a,
        "group_b": group_b,
        "group_c": group_c,
        "exceptions_available": available,
        "flags": [flag for flag, stands in flags.items() if stands],
    }


def quarter(day: str) -> str:
    """The calendar quarter of a day, as 2021-Q4."""
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


class Share(NamedTuple):
    """What a side has in a quarter."""

    side: Side
    quarter: str
    cents: int
    relies_on: list[str]


def cap_usage(all_sides: list[Side], parameters: dict[str, Any]) -> dict[str, Any]:
    """Section 8.4, over the sides of all parts dated up to the day."""
    usage: dict[str, Any] = {}
    shares = [_share(side) for side in all_sides if is_swap(side)]
    for share in shares:
        if has_treatment(share.side):
            entity = share.side.party["entity"]
            for exception in CAPPED:
                quarters = usage.setdefault(entity, {}).setdefault(exception, {})
                if share.quarter not in quarters:
                    quarters[share.quarter] = _row(shares, entity, exception, share.quarter, parameters)
    return usage


def _share(side: Side) -> Share:
    """Section 8.4: USD cents, 0 where a rate is missing; what stands in some Group B requirement."""
    standing = list(treatment(side)["group_b"].values()) if has_treatment(side) else []
    return Share(side, quarter(side.part.on), amount_cents(side.facts, side.part) or 0, standing)


def _row(
    shares: list[Share], entity: str, exception: str, of_quarter: str, parameters: dict[str, Any]
) -> dict[str, Any]:
    """Section 8.4: one entity, exception and quarter."""
    rows = [
        share for share in shares if share.quarter == of_quarter and _belongs(share.side, entity, exception)
    ]
    total = sum(share.cents for share in rows)
    relying = sum(share.cents for share in rows if exception in share.relies_on)
    return {
        "relying_cents": relying,
        "total_cents": total,
        "within_cap": relying * 1_000_000 <= parameters["swaps.exception_cap_ppm"] * total,
    }


def _belongs(side: Side, entity: str, exception: str) -> bool:
    """Section 8.4: the entity's own sides, for the limited exception also those of affiliates of its kind."""
    name, day = side.party["entity"], side.part.on
    if name == entity:
        return True
    return (
        exception == LIMITED
        and affiliated(side.facts, entity, name, day)
        and swap_entity(side.facts, name, day)
        and words(side).a_limited
    )

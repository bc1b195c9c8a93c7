"""Whether a part counts for a party, and why (section 5 and the table of reasons in EVENTS)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .swaps_model_facts import Facts
from .swaps_model_persons import (
    Party,
    affiliated_with_swap_dealer,
    is_financial,
    majority_owned_affiliates,
    representation,
    significant_risk_subsidiary,
    swap_dealer,
    through_foreign_branch,
    ultimate_controllers,
    us_guarantors,
    us_person,
)
from .swaps_model_terms import Part

NOT_SWAPS = (
    "FOREIGN_EXCHANGE_FORWARD",
    "FOREIGN_EXCHANGE_SWAP",
    "SECURITY_BASED_SWAP",
    "FOREIGN_EXCHANGE_SPOT",
)
QUALIFYING_FACILITIES = (
    "DESIGNATED_CONTRACT_MARKET",
    "REGISTERED_SWAP_EXECUTION_FACILITY",
    "EXEMPT_SWAP_EXECUTION_FACILITY",
    "REGISTERED_FOREIGN_BOARD_OF_TRADE",
)
QUALIFYING_CLEARING = (
    "REGISTERED_DERIVATIVES_CLEARING_ORGANIZATION",
    "EXEMPT_DERIVATIVES_CLEARING_ORGANIZATION",
)


class Status(NamedTuple):
    """Section 5.1: who somebody is in one part."""

    us: bool
    significant: bool
    guaranteed: bool
    financial_guarantor: bool
    assumed: bool
    contradicted: bool


class Side(NamedTuple):
    """One party of one part, with its counterparty."""

    facts: Facts
    part: Part
    party: Party
    counterparty: Party
    own: Status
    other: Status


def sides(facts: Facts, part: Part) -> list[Side]:
    """Both sides of a part."""
    one, two = part.parties
    return [
        Side(facts, part, a, b, _own_status(facts, part, a, b), _counterparty_status(facts, part, a, b))
        for a, b in ((one, two), (two, one))
    ]


def _own_status(facts: Facts, part: Part, party: Party, counterparty: Party) -> Status:
    """Sections 4.1 to 4.3 by facts; unknown is U.S."""
    name = party["entity"]
    us = us_person(facts, name, part.on) in (True, None)
    guarantors = us_guarantors(facts, name, counterparty["entity"], part.swap, part.on)
    return Status(
        us,
        not us and significant_risk_subsidiary(facts, name, part.on),
        not us and bool(guarantors),
        any(is_financial(facts, each, part.on) for each in guarantors),
        assumed=False,
        contradicted=False,
    )


def _counterparty_status(facts: Facts, part: Part, party: Party, counterparty: Party) -> Status:
    """Sections 4.4 and 5.1: representations first, then facts; unknown is U.S."""
    name, to, on = counterparty["entity"], party["entity"], part.on
    by_facts = us_person(facts, name, on)
    said = representation(facts, name, to, "US_PERSON", on)
    us = said["value"] if said else by_facts in (True, None)

    said_significant = representation(facts, name, to, "SIGNIFICANT_RISK_SUBSIDIARY", on)
    significant = (
        said_significant["value"] if said_significant else significant_risk_subsidiary(facts, name, on)
    )

    said_guaranteed = representation(facts, name, to, "GUARANTEED_BY_US_PERSON", on)
    if said_guaranteed:
        guaranteed = said_guaranteed["value"]
        financial = said_guaranteed.get("guarantor_financial_entity", True)
    else:
        guarantors = us_guarantors(facts, name, to, part.swap, on)
        guaranteed = bool(guarantors)
        financial = any(is_financial(facts, each, on) for each in guarantors)
    return Status(
        us,
        not us and significant,
        not us and guaranteed,
        financial,
        assumed=said is None and by_facts is None,
        contradicted=said is not None and by_facts is not None and by_facts != said["value"],
    )


def anonymous_and_cleared(part: Part) -> bool:
    """Section 5.2."""
    return (
        part.executed_anonymously
        and part.facility in QUALIFYING_FACILITIES
        and part.clearing in QUALIFYING_CLEARING
    )


def _excluded(side: Side, exclusion: str) -> bool:
    """Whether the party has an exclusion of its own."""
    return exclusion in side.party.get("exclusions", [])


def _loan(side: Side) -> bool:
    """Section 5.2: exclusion and the party recorded as insured depository institution."""
    record = side.facts.fact("entity_recorded", side.part.on, side.party["entity"])
    return (
        _excluded(side, "INSURED_DEPOSITORY_LOAN")
        and record is not None
        and bool(record.get("insured_depository_institution", False))
    )


def _earlier(side: Side) -> bool:
    """Section 5.2: the part's date strictly before the compliance date."""
    return bool(side.part.on < side.facts.parameter("compliance_on"))


def _dealer_through_foreign_branch(side: Side) -> bool:
    """Section 5.2, U.S. counterparty."""
    return (
        side.other.us
        and through_foreign_branch(side.facts, side.counterparty, side.other.us, side.part.on)
        and swap_dealer(side.facts, side.counterparty["entity"], side.part.on)
    )


def _affiliate_below_threshold(side: Side) -> bool:
    """Section 5.2: affiliated with a swap dealer and represented to be below the threshold."""
    by, to, on = side.counterparty["entity"], side.party["entity"], side.part.on
    affiliate = representation(side.facts, by, to, "AFFILIATED_WITH_SWAP_DEALER", on)
    is_affiliate = affiliate["value"] if affiliate else affiliated_with_swap_dealer(side.facts, by, on)
    below = representation(side.facts, by, to, "BELOW_DE_MINIMIS_THRESHOLD", on)
    return bool(side.other.guaranteed and is_affiliate and below is not None and below["value"])


PARTY = ("XB2020/5", "17CFR23.23/(b)(1)")
US_COUNTERPARTY = ("XB2020/5", "17CFR23.23/(b)(2)(i)")
GUARANTEED_COUNTERPARTY = ("XB2020/5", "17CFR23.23/(b)(2)(iii)")
OTHER_COUNTERPARTY = ("XB2020/5", "17CFR23.23/(b)(2)")
DEALING = ("17CFR1.3/swap-dealer(4)(i)(A)",)

REASONS: tuple[tuple[str, bool, tuple[str, ...], Callable[[Side], bool]], ...] = (
    ("NOT_A_SWAP", False, ("CEA/1a(47)",), lambda s: s.part.product in NOT_SWAPS),
    ("NOT_DEALING", False, DEALING, lambda s: not s.party["dealing"]),
    ("CLEARING", False, DEALING, lambda s: _excluded(s, "CLEARING")),
    ("EXERCISE", False, DEALING, lambda s: _excluded(s, "EXERCISE")),
    (
        "MULTILATERAL_COMPRESSION",
        False,
        ("CFTCL12-62/1",),
        lambda s: _excluded(s, "MULTILATERAL_COMPRESSION"),
    ),
    (
        "MAJORITY_OWNED_AFFILIATES",
        False,
        ("17CFR1.3/swap-dealer(6)(i)",),
        lambda s: majority_owned_affiliates(s.facts, s.party["entity"], s.counterparty["entity"], s.part.on),
    ),
    (
        "COOPERATIVE_WITH_MEMBER",
        False,
        ("17CFR1.3/swap-dealer(6)(ii)",),
        lambda s: _excluded(s, "COOPERATIVE_WITH_MEMBER"),
    ),
    (
        "HEDGE_OF_PHYSICAL_POSITION",
        False,
        ("17CFR1.3/swap-dealer(6)(iii)",),
        lambda s: _excluded(s, "HEDGE_OF_PHYSICAL_POSITION"),
    ),
    ("FLOOR_TRADER", False, ("17CFR1.3/swap-dealer(6)(iv)",), lambda s: _excluded(s, "FLOOR_TRADER")),
    ("INSURED_DEPOSITORY_LOAN", False, ("17CFR1.3/swap-dealer(5)",), _loan),
    (
        "EARLIER_PRACTICE_COUNTED",
        True,
        ("XB2020/1",),
        lambda s: _earlier(s) and s.party.get("counted_under_earlier_practice", True),
    ),
    ("EARLIER_PRACTICE_NOT_COUNTED", False, ("XB2020/1",), _earlier),
    ("US_PERSON", True, PARTY, lambda s: s.own.us),
    ("SIGNIFICANT_RISK_SUBSIDIARY", True, PARTY, lambda s: s.own.significant),
    ("GUARANTEED_ENTITY", True, ("XB2020/5", "17CFR23.23/(b)(2)(ii)"), lambda s: s.own.guaranteed),
    (
        "ANONYMOUS_AND_CLEARED",
        False,
        ("XB2020/5", "17CFR23.23/(d)"),
        lambda s: anonymous_and_cleared(s.part),
    ),
    (
        "COUNTERPARTY_SWAP_DEALER_FOREIGN_BRANCH",
        False,
        US_COUNTERPARTY,
        _dealer_through_foreign_branch,
    ),
    ("COUNTERPARTY_US_PERSON", True, US_COUNTERPARTY, lambda s: s.other.us),
    (
        "COUNTERPARTY_GUARANTEED_SWAP_DEALER",
        False,
        GUARANTEED_COUNTERPARTY,
        lambda s: s.other.guaranteed and swap_dealer(s.facts, s.counterparty["entity"], s.part.on),
    ),
    (
        "COUNTERPARTY_GUARANTEED_BY_NON_FINANCIAL_ENTITY",
        False,
        GUARANTEED_COUNTERPARTY,
        lambda s: s.other.guaranteed and not s.other.financial_guarantor,
    ),
    (
        "COUNTERPARTY_GUARANTEED_AFFILIATE_BELOW_THRESHOLD",
        False,
        GUARANTEED_COUNTERPARTY,
        _affiliate_below_threshold,
    ),
    ("COUNTERPARTY_GUARANTEED_ENTITY", True, GUARANTEED_COUNTERPARTY, lambda s: s.other.guaranteed),
    (
        "COUNTERPARTY_SIGNIFICANT_RISK_SUBSIDIARY",
        False,
        OTHER_COUNTERPARTY,
        lambda s: s.other.significant,
    ),
    ("COUNTERPARTY_OTHER_NON_US_PERSON", False, OTHER_COUNTERPARTY, lambda s: True),
)

LOOKED_AT_THE_COUNTERPARTY = tuple(reason for reason, *_ in REASONS[12:])


def amount_cents(facts: Facts, part: Part) -> int | None:
    """Section 5.3: USD cents of a part, or None where any notional lacks a rate."""
    amounts = []
    for currency, level in part.levels:
        ppb = facts.rate_ppb(currency, part.on)
        if ppb is None:
            return None
        amounts.append((2 * level * ppb + 1_000_000_000) // 2_000_000_000)
    return max(amounts)


def tag(side: Side) -> dict[str, Any]:
    """The tag of one party of one part."""
    reason, counts, cites = next((row[0], row[1], row[2]) for row in REASONS if row[3](side))
    cents = amount_cents(side.facts, side.part)
    looked = reason in LOOKED_AT_THE_COUNTERPARTY
    flags = {
        "ASSUMED_US_PERSON": looked and side.other.assumed,
        "REPRESENTATION_CONTRADICTED": looked and side.other.contradicted,
        "FX_RATE_MISSING": cents is None,
    }
    return {
        "counts": counts,
        "reason": reason,
        "counted_cents": cents if counts and cents is not None else 0,
        "flags": [flag for flag, stands in flags.items() if stands],
        "special_entity": _special_entity(side),
        "groups": ultimate_controllers(side.facts, side.party["entity"], side.part.on),
        "traded_on": side.part.on,
        "cites": list(cites),
    }


def _special_entity(side: Side) -> bool:
    """Section 5.3, last paragraph."""
    record = side.facts.fact("entity_recorded", side.part.on, side.counterparty["entity"])
    if record is None or not record.get("special_entity", False):
        return False
    return not (_excluded(side, "UTILITY_OPERATIONS") and record.get("utility_special_entity", False))

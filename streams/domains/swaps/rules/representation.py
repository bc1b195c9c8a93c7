"""When may a party rely on what its counterparty says of itself? (17CFR23.23/(a)(9), (12), (23), XB2020/2)"""

from typing import Literal

from msgspec import UNSET

from schemas.instants import date_of
from schemas.swaps import RepresentationRecorded
from streams.domains.swaps.law.values import Values
from streams.domains.swaps.state.facts_on_day import FactsOnDay
from streams.kernel.citation import cites

Statement = Literal[
    "US_PERSON",
    "GUARANTEED_BY_US_PERSON",
    "SIGNIFICANT_RISK_SUBSIDIARY",
    "BELOW_DE_MINIMIS_THRESHOLD",
    "AFFILIATED_WITH_SWAP_DEALER",
]


@cites("17CFR23.23/(a)(23)(iv)", "XB2020/2")
def usable_representation(
    statement: Statement, made_by: str, made_to: str, facts: FactsOnDay, law: Values
) -> RepresentationRecorded | None:
    """The representation that a party may rely on, or None: the one to itself goes before the one to everyone."""
    for fact in facts.representations(made_by, made_to, statement):
        if is_usable(fact, facts.day, law):
            return fact
    return None


@cites("17CFR23.23/(a)(23)(iv)", "XB2020/2")
def is_usable(fact: RepresentationRecorded, day: str, law: Values) -> bool:
    """Say whether a representation in force may be relied on: nobody knew better, and its words still serve.

    Reading R11: one on earlier words serves if it was made before the effective date, and through a fixed day.
    """
    if fact.known_inaccurate_from is not UNSET and fact.known_inaccurate_from <= day:
        return False
    if fact.basis == "FINAL_RULE":
        return True
    return date_of(fact.made_on) < law.effective_on and date_of(day) <= law.earlier_representations_through

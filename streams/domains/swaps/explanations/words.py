"""How are reasons, facts and swaps told to somebody who is no programmer?"""

from typing import Final, assert_never

from msgspec import UNSET

from schemas import swaps as events
from streams.domains.swaps.state.terms import USD, Part

REASONS_IN_WORDS: Final = {
    "NOT_A_SWAP": "the product is outside the term swap",
    "NOT_DEALING": "the party does not deal in it",
    "CLEARING": "it is a leg that arises from clearing",
    "EXERCISE": "it arises from the exercise of a swaption",
    "MULTILATERAL_COMPRESSION": "it arises from a multilateral compression",
    "MAJORITY_OWNED_AFFILIATES": "the two parties are majority-owned affiliates",
    "COOPERATIVE_WITH_MEMBER": "it is a swap of a cooperative with its member",
    "HEDGE_OF_PHYSICAL_POSITION": "it hedges a physical position",
    "FLOOR_TRADER": "the party is a floor trader",
    "INSURED_DEPOSITORY_LOAN": "it comes with a loan of an insured depository institution",
    "EARLIER_PRACTICE_COUNTED": "it is dated before the compliance date and counted under earlier practice",
    "EARLIER_PRACTICE_NOT_COUNTED": "it is dated before the compliance date and did not count under earlier practice",
    "US_PERSON": "the party is a U.S. person",
    "SIGNIFICANT_RISK_SUBSIDIARY": "the party is a significant risk subsidiary",
    "GUARANTEED_ENTITY": "a U.S. person guarantees the party's obligations in this swap",
    "ANONYMOUS_AND_CLEARED": "it was executed anonymously on a qualifying facility and cleared",
    "COUNTERPARTY_SWAP_DEALER_FOREIGN_BRANCH": "the counterparty is the foreign branch of a registered swap dealer",
    "COUNTERPARTY_US_PERSON": "the counterparty is a U.S. person, or nobody knows that it is none",
    "COUNTERPARTY_GUARANTEED_SWAP_DEALER": "the counterparty is guaranteed and a registered swap dealer",
    "COUNTERPARTY_GUARANTEED_BY_NON_FINANCIAL_ENTITY": (
        "the counterparty is guaranteed, and only by U.S. persons that are no financial entities"
    ),
    "COUNTERPARTY_GUARANTEED_AFFILIATE_BELOW_THRESHOLD": (
        "the counterparty is guaranteed, affiliated with a swap dealer and represented to be below the threshold"
    ),
    "COUNTERPARTY_GUARANTEED_ENTITY": "the counterparty is guaranteed by a U.S. person",
    "COUNTERPARTY_SIGNIFICANT_RISK_SUBSIDIARY": (
        "the counterparty is a significant risk subsidiary, which is no ground for counting"
    ),
    "COUNTERPARTY_OTHER_NON_US_PERSON": "the counterparty is an other non-U.S. person",
}
"""What each reason says, after "because"."""


def validity(fact: events.Fact) -> str:
    """From when until when a fact holds, in words."""
    if isinstance(fact, events.FxRatePublished):
        return f"for {fact.rate_on}"
    since = "always" if fact.valid_from is UNSET else f"from {fact.valid_from}"
    return since if fact.valid_until is UNSET else f"{since} until {fact.valid_until}"


def fact_words(fact: events.Fact) -> str:
    """What a fact says, when it holds, and the day on which it became known."""
    return f"{_statement(fact)}; it holds {validity(fact)}, known since {fact.at[:10]}."


def _statement(fact: events.Fact) -> str:
    match fact:
        case events.EntityRecorded():
            place = fact.resident_in if fact.kind in ("NATURAL_PERSON", "ESTATE") else fact.organized_in
            where = "" if place is UNSET else f" of {place}"
            return f"{fact.entity} is a {fact.kind.lower().replace('_', ' ')}{where}"
        case events.ControlRecorded():
            return f"{fact.entity} is controlled by {', '.join(fact.controllers) or 'nobody'}"
        case events.MajorityOwnershipRecorded():
            return f"the majority of {fact.entity} is owned by {', '.join(fact.majority_owners) or 'nobody'}"
        case events.BranchRecorded():
            return f"{fact.branch} is a branch of {fact.entity} in {fact.located_in}"
        case events.RegistrationRecorded():
            state = "registered" if fact.status == "REGISTERED" else "not registered"
            return f"{fact.entity} is {state} as {fact.category.lower().replace('_', ' ')}"
        case events.SignificantSubsidiaryRecorded():
            return f"{fact.entity} has figures for the test of a significant risk subsidiary"
        case events.GuaranteeRecorded():
            return f"{fact.guarantor} supports {fact.obligor} by {fact.kind.lower().replace('_', ' ')}"
        case events.RepresentationRecorded():
            verb = "affirms" if fact.value else "denies"
            return f"{fact.made_by} {verb} {fact.statement.lower().replace('_', ' ')}"
        case events.ComparabilityDetermined():
            return f"the rules of {fact.jurisdiction} are compared for {fact.requirement}"
        case events.FxRatePublished():
            return f"one {fact.currency} is worth {fact.usd_per_unit_ppb:,} billionths of a U.S. dollar"
        case _:
            assert_never(fact)


def part_words(part: Part) -> str:
    """What a part is, in a sentence."""
    amounts = " and ".join(
        f"{cents // 100:,}.{cents % 100:02d} {currency}" for currency, cents in part.positions
    )
    parties = " and ".join(party.entity for party in part.parties)
    kind = part.product.lower().replace("_", " ")
    what = "The swap" if part.name == part.swap else "The increase"
    return f"{what} {part.name}, {kind}, of {parties} for {amounts} is dated {part.dated_on}."


def usd_text(cents: int) -> str:
    """An amount in U.S. dollars."""
    return f"{cents // 100:,}.{cents % 100:02d} {USD}"

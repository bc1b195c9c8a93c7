"""Under which key does a fact replace an earlier one?

Names hold no slash, so that the parts of a key cannot run into each other.
"""

from typing import assert_never

from msgspec import UNSET

from schemas import swaps as events


def entity_key(entity: str) -> str:
    """What is recorded of a person."""
    return f"entity/{entity}"


def control_key(entity: str) -> str:
    """Who controls an entity."""
    return f"control/{entity}"


def majority_key(entity: str) -> str:
    """Who owns the majority of an entity."""
    return f"majority/{entity}"


def branch_key(branch: str) -> str:
    """What is recorded of a branch."""
    return f"branch/{branch}"


def registration_key(entity: str, category: str) -> str:
    """The registration of an entity in a category."""
    return f"registration/{category}/{entity}"


def subsidiary_key(entity: str) -> str:
    """The figures of a subsidiary."""
    return f"subsidiary/{entity}"


def guarantee_key(guarantee: str) -> str:
    """One arrangement of support."""
    return f"guarantee/{guarantee}"


def obligor_key(obligor: str) -> str:
    """All arrangements that support one obligor; no fact has this key, a look-up of several facts does."""
    return f"obligor/{obligor}"


REGISTRANTS = "registrants"
"""All registered swap dealers; no fact has this key, a look-up of several facts does."""


def representation_key(made_by: str, made_to: str, statement: str) -> str:
    """A statement of one party to another; towards everyone `made_to` is empty."""
    return f"representation/{statement}/{made_by}/{made_to}"


def comparability_key(jurisdiction: str, requirement: str) -> str:
    """A determination for one requirement of one jurisdiction."""
    return f"comparability/{jurisdiction}/{requirement}"


def key_of(fact: events.ValidFact) -> str:
    """The key under which a fact replaces an earlier one."""
    match fact:
        case events.EntityRecorded():
            return entity_key(fact.entity)
        case events.ControlRecorded():
            return control_key(fact.entity)
        case events.MajorityOwnershipRecorded():
            return majority_key(fact.entity)
        case events.BranchRecorded():
            return branch_key(fact.branch)
        case events.RegistrationRecorded():
            return registration_key(fact.entity, fact.category)
        case events.SignificantSubsidiaryRecorded():
            return subsidiary_key(fact.entity)
        case events.GuaranteeRecorded():
            return guarantee_key(fact.guarantee)
        case events.RepresentationRecorded():
            made_to = "" if fact.made_to is UNSET else fact.made_to
            return representation_key(fact.made_by, made_to, fact.statement)
        case events.ComparabilityDetermined():
            return comparability_key(fact.jurisdiction, fact.requirement)
        case _:
            assert_never(fact)


def record_key(fact: events.Fact | events.Mark) -> str:
    """Under which key a fact or mark is written to every partition."""
    match fact:
        case events.FxRatePublished():
            return f"{fact.currency}/{fact.rate_on}"
        case events.GuaranteeRecorded():
            return fact.guarantee
        case events.BranchRecorded():
            return fact.branch
        case events.RepresentationRecorded():
            return fact.made_by
        case events.ComparabilityDetermined():
            return fact.jurisdiction
        case events.DayClosed():
            return fact.day_on
        case events.Tick():
            return "tick"
        case (
            events.EntityRecorded()
            | events.ControlRecorded()
            | events.MajorityOwnershipRecorded()
            | events.RegistrationRecorded()
            | events.SignificantSubsidiaryRecorded()
        ):
            return fact.entity
        case _:
            assert_never(fact)

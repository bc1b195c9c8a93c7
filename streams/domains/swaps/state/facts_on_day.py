"""What do the facts say of one day, and which of them were looked at?"""

from collections.abc import Iterator
from typing import Final, TypeVar

from msgspec import UNSET

from schemas import swaps as events
from streams.domains.swaps.state import fact_keys
from streams.domains.swaps.state.registry import SWAP_DEALER, Registry

MAJOR_SWAP_PARTICIPANT: Final = "MAJOR_SWAP_PARTICIPANT"

F = TypeVar("F", bound=events.ValidFact)


class FactsOnDay:
    """The facts of one day as they are known now, for questions about one person.

    Attributes:
        day: as a text, 2022-01-10.
        looked_up: the key of every look-up so far, found or not; of a representation the one towards everyone.
    """

    __slots__ = ("_registry", "day", "looked_up")

    def __init__(self, registry: Registry, day: str) -> None:
        self._registry = registry
        self.day = day
        self.looked_up: set[str] = set()

    def _get(self, key: str, kind: type[F]) -> F | None:
        self.looked_up.add(key)
        laid = self._registry.laid_on(key, self.day)
        if laid is None:
            return None
        fact = laid.fact
        return fact if isinstance(fact, kind) else None

    def entity(self, entity: str) -> events.EntityRecorded | None:
        """What is recorded of a person."""
        return self._get(fact_keys.entity_key(entity), events.EntityRecorded)

    def controllers(self, entity: str) -> tuple[str, ...]:
        """The direct controllers of an entity."""
        fact = self._get(fact_keys.control_key(entity), events.ControlRecorded)
        return () if fact is None else fact.controllers

    def majority_owners(self, entity: str) -> tuple[str, ...]:
        """The direct majority owners of an entity."""
        fact = self._get(fact_keys.majority_key(entity), events.MajorityOwnershipRecorded)
        return () if fact is None else fact.majority_owners

    def branch(self, branch: str) -> events.BranchRecorded | None:
        """What is recorded of a branch."""
        return self._get(fact_keys.branch_key(branch), events.BranchRecorded)

    def is_registered(self, entity: str, category: str) -> bool:
        """Whether an entity is registered in a category."""
        fact = self._get(fact_keys.registration_key(entity, category), events.RegistrationRecorded)
        return fact is not None and fact.status == "REGISTERED"

    def is_swap_dealer(self, entity: str) -> bool:
        """Whether an entity is a registered swap dealer."""
        return self.is_registered(entity, SWAP_DEALER)

    def is_swap_entity(self, entity: str) -> bool:
        """Whether an entity is a registered swap dealer or major swap participant."""
        return self.is_registered(entity, SWAP_DEALER) or self.is_registered(entity, MAJOR_SWAP_PARTICIPANT)

    def swap_dealers(self) -> Iterator[str]:
        """Every registered swap dealer."""
        self.looked_up.add(fact_keys.REGISTRANTS)
        return (entity for entity in self._registry.swap_dealers if self.is_swap_dealer(entity))

    def significant_subsidiary(self, entity: str) -> events.SignificantSubsidiaryRecorded | None:
        """The figures of a subsidiary."""
        return self._get(fact_keys.subsidiary_key(entity), events.SignificantSubsidiaryRecorded)

    def recourse_guarantees(self, obligor: str) -> Iterator[events.GuaranteeRecorded]:
        """Every guarantee with a right of recourse that supports an obligor."""
        self.looked_up.add(fact_keys.obligor_key(obligor))
        for key in self._registry.guarantee_keys(obligor):
            fact = self._get(key, events.GuaranteeRecorded)
            if fact is not None and fact.kind == "RECOURSE" and fact.obligor == obligor:
                yield fact

    def representations(
        self, made_by: str, made_to: str, statement: str
    ) -> Iterator[events.RepresentationRecorded]:
        """The statement made to that very party, then the one made to everyone, as far as they are in force."""
        self.looked_up.add(fact_keys.representation_key(made_by, "", statement))
        for receiver in (made_to, ""):
            key = fact_keys.representation_key(made_by, receiver, statement)
            laid = self._registry.laid_on(key, self.day)
            if laid is not None and isinstance(laid.fact, events.RepresentationRecorded):
                yield laid.fact

    def is_comparable(self, jurisdiction: str, requirement: str) -> bool:
        """Whether a jurisdiction's rules are determined to be comparable for a requirement."""
        key = fact_keys.comparability_key(jurisdiction, requirement)
        fact = self._get(key, events.ComparabilityDetermined)
        return fact is not None and fact.comparable is not False

    def rate(self, currency: str, usable_days: int) -> events.FxRatePublished | None:
        """The rate of the day, else that of the nearest day before, at most so many calendar days back."""
        return self._registry.rates.usable(currency, self.day, usable_days)


def is_set(flag: bool | object, *, default: bool = False) -> bool:
    """A yes or no that may have been left out."""
    return default if flag is UNSET else flag is True

"""Which events may stand on swaps.events.v1? The acts on a swap, the close of a day, and the contract as a whole."""

from collections.abc import Mapping
from typing import Final, get_args

from msgspec import UNSET, UnsetType

from schemas import swaps_fields as field
from schemas import swaps_terms as terms
from schemas.swaps_facts import (
    BranchRecorded,
    ComparabilityDetermined,
    ControlRecorded,
    EntityRecorded,
    Fact,
    FxRatePublished,
    GuaranteeRecorded,
    MajorityOwnershipRecorded,
    RegistrationRecorded,
    RepresentationRecorded,
    SignificantSubsidiaryRecorded,
    ValidFact,
)
from schemas.swaps_terms import Notional, Party
from schemas.wire import Event

__all__ = [
    "CONDITIONS",
    "EVENT_STRUCTS",
    "BranchRecorded",
    "ComparabilityDetermined",
    "ControlRecorded",
    "DayClosed",
    "EntityRecorded",
    "Fact",
    "FxRatePublished",
    "GuaranteeRecorded",
    "MajorityOwnershipRecorded",
    "Mark",
    "Notional",
    "Party",
    "RegistrationRecorded",
    "RepresentationRecorded",
    "SignificantSubsidiaryRecorded",
    "SwapAmended",
    "SwapCancelled",
    "SwapCorrected",
    "SwapEvent",
    "SwapNovated",
    "SwapTerminated",
    "SwapTraded",
    "SwapsEvent",
    "Tick",
    "ValidFact",
]


class SwapTraded(Event, frozen=True, kw_only=True, tag="swap_traded"):
    """A swap is entered into."""

    swap: field.Swap
    traded_on: field.TradedOn
    product: terms.Product
    notionals: terms.Notionals
    parties: terms.Parties
    facility: terms.Facility | UnsetType = UNSET
    executed_anonymously: terms.ExecutedAnonymously | UnsetType = UNSET
    clearing: terms.Clearing | UnsetType = UNSET


class SwapCorrected(Event, frozen=True, kw_only=True, tag="swap_corrected"):
    """The terms of a swap, or of an amendment of it, were wrong from the start."""

    swap: field.Swap
    version: field.Version
    amendment: field.Amendment | UnsetType = UNSET
    amended_on: field.CorrectedAmendedOn | UnsetType = UNSET
    traded_on: field.TradedOn | UnsetType = UNSET
    product: terms.Product | UnsetType = UNSET
    notionals: terms.Notionals | UnsetType = UNSET
    parties: terms.Parties | UnsetType = UNSET
    facility: terms.Facility | UnsetType = UNSET
    executed_anonymously: terms.ExecutedAnonymously | UnsetType = UNSET
    clearing: terms.Clearing | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse a correction that corrects nothing, or what its subject does not have."""
        of_swap = self.amendment is UNSET
        foreign = _ONLY_OF_AN_AMENDMENT if of_swap else _ONLY_OF_A_SWAP
        for name in foreign:
            if getattr(self, name) is not UNSET:
                raise ValueError(f'"{name}" is not of {"a swap" if of_swap else "an amendment"}')
        own = _ONLY_OF_A_SWAP if of_swap else _ONLY_OF_AN_AMENDMENT
        if all(getattr(self, name) is UNSET for name in (*own, *_OF_BOTH)):
            raise ValueError("it corrects nothing")


_ONLY_OF_AN_AMENDMENT: Final = ("amended_on",)
_ONLY_OF_A_SWAP: Final = ("traded_on", "product", "parties")
_OF_BOTH: Final = ("notionals", "facility", "executed_anonymously", "clearing")


class SwapAmended(Event, frozen=True, kw_only=True, tag="swap_amended"):
    """The parties agree on other notionals on a later day."""

    swap: field.Swap
    version: field.Version
    amended_on: field.AmendedOn
    notionals: terms.Notionals
    facility: terms.Facility | UnsetType = UNSET
    executed_anonymously: terms.ExecutedAnonymously | UnsetType = UNSET
    clearing: terms.Clearing | UnsetType = UNSET


class SwapCancelled(Event, frozen=True, kw_only=True, tag="swap_cancelled"):
    """A swap, or an amendment of it, never existed."""

    swap: field.Swap
    amendment: field.Amendment | UnsetType = UNSET


class SwapTerminated(Event, frozen=True, kw_only=True, tag="swap_terminated"):
    """A swap ended, which changes no count."""

    swap: field.Swap
    terminated_on: field.TerminatedOn


class SwapNovated(Event, frozen=True, kw_only=True, tag="swap_novated"):
    """One party steps out, and a new swap with the newcomer arises."""

    swap: field.OldSwap
    new_swap: field.NewSwap
    novated_on: field.NovatedOn
    transferor: field.Transferor
    transferee: terms.Transferee
    remaining_party_dealing: terms.RemainingPartyDealing | UnsetType = UNSET
    notionals: terms.Notionals | UnsetType = UNSET
    facility: terms.Facility | UnsetType = UNSET
    executed_anonymously: terms.ExecutedAnonymously | UnsetType = UNSET
    clearing: terms.Clearing | UnsetType = UNSET


class DayClosed(Event, frozen=True, kw_only=True, tag="day_closed"):
    """A day is closed, or closed again: all that stands before it answers for the day."""

    day_on: field.DayOn


class Tick(Event, frozen=True, kw_only=True, tag="tick"):
    """Time passes; no view of this domain depends on it."""


Mark = DayClosed | Tick
"""What brings the figures of all partitions together."""
SwapEvent = SwapTraded | SwapCorrected | SwapAmended | SwapCancelled | SwapTerminated | SwapNovated
"""What is said of one swap, and written under its name."""
SwapsEvent = Fact | SwapEvent | Mark

EVENT_STRUCTS: Final[tuple[type[SwapsEvent], ...]] = (*get_args(Fact), *get_args(SwapEvent), *get_args(Mark))
"""Every event of the contract, in its order."""


def _at_least_one(names: tuple[str, ...]) -> list[dict[str, list[str]]]:
    return [{"required": [name]} for name in names]


CONDITIONS: Final[Mapping[str, Mapping[str, object]]] = {
    "entity_recorded": {
        "if": {"properties": {"kind": {"const": "ACCOUNT"}}, "required": ["kind"]},
        "then": {"required": ["account_owner"]},
    },
    "swap_corrected": {
        "if": {"required": ["amendment"]},
        "then": {
            "anyOf": _at_least_one((*_ONLY_OF_AN_AMENDMENT, *_OF_BOTH)),
            "properties": dict.fromkeys(_ONLY_OF_A_SWAP, False),
        },
        "else": {
            "anyOf": _at_least_one((*_ONLY_OF_A_SWAP, *_OF_BOTH)),
            "properties": dict.fromkeys(_ONLY_OF_AN_AMENDMENT, False),
        },
    },
    "Party": {
        "dependentRequired": {
            name: ["branch"]
            for name in ("branch_is_payment_office", "branch_normal_course", "booked_in_branch")
        }
    },
}
"""What the published schema adds to a definition, where one field depends on another."""
